/**
 * The description of this API, OpenAPI 3.1, generated from the schemas that routes are checked with. It names no
 * address, so that it is the same wherever it is served; `docs/reference/openapi.json` is a copy that a test compares.
 */
import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import { BASE_PATH } from '../base-path.ts'

/** Version of the described interface. */
const API_VERSION = 'api-v2'

const tags = [
  { name: 'Authentication', description: 'Signing in, and the secrets of the caller' },
  { name: 'Organizations' },
  { name: 'Accounts' },
  { name: 'Users' },
  { name: 'Hubs', description: 'Categories of elements' },
  { name: 'Elements', description: 'What can be connected' },
  { name: 'Connecting', description: 'Sending a person to a vendor to consent' },
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
        },
      },
      security: [{ secrets: [] }],
    },
    transformObject: (document) => {
      if (!('openapiObject' in document)) throw new Error('The document is not OpenAPI 3.')
      return withNamedWildcard(document.openapiObject)
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

/** OpenAPI knows no wildcard: `*` becomes a parameter with a name. */
function withNamedWildcard<Document extends object>(document: Document): Document {
  const text = JSON.stringify(document)
  return JSON.parse(
    text.replaceAll('{*}', '{resource}').replaceAll('"name":"*"', '"name":"resource"'),
  )
}
