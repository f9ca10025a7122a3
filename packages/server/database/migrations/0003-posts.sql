create type app.publication_state as enum (
  'draft', 'awaiting_approval', 'scheduled', 'publishing', 'waiting', 'unconfirmed', 'needs_you',
  'published', 'handed_over', 'failed', 'missed', 'cancelled', 'removed');

create table app.asset (
  workspace_id uuid not null references app.workspace on delete cascade,
  id uuid not null default app.new_id(),
  sha256 text not null,
  kind text not null check (kind in ('image', 'video', 'document')),
  type text not null,
  bytes bigint not null,
  width integer,
  height integer,
  seconds real,
  name text not null,
  alt text not null default '',
  created_by uuid,
  created_at timestamptz not null default now(),
  deleted_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, sha256)
);

create table app.post (
  workspace_id uuid not null references app.workspace on delete cascade,
  id uuid not null default app.new_id(),
  base jsonb not null,
  at timestamptz,
  zone text,
  wall_time text,
  revision integer not null default 1,
  late_policy text check (late_policy in ('window', 'skip', 'ask')),
  late_window_seconds integer check (late_window_seconds between 0 and 604800),
  draft_run_id uuid,
  created_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  primary key (workspace_id, id)
);
create index post_by_time on app.post (workspace_id, at, id);
create index post_by_id on app.post (workspace_id, id desc) where deleted_at is null;

-- A null inherits from the post's base, field by field.
create table app.version (
  workspace_id uuid not null,
  post_id uuid not null,
  channel_id uuid not null,
  position smallint not null default 0,
  parts jsonb,
  first_comment text,
  files jsonb,
  settings jsonb not null default '{}',
  primary key (workspace_id, post_id, channel_id),
  foreign key (workspace_id, post_id) references app.post (workspace_id, id) on delete cascade,
  foreign key (workspace_id, channel_id) references app.channel (workspace_id, id)
);

-- Which files a post uses: keeps them from being deleted, and from belonging to somebody else.
create table app.post_asset (
  workspace_id uuid not null,
  post_id uuid not null,
  asset_id uuid not null,
  primary key (workspace_id, post_id, asset_id),
  foreign key (workspace_id, post_id) references app.post (workspace_id, id) on delete cascade,
  foreign key (workspace_id, asset_id) references app.asset (workspace_id, id)
);

create table app.publication (
  workspace_id uuid not null,
  id uuid not null default app.new_id(),
  post_id uuid not null,
  channel_id uuid not null,
  run integer not null default 1,
  lane_id bigint not null references app.lane,
  state app.publication_state not null,
  due_at timestamptz not null,
  zone text not null,
  wall_time text not null,
  wake_at timestamptz not null default 'infinity',
  reason text,
  frozen jsonb,
  frozen_at timestamptz,
  plan jsonb,
  platform_version integer,
  content_hash text,
  cancel_asked timestamptz,
  attempts integer not null default 0,
  sending_step text,
  sent_at timestamptz,
  intent text,
  looks integer not null default 0,
  resent boolean not null default false,
  live_at timestamptz,
  remote_id text,
  permalink text,
  evidence jsonb,
  problem jsonb,
  notes jsonb not null default '[]',
  ended_at timestamptz,
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, post_id, channel_id, run),
  foreign key (workspace_id, post_id) references app.post (workspace_id, id),
  foreign key (workspace_id, channel_id) references app.channel (workspace_id, id),
  constraint published_has_evidence check (state not in ('published', 'handed_over') or evidence is not null),
  constraint sending_has_intent check (sending_step is null or (intent is not null and sent_at is not null)),
  constraint idle_when_closed check (state in ('scheduled', 'publishing', 'waiting', 'unconfirmed', 'published', 'handed_over') or wake_at = 'infinity')
) with (fillfactor = 80);
create index publication_lane on app.publication (lane_id, wake_at) where wake_at < 'infinity';
create index publication_calendar on app.publication (workspace_id, due_at, id);
-- Two posts with the same words cannot claim one remote id.
create unique index publication_remote on app.publication (lane_id, remote_id) where remote_id is not null;

