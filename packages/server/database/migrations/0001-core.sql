-- Ids, tenants and people. Roles posthorn_web and posthorn_worker exist already (the migrator makes them).
create schema app;
create schema auth;
grant usage on schema app, auth to posthorn_web, posthorn_worker;

-- UUIDv7: ordered by time, so that primary keys stay close together on disk. PostgreSQL 18 has its own; 15 to 17 do not.
create function app.new_id() returns uuid language sql volatile parallel safe as $$
  select encode(
    set_bit(set_bit(
      overlay(uuid_send(gen_random_uuid()) placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6),
      52, 1), 53, 1), 'hex')::uuid
$$;

-- The workspace of this transaction; null outside one, and then no tenant row is visible.
create function app.current_workspace() returns uuid language sql stable parallel safe as $$
  select nullif(current_setting('app.workspace', true), '')::uuid
$$;

create table app.instance (
  id boolean primary key default true check (id),
  owner_id uuid,
  setup_code_hash text,
  open_registration boolean not null default false,
  stopped_at timestamptz,
  stopped_why text
);
insert into app.instance default values;
grant select, update on app.instance to posthorn_web;
grant select on app.instance to posthorn_worker;

-- People, sessions, organisations: the tables of better-auth, camelCase as it wants them.
create table auth."user" (
  "id" uuid primary key default app.new_id(),
  "name" text not null,
  "email" text not null unique,
  "emailVerified" boolean not null default false,
  "image" text,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
create table auth."session" (
  "id" uuid primary key default app.new_id(),
  "expiresAt" timestamptz not null,
  "token" text not null unique,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now(),
  "ipAddress" text,
  "userAgent" text,
  "userId" uuid not null references auth."user" ("id") on delete cascade,
  "activeOrganizationId" uuid
);
create index on auth."session" ("userId");
create table auth."account" (
  "id" uuid primary key default app.new_id(),
  "accountId" text not null,
  "providerId" text not null,
  "userId" uuid not null references auth."user" ("id") on delete cascade,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  "scope" text,
  "password" text,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
create index on auth."account" ("userId");
create table auth."verification" (
  "id" uuid primary key default app.new_id(),
  "identifier" text not null,
  "value" text not null,
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
create index on auth."verification" ("identifier");
create table auth."organization" (
  "id" uuid primary key default app.new_id(),
  "name" text not null,
  "slug" text not null unique,
  "logo" text,
  "createdAt" timestamptz not null default now(),
  "metadata" text
);
create table auth."member" (
  "id" uuid primary key default app.new_id(),
  "organizationId" uuid not null references auth."organization" ("id") on delete cascade,
  "userId" uuid not null references auth."user" ("id") on delete cascade,
  "role" text not null,
  "createdAt" timestamptz not null default now(),
  unique ("organizationId", "userId")
);
create index on auth."member" ("userId");
create table auth."invitation" (
  "id" uuid primary key default app.new_id(),
  "organizationId" uuid not null references auth."organization" ("id") on delete cascade,
  "email" text not null,
  "role" text not null,
  "status" text not null,
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null default now(),
  "inviterId" uuid not null references auth."user" ("id") on delete cascade,
  -- Of the link, which is shown once.
  "tokenHash" text not null unique
);
create index on auth."invitation" ("organizationId");
create table auth."rateLimit" (
  "id" uuid primary key default app.new_id(),
  "key" text not null unique,
  "count" integer not null,
  "lastRequest" bigint not null
);
grant select, insert, update, delete on all tables in schema auth to posthorn_web;
grant select on auth."user", auth."member", auth."organization" to posthorn_worker;

-- What Posthorn itself knows of a workspace; one row for each organisation.
create table app.workspace (
  id uuid primary key references auth."organization" ("id") on delete cascade,
  zone text not null,
  week_start smallint not null default 1 check (week_start between 1 and 7),
  late_policy text not null default 'window' check (late_policy in ('window', 'skip', 'ask')),
  late_window_seconds integer not null default 3600 check (late_window_seconds between 0 and 604800),
  price_cap numeric(10, 3),
  stopped_at timestamptz,
  stopped_why text,
  created_at timestamptz not null default now()
);
alter table app.workspace enable row level security;
alter table app.workspace force row level security;
create policy tenant on app.workspace using (id = app.current_workspace()) with check (id = app.current_workspace());
grant select, insert, update, delete on app.workspace to posthorn_web;
grant select, update on app.workspace to posthorn_worker;

-- One answer for each Idempotency-Key of a person or key: the same request gets the same answer, another body is refused.
create table app.idempotency (
  actor text not null,
  key text not null,
  request_hash text not null,
  status integer,
  headers jsonb,
  body text,
  -- While the first request runs. A process that died does not keep its key for ever.
  claimed_until timestamptz,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '24 hours',
  primary key (actor, key)
);
create index on app.idempotency (expires_at);
grant select, insert, update, delete on app.idempotency to posthorn_web, posthorn_worker;
