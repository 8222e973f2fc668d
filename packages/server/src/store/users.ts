import { type Kysely, sql } from 'kysely'
import { ValenceError } from '../lib/errors.ts'
import { inScope, isRowId } from './scope.ts'
import { sessions } from './sessions.ts'
import type { Scope, Store } from './store.ts'
import type { Tables } from './tables.ts'
import { activeUsers, userColumns } from './user-columns.ts'

/** Users and their sessions. */
export function users(db: Kysely<Tables>): Store['users'] {
  return {
    ...scopedUsers(db),
    ...sessions(db),
    async nextId() {
      const { rows } = await sql<{ id: number }>`select nextval('app_user_id_seq') as id`.execute(
        db,
      )
      return (rows[0] as { id: number }).id
    },
    findBySecretHash: (hash) =>
      activeUsers(db).where('app_user.secret_hash', '=', hash).executeTakeFirst(),
    findByEmail: (email) => activeUsers(db).where(hasEmail(email)).executeTakeFirst(),
    async recordLogin({ id }, at) {
      await db.updateTable('app_user').set({ last_login_at: at }).where('id', '=', id).execute()
    },
  }
}

type ScopedUsers = Pick<Store['users'], 'create' | 'get' | 'getByEmail' | 'list' | 'count'>

function scopedUsers(db: Kysely<Tables>): ScopedUsers {
  const inside = (scope: Scope) =>
    db.selectFrom('app_user').select(userColumns).where(inScope(scope))
  return {
    async create(scope, input) {
      if (scope.accountId !== undefined && scope.accountId !== input.accountId) {
        throw new ValenceError('not_found', 'There is no such account in this organization.')
      }
      return db
        .insertInto('app_user')
        .values({
          id: input.id,
          organization_id: scope.organizationId,
          account_id: input.accountId,
          email: input.email,
          first_name: input.firstName,
          last_name: input.lastName,
          roles: input.roles,
          password_hash: input.passwordHash,
          secret_hash: input.secretHash,
          sealed_secret: input.sealedSecret,
        })
        .returning(userColumns)
        .executeTakeFirstOrThrow()
    },
    async get(scope, id) {
      return isRowId(id) ? inside(scope).where('id', '=', id).executeTakeFirst() : undefined
    },
    // An inactive user may share the email of an active one: the active one is meant.
    getByEmail: (scope, email) =>
      inside(scope)
        .where(hasEmail(email))
        .orderBy('active', 'desc')
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst(),
    list: (scope, { limit, afterId }) =>
      inside(scope)
        .where('id', '>', afterId ?? 0)
        .orderBy('id')
        .limit(limit)
        .execute(),
    async count(scope) {
      const { count } = await db
        .selectFrom('app_user')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where(inScope(scope))
        .executeTakeFirstOrThrow()
      return count
    },
  }
}

// Written as the index is (lower(email)), so that it is used.
const hasEmail = (email: string) => sql<boolean>`lower(app_user.email) = lower(${email})`
