/** `/instances` with an Element token: PUT, PATCH and DELETE mean the token's instance. GET stays the list. */
import type { HttpDependencies } from '../dependencies.ts'
import type { HttpApp } from '../http-app.ts'
import { instanceCallerOf } from '../plugins/authenticate.ts'
import { booleanParameter } from '../plugins/paging.ts'
import { InstanceSchema } from '../presenters/instance.ts'
import { answers, answersNothing } from '../schemas.ts'
import { InstanceBody, toInstanceInput } from './instance-body.ts'
import { replaceParameters } from './instances.ts'
import { createShowInstances } from './show-instances.ts'

const tags = ['Instance of the Element token']
const response = answers(InstanceSchema)

export function instanceByTokenRoutes(app: HttpApp, deps: HttpDependencies): void {
  const { connections } = deps
  const show = createShowInstances(deps)

  app.put(
    '/instances',
    {
      schema: {
        summary: 'Replace the instance of the Element token',
        tags,
        querystring: replaceParameters,
        body: InstanceBody,
        response,
      },
    },
    async (request, reply) => {
      const caller = instanceCallerOf(request)
      const reAuthenticate = booleanParameter(request.query, 'reAuthenticate') !== false
      const input = toInstanceInput(request.body)
      const view = await connections.replace(caller, caller.instance.id, input, { reAuthenticate })
      return show.one(caller, view, reply)
    },
  )

  app.patch(
    '/instances',
    {
      schema: {
        summary: 'Change some members of the instance of the Element token',
        tags,
        body: InstanceBody,
        response,
      },
    },
    async (request, reply) => {
      const caller = instanceCallerOf(request)
      const input = toInstanceInput(request.body)
      return show.one(caller, await connections.patch(caller, caller.instance.id, input), reply)
    },
  )

  app.delete(
    '/instances',
    {
      schema: {
        summary: 'Forget the instance of the Element token',
        tags,
        response: answersNothing,
      },
    },
    async (request, reply) => {
      const caller = instanceCallerOf(request)
      await connections.delete(caller, caller.instance.id)
      return reply.send(undefined)
    },
  )
}
