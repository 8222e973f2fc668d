import { type Kysely, sql } from 'kysely'
import type { DataKey, Store } from './store.ts'
import type { Tables } from './tables.ts'

const columns = [
  'id',
  'organization_id as organizationId',
  'kek_id as kekId',
  'wrapped',
  'active',
] as const

/** First half of the advisory lock under which the active data key of an organization (the second half) is replaced. */
const ROTATION_LOCK = 0x76_61_6c_4b

/** Wrapped data keys of organizations. What the vault does with them: docs/reference/vault-format.md. */
export function dataKeys(db: Kysely<Tables>): Store['dataKeys'] {
  const all = db.selectFrom('data_key').select(columns)
  return {
    list: (organizationId) =>
      all.where('organization_id', '=', organizationId).orderBy('id').execute(),
    create: (organizationId, kekId, wrapped) =>
      db.transaction().execute(async (trx) => {
        await sql`select pg_advisory_xact_lock(${ROTATION_LOCK}::int, ${organizationId}::int)`.execute(
          trx,
        )
        await trx
          .updateTable('data_key')
          .set({ active: false })
          .where('organization_id', '=', organizationId)
          .where('active', '=', true)
          .execute()
        return trx
          .insertInto('data_key')
          .values({ organization_id: organizationId, kek_id: kekId, wrapped, active: true })
          .returning(columns)
          .executeTakeFirstOrThrow()
      }),
    createFirst: (organizationId, kekId, wrapped) =>
      createFirst(db, { organizationId, kekId, wrapped }),
    listWrappedByOther: (kekId) => all.where('kek_id', '<>', kekId).orderBy('id').execute(),
    onePerKek: () => all.distinctOn('kek_id').orderBy('kek_id').orderBy('id').execute(),
    async rewrap(id, from, to) {
      const { numUpdatedRows } = await db
        .updateTable('data_key')
        .set({ kek_id: to.kekId, wrapped: to.wrapped })
        .where('id', '=', id)
        .where('kek_id', '=', from.kekId)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
  }
}

async function createFirst(
  db: Kysely<Tables>,
  key: { organizationId: number; kekId: string; wrapped: Buffer },
): Promise<DataKey> {
  const { organizationId, kekId, wrapped } = key
  const created = await db
    .insertInto('data_key')
    .values({ organization_id: organizationId, kek_id: kekId, wrapped, active: true })
    .onConflict((oc) => oc.column('organization_id').where('active', '=', true).doNothing())
    .returning(columns)
    .executeTakeFirst()
  if (created) return created
  return db
    .selectFrom('data_key')
    .select(columns)
    .where('organization_id', '=', organizationId)
    .where('active', '=', true)
    .executeTakeFirstOrThrow()
}
