/** What is switched on and off on an instance: whether it is enabled, and whether its calls are traced. */
import type { Caller } from '../../runtime/caller.ts'
import type { InstanceView } from '../../runtime/connections-port.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { HttpApp } from '../http-app.ts'
import { callerOf, instanceCallerOf } from '../plugins/authenticate.ts'
import { InstanceSchema } from '../presenters/instance.ts'
import { answers, answersNothing, IdParams, readId } from '../schemas.ts'
import { createShowInstances } from './show-instances.ts'

interface Switch {
  readonly path: string
  readonly on: string
  readonly off: string
  readonly set: (caller: Caller, id: number, isOn: boolean) => Promise<InstanceView>
}

/** PUT switches on and answers the instance; DELETE switches off and answers nothing. By id and by Element token. */
export function instanceSwitchRoutes(app: HttpApp, deps: HttpDependencies): void {
  const { connections } = deps
  const switches: readonly Switch[] = [
    {
      path: 'enabled',
      on: 'Enable an instance',
      off: 'Disable an instance: its resource calls answer 403',
      set: (caller, id, isOn) => connections.setEnabled(caller, id, isOn),
    },
    {
      path: 'trace-logging',
      on: 'Trace the calls of an instance',
      off: 'Stop tracing the calls of an instance',
      set: (caller, id, isOn) => connections.setTraceLogging(caller, id, isOn),
    },
  ]
  for (const one of switches) {
    switchById(app, deps, one)
    switchByToken(app, deps, one)
  }
}

function switchById(app: HttpApp, deps: HttpDependencies, { path, on, off, set }: Switch): void {
  const show = createShowInstances(deps)
  const schema = { tags: ['Instances'], params: IdParams }
  app.put(
    `/instances/:id/${path}`,
    { schema: { ...schema, summary: on, response: answers(InstanceSchema) } },
    async (request, reply) => {
      const caller = callerOf(request)
      const id = readId(request.params.id, 'instance')
      return show.one(caller, await set(caller, id, true), reply)
    },
  )
  app.delete(
    `/instances/:id/${path}`,
    { schema: { ...schema, summary: off, response: answersNothing } },
    async (request, reply) => {
      await set(callerOf(request), readId(request.params.id, 'instance'), false)
      return reply.send(undefined)
    },
  )
}

function switchByToken(app: HttpApp, deps: HttpDependencies, { path, on, off, set }: Switch): void {
  const show = createShowInstances(deps)
  const schema = { tags: ['Instance of the Element token'] }
  app.put(
    `/instances/${path}`,
    { schema: { ...schema, summary: on, response: answers(InstanceSchema) } },
    async (request, reply) => {
      const caller = instanceCallerOf(request)
      return show.one(caller, await set(caller, caller.instance.id, true), reply)
    },
  )
  app.delete(
    `/instances/${path}`,
    { schema: { ...schema, summary: off, response: answersNothing } },
    async (request, reply) => {
      const caller = instanceCallerOf(request)
      await set(caller, caller.instance.id, false)
      return reply.send(undefined)
    },
  )
}
