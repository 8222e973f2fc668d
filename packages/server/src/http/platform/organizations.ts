/** The caller's organization. */
import { Type } from 'typebox'
import { ValenceError } from '../../lib/errors.ts'
import { sealedColumns } from '../../store/sealed-columns.ts'
import type { Organization } from '../../store/store.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { HttpApp } from '../http-app.ts'
import { callerOf } from '../plugins/authenticate.ts'
import { OrganizationSchema, presentOrganization } from '../presenters/organization.ts'
import { plainName } from '../presenters/plain-name.ts'
import { answers, notFound } from '../schemas.ts'

export function organizationRoutes(app: HttpApp, deps: HttpDependencies): void {
  const present = async (organization: Organization) => {
    const place = { ...sealedColumns.organizationSecret, rowId: organization.id }
    const secret = await deps.vault.open(organization.id, place, organization.sealedSecret)
    return presentOrganization(organization, secret)
  }

  app.get(
    '/organizations/me',
    {
      schema: {
        summary: "The caller's organization, with its secret",
        tags: ['Organizations'],
        response: answers(OrganizationSchema),
      },
    },
    async (request) => present(callerOf(request).organization),
  )

  app.put(
    '/organizations/me',
    {
      schema: {
        summary: 'Rename the organization; its administrators only',
        tags: ['Organizations'],
        body: Type.Object({ name: Type.Optional(Type.String({ maxLength: 500 })) }),
        response: answers(OrganizationSchema),
      },
    },
    async (request) => {
      const { organization, isOrganizationAdmin } = callerOf(request)
      if (!isOrganizationAdmin) throw onlyAdministrators()
      const changed = await deps.store.organizations.update(organization.id, nameOf(request.body))
      if (changed === undefined) throw notFound('organization', organization.id)
      return present(changed)
    },
  )
}

function nameOf({ name }: { name?: string }): { name?: string } {
  if (name === undefined) return {}
  const plain = plainName(name)
  if (plain !== '') return { name: plain }
  throw new ValenceError('invalid_request', 'The name of an organization must not be empty.')
}

function onlyAdministrators(): ValenceError {
  return new ValenceError(
    'forbidden',
    'Only an administrator of the organization (role org-admin) may change it.',
  )
}
