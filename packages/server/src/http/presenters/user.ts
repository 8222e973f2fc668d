/** Users as the wire shows them. */
import { Type } from 'typebox'
import type { User } from '../../store/store.ts'
import { calendarDate } from './dates.ts'
import { presentRoles, RoleSchema } from './role.ts'

export const UserSchema = Type.Object(
  {
    id: Type.Integer(),
    email: Type.String(),
    firstName: Type.String(),
    lastName: Type.String(),
    fullName: Type.String(),
    active: Type.Boolean(),
    enabled: Type.Boolean(),
    emailValid: Type.Boolean(),
    accountExpired: Type.Boolean(),
    accountLocked: Type.Boolean(),
    accountNonExpired: Type.Boolean(),
    accountNonLocked: Type.Boolean(),
    credentialsExpired: Type.Boolean(),
    credentialsNonExpired: Type.Boolean(),
    createdDate: Type.String({ description: 'YYYY-MM-DD' }),
    lastLoginDate: Type.String({ description: 'YYYY-MM-DD; 1970-01-01 before the first login' }),
    roles: Type.Array(RoleSchema),
  },
  { title: 'User' },
)

/** A user on the wire. */
export type PresentedUser = Type.Static<typeof UserSchema>

/** A user without secrets. Members about expiry and locks are what clients expect; nothing expires here. */
export function presentUser(user: User): PresentedUser {
  return {
    id: user.id,
    email: user.email,
    firstName: user.firstName,
    lastName: user.lastName,
    fullName: `${user.firstName} ${user.lastName}`.trim(),
    active: user.active,
    enabled: user.active,
    emailValid: true,
    accountExpired: false,
    accountLocked: false,
    accountNonExpired: true,
    accountNonLocked: true,
    credentialsExpired: false,
    credentialsNonExpired: true,
    createdDate: calendarDate(user.createdAt),
    lastLoginDate: calendarDate(user.lastLoginAt),
    roles: [...presentRoles(user.roles)],
  }
}
