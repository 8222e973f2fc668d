/** Instances below their element: `/elements/{keyOrId}/instances`. */
import { Type } from 'typebox'
import type { Caller } from '../../runtime/caller.ts'
import { viewerOf } from '../../runtime/elements/elements-port.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { HttpApp } from '../http-app.ts'
import { callerOf } from '../plugins/authenticate.ts'
import { booleanParameter } from '../plugins/paging.ts'
import { InstanceSchema } from '../presenters/instance.ts'
import { answers, answersNothing, ElementParams, IdParams, notFound, readId } from '../schemas.ts'
import { InstanceBody, toInstanceInput } from './instance-body.ts'
import { createInstanceList, instanceListParameters } from './instance-list.ts'
import { replaceParameters } from './instances.ts'
import { elementOf } from './known-elements.ts'
import { createShowInstances } from './show-instances.ts'

const Params = Type.Object({ ...ElementParams.properties, ...IdParams.properties })
const tags = ['Instances']
const response = answers(InstanceSchema)

export function elementInstanceRoutes(app: HttpApp, deps: HttpDependencies): void {
  collectionRoutes(app, deps)
  singleRoutes(app, deps)
}

function collectionRoutes(app: HttpApp, deps: HttpDependencies): void {
  const show = createShowInstances(deps)
  const list = createInstanceList(deps, show)

  app.post(
    '/elements/:keyOrId/instances',
    {
      schema: {
        summary: 'Connect: make an instance of this element',
        tags,
        params: ElementParams,
        body: InstanceBody,
        response,
      },
    },
    async (request, reply) => {
      const caller = callerOf(request)
      const input = toInstanceInput(request.body)
      const view = await deps.connections.create(caller, request.params.keyOrId, input)
      return show.one(caller, view, reply)
    },
  )

  app.get(
    '/elements/:keyOrId/instances',
    {
      schema: {
        summary: 'The instances of this element; 404 when there is none',
        tags,
        params: ElementParams,
        querystring: instanceListParameters,
        response: answers(Type.Array(InstanceSchema)),
      },
    },
    async (request, reply) => {
      const { definition } = await elementOf(deps.elements, request, request.params.keyOrId)
      const elementId = definition.id
      return list({ caller: callerOf(request), query: request.query, elementId }, reply)
    },
  )
}

function singleRoutes(app: HttpApp, deps: HttpDependencies): void {
  const { connections } = deps
  const show = createShowInstances(deps)
  const idOf = (caller: Caller, params: Type.Static<typeof Params>) =>
    instanceIdOf(deps, caller, params)

  app.get(
    '/elements/:keyOrId/instances/:id',
    { schema: { summary: 'One instance of this element', tags, params: Params, response } },
    async (request, reply) => {
      const caller = callerOf(request)
      const id = await idOf(caller, request.params)
      return show.one(caller, await connections.get(caller, id), reply)
    },
  )

  app.put(
    '/elements/:keyOrId/instances/:id',
    {
      schema: {
        summary: 'Replace an instance of this element; id and token stay',
        tags,
        params: Params,
        querystring: replaceParameters,
        body: InstanceBody,
        response,
      },
    },
    async (request, reply) => {
      const caller = callerOf(request)
      const id = await idOf(caller, request.params)
      const reAuthenticate = booleanParameter(request.query, 'reAuthenticate') !== false
      const input = toInstanceInput(request.body)
      const view = await connections.replace(caller, id, input, { reAuthenticate })
      return show.one(caller, view, reply)
    },
  )

  app.delete(
    '/elements/:keyOrId/instances/:id',
    {
      schema: {
        summary: 'Forget an instance of this element',
        tags,
        params: Params,
        response: answersNothing,
      },
    },
    async (request, reply) => {
      const caller = callerOf(request)
      await connections.delete(caller, await idOf(caller, request.params))
      return reply.send(undefined)
    },
  )
}

/** @throws {ValenceError} `not_found` also for an instance of another element. */
async function instanceIdOf(
  { elements, store }: HttpDependencies,
  caller: Caller,
  params: Type.Static<typeof Params>,
): Promise<number> {
  const id = readId(params.id, 'instance')
  const element = await elements.find(viewerOf(caller), params.keyOrId)
  if (!element) throw notFound('element', params.keyOrId)
  const instance = await store.instances.get(caller.scope, id)
  if (instance?.elementId !== element.definition.id) {
    throw notFound(`instance of ${element.definition.key}`, id)
  }
  return id
}
