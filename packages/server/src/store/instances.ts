import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely'
import { inScope, isRowId } from './scope.ts'
import type { InstanceFilter, InstanceUpdate, NewInstance, Scope, Store } from './store.ts'
import type { Tables } from './tables.ts'

const columns = [
  'id',
  'organization_id as organizationId',
  'account_id as accountId',
  'user_id as userId',
  'element_id as elementId',
  'element_key as elementKey',
  'name',
  'tags',
  'configuration',
  'sealed_secrets as sealedSecrets',
  'sealed_token as sealedToken',
  'disabled',
  'trace_logging_enabled as traceLoggingEnabled',
  'caching_enabled as cachingEnabled',
  'external_authentication as externalAuthentication',
  'created_at as createdAt',
  'updated_at as updatedAt',
] as const

/** Instances, each with its credential where it has one. */
export function instances(db: Kysely<Tables>): Store['instances'] {
  const found = (scope: Scope, filter: InstanceFilter) =>
    db.selectFrom('instance').where(inScope(scope)).where(matches(filter))
  return {
    async nextId() {
      const { rows } = await sql<{ id: number }>`select nextval('instance_id_seq') as id`.execute(
        db,
      )
      return (rows[0] as { id: number }).id
    },
    create: (instance) => create(db, instance),
    async get(scope, id) {
      if (!isRowId(id)) return undefined
      return db
        .selectFrom('instance')
        .select(columns)
        .where(inScope(scope))
        .where('id', '=', id)
        .executeTakeFirst()
    },
    findByTokenHash: (hash) =>
      db.selectFrom('instance').select(columns).where('token_hash', '=', hash).executeTakeFirst(),
    list: (scope, filter, { limit, afterId }) =>
      found(scope, filter)
        .select(columns)
        .where('id', '>', afterId ?? 0)
        .orderBy('id')
        .limit(limit)
        .execute(),
    async count(scope, filter) {
      const { count } = await found(scope, filter)
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
      return count
    },
    update: async (scope, id, patch) => (isRowId(id) ? update(db, scope, id, patch) : undefined),
    async delete(scope, id) {
      if (!isRowId(id)) return undefined
      return db
        .deleteFrom('instance')
        .where(inScope(scope))
        .where('id', '=', id)
        .returning(columns)
        .executeTakeFirst()
    },
  }
}

// One statement for both rows: as atomic as a transaction, without its two extra round trips.
function create(db: Kysely<Tables>, instance: NewInstance) {
  const { credential } = instance
  const insert = db.insertInto('instance').values(newRow(instance)).returning(columns)
  if (!credential) return insert.executeTakeFirstOrThrow()
  return db
    .with('created', () => insert)
    .with('connected', (qc) =>
      qc.insertInto('credential').values({
        instance_id: instance.id,
        organization_id: instance.organizationId,
        sealed: credential.sealed,
        expires_at: credential.expiresAt,
        refresh_due_at: credential.refreshDueAt,
      }),
    )
    .selectFrom('created')
    .selectAll()
    .executeTakeFirstOrThrow()
}

function newRow(instance: NewInstance) {
  return {
    id: instance.id,
    organization_id: instance.organizationId,
    account_id: instance.accountId,
    user_id: instance.userId,
    element_id: instance.elementId,
    element_key: instance.elementKey,
    name: instance.name,
    tags: instance.tags,
    configuration: JSON.stringify(instance.configuration),
    sealed_secrets: instance.sealedSecrets,
    sealed_token: instance.sealedToken,
    token_hash: instance.tokenHash,
    external_authentication: instance.externalAuthentication,
  }
}

function update(db: Kysely<Tables>, scope: Scope, id: number, patch: InstanceUpdate) {
  const { credential } = patch
  const changed = db
    .updateTable('instance')
    .set({ ...changes(patch), updated_at: sql<Date>`clock_timestamp()` })
    .where(inScope(scope))
    .where('id', '=', id)
    .returning(columns)
  if (!credential) return changed.executeTakeFirst()
  const { sealed, expiresAt, refreshDueAt } = credential
  return db
    .with('changed', () => changed)
    .with(
      'reconnected',
      () => sql`(
        insert into credential (instance_id, organization_id, sealed, expires_at, refresh_due_at)
        select id, "organizationId", ${sealed}::bytea, ${expiresAt}::timestamptz, ${refreshDueAt}::timestamptz
        from changed
        on conflict (instance_id) do update set
          version = credential.version + 1, state = 'connected', reason = null, failures = 0,
          next_attempt_at = null, lease_owner = null, lease_until = null, sealed = excluded.sealed,
          expires_at = excluded.expires_at, refresh_due_at = excluded.refresh_due_at)`,
    )
    .selectFrom('changed')
    .selectAll()
    .executeTakeFirst()
}

// Absent members are `undefined`, which Kysely leaves out of the statement.
function changes(patch: InstanceUpdate) {
  return {
    name: patch.name,
    tags: patch.tags,
    configuration: patch.configuration && JSON.stringify(patch.configuration),
    sealed_secrets: patch.sealedSecrets,
    disabled: patch.disabled,
    trace_logging_enabled: patch.traceLoggingEnabled,
    external_authentication: patch.externalAuthentication,
  }
}

function matches({ tags, searchText, elementId }: InstanceFilter): RawBuilder<SqlBool> {
  const conditions: RawBuilder<SqlBool>[] = [sql<SqlBool>`true`]
  if (tags && tags.length > 0) conditions.push(sql`tags @> ${tags}::text[]`)
  // Not LIKE: the text is the caller's, and its % and _ mean themselves.
  if (searchText) conditions.push(sql`strpos(lower(name), lower(${searchText})) > 0`)
  if (elementId !== undefined) conditions.push(sql`element_id = ${elementId}`)
  return sql.join(conditions, sql` and `)
}
