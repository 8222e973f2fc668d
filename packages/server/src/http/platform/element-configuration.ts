/** The configuration entries of an element, by key, and the schemas of a resource's bodies. */
import { Type } from 'typebox'
import { isJsonObject } from '../../catalog/json.ts'
import { presentElement } from '../../catalog/present.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { HttpApp } from '../http-app.ts'
import { callerOf } from '../plugins/authenticate.ts'
import { presentPart, presentParts } from '../presenters/element-parts.ts'
import { ElementSchema } from '../presenters/element-schema.ts'
import { AnyObject, answers, answersNothing, ElementParams, notFound, readId } from '../schemas.ts'
import { elementOf } from './known-elements.ts'

const tags = ['Building elements']
const place = { list: 'configuration' } as const

const EntryParams = Type.Object({
  ...ElementParams.properties,
  configurationKey: Type.String({ description: 'Such as base.url' }),
})

const ModelParams = Type.Object({
  ...ElementParams.properties,
  ownerId: Type.String({ description: 'Id in resources' }),
})

/** Reading, by whoever sees the element. */
export function elementConfigurationReadingRoutes(
  app: HttpApp,
  { elements }: HttpDependencies,
): void {
  app.get(
    '/elements/:keyOrId/configuration',
    {
      schema: {
        summary: 'The configuration entries of an element',
        tags,
        params: ElementParams,
        response: answers(Type.Object({ configuration: Type.Array(AnyObject) })),
      },
    },
    async (request) => {
      const element = await elementOf(elements, request, request.params.keyOrId)
      return { configuration: [...presentParts(element, place)] }
    },
  )

  app.get(
    '/elements/:keyOrId/resources/:ownerId/models',
    {
      schema: {
        summary: 'The schemas of the bodies of a resource; empty when it has none',
        tags,
        params: ModelParams,
        response: answers(AnyObject),
      },
    },
    async (request) => {
      const { keyOrId, ownerId } = request.params
      return modelOf(await elementOf(elements, request, keyOrId), ownerId)
    },
  )
}

/** Changing. */
export function elementConfigurationRoutes(app: HttpApp, deps: HttpDependencies): void {
  const { elementBuilder, elements } = deps
  const response = answers(AnyObject)
  const entryOf = async (
    request: Parameters<typeof callerOf>[0],
    keyOrId: string,
    key: unknown,
  ) => {
    const parts = presentParts(await elementOf(elements, request, keyOrId), place)
    const entry = parts.find((one) => one.key === key)
    if (entry === undefined) throw notFound('configuration entry', String(key))
    return entry
  }

  app.post(
    '/elements/:keyOrId/configuration',
    {
      schema: {
        summary: 'Add a configuration entry',
        tags,
        params: ElementParams,
        body: AnyObject,
        response,
      },
    },
    async (request) => {
      const { keyOrId } = request.params
      const body = request.body as { key?: unknown }
      await elementBuilder.addPart(callerOf(request), keyOrId, place, body)
      return entryOf(request, keyOrId, String(body.key).trim())
    },
  )

  app.put(
    '/elements/:keyOrId/configuration/:configurationKey',
    {
      schema: {
        summary: 'Replace a configuration entry',
        description: 'Of an element of the catalogue: lay an own entry over it.',
        tags,
        params: EntryParams,
        body: AnyObject,
        response,
      },
    },
    async (request) => {
      const { keyOrId, configurationKey: key } = request.params
      await elementBuilder.replacePart(callerOf(request), keyOrId, place, { key }, request.body)
      return entryOf(request, keyOrId, key)
    },
  )

  app.delete(
    '/elements/:keyOrId/configuration/:configurationKey',
    {
      schema: {
        summary: 'Remove a configuration entry',
        tags,
        params: EntryParams,
        response: answersNothing,
      },
    },
    async (request, reply) => {
      const { keyOrId, configurationKey: key } = request.params
      await elementBuilder.removePart(callerOf(request), keyOrId, place, { key })
      return reply.send(undefined)
    },
  )

  app.put(
    '/elements/:keyOrId/configurations',
    {
      schema: {
        summary: 'Take over the configuration entries of a whole element',
        description: 'Of an element of the catalogue: those that differ from it become own ones.',
        tags,
        params: ElementParams,
        body: AnyObject,
        response: answers(ElementSchema),
      },
    },
    async (request) => {
      const { keyOrId } = request.params
      const changed = await elementBuilder.setConfiguration(
        callerOf(request),
        keyOrId,
        request.body,
      )
      return presentElement(changed.definition)
    },
  )
  modelRoutes(app, deps)
}

function modelRoutes(app: HttpApp, { elementBuilder, elements }: HttpDependencies): void {
  const url = '/elements/:keyOrId/resources/:ownerId/models'
  for (const method of ['POST', 'PUT'] as const) {
    app.route({
      method,
      url,
      schema: {
        summary: `${method === 'POST' ? 'Set' : 'Replace'} the schemas of the bodies of a resource`,
        tags,
        params: ModelParams,
        body: AnyObject,
        response: answers(AnyObject),
      },
      handler: async (request) => {
        const { keyOrId, ownerId } = request.params
        const id = readId(ownerId, 'resource')
        await elementBuilder.setModel(callerOf(request), keyOrId, id, request.body)
        return modelOf(await elementOf(elements, request, keyOrId), ownerId)
      },
    })
  }

  app.delete(
    url,
    {
      schema: {
        summary: 'Remove the schemas of the bodies of a resource',
        tags,
        params: ModelParams,
        response: answersNothing,
      },
    },
    async (request, reply) => {
      const { keyOrId, ownerId } = request.params
      const id = readId(ownerId, 'resource')
      await elementBuilder.setModel(callerOf(request), keyOrId, id, undefined)
      return reply.send(undefined)
    },
  )
}

function modelOf(element: Parameters<typeof presentPart>[0], resourceId: string) {
  const id = readId(resourceId, 'resource')
  const { model } = presentPart(element, { list: 'resources' }, id)
  return isJsonObject(model) ? { id, ...model } : {}
}
