import { type Kysely, sql } from 'kysely'
import { isRowId } from './scope.ts'
import type { Store } from './store.ts'
import type { Tables } from './tables.ts'

const columns = [
  'id',
  'name',
  'external_id as externalId',
  'vdr_version as vdrVersion',
  'environment',
  'status',
  'active',
  'created_at as createdAt',
  'sealed_secret as sealedSecret',
] as const

/** Organizations. They are the tenants, so these functions take no scope. */
export function organizations(db: Kysely<Tables>): Store['organizations'] {
  return {
    async nextId() {
      const { rows } = await sql<{
        id: number
      }>`select nextval('organization_id_seq') as id`.execute(db)
      return (rows[0] as { id: number }).id
    },
    create: ({ id, name, secretHash, sealedSecret }) =>
      db
        .insertInto('organization')
        .values({ id, name, secret_hash: secretHash, sealed_secret: sealedSecret })
        .returning(columns)
        .executeTakeFirstOrThrow(),
    async get(id) {
      if (!isRowId(id)) return undefined
      return db.selectFrom('organization').select(columns).where('id', '=', id).executeTakeFirst()
    },
    findBySecretHash: (hash) =>
      db
        .selectFrom('organization')
        .select(columns)
        .where('secret_hash', '=', hash)
        .executeTakeFirst(),
    async update(id, patch) {
      if (!isRowId(id)) return undefined
      return db
        .updateTable('organization')
        .set((eb) => ({
          name: patch.name ?? eb.ref('name'),
          vdr_version: patch.vdrVersion ?? eb.ref('vdr_version'),
        }))
        .where('id', '=', id)
        .returning(columns)
        .executeTakeFirst()
    },
    ensureSigningSecret: (id, sealed) => ensureSigningSecret(db, id, sealed),
    getSigningSecret: (id) => getSigningSecret(db, id),
    async ids() {
      const rows = await db.selectFrom('organization').select('id').orderBy('id').execute()
      return rows.map(({ id }) => id)
    },
    async count() {
      const { count } = await db
        .selectFrom('organization')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
      return count
    },
  }
}

// Two that make one at once: the second waits for the first's row lock and keeps the first's.
async function ensureSigningSecret(
  db: Kysely<Tables>,
  id: number,
  sealed: Buffer,
): Promise<Buffer> {
  const row = await db
    .updateTable('organization')
    .set((eb) => ({
      sealed_signing_secret: eb.fn.coalesce('sealed_signing_secret', eb.val(sealed)),
    }))
    .where('id', '=', id)
    .returning('sealed_signing_secret')
    .executeTakeFirstOrThrow()
  return row.sealed_signing_secret as Buffer
}

async function getSigningSecret(db: Kysely<Tables>, id: number): Promise<Buffer | undefined> {
  const row = await db
    .selectFrom('organization')
    .select('sealed_signing_secret')
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.sealed_signing_secret ?? undefined
}
