import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely'
import { isRowId } from './scope.ts'
import type { Scope } from './store.ts'
import type { Tables } from './tables.ts'
import { definitions } from './vdr-definitions.ts'
import { createdDate, inPlaces } from './vdr-places.ts'
import { transformations } from './vdr-transformations.ts'
import type { Vdr, VdrStore } from './vdrs-port.ts'

const columns = ['id', 'organization_id as organizationId', 'object_name as objectName'] as const

/** Virtual data resources: names, and what is said of them at each level. */
export function vdrs(db: Kysely<Tables>): VdrStore {
  return {
    ...names(db),
    ...definitions(db),
    ...transformations(db),
    async ofInstance({ organizationId, accountId, id, elementKey }) {
      const scope = { organizationId, accountId }
      const [defined, transformed] = await Promise.all([
        definitions(db).definitions(scope, { forInstance: id }),
        transformations(db).transformations(scope, { elementKey, forInstance: id }),
      ])
      return { definitions: defined, transformations: transformed }
    },
    atomically: (work) =>
      db.transaction().execute((transaction) => work(vdrs(transaction as Kysely<Tables>))),
  }
}

type Names = Pick<VdrStore, 'list' | 'find' | 'ensure' | 'rename' | 'prune' | 'nextFieldIds'>

function names(db: Kysely<Tables>): Names {
  const found = (scope: Scope) =>
    db
      .selectFrom('vdr')
      .select([...columns, createdDate('vdr.created_at')])
      .where('organization_id', '=', scope.organizationId)
      .where(isDefined(scope))
  return {
    list: (scope) => found(scope).orderBy('id').execute(),
    async find(scope, by) {
      if ('id' in by && !isRowId(by.id)) return undefined
      const named = found(scope)
      const one =
        'id' in by ? named.where('id', '=', by.id) : named.where('object_name', '=', by.objectName)
      return one.executeTakeFirst()
    },
    async ensure(scope, objectName, date) {
      // The update that changes nothing makes the row come back when it was there.
      const { rows } = await sql<Vdr>`
        insert into vdr (organization_id, object_name, created_at)
        values (${scope.organizationId}, ${objectName}, coalesce(${date ?? null}::timestamp at time zone 'UTC', now()))
        on conflict (organization_id, object_name) do update set object_name = excluded.object_name
        returning id, organization_id as "organizationId", object_name as "objectName",
          ${createdDate('created_at')}`.execute(db)
      return rows[0] as Vdr
    },
    async rename(scope, id, objectName) {
      if (!isRowId(id) || scope.accountId !== undefined) return undefined
      return db
        .updateTable('vdr')
        .set({ object_name: objectName })
        .where('organization_id', '=', scope.organizationId)
        .where('id', '=', id)
        .returning([...columns, createdDate('vdr.created_at')])
        .executeTakeFirst()
    },
    async prune(scope, id) {
      await sql`
        delete from vdr where organization_id = ${scope.organizationId} and id = ${id}
          and not exists (select from object_definition where vdr_id = vdr.id)
          and not exists (select from transformation where vdr_id = vdr.id)`.execute(db)
    },
    async nextFieldIds(count) {
      const { rows } = await sql<{ id: number }>`
        select nextval('vdr_field_id_seq')::integer as id from generate_series(1, ${count})`.execute(
        db,
      )
      return rows.map(({ id }) => id)
    },
  }
}

/** A name under which nothing is defined in the scope is somebody else's. */
function isDefined(scope: Scope): RawBuilder<SqlBool> {
  return sql<SqlBool>`exists (select from object_definition
    where object_definition.vdr_id = vdr.id and ${inPlaces(scope, 'object_definition')})`
}
