import { booleanFilter, idListFilter, textFilter } from '../../core/filter.ts'
import type { Router } from '../../core/router.ts'
import { cachedSelection } from '../../core/selection.ts'
import { type Call, type Operation, ok } from '../call.ts'
import type { User } from '../entities.ts'
import { RestError } from '../rest-error.ts'
import { hostOf } from '../tenant.ts'
import { getOf, listOf, ownProperties, type Resource } from './resource.ts'

const shown = [
  'id',
  'given_name',
  'family_name',
  'nickname',
  'title',
  'status',
  'admin',
  'partner',
  'keap_id',
  'global_user_id',
  'company_name',
  'website',
  'time_zone',
  'address',
  'email_addresses',
  'phone_numbers',
  'fax_numbers',
  'create_time',
  'update_time',
]

const users: Resource<User> = {
  title: 'User',
  plural: 'users',
  idName: 'user_id',
  // Users alone are bounded by 100 a page (declared).
  maxPageSize: 100,
  collection: (tenant) => tenant.users,
  filters: () => ({
    email: textFilter(({ email_addresses }) => email_addresses.map(({ email }) => email)),
    given_name: textFilter(({ given_name }) => given_name),
    user_ids: idListFilter(),
    include_inactive: booleanFilter(({ status }, wanted) => wanted || status !== 'INACTIVE'),
    include_partners: booleanFilter(({ partner }, wanted) => wanted || !partner),
  }),
  order: {
    id: ({ id }) => Number(id),
    email: ({ email_addresses }) => email_addresses[0]?.email,
    given_name: ({ given_name }) => given_name,
    create_time: ({ create_time }) => create_time,
  },
  serialiser: ownProperties(cachedSelection<User>(shown, shown)),
}

/** The user a call acts for. */
export function userOf({ tenant, userId }: Call): User {
  const user = tenant.users.get(userId)
  if (user === undefined) throw new RestError(403, 'The user of this token is no longer in the app')
  return user
}

// A capture shows `sub` as the user's number in the app and `id` as the number over all apps.
const userinfo: Operation = (call) => {
  const user = userOf(call)
  return ok({
    email: user.email_addresses[0]?.email ?? null,
    sub: user.id,
    id: user.global_user_id,
    keap_id: user.keap_id,
    given_name: user.given_name,
    family_name: user.family_name,
    is_admin: user.admin,
    tenant_id: hostOf(call.tenant.app),
  })
}

/** Add the reading of users, and who the token acts for. */
export function addUsers(router: Router<Operation>): void {
  router
    .add('GET', '/users', listOf(users))
    .add('GET', '/users/{user_id}', getOf(users))
    .add('GET', '/oauth/connect/userinfo', userinfo)
}
