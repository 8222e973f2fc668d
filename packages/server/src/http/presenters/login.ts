/** What signing in answers. */
import { Type } from 'typebox'
import type { Account, Organization, User } from '../../store/store.ts'
import { calendarDate } from './dates.ts'
import { ORGANIZATION_ADMIN, presentRoles, RoleSchema } from './role.ts'

export const LoginSchema = Type.Object(
  {
    token: Type.String({ description: 'For `Authorization: Bearer`' }),
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
  },
  { title: 'Login' },
)

/** The answer of `POST /authentication`. */
export type PresentedLogin = Type.Static<typeof LoginSchema>

/** The session's token and whom it belongs to. `lastLoginDate` is the login before this one. */
export function presentLogin(
  user: User,
  context: { token: string; organization: Organization | undefined; account: Account | undefined },
): PresentedLogin {
  const isOrganizationAdmin = user.roles.includes(ORGANIZATION_ADMIN)
  return {
    token: context.token,
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
