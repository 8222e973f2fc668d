-- What the console, re-authentication and connect links need: pending connections, connect links, a signing secret for each
-- organization, sessions that end everywhere at once, and usage records that say what the vendor was asked.

create sequence pending_connection_id_seq as integer;
create sequence connect_link_id_seq as integer;

alter table organization add column sealed_signing_secret bytea;

create table connect_link (
  id integer primary key,
  organization_id integer not null,
  account_id integer not null,
  user_id integer not null,
  token_hash text not null constraint connect_link_token_hash unique,
  name text,
  tags text[] not null,
  -- Null: every element that can be connected so.
  element_keys text[],
  sealed_configuration bytea,
  branding jsonb not null,
  return_url text,
  callback_url text,
  origin text,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  -- Until then somebody is finishing a connection through this link, and nobody else may.
  busy_until timestamptz,
  connected_at timestamptz,
  instance_id integer,
  constraint connect_link_account foreign key (organization_id, account_id)
    references account (organization_id, id) on delete cascade,
  constraint connect_link_user foreign key (organization_id, user_id)
    references app_user (organization_id, id) on delete cascade
);
create index connect_link_of_account on connect_link (organization_id, account_id, id);
create index connect_link_of_user on connect_link (organization_id, user_id);
create index connect_link_expiry on connect_link (expires_at);

create table pending_connection (
  id integer primary key,
  organization_id integer not null,
  user_id integer not null,
  -- Null: begun by the user, not by who follows a link of theirs.
  connect_link_id integer references connect_link on delete cascade,
  state_hash text not null constraint pending_connection_state_hash unique,
  element_key text not null,
  name text not null,
  -- To authenticate this instance again; null: to make one. Without a foreign key: the instance may go first.
  instance_id integer,
  status text not null default 'pending'
    check (status in ('pending', 'completing', 'connected', 'failed')),
  -- Null as soon as it was used.
  sealed_input bytea,
  -- The instance that came of it.
  result_instance_id integer,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  constraint pending_connection_user foreign key (organization_id, user_id)
    references app_user (organization_id, id) on delete cascade
);
create index pending_connection_of_user on pending_connection (organization_id, user_id, id);
create index pending_connection_of_link on pending_connection (connect_link_id, id);
create index pending_connection_expiry on pending_connection (expires_at);

-- Added without defaults, so that no row is rewritten; records of before say nothing of this.
alter table usage_record
  add column query jsonb,
  add column request_ip text,
  add column error_code text,
  add column error_message text,
  add column provider_message text,
  add column vendor_calls integer,
  add column vendor_method text,
  add column vendor_host text,
  add column vendor_path text,
  add column vendor_status integer,
  add column vendor_duration_ms integer;

-- A session that is ended must not live on in another process's memory: whoever remembers callers forgets them.
create function announce_session_end() returns trigger language plpgsql as $$
begin
  perform pg_notify('valence_change', 'user:' || old.user_id);
  return null;
end $$;
create trigger session_ended after delete on session
  for each row execute function announce_session_end();
