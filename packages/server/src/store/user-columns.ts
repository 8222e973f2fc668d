import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'

/** The columns of a user; qualified, because a caller is looked up together with its organization. */
export const userColumns = [
  'app_user.id',
  'app_user.organization_id as organizationId',
  'app_user.account_id as accountId',
  'app_user.email',
  'app_user.first_name as firstName',
  'app_user.last_name as lastName',
  'app_user.active',
  'app_user.roles',
  'app_user.password_hash as passwordHash',
  'app_user.sealed_secret as sealedSecret',
  'app_user.created_at as createdAt',
  'app_user.last_login_at as lastLoginAt',
] as const

/** Users who may call: active ones, of active organizations. */
export function activeUsers(db: Kysely<Tables>) {
  return db
    .selectFrom('app_user')
    .innerJoin('organization', 'organization.id', 'app_user.organization_id')
    .select(userColumns)
    .where('app_user.active', '=', true)
    .where('organization.active', '=', true)
}
