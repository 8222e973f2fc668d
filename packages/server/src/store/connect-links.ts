import { type Kysely, sql } from 'kysely'
import { inScope, isRowId } from './scope.ts'
import type { Store } from './store.ts'
import type { Tables } from './tables.ts'

const columns = [
  'id',
  'organization_id as organizationId',
  'account_id as accountId',
  'user_id as userId',
  'name',
  'tags',
  'element_keys as elementKeys',
  'sealed_configuration as sealedConfiguration',
  'branding',
  'return_url as returnUrl',
  'callback_url as callbackUrl',
  'origin',
  'created_at as createdAt',
  'expires_at as expiresAt',
  'revoked_at as revokedAt',
  'connected_at as connectedAt',
  'instance_id as instanceId',
] as const

/** Links for people without an account here, known by the hash of their token. */
export function connectLinks(db: Kysely<Tables>): Store['connectLinks'] {
  return {
    async nextId() {
      const { rows } = await sql<{ id: number }>`
        select nextval('connect_link_id_seq') as id`.execute(db)
      return (rows[0] as { id: number }).id
    },
    create: (input) =>
      db
        .insertInto('connect_link')
        .values({
          id: input.id,
          organization_id: input.organizationId,
          account_id: input.accountId,
          user_id: input.userId,
          token_hash: input.tokenHash,
          name: input.name,
          tags: input.tags,
          element_keys: input.elementKeys,
          sealed_configuration: input.sealedConfiguration,
          branding: JSON.stringify(input.branding),
          return_url: input.returnUrl,
          callback_url: input.callbackUrl,
          origin: input.origin,
          expires_at: input.expiresAt,
        })
        .returning(columns)
        .executeTakeFirstOrThrow(),
    list: (scope, { limit, afterId }) =>
      db
        .selectFrom('connect_link')
        .select(columns)
        .where(inScope(scope))
        .where('id', '>', afterId ?? 0)
        .orderBy('id')
        .limit(limit)
        .execute(),
    async revoke(scope, id, at) {
      if (!isRowId(id)) return undefined
      return db
        .updateTable('connect_link')
        .set((eb) => ({ revoked_at: eb.fn.coalesce('revoked_at', eb.val(at)) }))
        .where(inScope(scope))
        .where('id', '=', id)
        .returning(columns)
        .executeTakeFirst()
    },
    ...use(db),
  }
}

type Use = Pick<
  Store['connectLinks'],
  'findByTokenHash' | 'acquire' | 'release' | 'markConnected' | 'prune'
>

function use(db: Kysely<Tables>): Use {
  return {
    findByTokenHash: (hash) =>
      db
        .selectFrom('connect_link')
        .select(columns)
        .where('token_hash', '=', hash)
        .executeTakeFirst(),
    async acquire(id, now, until) {
      const { numUpdatedRows } = await db
        .updateTable('connect_link')
        .set({ busy_until: until })
        .where('id', '=', id)
        .where('connected_at', 'is', null)
        .where('revoked_at', 'is', null)
        .where((eb) => eb.or([eb('busy_until', 'is', null), eb('busy_until', '<=', now)]))
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
    async release(id) {
      await db.updateTable('connect_link').set({ busy_until: null }).where('id', '=', id).execute()
    },
    // With its use ends the need for the secrets it carried.
    async markConnected(id, instanceId, at) {
      await db
        .updateTable('connect_link')
        .set({
          connected_at: at,
          instance_id: instanceId,
          busy_until: null,
          sealed_configuration: null,
        })
        .where('id', '=', id)
        .execute()
    },
    async prune(expiredBefore) {
      const { numDeletedRows } = await db
        .deleteFrom('connect_link')
        .where('expires_at', '<', expiredBefore)
        .executeTakeFirst()
      return Number(numDeletedRows)
    },
  }
}
