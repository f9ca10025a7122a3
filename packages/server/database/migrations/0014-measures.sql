-- What networks told about a publication or a channel at one moment. A row says either what was answered or why nothing
-- was; rows are never changed.
create table app.snapshot (
  workspace_id uuid not null references app.workspace on delete cascade,
  id uuid not null default app.new_id(),
  channel_id uuid not null,
  -- null: of the channel itself
  publication_id uuid,
  fetched_at timestamptz not null default clock_timestamp(),
  -- [{remoteId, values: {views: 12, saves: "unsupported"}}], one for each part that is out
  answered jsonb,
  -- the network's words instead
  trouble text,
  primary key (workspace_id, id),
  foreign key (workspace_id, channel_id) references app.channel (workspace_id, id) on delete cascade,
  foreign key (workspace_id, publication_id) references app.publication (workspace_id, id) on delete cascade,
  check ((answered is null) <> (trouble is null))
);
create index snapshot_publication on app.snapshot (workspace_id, publication_id, fetched_at desc) where publication_id is not null;
create index snapshot_channel on app.snapshot (workspace_id, channel_id, fetched_at desc) where publication_id is null;
alter table app.snapshot enable row level security;
alter table app.snapshot force row level security;
create policy tenant on app.snapshot using (workspace_id = app.current_workspace()) with check (workspace_id = app.current_workspace());
grant select, insert on app.snapshot to posthorn_web, posthorn_worker;
