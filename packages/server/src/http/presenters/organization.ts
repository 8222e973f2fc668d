/** Organizations as the wire shows them. */
import { Type } from 'typebox'
import type { Organization } from '../../store/store.ts'
import { dateTime } from './dates.ts'

export const OrganizationSchema = Type.Object(
  {
    id: Type.Integer(),
    name: Type.String(),
    secret: Type.String({ description: 'The organization secret of the Authorization header' }),
    createdDate: Type.String({ format: 'date-time' }),
    vdrVersion: Type.String(),
    environment: Type.String(),
    status: Type.String(),
    active: Type.Boolean(),
    externalId: Type.Optional(Type.String()),
    canCreatePeer: Type.Boolean(),
    twoFactorAuthEnabled: Type.Boolean(),
  },
  { title: 'Organization' },
)

/** An organization on the wire. */
export type PresentedOrganization = Type.Static<typeof OrganizationSchema>

/** @param secret - The opened organization secret: clients read it here to build their header. */
export function presentOrganization(
  organization: Organization,
  secret: string,
): PresentedOrganization {
  return {
    id: organization.id,
    name: organization.name,
    secret,
    createdDate: dateTime(organization.createdAt),
    vdrVersion: organization.vdrVersion,
    environment: organization.environment,
    status: organization.status,
    active: organization.active,
    ...(organization.externalId === null ? {} : { externalId: organization.externalId }),
    canCreatePeer: false,
    twoFactorAuthEnabled: false,
  }
}
