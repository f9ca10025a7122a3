-- Lanes: who may speak for a remote account. One for each account at a network, across workspaces; holds no tenant data.
create table app.lane (
  id bigint generated always as identity primary key,
  platform text not null,
  network text not null check (network in ('sandbox', 'real')),
  remote_id text not null,
  fence bigint not null default 0,
  busy_until timestamptz not null default '-infinity',
  wake_at timestamptz not null default 'infinity',
  closed_until timestamptz not null default '-infinity',
  closed_why text,
  -- The publication that is half out (a thread): nothing else goes out before it is whole or a person decided.
  held_by uuid,
  -- Calls made to the network on this day (UTC): daily caps are counted here.
  calls integer not null default 0,
  calls_day date not null default current_date,
  unique (platform, network, remote_id)
) with (fillfactor = 70);
create index lane_wake on app.lane (wake_at) where wake_at < 'infinity';
grant select, insert, update on app.lane to posthorn_web, posthorn_worker;

-- Quotas that all channels of one app share; processes borrow small blocks from it.
create table app.app_bucket (
  platform text not null,
  network text not null,
  app text not null,
  quota text not null,
  window_started_at timestamptz not null,
  used integer not null default 0,
  primary key (platform, network, app, quota)
) with (fillfactor = 70);
grant select, insert, update on app.app_bucket to posthorn_web, posthorn_worker;

-- One consent given at a network: its tokens, sealed, shared by the channels it gave.
create table app.consent (
  workspace_id uuid not null references app.workspace on delete cascade,
  id uuid not null default app.new_id(),
  platform text not null,
  network text not null check (network in ('sandbox', 'real')),
  via text not null,
  app text not null,
  host text,
  scopes text[] not null default '{}',
  sealed text not null check (sealed <> ''),
  key_id text not null,
  expires_at timestamptz,
  refresh_expires_at timestamptz,
  renewable boolean not null,
  renewing_until timestamptz not null default '-infinity',
  renewed_at timestamptz,
  fence bigint not null default 0,
  state text not null default 'choosing' check (state in ('choosing', 'held', 'dead', 'revoked')),
  -- What the account picker shows; emptied once a choice is made. Secrets of pages are inside `sealed`.
  candidates jsonb,
  reconnects uuid,
  person_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id)
);

create table app.channel (
  workspace_id uuid not null references app.workspace on delete cascade,
  id uuid not null default app.new_id(),
  platform text not null,
  network text not null check (network in ('sandbox', 'real')),
  kind text not null,
  via text not null,
  remote_id text not null,
  handle text not null,
  name text not null,
  avatar_url text,
  host text,
  facts jsonb not null default '{}',
  zone text not null,
  state text not null default 'connected' check (state in ('connected', 'reconnect', 'disconnected')),
  state_why text,
  paused_at timestamptz,
  late_policy text check (late_policy in ('window', 'skip', 'ask')),
  late_window_seconds integer check (late_window_seconds between 0 and 604800),
  hue smallint check (hue between 0 and 9),
  lane_id bigint not null references app.lane,
  consent_id uuid,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, platform, network, remote_id),
  foreign key (workspace_id, consent_id) references app.consent (workspace_id, id)
);
create index on app.channel (lane_id);
create index on app.channel (workspace_id, consent_id);

-- Sandbox and real are apart for ever.
create function app.channel_keeps_its_network() returns trigger language plpgsql as $$
begin
  if new.network <> old.network or new.platform <> old.platform or new.remote_id <> old.remote_id then
    raise exception 'a channel keeps its network, platform and account' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger keeps_its_network before update on app.channel for each row execute function app.channel_keeps_its_network();

-- A connection attempt: bound to person, workspace, platform and browser; single use; ten minutes.
create table app.oauth_state (
  hash text primary key,
  workspace_id uuid not null references app.workspace on delete cascade,
  person_id uuid not null,
  session_id uuid not null,
  platform text not null,
  network text not null check (network in ('sandbox', 'real')),
  via text not null,
  browser_hash text not null,
  sealed text not null,
  reconnects uuid,
  return_to text not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index on app.oauth_state (expires_at);

-- Weekly times of a channel's queue, on its own clock.
create table app.slot (
  workspace_id uuid not null,
  id uuid not null default app.new_id(),
  channel_id uuid not null,
  weekday smallint not null check (weekday between 1 and 7),
  wall_time time not null,
  primary key (workspace_id, id),
  unique (workspace_id, channel_id, weekday, wall_time),
  foreign key (workspace_id, channel_id) references app.channel (workspace_id, id) on delete cascade
);

do $$ declare t text; begin
  foreach t in array array['consent', 'channel', 'oauth_state', 'slot'] loop
    execute format('alter table app.%I enable row level security', t);
    execute format('alter table app.%I force row level security', t);
    execute format('create policy tenant on app.%I using (workspace_id = app.current_workspace()) with check (workspace_id = app.current_workspace())', t);
    execute format('grant select, insert, update, delete on app.%I to posthorn_worker', t);
  end loop;
end $$;
grant select, insert, update, delete on app.channel, app.slot to posthorn_web;
-- The callback knows only the state it was given; the row names the workspace.
create policy by_hash on app.oauth_state for select to posthorn_web using (true);
grant select, insert, update, delete on app.oauth_state to posthorn_web;
-- The web role may store a consent and see its dates; what is sealed it cannot read back.
grant insert, delete on app.consent to posthorn_web;
grant select (workspace_id, id, platform, network, via, app, host, scopes, expires_at, refresh_expires_at, renewable, state, candidates, reconnects, person_id, created_at, renewed_at, fence) on app.consent to posthorn_web;
grant update (sealed, key_id, scopes, expires_at, refresh_expires_at, renewable, state, candidates, reconnects, fence, renewing_until, renewed_at) on app.consent to posthorn_web;
