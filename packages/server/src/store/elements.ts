import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely'
import { ValenceError } from '../lib/errors.ts'
import { inScope, isRowId } from './scope.ts'
import type { ElementUpdate, NewElement, Scope, Store, StoredElement } from './store.ts'
import type { Tables } from './tables.ts'

const headColumns = [
  'id',
  'organization_id as organizationId',
  'account_id as accountId',
  'user_id as userId',
  'base_id as baseId',
  'key',
  'version',
  'head',
  'created_at as createdAt',
  'updated_at as updatedAt',
] as const

const columns = [...headColumns, 'definition', 'sealed_secrets as sealedSecrets'] as const

const maxPartIds = 100_000

/** Elements that organizations make, and extensions of the catalogue's. */
export function elements(db: Kysely<Tables>): Store['elements'] {
  return {
    async nextId() {
      const { rows } = await sql<{ id: number }>`select nextval('element_id_seq') as id`.execute(db)
      return (rows[0] as { id: number }).id
    },
    async nextPartIds(count) {
      if (count === 0) return []
      if (count > maxPartIds) throw new RangeError(`${count} parts are too many for one element`)
      const { rows } = await sql<{ id: number }>`
        select nextval('element_part_id_seq') as id from generate_series(1, ${count})`.execute(db)
      return rows.map(({ id }) => id)
    },
    heads: (scope) =>
      db
        .selectFrom('element')
        .select(headColumns)
        .where(inOrganization(scope))
        .orderBy('id')
        .execute(),
    async get(scope, id) {
      if (!isRowId(id)) return undefined
      return db
        .selectFrom('element')
        .select(columns)
        .where(inOrganization(scope))
        .where('id', '=', id)
        .executeTakeFirst()
    },
    create: (scope, element) => create(db, scope, element),
    update: async (scope, id, version, update) =>
      isRowId(id) ? change(db, scope, { id, version }, update) : undefined,
    delete: async (scope, id) => (isRowId(id) ? remove(db, scope, id) : undefined),
  }
}

/** What an organization made, all of its accounts see. */
function inOrganization({ organizationId }: Scope): RawBuilder<SqlBool> {
  return inScope({ organizationId })
}

async function create(
  db: Kysely<Tables>,
  scope: Scope,
  element: NewElement,
): Promise<StoredElement> {
  if (scope.accountId !== undefined && scope.accountId !== element.accountId) {
    throw new ValenceError('not_found', 'There is no such account in this organization.')
  }
  return db
    .insertInto('element')
    .values({
      id: element.id,
      organization_id: scope.organizationId,
      account_id: element.accountId,
      user_id: element.userId,
      base_id: element.baseId,
      ...written(element),
    })
    .returning(columns)
    .executeTakeFirstOrThrow()
}

function change(
  db: Kysely<Tables>,
  scope: Scope,
  { id, version }: { id: number; version: number },
  update: ElementUpdate,
): Promise<StoredElement | undefined> {
  return db
    .updateTable('element')
    .set({
      ...written(update),
      version: version + 1,
      updated_at: sql<Date>`clock_timestamp()`,
    })
    .where(inScope(scope))
    .where('id', '=', id)
    .where('version', '=', version)
    .returning(columns)
    .executeTakeFirst()
}

function written({ key, head, definition, sealedSecrets }: ElementUpdate) {
  return {
    key,
    head: JSON.stringify(head),
    definition: JSON.stringify(definition),
    sealed_secrets: sealedSecrets,
  }
}

/** An instance without its element could not be called: the element stays for as long as it has any. */
async function remove(
  db: Kysely<Tables>,
  scope: Scope,
  id: number,
): Promise<'deleted' | 'in use' | undefined> {
  const { rows } = await sql<{ found: boolean; deleted: boolean }>`
    with wanted as (select id, organization_id from element where ${inScope(scope)} and id = ${id}),
    deleted as (
      delete from element using wanted where element.id = wanted.id and not exists (
        select from instance
        where instance.organization_id = wanted.organization_id and instance.element_id = wanted.id
      ) returning element.id
    )
    select exists (select from wanted) as found, exists (select from deleted) as deleted`.execute(
    db,
  )
  if (rows[0]?.deleted) return 'deleted'
  return rows[0]?.found ? 'in use' : undefined
}
