/** Instances: connecting, looking after and forgetting them. */
import { Type } from 'typebox'
import type { HttpDependencies } from '../dependencies.ts'
import type { HttpApp } from '../http-app.ts'
import { callerOf } from '../plugins/authenticate.ts'
import { booleanParameter } from '../plugins/paging.ts'
import { InstanceSchema } from '../presenters/instance.ts'
import { answers, answersNothing, IdParams, readId } from '../schemas.ts'
import { InstanceBody, toInstanceInput } from './instance-body.ts'
import { createInstanceList, instanceListParameters } from './instance-list.ts'
import { createShowInstances } from './show-instances.ts'

/** Query of PUT: full bodies come back from clients that only rename, with `reAuthenticate=false`. */
export const replaceParameters = Type.Object({
  reAuthenticate: Type.Optional(
    Type.String({ description: 'false: keep the connection to the vendor as it is' }),
  ),
})

const tags = ['Instances']
const response = answers(InstanceSchema)

export function instanceRoutes(app: HttpApp, deps: HttpDependencies): void {
  collectionRoutes(app, deps)
  singleRoutes(app, deps)
}

function collectionRoutes(app: HttpApp, deps: HttpDependencies): void {
  const show = createShowInstances(deps)
  const list = createInstanceList(deps, show)

  app.post(
    '/instances',
    {
      schema: {
        summary: 'Connect: make an instance of an element',
        description:
          'With OAuth, `providerData.code` is what the callback received. Configuration keys without effect are named in the Elements-Warning header.',
        tags,
        body: InstanceBody,
        response,
      },
    },
    async (request, reply) => {
      const caller = callerOf(request)
      const input = toInstanceInput(request.body)
      return show.one(caller, await deps.connections.create(caller, undefined, input), reply)
    },
  )

  app.get(
    '/instances',
    {
      schema: {
        summary: 'The instances the caller may see; 404 when there is none',
        tags,
        querystring: instanceListParameters,
        response: answers(Type.Array(InstanceSchema)),
      },
    },
    async (request, reply) => list({ caller: callerOf(request), query: request.query }, reply),
  )
}

function singleRoutes(app: HttpApp, deps: HttpDependencies): void {
  const { connections } = deps
  const show = createShowInstances(deps)

  app.get(
    '/instances/:id',
    { schema: { summary: 'One instance', tags, params: IdParams, response } },
    async (request, reply) => {
      const caller = callerOf(request)
      const id = readId(request.params.id, 'instance')
      return show.one(caller, await connections.get(caller, id), reply)
    },
  )

  app.put(
    '/instances/:id',
    {
      schema: {
        summary: 'Replace an instance; id and token stay',
        tags,
        params: IdParams,
        querystring: replaceParameters,
        body: InstanceBody,
        response,
      },
    },
    async (request, reply) => {
      const caller = callerOf(request)
      const id = readId(request.params.id, 'instance')
      const reAuthenticate = booleanParameter(request.query, 'reAuthenticate') !== false
      const input = toInstanceInput(request.body)
      const view = await connections.replace(caller, id, input, { reAuthenticate })
      return show.one(caller, view, reply)
    },
  )

  app.post(
    '/instances/:id',
    {
      schema: {
        summary: 'Replace an instance without connecting again',
        tags,
        params: IdParams,
        body: InstanceBody,
        response,
      },
    },
    async (request, reply) => {
      const caller = callerOf(request)
      const id = readId(request.params.id, 'instance')
      const input = toInstanceInput(request.body)
      const view = await connections.replace(caller, id, input, { reAuthenticate: false })
      return show.one(caller, view, reply)
    },
  )

  app.patch(
    '/instances/:id',
    {
      schema: {
        summary: 'Change some members of an instance',
        tags,
        params: IdParams,
        body: InstanceBody,
        response,
      },
    },
    async (request, reply) => {
      const caller = callerOf(request)
      const id = readId(request.params.id, 'instance')
      const view = await connections.patch(caller, id, toInstanceInput(request.body))
      return show.one(caller, view, reply)
    },
  )

  app.delete(
    '/instances/:id',
    {
      schema: {
        summary: 'Forget an instance; revokes at the vendor where that is possible',
        tags,
        params: IdParams,
        response: answersNothing,
      },
    },
    async (request, reply) => {
      await connections.delete(callerOf(request), readId(request.params.id, 'instance'))
      return reply.send(undefined)
    },
  )
}
