/** Where to send a person's browser to consent. Public: it says nothing that the caller did not say first. */
import { Type } from 'typebox'
import { ValenceError } from '../../lib/errors.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { HttpApp } from '../http-app.ts'
import { answers, ElementParams } from '../schemas.ts'

const response = answers(
  Type.Object({
    oauthUrl: Type.String({ description: 'Open it in the browser as it is' }),
    element: Type.String({ description: 'Key of the element' }),
  }),
)

const parameters = {
  apiKey: Type.Optional(
    Type.String({ description: 'Client id of your application at the vendor' }),
  ),
  apiSecret: Type.Optional(Type.String()),
  callbackUrl: Type.Optional(Type.String()),
  state: Type.Optional(
    Type.String({ description: 'Comes back unchanged; default: the element key' }),
  ),
  scope: Type.Optional(Type.String()),
  siteAddress: Type.Optional(Type.String()),
  requestToken: Type.Optional(
    Type.String({ description: 'OAuth 1.0: the token that oauth/token gave' }),
  ),
}

export function oauthUrlRoutes(app: HttpApp, { connections }: HttpDependencies): void {
  const tags = ['Connecting']
  app.get(
    '/elements/:keyOrId/oauth/url',
    {
      schema: {
        summary: "The vendor's consent page for an element",
        description: 'Any configuration key of the element may be given as a further parameter.',
        tags,
        params: ElementParams,
        querystring: Type.Object(parameters, { additionalProperties: true }),
        response,
      },
    },
    async ({ caller, params, query }) =>
      connections.consentUrl(caller ?? undefined, params.keyOrId, textsOf(query)),
  )

  app.get(
    '/elements/:keyOrId/oauth/token',
    {
      schema: {
        summary: 'Temporary credentials of OAuth 1.0, to open a consent page with',
        description:
          'Give `token` as `requestToken` to oauth/url, and `secret` as `providerData.secret` to POST /instances.',
        tags,
        params: ElementParams,
        querystring: Type.Object(parameters, { additionalProperties: true }),
        response: answers(
          Type.Object({
            token: Type.String(),
            secret: Type.String({ description: 'Keep it until the person has approved' }),
          }),
        ),
      },
    },
    async ({ caller, params, query }) =>
      connections.requestToken(caller ?? undefined, params.keyOrId, textsOf(query)),
  )

  app.post(
    '/elements/:keyOrId/oauth/url',
    {
      schema: {
        summary: "The vendor's consent page, with the parameters in the body",
        tags,
        params: ElementParams,
        body: Type.Object(
          {},
          { additionalProperties: true, description: 'The query parameters of the GET' },
        ),
        response,
      },
    },
    async ({ caller, params, query, body }) =>
      connections.consentUrl(caller ?? undefined, params.keyOrId, {
        ...textsOf(query),
        ...textsOf(body),
      }),
  )
}

/** Parameters as text; of a repeated one the last. Members that are not text, number or boolean say nothing. */
function textsOf(parameters: unknown): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const [name, value] of Object.entries(parameters ?? {})) {
    const single: unknown = Array.isArray(value) ? value.at(-1) : value
    if (typeof single === 'object' || single === undefined) continue
    if (typeof single === 'string' && single.length > MAX_LENGTH) throw tooLong(name)
    texts[name] = String(single)
  }
  return texts
}

const MAX_LENGTH = 8_000

function tooLong(name: string): ValenceError {
  return new ValenceError(
    'invalid_request',
    `${name.slice(0, 100)} is longer than ${MAX_LENGTH} characters, which no consent page accepts.`,
  )
}
