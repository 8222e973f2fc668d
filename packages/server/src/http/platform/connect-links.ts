/** Connect links: making, listing and withdrawing them. */
import { Type } from 'typebox'
import type { ConnectLinkView } from '../../runtime/connecting/connect-links-port.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { HttpApp } from '../http-app.ts'
import { callerOf } from '../plugins/authenticate.ts'
import { readPage, writePage } from '../plugins/paging.ts'
import { dateTime } from '../presenters/dates.ts'
import { plainName } from '../presenters/plain-name.ts'
import { answers, answersNothing, IdParams, oneOf, pagingParameters, readId } from '../schemas.ts'

export const BrandingSchema = Type.Object(
  {
    name: Type.String({ maxLength: 100 }),
    logoUrl: Type.Optional(Type.String({ maxLength: 2_000, description: 'https only' })),
    color: Type.Optional(Type.String({ description: 'Such as #0a66c2' })),
  },
  { title: 'Branding' },
)

const address = (description: string) =>
  Type.Optional(Type.String({ maxLength: 2_000, description }))

const LinkBody = Type.Object(
  {
    elements: Type.Optional(
      Type.Array(Type.String(), {
        description: 'Keys or ids; absent: every element whose vendor asks for consent',
      }),
    ),
    name: Type.Optional(Type.String({ maxLength: 500, description: 'Of the instance' })),
    tags: Type.Optional(Type.Array(Type.String(), { maxItems: 100 })),
    configuration: Type.Optional(
      Type.Record(Type.String(), Type.Record(Type.String(), Type.Unknown()), {
        description:
          "By element key: what the person is not asked, such as oauth.api.key and oauth.api.secret of your application. Not needed for what the operator's defaults hold",
      }),
    ),
    branding: Type.Optional(BrandingSchema),
    returnUrl: address('Where the person goes afterwards'),
    callbackUrl: address('Is sent a signed POST when the instance is made'),
    expiresInMinutes: Type.Optional(
      Type.Integer({ description: 'Default 60, at most 10080 (7 days)' }),
    ),
    origin: address('Of the page that opens the link in a popup and hears of the outcome'),
  },
  { title: 'ConnectLinkInput' },
)

const moment = Type.Optional(Type.String({ format: 'date-time' }))

const linkMembers = {
  id: Type.Integer(),
  status: oneOf(['open', 'connected', 'revoked', 'expired']),
  elements: Type.Optional(Type.Array(Type.String())),
  name: Type.Optional(Type.String()),
  tags: Type.Array(Type.String()),
  branding: Type.Optional(BrandingSchema),
  returnUrl: Type.Optional(Type.String()),
  callbackUrl: Type.Optional(Type.String()),
  origin: Type.Optional(Type.String()),
  createdDate: Type.String({ format: 'date-time' }),
  expiresAt: Type.String({ format: 'date-time' }),
  revokedAt: moment,
  connectedAt: moment,
  instanceId: Type.Optional(Type.Integer({ description: 'What came of it' })),
}

const LinkSchema = Type.Object(linkMembers, { title: 'ConnectLink' })

const MadeLinkSchema = Type.Object(
  {
    ...linkMembers,
    url: Type.String({ description: 'For the person. It holds the token and is shown once' }),
    token: Type.String({ description: 'Shown once' }),
  },
  { title: 'MadeConnectLink' },
)

const tags = ['Connect links']

export function connectLinkRoutes(app: HttpApp, deps: HttpDependencies): void {
  const { connectLinks } = deps
  app.post(
    '/connect-links',
    {
      schema: {
        summary:
          'Make a link with which somebody without an account here connects an element, once',
        tags,
        body: LinkBody,
        response: answers(MadeLinkSchema),
      },
    },
    async (request) => {
      const { name, tags: names, ...rest } = request.body
      const made = await connectLinks.create(callerOf(request), {
        ...rest,
        ...(name === undefined ? {} : { name: plainName(name) }),
        ...(names === undefined ? {} : { tags: names.map(plainName) }),
      })
      return { ...presentLink(made), url: made.url, token: made.token }
    },
  )
  listRoute(app, deps)

  app.delete(
    '/connect-links/:id',
    {
      schema: {
        summary: 'Withdraw a link; what was connected through it stays',
        tags,
        params: IdParams,
        response: answersNothing,
      },
    },
    async (request, reply) => {
      await connectLinks.revoke(callerOf(request), readId(request.params.id, 'connect link'))
      return reply.send(undefined)
    },
  )

  app.get(
    '/connect-links/signing-secret',
    {
      schema: {
        summary: 'What callbacks of connect links are signed with',
        description: 'One for the organization, in the form of Standard Webhooks: whsec_<base64>.',
        tags,
        response: answers(Type.Object({ secret: Type.String() })),
      },
    },
    async (request) => ({ secret: await connectLinks.signingSecret(callerOf(request)) }),
  )
}

function listRoute(app: HttpApp, { connectLinks, settings }: HttpDependencies): void {
  app.get(
    '/connect-links',
    {
      schema: {
        summary: 'The links the caller may see, without their tokens',
        description: 'A link is listed until 30 days after it expired.',
        tags,
        querystring: Type.Object(pagingParameters),
        response: answers(Type.Array(LinkSchema)),
      },
    },
    async (request, reply) => {
      const page = readPage(request.query, 'connect-links', settings)
      const views = await connectLinks.list(callerOf(request), {
        limit: page.size + 1,
        afterId: page.after,
      })
      const shown = views.slice(0, page.size)
      const last = shown.at(-1)
      const next = views.length > page.size && last ? { after: last.link.id } : undefined
      writePage(reply, page, { returned: shown.length, next })
      return shown.map(presentLink)
    },
  )
}

function presentLink({ link, status }: ConnectLinkView) {
  const { elementKeys, name, branding, returnUrl, callbackUrl, origin, instanceId } = link
  return {
    id: link.id,
    status,
    ...(elementKeys === null ? {} : { elements: [...elementKeys] }),
    ...(name === null ? {} : { name }),
    tags: [...link.tags],
    ...(branding === null ? {} : { branding }),
    ...(returnUrl === null ? {} : { returnUrl }),
    ...(callbackUrl === null ? {} : { callbackUrl }),
    ...(origin === null ? {} : { origin }),
    createdDate: dateTime(link.createdAt),
    expiresAt: dateTime(link.expiresAt),
    ...(link.revokedAt === null ? {} : { revokedAt: dateTime(link.revokedAt) }),
    ...(link.connectedAt === null ? {} : { connectedAt: dateTime(link.connectedAt) }),
    ...(instanceId === null ? {} : { instanceId }),
  }
}
