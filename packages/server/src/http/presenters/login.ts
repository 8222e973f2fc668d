/** What signing in answers. */
import { Type } from 'typebox'
import type { Account, Organization, User } from '../../store/store.ts'
import { calendarDate } from './dates.ts'
import { ORGANIZATION_ADMIN, presentRoles, RoleSchema } from './role.ts'

const person = {
  username: Type.String(),
  id: Type.Integer(),
  firstName: Type.String(),
  lastName: Type.String(),
  accountId: Type.Integer(),
  accountName: Type.String(),
  organizationId: Type.Integer(),
  organizationName: Type.String(),
  roles: Type.Array(RoleSchema),
  twoFactor: Type.Boolean(),
  registeredForTwoFactor: Type.Boolean(),
  lastLoginDate: Type.String(),
  createdDate: Type.String(),
  organizationAdmin: Type.Boolean(),
  accountAdmin: Type.Boolean(),
  sysAdmin: Type.Boolean(),
}

export const LoginSchema = Type.Object(
  { token: Type.String({ description: 'For `Authorization: Bearer`' }), ...person },
  { title: 'Login' },
)

export const BrowserSessionSchema = Type.Object(
  {
    csrfToken: Type.String({
      description: 'For `X-CSRF-Token`, with every request that is no GET',
    }),
    ...person,
  },
  { title: 'BrowserSession' },
)

/** Whom a session belongs to. */
export type PresentedPerson = Omit<Type.Static<typeof LoginSchema>, 'token'>

/** `lastLoginDate` is, when signing in, the login before this one. */
export function presentPerson(
  user: User,
  context: { organization: Organization | undefined; account: Account | undefined },
): PresentedPerson {
  const isOrganizationAdmin = user.roles.includes(ORGANIZATION_ADMIN)
  return {
    username: user.email,
    id: user.id,
    firstName: user.firstName,
    lastName: user.lastName,
    accountId: user.accountId,
    accountName: context.account?.name ?? '',
    organizationId: user.organizationId,
    organizationName: context.organization?.name ?? '',
    roles: [...presentRoles(user.roles)],
    twoFactor: false,
    registeredForTwoFactor: false,
    lastLoginDate: calendarDate(user.lastLoginAt),
    createdDate: calendarDate(user.createdAt),
    organizationAdmin: isOrganizationAdmin,
    accountAdmin: isOrganizationAdmin || user.roles.includes('admin'),
    sysAdmin: false,
  }
}
