/** Roles as the wire shows them. The set is fixed: a user's row holds their keys. */
import { Type } from 'typebox'

export const RoleSchema = Type.Object(
  {
    id: Type.Integer(),
    key: Type.String(),
    name: Type.String(),
    description: Type.String(),
    active: Type.Boolean(),
    features: Type.Array(Type.Unknown()),
    privileges: Type.Array(Type.Unknown()),
  },
  { title: 'Role' },
)

/** A role on the wire. */
export type PresentedRole = Type.Static<typeof RoleSchema>

/** The role that sees every account of its organization. */
export const ORGANIZATION_ADMIN = 'org-admin'

const roles: readonly PresentedRole[] = [
  role(1, ORGANIZATION_ADMIN, 'Organization administrator', 'Sees and manages every account'),
  role(2, 'admin', 'Account administrator', 'Manages the account and its users'),
  role(3, 'vdrAdmin', 'Virtual data resource administrator', 'Manages virtual data resources'),
]

/** The roles with these keys, in the order of the keys; a key nobody knows is left out. */
export function presentRoles(keys: readonly string[]): readonly PresentedRole[] {
  return keys.flatMap((key) => roles.filter((role) => role.key === key))
}

function role(id: number, key: string, name: string, description: string): PresentedRole {
  return { id, key, name, description, active: true, features: [], privileges: [] }
}
