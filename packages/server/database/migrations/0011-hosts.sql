-- Accounts at servers of their own. Where the server was found, with its addresses, travels from the attempt to the
-- grant; it holds no secret.
alter table app.oauth_state add column location jsonb;
alter table app.consent add column location jsonb;
grant select (location) on app.consent to posthorn_web;

-- What a server told us when we asked to become its client, the secret sealed. It belongs to no workspace: a server
-- knows this installation, not its tenants.
create table app.host_client (
  platform text not null,
  network text not null check (network in ('sandbox', 'real')),
  host text not null,
  redirect_uri text not null,
  scopes text[] not null,
  client_id text not null,
  sealed text not null check (sealed <> ''),
  key_id text not null,
  -- When somebody was last sent there with it, and when somebody last came back. A server that forgot a client shows
  -- an error of its own and sends nobody back.
  asked_at timestamptz not null default '-infinity',
  answered_at timestamptz not null default '-infinity',
  primary key (platform, network, host, redirect_uri)
);
grant select, insert, update, delete on app.host_client to posthorn_web;
grant select, update on app.host_client to posthorn_worker;
