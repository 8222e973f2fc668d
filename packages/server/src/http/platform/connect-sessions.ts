/** What the page of a connect link asks. Public: the token of the link says whose it is, and cannot be guessed. */
import { Type } from 'typebox'
import type { ConnectOutcome, ConnectSession } from '../../runtime/connecting/connect-links-port.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { HttpApp } from '../http-app.ts'
import { createAttemptLimit } from '../plugins/attempt-limit.ts'
import { dateTime } from '../presenters/dates.ts'
import { answers, answersFile, oneOf } from '../schemas.ts'
import { BrandingSchema } from './connect-links.ts'
import { ConsentAnswerBody, textsOf } from './pending-connections.ts'

const WINDOW_MS = 15 * 60_000

/** Enough for an office behind one address, too few to try out tokens or to wear out a vendor. */
const MAX_REQUESTS = 300

const TokenParams = Type.Object({ token: Type.String({ description: 'Of the link' }) })

const FieldSchema = Type.Object(
  {
    key: Type.String(),
    name: Type.String(),
    description: Type.String(),
    type: Type.String({ description: 'Such as TEXTFIELD_64 or PASSWORD' }),
    required: Type.Boolean(),
    options: Type.Array(Type.Object({ value: Type.String(), description: Type.String() })),
  },
  { title: 'ConnectField' },
)

const SessionSchema = Type.Object(
  {
    status: oneOf(['open', 'connected', 'revoked', 'expired']),
    elements: Type.Array(
      Type.Object(
        {
          key: Type.String(),
          name: Type.String(),
          description: Type.String(),
          fields: Type.Array(FieldSchema, { description: 'What the person has to fill in' }),
        },
        { title: 'ConnectElement' },
      ),
      { description: 'Empty unless the link is open' },
    ),
    branding: BrandingSchema,
    expiresAt: Type.String({ format: 'date-time' }),
    returnUrl: Type.Optional(Type.String()),
    origin: Type.Optional(
      Type.String({ description: 'The target of postMessage; absent: nobody is told' }),
    ),
    instanceId: Type.Optional(Type.Integer()),
  },
  { title: 'ConnectSession' },
)

const OutcomeSchema = Type.Object(
  {
    status: oneOf(['connected', 'failed']),
    message: Type.Optional(Type.String({ description: 'Why it failed' })),
    returnUrl: Type.Optional(Type.String()),
    instanceId: Type.Optional(Type.Integer()),
  },
  { title: 'ConnectOutcome' },
)

const tags = ['Connect links']

export function connectSessionRoutes(app: HttpApp, deps: HttpDependencies): void {
  const { connectLinks, clock } = deps
  const limit = createAttemptLimit(clock, {
    maxAttempts: MAX_REQUESTS,
    windowMs: WINDOW_MS,
    maxKeys: 10_000,
    what: 'requests with connect links from your network',
  })

  app.get(
    '/connect-sessions/:token',
    {
      schema: {
        summary: 'What the page of a link shows',
        tags,
        params: TokenParams,
        response: answers(SessionSchema),
      },
    },
    async ({ params, ip }, reply) => {
      limit.take(ip)
      reply.header('cache-control', 'no-store')
      return presentSession(await connectLinks.session(params.token))
    },
  )

  app.get(
    '/connect-sessions/:token/logo',
    {
      schema: {
        summary: "The logo of the link's branding; 404 without one, or while it can't be fetched",
        description:
          'The server fetches it, so that the page asks nobody else. PNG, JPEG, GIF, WebP or SVG of at most 512 KiB.',
        tags,
        params: TokenParams,
        response: answersFile('image/png', 'An image'),
      },
    },
    async ({ params, ip }, reply) => {
      limit.take(ip)
      const { mediaType, bytes } = await connectLinks.logo(params.token)
      reply.headers({
        'cache-control': 'private, max-age=300',
        // Opened by itself, an SVG is a page: it must not run anything here.
        'content-security-policy': "default-src 'none'; sandbox",
      })
      return reply.type(mediaType).send(bytes)
    },
  )

  app.post(
    '/connect-sessions/:token/start',
    {
      schema: {
        summary: 'Begin to connect an element of the link',
        tags,
        params: TokenParams,
        body: Type.Object({
          element: Type.String({ description: 'Key' }),
          configuration: Type.Optional(
            Type.Record(Type.String(), Type.String({ maxLength: 4_000 }), {
              description: 'The fields of the element, no other keys',
            }),
          ),
        }),
        response: answers(Type.Object({ oauthUrl: Type.String(), state: Type.String() })),
      },
    },
    async ({ params, body, ip }) => {
      limit.take(ip)
      return connectLinks.start(params.token, body)
    },
  )

  app.post(
    '/connect-sessions/:token/complete',
    {
      schema: {
        summary: 'Finish connecting with what the vendor sent the person back with',
        description: 'After failed the person may begin again while the link is open.',
        tags,
        params: TokenParams,
        body: Type.Object(
          { state: Type.String(), ...ConsentAnswerBody },
          { additionalProperties: true },
        ),
        response: answers(OutcomeSchema),
      },
    },
    async ({ params, body, ip }) => {
      limit.take(ip)
      const { state, ...answer } = body
      return presentOutcome(await connectLinks.complete(params.token, state, textsOf(answer)))
    },
  )
}

function presentSession(session: ConnectSession) {
  const { status, branding, returnUrl, origin, instanceId } = session
  return {
    status,
    elements: session.elements.map((element) => ({
      ...element,
      fields: element.fields.map((field) => ({ ...field, options: [...field.options] })),
    })),
    branding,
    expiresAt: dateTime(session.expiresAt),
    ...(returnUrl === undefined ? {} : { returnUrl }),
    ...(origin === undefined ? {} : { origin }),
    ...(instanceId === undefined ? {} : { instanceId }),
  }
}

function presentOutcome({ status, message, returnUrl, instanceId }: ConnectOutcome) {
  return {
    status,
    ...(message === undefined ? {} : { message }),
    ...(returnUrl === undefined ? {} : { returnUrl }),
    ...(instanceId === undefined ? {} : { instanceId }),
  }
}
