-- The writer: what was read, what was drawn from it, what was suggested, and what it cost.

-- A text once read never changes: claims point into it by offset.
create table app.source (
  workspace_id uuid not null references app.workspace on delete cascade,
  id uuid not null default app.new_id(),
  kind text not null check (kind in ('url', 'text', 'markdown', 'pdf', 'file', 'brief')),
  state text not null default 'waiting' check (state in ('waiting', 'read', 'failed')),
  -- What a person gave, until it is read: an address, a text, or a file's name and type with its bytes beside.
  given jsonb not null,
  given_bytes bytea,
  problem jsonb,
  given_url text,
  final_url text,
  canonical_url text,
  title text not null default '',
  site text,
  byline text,
  published_at timestamptz,
  modified_at timestamptz,
  language jsonb,
  text text not null default '',
  text_sha256 bytea,
  blocks jsonb not null default '[]',
  og jsonb not null default '{}',
  access text not null default 'open' check (access in ('open', 'paywalled', 'partial', 'consent_wall', 'login')),
  robots text not null default 'unknown' check (robots in ('allowed', 'disallowed', 'unknown')),
  licence text,
  warnings jsonb not null default '[]',
  fetched_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  check (state <> 'read' or (text <> '' and language is not null))
);

create table app.voice (
  workspace_id uuid not null references app.workspace on delete cascade,
  id uuid not null default app.new_id(),
  name text not null check (length(name) between 1 and 100),
  rules jsonb not null default '{}',
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id)
);

create table app.draft_run (
  workspace_id uuid not null references app.workspace on delete cascade,
  id uuid not null default app.new_id(),
  source_ids uuid[] not null,
  brief text not null default '',
  channel_ids uuid[] not null,
  voice_id uuid,
  voice_version integer,
  -- The voice as it stood when the run began: a run can be read and repeated without its voice.
  voice jsonb not null default '{}',
  options jsonb not null default '{}',
  state text not null default 'queued' check (state in
    ('queued', 'reading', 'outlining', 'writing', 'checking', 'repairing', 'done', 'done_with_warnings', 'failed', 'cancelled')),
  -- Asked by a person; the stage at work sees it at its next step.
  cancel_asked boolean not null default false,
  writer text not null default 'built_in',
  model text,
  prompt_version text,
  seed integer not null default 0,
  cost_micros bigint,
  tokens bigint not null default 0,
  timings jsonb not null default '{}',
  problem jsonb,
  notes jsonb not null default '[]',
  events bigint not null default 0,
  created_by text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  ended_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, voice_id) references app.voice (workspace_id, id) on delete set null (voice_id)
);
create index on app.draft_run (workspace_id, created_at desc, id);

-- What happened, in order: a stream that was cut goes on from the last number its reader saw.
create table app.draft_run_event (
  workspace_id uuid not null,
  run_id uuid not null,
  seq bigint not null,
  kind text not null,
  data jsonb not null default '{}',
  at timestamptz not null default now(),
  primary key (workspace_id, run_id, seq),
  foreign key (workspace_id, run_id) references app.draft_run (workspace_id, id) on delete cascade
);

create table app.claim (
  workspace_id uuid not null,
  id uuid not null default app.new_id(),
  run_id uuid not null,
  source_id uuid not null,
  ordinal integer not null,
  text text not null,
  span_start integer not null,
  span_end integer not null,
  kind text not null,
  atoms jsonb not null default '[]',
  salience real not null,
  attribution text,
  hedged boolean not null default false,
  negated boolean not null default false,
  primary key (workspace_id, id),
  unique (workspace_id, run_id, ordinal),
  foreign key (workspace_id, run_id) references app.draft_run (workspace_id, id) on delete cascade,
  foreign key (workspace_id, source_id) references app.source (workspace_id, id) on delete cascade,
  check (span_start >= 0 and span_end > span_start)
);

create table app.suggestion (
  workspace_id uuid not null,
  id uuid not null default app.new_id(),
  run_id uuid not null,
  channel_id uuid not null,
  ordinal integer not null,
  content jsonb not null,
  used jsonb not null default '[]',
  evidence jsonb not null default '[]',
  findings jsonb not null default '[]',
  state text not null check (state in ('ok', 'warn', 'blocked')),
  writer text not null,
  -- The newest of a channel is shown; earlier ones stay as a stack.
  current boolean not null default true,
  edited boolean not null default false,
  accepted_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, run_id, channel_id, ordinal),
  foreign key (workspace_id, run_id) references app.draft_run (workspace_id, id) on delete cascade
);

-- The ledger: one row per attempt at a provider, failed ones too, and never a text.
create table app.usage_entry (
  workspace_id uuid not null references app.workspace on delete cascade,
  id uuid not null default app.new_id(),
  run_id uuid,
  provider text not null,
  model text not null,
  stage text not null,
  input_tokens bigint not null,
  output_tokens bigint not null,
  cached_tokens bigint not null default 0,
  reasoning_tokens bigint not null default 0,
  -- The provider said nothing and we counted ourselves.
  estimated boolean not null default false,
  price_table text,
  cost_micros bigint,
  started_at timestamptz not null,
  ended_at timestamptz not null,
  outcome text not null,
  request_id text,
  primary key (workspace_id, id)
);
create index on app.usage_entry (workspace_id, started_at);
create index on app.usage_entry (workspace_id, run_id);

do $$ declare t text; begin
  foreach t in array array['source', 'voice', 'draft_run', 'draft_run_event', 'claim', 'suggestion', 'usage_entry'] loop
    execute format('alter table app.%I enable row level security', t);
    execute format('alter table app.%I force row level security', t);
    execute format('create policy tenant on app.%I using (workspace_id = app.current_workspace()) with check (workspace_id = app.current_workspace())', t);
    execute format('grant select, insert, update, delete on app.%I to posthorn_web, posthorn_worker', t);
  end loop;
end $$;
revoke update, delete on app.usage_entry, app.draft_run_event from posthorn_web, posthorn_worker;
