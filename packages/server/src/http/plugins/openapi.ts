/**
 * The description of this API, OpenAPI 3.1, generated from the schemas that routes are checked with. It names no
 * address, so that it is the same wherever it is served; `docs/reference/openapi.json` is a copy that a test compares.
 */
import swagger from '@fastify/swagger'
import type { FastifyInstance, FastifySchema } from 'fastify'
import { BASE_PATH } from '../base-path.ts'
import { ProblemSchema } from '../schemas.ts'
import { SESSION_COOKIE } from './session-cookie.ts'

/** Version of the described interface. */
const API_VERSION = 'api-v2'

const tags = [
  { name: 'Authentication', description: 'Signing in, and the secrets of the caller' },
  { name: 'Organizations' },
  { name: 'Accounts' },
  { name: 'Users' },
  { name: 'Hubs', description: 'Categories of elements' },
  { name: 'Elements', description: 'What can be connected' },
  { name: 'Building elements', description: 'Import, change and extend elements' },
  { name: 'Connecting', description: 'Sending a person to a vendor to consent' },
  { name: 'Connect links', description: 'Letting somebody without an account here connect' },
  { name: 'Instances', description: 'Connections to vendors' },
  { name: 'Instance of the Element token' },
  { name: 'Resources', description: "Vendors' records, through an instance" },
  { name: 'Documentation', description: 'Swagger 2.0 of elements and instances' },
  { name: 'Usage' },
  { name: 'Operation', description: 'For those who run the server' },
]

/** Gather the schemas of all routes added afterwards, and serve the document at the root and below the base path. */
export async function openApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Valence',
        version: API_VERSION,
        description:
          'One API over many vendors. Every success is 200; every failure has the body `Problem` describes.',
      },
      tags,
      components: {
        securitySchemes: {
          secrets: {
            type: 'apiKey',
            in: 'header',
            name: 'Authorization',
            description:
              '`User <secret>, Organization <secret>[, Element <token>]` in any order, or `Bearer <token>`',
          },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: SESSION_COOKIE,
            description:
              'For pages of this server. What is no GET also needs the header `X-CSRF-Token`; an `Element <token>` in `Authorization` may accompany it',
          },
        },
      },
      security: [{ secrets: [] }, { session: [] }],
    },
    // Added here and not to the routes: failures are written by `problem.ts`, so a serialiser for each route's would
    // only cost time at start.
    transform: ({ schema, url }) => ({
      url,
      schema: { ...schema, response: { ...responsesOf(schema), default: ProblemSchema } },
    }),
    transformObject: (document) => {
      if (!('openapiObject' in document)) throw new Error('The document is not OpenAPI 3.')
      return withNamedSchemas(withNamedWildcard(document.openapiObject))
    },
  })
  let text: string | undefined
  for (const url of ['/openapi.json', `${BASE_PATH}/openapi.json`]) {
    app.get(url, { schema: { hide: true } }, async (_request, reply) => {
      text ??= JSON.stringify(app.swagger())
      return reply.type('application/json; charset=utf-8').send(text)
    })
  }
}

function responsesOf(schema: FastifySchema): object {
  return typeof schema?.response === 'object' && schema.response !== null ? schema.response : {}
}

/** OpenAPI knows no wildcard: `*` becomes a parameter with a name. */
function withNamedWildcard<Document extends object>(document: Document): Document {
  const text = JSON.stringify(document)
  return JSON.parse(
    text.replaceAll('{*}', '{resource}').replaceAll('"name":"*"', '"name":"resource"'),
  )
}

/** Schemas with a title stand once, among the components; generators make a type of each. */
function withNamedSchemas<Document extends { components?: object }>(document: Document): Document {
  const schemas: Record<string, unknown> = {}
  const named = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(named)
    if (!isObject(value)) return value
    const copy = Object.fromEntries(
      Object.entries(value).map(([key, member]) => [key, named(member)]),
    )
    if (typeof copy.title !== 'string' || typeof copy.type !== 'string') return copy
    const { title, ...schema } = copy
    schemas[copy.title] = schema
    return { $ref: `#/components/schemas/${title}` }
  }
  const walked = named(document) as Document
  const sorted = Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1)))
  return { ...walked, components: { ...walked.components, schemas: sorted } }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
