/** The configuration of an instance, an entry a key. By id and by Element token. */
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Caller } from '../../runtime/caller.ts'
import type { ConfigurationEntry } from '../../runtime/connections-port.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { HttpApp } from '../http-app.ts'
import { callerOf, instanceCallerOf } from '../plugins/authenticate.ts'
import { answers, IdParams, notFound, readId } from '../schemas.ts'

const EntrySchema = Type.Object(
  {
    id: Type.Integer(),
    key: Type.String(),
    name: Type.String(),
    description: Type.String(),
    propertyValue: Type.Optional(Type.String({ description: 'Secrets are ********' })),
    type: Type.String(),
    required: Type.Boolean(),
    active: Type.Boolean(),
    hideFromConsole: Type.Boolean(),
  },
  { title: 'ConfigurationEntry' },
)

/** The whole entry may be sent back; only its value counts. */
const EntryBody = Type.Object({
  propertyValue: Type.Union([Type.String(), Type.Number(), Type.Boolean()]),
})

/** Which instance a request means. */
interface Subject {
  readonly caller: Caller
  readonly id: number
}

type SubjectOf = (request: FastifyRequest) => Subject

const EntryParams = Type.Object({ entryId: Type.String({ description: 'A number' }) })

export function instanceConfigurationRoutes(app: HttpApp, deps: HttpDependencies): void {
  configurationRoutes(app, deps, {
    prefix: '/instances/:id/configuration',
    params: IdParams.properties,
    tags: ['Instances'],
    subjectOf: (request) => ({
      caller: callerOf(request),
      id: readId((request.params as { id: string }).id, 'instance'),
    }),
  })
  configurationRoutes(app, deps, {
    prefix: '/instances/configuration',
    params: {},
    tags: ['Instance of the Element token'],
    subjectOf: (request) => {
      const caller = instanceCallerOf(request)
      return { caller, id: caller.instance.id }
    },
  })
}

function configurationRoutes(
  app: HttpApp,
  { connections }: HttpDependencies,
  form: { prefix: string; params: Type.TProperties; tags: string[]; subjectOf: SubjectOf },
): void {
  const { prefix, tags, subjectOf } = form
  const params = Type.Object(form.params)
  const entryParams = Type.Object({ ...form.params, ...EntryParams.properties })

  app.get(
    prefix,
    {
      schema: {
        summary: 'The configuration of an instance',
        tags,
        params,
        response: answers(Type.Array(EntrySchema)),
      },
    },
    async (request) => {
      const { caller, id } = subjectOf(request)
      return (await connections.configuration(caller, id)).map(presentEntry)
    },
  )

  app.get(
    `${prefix}/:entryId`,
    {
      schema: {
        summary: 'One entry of the configuration',
        tags,
        params: entryParams,
        response: answers(EntrySchema),
      },
    },
    async (request) => {
      const { caller, id } = subjectOf(request)
      const entryId = entryIdOf(request)
      const entries = await connections.configuration(caller, id)
      const entry = entries.find((one) => one.id === entryId)
      if (entry === undefined) throw notFound('configuration entry', entryId)
      return presentEntry(entry)
    },
  )

  app.patch(
    `${prefix}/:entryId`,
    {
      schema: {
        summary: 'Change the value of a configuration entry',
        tags,
        params: entryParams,
        body: EntryBody,
        response: answers(EntrySchema),
      },
    },
    async (request) => {
      const { caller, id } = subjectOf(request)
      const value = String((request.body as Type.Static<typeof EntryBody>).propertyValue)
      return presentEntry(await connections.setConfiguration(caller, id, entryIdOf(request), value))
    },
  )
}

function entryIdOf(request: FastifyRequest): number {
  return readId((request.params as { entryId: string }).entryId, 'configuration entry')
}

function presentEntry({ propertyValue, ...entry }: ConfigurationEntry) {
  return propertyValue === undefined ? entry : { ...entry, propertyValue }
}
