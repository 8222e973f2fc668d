/** What the server itself answers for every instance: is it alive, which objects it has, what they look like. */
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { objectDefinitions } from '../../catalog/swagger.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { HttpApp } from '../http-app.ts'
import { type InstanceCaller, instanceCallerOf } from '../plugins/authenticate.ts'
import { AnyObject, answers, notFound } from '../schemas.ts'

const HubParams = Type.Object({ hub: Type.String({ description: 'Any; not compared' }) })
const ObjectParams = Type.Object({
  ...HubParams.properties,
  objectName: Type.String({ description: 'As GET /objects gives it' }),
})
const tags = ['Resources']

/** With this `Elements-Version`, names come with where they are from. */
const DETAILED = 'helium'

export function nativeHubRoutes(app: HttpApp, deps: HttpDependencies): void {
  const { hub, elements } = deps
  app.get(
    '/hubs/:hub/ping',
    {
      schema: {
        summary: 'Ask the vendor whether the connection works',
        description: 'Also at /ping.',
        tags,
        params: HubParams,
        response: answers(
          Type.Object({
            dateTime: Type.String(),
            endpoint: Type.String(),
            valid: Type.Boolean(),
          }),
        ),
      },
    },
    async (request) => hub.ping(instanceCallerOf(request), request.id),
  )

  app.get(
    '/hubs/:hub/objects',
    {
      schema: {
        summary: 'The objects an instance offers',
        description:
          'Also at /objects. With Elements-Version: Helium, each with its origin; with Elements-Normalized: true, those that have a normalised view.',
        tags,
        params: HubParams,
        response: answers(Type.Array(Type.Union([Type.String(), AnyObject]))),
      },
    },
    async (request) => {
      const caller = instanceCallerOf(request)
      const names = await hub.objectNames(caller, request.id, wantsNormalized(request))
      const version = String(request.headers['elements-version'] ?? '').toLowerCase()
      return version === DETAILED ? detailed(deps, caller, names) : [...names]
    },
  )

  app.get(
    '/hubs/:hub/objects/:objectName/metadata',
    {
      schema: {
        summary: 'The fields of an object, custom ones included',
        description:
          'Also at /objects/{objectName}/metadata. With Elements-Normalized: true, the fields of the normalised view.',
        tags,
        params: ObjectParams,
        response: answers(Type.Object({ fields: Type.Array(AnyObject) })),
      },
    },
    async (request) => {
      const { objectName } = request.params
      const { fields } = await hub.objectMetadata(
        instanceCallerOf(request),
        objectName,
        request.id,
        wantsNormalized(request),
      )
      return { fields: [...fields] }
    },
  )

  app.get(
    '/hubs/:hub/objects/:objectName/docs',
    {
      schema: {
        summary: 'The Swagger 2.0 definitions of an object',
        description: 'Also at /objects/{objectName}/docs.',
        tags,
        params: ObjectParams,
        response: answers(AnyObject),
      },
    },
    async (request) => {
      const { instance } = instanceCallerOf(request)
      const { objectName } = request.params
      const plan = (await elements.ofInstance(instance))?.plan()
      const whole = plan && (await deps.vdrs.describe(plan, instance, 'all'))
      const definitions = whole && objectDefinitions(whole, objectName)
      if (definitions === undefined) {
        throw notFound(`object of ${instance.elementKey}`, objectName)
      }
      return definitions
    },
  )
}

function wantsNormalized({ headers }: FastifyRequest): boolean {
  return String(headers['elements-normalized'] ?? '').toLowerCase() === 'true'
}

async function detailed(
  { elements, vdrs }: HttpDependencies,
  { instance }: InstanceCaller,
  names: readonly string[],
) {
  const objects = (await elements.ofInstance(instance))?.plan().objects
  const own = await vdrs.vendorNames(instance)
  return names.map((name) => ({
    name,
    vendorName: own.get(name) ?? objects?.get(name)?.vendorName ?? name,
    type: own.has(name) ? 'vdr' : 'vendor',
  }))
}
