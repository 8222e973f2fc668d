-- Elements that organizations make, and what accounts add to elements of the catalogue.

-- Elements of the catalogue have ids below these, and number their parts below 1,000,000,000.
create sequence element_id_seq as integer start with 1000000;
create sequence element_part_id_seq as integer start with 1000000000;

create table element (
  id integer primary key,
  organization_id integer not null,
  account_id integer not null,
  user_id integer not null,
  -- The element of the catalogue that this extends; null: an element of its own. The catalogue is no table.
  base_id integer,
  -- Of an extension: the base's, for people who read the table.
  key text not null,
  version integer not null default 1,
  -- Who the element is, without what it consists of: what lists look at.
  head json not null,
  -- json and not jsonb: members stay in the order they came in.
  definition json not null,
  -- Defaults of secret configuration entries, by the entry's id; null: there are none.
  sealed_secrets bytea,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint element_account foreign key (organization_id, account_id)
    references account (organization_id, id) on delete cascade
);
create unique index element_key on element (organization_id, key) where base_id is null;
create unique index element_extension on element (organization_id, account_id, base_id)
  where base_id is not null;
create index element_of_account on element (organization_id, account_id, id);

-- Instances are found by their element's id: keys are unique within an organization only.
create index instance_of_element_id on instance (organization_id, element_id, id);

-- Created rows are announced here, unlike others: every process remembers which elements an organization has.
create function announce_elements() returns trigger language plpgsql as $$
begin
  perform pg_notify('valence_change', 'elements:' || coalesce(new.organization_id, old.organization_id));
  return null;
end $$;
-- Not the sealed column by itself: resealing changes its bytes and not what it says; `version` covers the rest.
create trigger element_changed after insert or delete or update of version on element
  for each row execute function announce_elements();

-- Clients take the owner 1 of a resource for the vendor: no account may have that id. An account that has it gets another:
-- its row is copied and what belongs to it moves over, because an identity column can't be updated.
select setval(pg_get_serial_sequence('account', 'id'), greatest(100, (select max(id) from account)));
do $$
declare
  moved integer;
  is_default boolean;
  belonging regclass;
begin
  insert into account (organization_id, name, description, external_id, active, default_account, created_at)
    select organization_id, name, description, 'moving:' || external_id, active, false, created_at
    from account where id = 1
    returning id into moved;
  if moved is null then return; end if;
  for belonging in
    select conrelid::regclass from pg_constraint where confrelid = 'account'::regclass and contype = 'f'
  loop
    execute format('update %s set account_id = $1 where account_id = 1', belonging) using moved;
  end loop;
  update usage_record set account_id = moved where account_id = 1;
  delete from account where id = 1 returning default_account into is_default;
  update account set external_id = substr(external_id, length('moving:') + 1), default_account = is_default
    where id = moved;
end $$;
