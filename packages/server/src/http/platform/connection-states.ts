/** How connections are: whether their tokens are good, and when that is looked at next. */
import { Type } from 'typebox'
import type { Caller } from '../../runtime/caller.ts'
import type { Credential } from '../../store/store.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { HttpApp } from '../http-app.ts'
import { callerOf, instanceCallerOf } from '../plugins/authenticate.ts'
import { readPage, writePage } from '../plugins/paging.ts'
import { dateTime } from '../presenters/dates.ts'
import { answers, IdParams, notFound, oneOf, pagingParameters, readId } from '../schemas.ts'

const moment = (description: string) =>
  Type.Optional(Type.String({ format: 'date-time', description }))

const stateMembers = {
  state: oneOf(['connected', 'refreshing', 'degraded', 'needs_reauthorization'], {
    description:
      'degraded: the vendor cannot be reached, tried again; needs_reauthorization: the person has to consent again',
  }),
  reason: Type.Optional(Type.String({ description: 'Why it is not connected' })),
  expiresAt: moment('End of the access token; absent: the vendor did not say'),
  refreshDueAt: moment('When it is renewed though nobody uses it; absent: never'),
  nextAttemptAt: moment('End of the back-off after failures'),
  failures: Type.Integer({ description: 'Since the last success' }),
}

const StateSchema = Type.Object(stateMembers, { title: 'ConnectionState' })

const ConnectionSchema = Type.Object(
  {
    instanceId: Type.Integer(),
    elementKey: Type.String(),
    name: Type.String(),
    ...stateMembers,
  },
  { title: 'Connection' },
)

export function connectionStateRoutes(app: HttpApp, deps: HttpDependencies): void {
  singleRoutes(app, deps)
  listRoute(app, deps)
}

function singleRoutes(app: HttpApp, { store }: HttpDependencies): void {
  const stateOf = async (caller: Caller, id: number) => {
    const [instance, credential] = await Promise.all([
      store.instances.get(caller.scope, id),
      store.credentials.get(caller.scope, id),
    ])
    if (instance === undefined) throw notFound('instance', id)
    return presentState(credential)
  }

  app.get(
    '/instances/:id/connection',
    {
      schema: {
        summary: 'How the connection of an instance is',
        tags: ['Instances'],
        params: IdParams,
        response: answers(StateSchema),
      },
    },
    async (request) => stateOf(callerOf(request), readId(request.params.id, 'instance')),
  )

  app.get(
    '/instances/connection',
    {
      schema: {
        summary: 'How the connection of the instance of the Element token is',
        tags: ['Instance of the Element token'],
        response: answers(StateSchema),
      },
    },
    async (request) => {
      const caller = instanceCallerOf(request)
      return stateOf(caller, caller.instance.id)
    },
  )
}

function listRoute(app: HttpApp, { store, settings }: HttpDependencies): void {
  app.get(
    '/connections',
    {
      schema: {
        summary: 'How the connections of all instances are',
        description: 'With an Element token this path is a resource of its instance.',
        tags: ['Instances'],
        querystring: Type.Object(pagingParameters),
        response: answers(Type.Array(ConnectionSchema)),
      },
    },
    async (request, reply) => {
      const page = readPage(request.query, 'connections', settings)
      const rows = await store.credentials.list(callerOf(request).scope, {
        limit: page.size + 1,
        afterId: page.after,
      })
      const shown = rows.slice(0, page.size)
      const last = shown.at(-1)
      const next = rows.length > page.size && last ? { after: last.instanceId } : undefined
      writePage(reply, page, { returned: shown.length, next })
      return shown.map(({ instanceId, elementKey, name, credential }) => ({
        instanceId,
        elementKey,
        name,
        ...presentState(credential),
      }))
    },
  )
}

/** An element without tokens is always connected: there is nothing that could end. */
function presentState(credential: Omit<Credential, 'sealed'> | undefined) {
  if (credential === undefined) return { state: 'connected' as const, failures: 0 }
  const { state, reason, failures } = credential
  return {
    state,
    ...(reason === null ? {} : { reason }),
    ...moments(credential),
    failures,
  }
}

function moments({ expiresAt, refreshDueAt, nextAttemptAt }: Omit<Credential, 'sealed'>) {
  return {
    ...(expiresAt === null ? {} : { expiresAt: dateTime(expiresAt) }),
    ...(refreshDueAt === null ? {} : { refreshDueAt: dateTime(refreshDueAt) }),
    ...(nextAttemptAt === null ? {} : { nextAttemptAt: dateTime(nextAttemptAt) }),
  }
}
