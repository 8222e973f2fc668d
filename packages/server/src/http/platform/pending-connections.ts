/** Connections that wait for a person to consent: begun here, completed with what the vendor sends the person back with. */
import { Type } from 'typebox'
import type { ConsentAnswer } from '../../runtime/connecting/pending-connections-port.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { HttpApp } from '../http-app.ts'
import { callerOf } from '../plugins/authenticate.ts'
import { InstanceSchema } from '../presenters/instance.ts'
import { plainName } from '../presenters/plain-name.ts'
import { answers, oneOf } from '../schemas.ts'
import { createShowInstances } from './show-instances.ts'

const StateParams = Type.Object({
  state: Type.String({ description: 'As POST /pending-connections answered it' }),
})

const PendingBody = Type.Object(
  {
    element: Type.Optional(
      Type.Union([Type.String(), Type.Integer()], {
        description: 'Key or id; may be left out with instanceId',
      }),
    ),
    name: Type.Optional(Type.String({ maxLength: 500 })),
    tags: Type.Optional(Type.Array(Type.String(), { maxItems: 100 })),
    configuration: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), {
        description:
          'oauth.callback.url may be left out: the vendor then sends people back to <public URL>/oauth/callback. ******** keeps a stored secret',
      }),
    ),
    instanceId: Type.Optional(
      Type.Integer({ minimum: 1, description: 'Authenticate this instance again' }),
    ),
  },
  { title: 'PendingConnectionInput' },
)

const BegunSchema = Type.Object(
  {
    id: Type.Integer(),
    state: Type.String({ description: 'Completes the connection, for the same user, once' }),
    oauthUrl: Type.String({ description: 'Open it in the browser as it is' }),
    expiresAt: Type.String({ format: 'date-time' }),
  },
  { title: 'PendingConnection' },
)

const StatusSchema = Type.Object(
  {
    element: Type.String({ description: 'Key' }),
    name: Type.String(),
    status: oneOf(['pending', 'completing', 'connected', 'failed', 'expired']),
    instanceId: Type.Optional(Type.Integer({ description: 'What came of it' })),
  },
  { title: 'PendingConnectionStatus' },
)

/** The query of the vendor's redirect. Members that are no text are passed over. */
export const ConsentAnswerBody = {
  code: Type.Optional(Type.String({ maxLength: 4_000 })),
  error: Type.Optional(Type.String({ maxLength: 200 })),
  error_description: Type.Optional(Type.String({ maxLength: 2_000 })),
}

const tags = ['Connecting']

export function pendingConnectionRoutes(app: HttpApp, deps: HttpDependencies): void {
  const { pendingConnections } = deps
  const show = createShowInstances(deps)

  app.post(
    '/pending-connections',
    {
      schema: {
        summary: 'Begin to connect: the secrets stay here, the browser gets an address and a state',
        description:
          'For elements whose vendor asks for consent; others are connected by POST /instances. Lives 15 minutes.',
        tags,
        body: PendingBody,
        response: answers(BegunSchema),
      },
    },
    async (request) => {
      const { name, tags: names, ...rest } = request.body
      const begun = await pendingConnections.begin(callerOf(request), {
        ...rest,
        ...(name === undefined ? {} : { name: plainName(name) }),
        ...(names === undefined ? {} : { tags: names.map(plainName) }),
      })
      return { ...begun, expiresAt: begun.expiresAt.toISOString() }
    },
  )

  app.get(
    '/pending-connections/:state',
    {
      schema: {
        summary: 'How a pending connection is',
        tags,
        params: StateParams,
        response: answers(StatusSchema),
      },
    },
    async (request) => {
      const view = await pendingConnections.get(callerOf(request), request.params.state)
      const { element, name, status, instanceId } = view
      return { element, name, status, ...(instanceId === undefined ? {} : { instanceId }) }
    },
  )

  app.post(
    '/pending-connections/:state/complete',
    {
      schema: {
        summary: 'Finish connecting with what the vendor sent the person back with',
        description:
          'Once: a failure ends the pending connection too. Again: 409, with the member instanceId when it had succeeded.',
        tags,
        params: StateParams,
        body: Type.Object(ConsentAnswerBody, { additionalProperties: true }),
        response: answers(InstanceSchema),
      },
    },
    async (request, reply) => {
      const caller = callerOf(request)
      const answer = textsOf(request.body)
      const view = await pendingConnections.complete(caller, request.params.state, answer)
      return show.one(caller, view, reply)
    },
  )
}

const MAX_MEMBERS = 50
const MAX_LENGTH = 4_000

/** The members that are texts of a sane length. */
export function textsOf(body: Readonly<Record<string, unknown>>): ConsentAnswer {
  const texts = Object.entries(body).filter(
    (entry): entry is [string, string] =>
      typeof entry[1] === 'string' && entry[1].length <= MAX_LENGTH,
  )
  return Object.fromEntries(texts.slice(0, MAX_MEMBERS))
}
