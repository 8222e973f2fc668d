import type { Organization, Store, User } from '../store/store.ts'
import type { Caller } from './caller.ts'

/** A user as a caller: an administrator of the organization sees every account of it, others their own. */
export function toCaller(user: User, organization: Organization): Caller {
  const isOrganizationAdmin = user.roles.includes('org-admin')
  const scope = {
    organizationId: organization.id,
    ...(isOrganizationAdmin ? {} : { accountId: user.accountId }),
  }
  return { organization, user, scope, isOrganizationAdmin, instance: undefined }
}

/**
 * The user in whose name something is done that they set up before.
 *
 * @returns `undefined` when the user or the organization is gone or inactive: what they set up ends with them.
 */
export async function callerOfUser(
  store: Pick<Store, 'users' | 'organizations'>,
  { organizationId, userId }: { organizationId: number; userId: number },
): Promise<Caller | undefined> {
  const [user, organization] = await Promise.all([
    store.users.get({ organizationId }, userId),
    store.organizations.get(organizationId),
  ])
  return user?.active && organization?.active ? toCaller(user, organization) : undefined
}
