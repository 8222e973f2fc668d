import type { Kysely } from 'kysely'
import { ValenceError } from '../lib/errors.ts'
import { inScope, isRowId } from './scope.ts'
import type { Store } from './store.ts'
import type { Tables } from './tables.ts'

const columns = [
  'id',
  'organization_id as organizationId',
  'name',
  'description',
  'external_id as externalId',
  'active',
  'default_account as defaultAccount',
  'created_at as createdAt',
] as const

/** Accounts: the customers of an organization. A caller of one account sees that one only. */
export function accounts(db: Kysely<Tables>): Store['accounts'] {
  return {
    async create(scope, { name, description, externalId, defaultAccount }) {
      if (scope.accountId !== undefined) {
        throw new ValenceError('forbidden', 'Only an organization administrator makes accounts.')
      }
      return db
        .insertInto('account')
        .values({
          organization_id: scope.organizationId,
          name,
          description,
          external_id: externalId,
          default_account: defaultAccount,
        })
        .returning(columns)
        .executeTakeFirstOrThrow()
    },
    async get(scope, id) {
      if (!isRowId(id)) return undefined
      return db
        .selectFrom('account')
        .select(columns)
        .where(inScope(scope, { account: 'id' }))
        .where('id', '=', id)
        .executeTakeFirst()
    },
    list: (scope, { limit, afterId }) =>
      db
        .selectFrom('account')
        .select(columns)
        .where(inScope(scope, { account: 'id' }))
        .where('id', '>', afterId ?? 0)
        .orderBy('id')
        .limit(limit)
        .execute(),
  }
}
