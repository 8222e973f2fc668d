-- Organizations, accounts, users, instances, their credentials, data keys and usage records.
-- docs/reference/schema.md explains every table. Ids fit 32 bits, because clients keep them in 32-bit integers.

create sequence organization_id_seq as integer;
create sequence app_user_id_seq as integer;
-- Four digits from the start, so that an instance id is not taken for an element id when both are pasted around.
create sequence instance_id_seq as integer start with 1000;

create table organization (
  id integer primary key,
  name text not null,
  external_id text,
  vdr_version text not null default 'v2' check (vdr_version in ('v1', 'v2')),
  environment text not null default 'production' check (environment in ('production', 'test')),
  status text not null default 'paid' check (status in ('paid', 'trial')),
  active boolean not null default true,
  secret_hash text not null constraint organization_secret_hash unique,
  sealed_secret bytea not null,
  created_at timestamptz not null default now()
);

-- No foreign key: an organization's first key is made before its row, whose secret is sealed with it.
create table data_key (
  id integer generated always as identity primary key,
  organization_id integer not null,
  kek_id text not null,
  wrapped bytea not null,
  active boolean not null,
  created_at timestamptz not null default now()
);
create unique index data_key_active on data_key (organization_id) where active;
create index data_key_organization on data_key (organization_id, id);
create index data_key_kek on data_key (kek_id, id);

create table account (
  id integer generated always as identity primary key,
  organization_id integer not null references organization on delete cascade,
  name text not null,
  description text not null,
  external_id text not null,
  active boolean not null default true,
  default_account boolean not null,
  created_at timestamptz not null default now(),
  constraint account_external_id unique (organization_id, external_id),
  constraint account_in_organization unique (organization_id, id)
);
create unique index account_default on account (organization_id) where default_account;

create table app_user (
  id integer primary key,
  organization_id integer not null,
  account_id integer not null,
  email text not null,
  first_name text not null,
  last_name text not null,
  active boolean not null default true,
  roles text[] not null,
  password_hash text not null,
  secret_hash text not null constraint app_user_secret_hash unique,
  sealed_secret bytea not null,
  created_at timestamptz not null default now(),
  last_login_at timestamptz,
  constraint app_user_in_organization unique (organization_id, id),
  constraint app_user_account foreign key (organization_id, account_id)
    references account (organization_id, id) on delete cascade
);
-- One person, one active user: the email alone says who signs in.
create unique index app_user_email on app_user (lower(email)) where active;
create index app_user_email_any on app_user (organization_id, lower(email));
create index app_user_of_account on app_user (organization_id, account_id, id);

create table session (
  token_hash text primary key,
  user_id integer not null references app_user on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index session_of_user on session (user_id, expires_at);

create table instance (
  id integer primary key,
  organization_id integer not null,
  account_id integer not null,
  user_id integer not null,
  element_id integer not null,
  element_key text not null,
  name text not null,
  tags text[] not null,
  configuration jsonb not null,
  sealed_secrets bytea not null,
  sealed_token bytea not null,
  token_hash text not null constraint instance_token_hash unique,
  disabled boolean not null default false,
  trace_logging_enabled boolean not null default false,
  caching_enabled boolean not null default false,
  external_authentication text not null check (external_authentication in ('none', 'initial')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint instance_in_organization unique (organization_id, id),
  constraint instance_account foreign key (organization_id, account_id)
    references account (organization_id, id) on delete cascade,
  constraint instance_user foreign key (organization_id, user_id)
    references app_user (organization_id, id) on delete cascade
);
create index instance_of_account on instance (organization_id, account_id, id);
create index instance_of_user on instance (organization_id, user_id);
create index instance_of_element on instance (organization_id, element_key, id);
create index instance_tags on instance using gin (tags);

create table credential (
  instance_id integer primary key,
  organization_id integer not null,
  version integer not null default 1,
  state text not null default 'connected'
    check (state in ('connected', 'refreshing', 'degraded', 'needs_reauthorization')),
  reason text,
  sealed bytea not null,
  expires_at timestamptz,
  refresh_due_at timestamptz,
  failures integer not null default 0,
  next_attempt_at timestamptz,
  lease_owner text,
  lease_until timestamptz,
  fence bigint not null default 0,
  -- When the background refresh should look at it. A refresher that died leaves `refreshing` and a lease that ends.
  due_at timestamptz generated always as (
    case state
      when 'needs_reauthorization' then null
      when 'degraded' then coalesce(next_attempt_at, '-infinity'::timestamptz)
      when 'refreshing' then lease_until
      else case when refresh_due_at is null then null else greatest(refresh_due_at, next_attempt_at) end
    end
  ) stored,
  constraint credential_instance foreign key (organization_id, instance_id)
    references instance (organization_id, id) on delete cascade
);
create index credential_of_organization on credential (organization_id, instance_id);
create index credential_due on credential (due_at) where due_at is not null;

-- Without foreign keys: one record of a tenant that is gone must not lose a batch, and records outlive their instance.
create table usage_record (
  id bigint generated always as identity primary key,
  request_id text not null,
  organization_id integer not null,
  account_id integer not null,
  user_id integer not null,
  instance_id integer not null,
  element_key text not null,
  method text not null,
  path text not null,
  status integer not null,
  duration_ms integer not null,
  at timestamptz not null
);
create index usage_record_request on usage_record (request_id);
create index usage_record_of_organization on usage_record (organization_id, at desc);
create index usage_record_of_instance on usage_record (instance_id, at desc);

create function forget_organization() returns trigger language plpgsql as $$
begin
  delete from usage_record where organization_id = old.id;
  delete from data_key where organization_id = old.id;
  return null;
end $$;
create trigger organization_forgotten after delete on organization
  for each row execute function forget_organization();

-- Changes are announced by the database itself, so that no writer can forget to, an operator's psql included. Created rows
-- are not announced: nobody can hold an older version of them, and each announcement costs its commit a global lock.
create function announce_row() returns trigger language plpgsql as $$
begin
  perform pg_notify('valence_change', tg_argv[0] || ':' || old.id);
  return null;
end $$;
create function announce_credential() returns trigger language plpgsql as $$
begin
  perform pg_notify('valence_change', 'credential:' || old.instance_id);
  return null;
end $$;

create trigger organization_changed after update or delete on organization
  for each row execute function announce_row('organization');
create trigger user_deleted after delete on app_user
  for each row execute function announce_row('user');
-- Not `last_login_at`: it changes at every sign-in and nobody decides by it.
create trigger user_changed
  after update of organization_id, account_id, email, first_name, last_name, active, roles,
    password_hash, secret_hash, sealed_secret on app_user
  for each row execute function announce_row('user');
create trigger instance_deleted after delete on instance
  for each row execute function announce_row('instance');
-- Not the sealed columns by themselves: resealing changes their bytes and not what they say; `updated_at` covers the rest.
create trigger instance_changed
  after update of account_id, user_id, name, tags, configuration, disabled, trace_logging_enabled,
    caching_enabled, external_authentication, token_hash, updated_at on instance
  for each row execute function announce_row('instance');
create trigger credential_deleted after delete on credential
  for each row execute function announce_credential();
-- Not the start of a refresh: the old token keeps serving meanwhile.
create trigger credential_changed after update on credential
  for each row when (
    new.version <> old.version or (new.state <> old.state and new.state <> 'refreshing')
  ) execute function announce_credential();