-- The moves of domain/post/states.ts; a test tries every pair. Written as one expression: it runs with every send.
create function app.may_move(old app.publication_state, new app.publication_state) returns boolean language sql immutable parallel safe as $$
  select new = any (case old
    when 'draft' then array['scheduled', 'awaiting_approval']::app.publication_state[]
    when 'awaiting_approval' then array['scheduled', 'draft', 'missed']::app.publication_state[]
    when 'scheduled' then array['publishing', 'cancelled', 'missed', 'draft']::app.publication_state[]
    when 'publishing' then array['published', 'handed_over', 'waiting', 'unconfirmed', 'failed', 'needs_you', 'cancelled', 'missed']::app.publication_state[]
    when 'waiting' then array['publishing', 'cancelled', 'needs_you']::app.publication_state[]
    when 'unconfirmed' then array['published', 'publishing', 'scheduled', 'needs_you']::app.publication_state[]
    when 'needs_you' then array['published', 'publishing', 'scheduled', 'cancelled']::app.publication_state[]
    when 'missed' then array['scheduled', 'cancelled']::app.publication_state[]
    when 'published' then array['removed']::app.publication_state[]
    else array[]::app.publication_state[] end)
$$;

create function app.publication_moves() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if new.state not in ('draft', 'awaiting_approval', 'scheduled') then
      raise exception 'a publication cannot begin as %', new.state using errcode = 'check_violation', constraint = 'publication_moves';
    end if;
  elsif not app.may_move(old.state, new.state) then
    raise exception 'a publication that is % cannot become %', old.state, new.state using errcode = 'check_violation', constraint = 'publication_moves';
  end if;
  return new;
end $$;
create trigger moves_of_insert before insert on app.publication for each row execute function app.publication_moves();
create trigger moves_of_update before update of state on app.publication for each row when (old.state is distinct from new.state) execute function app.publication_moves();

-- A result of a step. `value` is sealed (it may hold pre-signed addresses) and goes when the publication ends.
create table app.publication_step (
  workspace_id uuid not null,
  publication_id uuid not null,
  name text not null,
  for_what text not null check (for_what in ('post', 'extra')),
  state text not null check (state in ('done', 'more', 'wait', 'live', 'sending', 'unknown', 'refused', 'skipped')),
  value text,
  note text,
  remote_id text,
  permalink text,
  looks integer not null default 0,
  sent_at timestamptz,
  at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, publication_id, name),
  foreign key (workspace_id, publication_id) references app.publication (workspace_id, id) on delete cascade
);

-- The timeline of a publication: append-only.
create table app.publication_event (
  workspace_id uuid not null,
  id bigint generated always as identity,
  publication_id uuid not null,
  at timestamptz not null default clock_timestamp(),
  actor text not null,
  kind text not null,
  step text,
  data jsonb not null default '{}',
  primary key (workspace_id, id),
  foreign key (workspace_id, publication_id) references app.publication (workspace_id, id) on delete cascade
);
create index on app.publication_event (workspace_id, publication_id, id);

-- What changed in a workspace besides publications: read by event streams, cleaned after an hour.
create table app.change (
  workspace_id uuid not null references app.workspace on delete cascade,
  id bigint generated always as identity,
  what text not null,
  row_id uuid,
  at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, id)
);
create index on app.change (at);

do $$ declare t text; begin
  foreach t in array array['asset', 'post', 'version', 'post_asset', 'publication', 'publication_step', 'publication_event', 'change'] loop
    execute format('alter table app.%I enable row level security', t);
    execute format('alter table app.%I force row level security', t);
    execute format('create policy tenant on app.%I using (workspace_id = app.current_workspace()) with check (workspace_id = app.current_workspace())', t);
    execute format('grant select, insert, update, delete on app.%I to posthorn_web, posthorn_worker', t);
  end loop;
  -- Delivery follows lanes, and a lane belongs to an account, not to a workspace: the worker sees the publications of all.
  foreach t in array array['publication', 'publication_step', 'publication_event'] loop
    execute format('create policy delivery on app.%I to posthorn_worker using (true) with check (true)', t);
  end loop;
end $$;
-- The timeline is append-only for everybody.
revoke update, delete on app.publication_event from posthorn_web, posthorn_worker;
