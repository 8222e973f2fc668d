import { describe, expect, it } from 'vitest'
import { converted, defaultOf, lintErrors, messages, moves, resourceOf } from '../testing.ts'

/** A small shop in OpenAPI 3.0, as YAML. */
const shop = `
openapi: 3.0.3
info: {title: Corner Shop, description: Sells things, version: '1'}
servers:
  - url: https://{region}.shop.test/{stage}
    variables:
      region: {default: eu, enum: [eu, us], description: Where the shop is}
      stage: {default: v1}
  - url: https://sandbox.shop.test/v1
security: [{login: [orders.read]}]
components:
  securitySchemes:
    login:
      type: oauth2
      flows:
        authorizationCode:
          authorizationUrl: https://id.shop.test/authorize
          tokenUrl: https://id.shop.test/token
          scopes: {orders.read: read, orders.write: write}
    key: {type: apiKey, in: header, name: X-Key}
  parameters:
    limit: {name: limit, in: query, schema: {type: integer, maximum: 50}}
  schemas:
    Order:
      type: object
      required: [id]
      properties:
        id: {type: string}
        note: {type: string, nullable: true}
        lines: {type: array, items: {$ref: '#/components/schemas/Line'}}
        payment:
          oneOf: [{$ref: '#/components/schemas/Card'}, {$ref: '#/components/schemas/Cash'}]
    Line:
      type: object
      properties: {sku: {type: string}, of: {$ref: '#/components/schemas/Order'}}
    Card: {type: object, properties: {number: {type: string}}}
    Cash: {type: object, properties: {currency: {type: string}}}
paths:
  /orders:
    get:
      operationId: listOrders
      summary: Find orders
      parameters:
        - $ref: '#/components/parameters/limit'
        - {name: offset, in: query, schema: {type: integer}}
        - {name: status, in: query, description: State., schema: {type: string, enum: [open, paid], default: open}}
        - {name: where, in: query, schema: {type: string}}
        - {name: session, in: cookie, schema: {type: string}}
      responses:
        '200':
          description: ok
          content:
            application/json:
              schema:
                type: object
                properties:
                  total: {type: integer}
                  data: {type: array, items: {$ref: '#/components/schemas/Order'}}
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}
      responses:
        '201': {description: made, content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}
      callbacks: {paid: {'{$request.body#/url}': {post: {responses: {'200': {description: ok}}}}}}
  /orders/{orderId}/label.{format}:
    parameters:
      - {name: orderId, in: path, required: true, schema: {type: integer}}
      - {name: X-Trace, in: header, schema: {type: string}}
    get:
      parameters: [{name: version, in: query, required: true, schema: {type: string, enum: ['2']}}]
      responses: {'200': {description: ok, content: {application/pdf: {schema: {type: string, format: binary}}}}}
  /orders/{orderId}/files:
    post:
      requestBody:
        content:
          multipart/form-data:
            schema:
              type: object
              required: [file]
              properties: {file: {type: string, format: binary}, kind: {type: string}}
      responses: {'204': {description: done}}
  /tokens:
    post:
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema: {type: object, properties: {amount: {type: integer}}}
      responses: {'200': {description: ok}}
`

describe('An element from OpenAPI 3.0', () => {
  const shopped = converted('openapi', shop, { hub: 'ecommerce' })

  it('has the title as its name and key, the hub asked for, and nothing lint calls an error', () => {
    expect(shopped.element).toMatchObject({
      key: 'cornershop',
      name: 'Corner Shop',
      description: 'Sells things',
      hub: 'ecommerce',
      protocolType: 'http',
      private: true,
    })
    expect(lintErrors(shopped)).toEqual([])
  })

  it('keeps server variables as tokens, each with a configuration key', () => {
    const region = shopped.element.configuration?.find(({ key }) => key === 'region')

    expect(defaultOf(shopped, 'base.url')).toBe('https://{region}.shop.test/{stage}')
    expect(defaultOf(shopped, 'stage')).toBe('v1')
    expect(region).toMatchObject({
      defaultValue: 'eu',
      type: 'COMBO',
      description: 'Where the shop is',
      options: [{ value: 'eu' }, { value: 'us' }],
    })
  })

  it('authenticates by the best scheme, with its addresses and the scopes asked for', () => {
    expect(shopped.element.authentication).toEqual({ type: 'oauth2' })
    expect(defaultOf(shopped, 'oauth.authorization.url')).toBe('https://id.shop.test/authorize')
    expect(defaultOf(shopped, 'oauth.token.url')).toBe('https://id.shop.test/token')
    expect(defaultOf(shopped, 'oauth.scope')).toBe('orders.read')
    expect(messages(shopped)).toContain(
      "/components/securitySchemes: The element authenticates by 'login'. Also offered: 'key'.",
    )
  })

  it('authenticates by the scheme that is asked for', () => {
    const keyed = converted('openapi', shop, { authentication: 'key' })

    expect(keyed.element.authentication).toEqual({ type: 'custom' })
    expect(moves(keyed.element.parameters)).toEqual(['configuration api.key -> header X-Key'])
    expect(() => converted('openapi', shop, { authentication: 'other' })).toThrow(
      "The document has no authentication 'other' that is supported. It has: 'login', 'key'.",
    )
  })

  it('lists by the names callers know, whatever the vendor calls its paging', () => {
    const list = resourceOf(shopped, 'GET /orders')

    expect(moves(list.parameters)).toEqual([
      'query pageSize -> query limit',
      'query page -> query offset',
      'query status -> query status',
      'query vendorWhere -> query where',
    ])
    expect(list).toMatchObject({
      operationId: 'listOrders',
      description: 'Find orders',
      rootKey: '|data',
      paginationType: 'VENDOR_SUPPORTED',
    })
    expect(defaultOf(shopped, 'pagination.type')).toBe('offset')
    expect(defaultOf(shopped, 'pagination.max')).toBe('50')
  })

  it('says the choices and the default of a parameter in its description', () => {
    const status = resourceOf(shopped, 'GET /orders').parameters?.find(
      ({ name }) => name === 'status',
    )

    expect(status).toMatchObject({
      description: 'State. One of: open, paid. Default: open.',
      dataType: 'string',
      required: false,
    })
  })

  it('has models with their references, circles included, and the members of all alternatives', () => {
    const { model } = resourceOf(shopped, 'POST /orders')

    expect(model).toMatchObject({ name: 'Order', requestName: 'Order', transform: false })
    expect(model?.swagger).toMatchObject({
      Order: {
        required: ['id'],
        properties: {
          note: { type: 'string', 'x-nullable': true },
          lines: { type: 'array', items: { $ref: '#/definitions/Line' } },
          payment: { type: 'object', properties: { number: {}, currency: {} } },
        },
      },
      Line: { properties: { of: { $ref: '#/definitions/Order' } } },
    })
    expect(resourceOf(shopped, 'GET /orders').model?.name).toBe('Order')
  })

  it('gives every variable a segment of its own and keeps the path as the vendor has it', () => {
    const label = resourceOf(shopped, 'GET /orders/{orderId}/label/{format}')

    expect(label.vendorPath).toBe('/orders/{orderId}/label.{format}')
    expect(moves(label.parameters)).toEqual([
      'path orderId -> path orderId',
      'header X-Trace -> header X-Trace',
      'value 2 -> query version',
      'path format -> path format',
      'value application/pdf -> header Accept',
    ])
    expect(label.response).toEqual({ contentType: 'application/pdf' })
  })

  it('sends parts of a multipart body as parts, and forms from a JSON body', () => {
    const upload = resourceOf(shopped, 'POST /orders/{orderId}/files')
    const token = resourceOf(shopped, 'POST /tokens')

    expect(upload.parameters?.find(({ name }) => name === 'file')).toMatchObject({
      type: 'multipart',
      vendorType: 'multipart',
      dataType: 'file',
      required: true,
    })
    expect(moves(token.parameters)).toEqual([
      'body post_tokens_request -> form post_tokens_request',
    ])
  })

  it('says what it left out, and where', () => {
    expect(messages(shopped)).toEqual(
      expect.arrayContaining([
        "/paths/~1orders/get/parameters/4: The cookie parameter 'session' was left out: resources send no cookies.",
        '/paths/~1orders/post/callbacks: Callbacks were left out: events are set up by hand.',
      ]),
    )
  })
})

describe('An element from OpenAPI 3.1', () => {
  const converted31 = converted(
    'openapi',
    {
      openapi: '3.1.0',
      info: { title: 'Ledger' },
      servers: [{ url: '/api' }],
      security: [{ id: [], token: [] }],
      components: {
        securitySchemes: {
          id: { type: 'apiKey', in: 'query', name: 'app_id' },
          token: { type: 'apiKey', in: 'header', name: 'X-Token' },
          card: { type: 'mutualTLS' },
        },
      },
      webhooks: { booked: { post: { responses: {} } } },
      paths: {
        '/entries': {
          get: {
            parameters: [
              { name: 'cursor', in: 'query', schema: { type: ['string', 'null'] } },
              { name: 'per_page', in: 'query', schema: { type: 'integer' } },
            ],
            responses: {
              200: {
                content: {
                  'application/vnd.ledger+json': {
                    schema: {
                      properties: {
                        entries: { type: 'array', items: { $ref: '#/$defs/Entry' } },
                        paging: { properties: { next_cursor: { type: 'string' } } },
                      },
                    },
                  },
                },
              },
            },
          },
        },
      },
      $defs: {
        Entry: {
          properties: {
            amount: { type: ['number', 'null'], exclusiveMinimum: 0 },
            state: { const: 'booked' },
          },
        },
      },
    },
    { location: 'https://ledger.test/docs/openapi.json' },
  )

  it('takes a relative server to be where the document came from', () => {
    expect(defaultOf(converted31, 'base.url')).toBe('https://ledger.test/api')
  })

  it('sends all keys of a requirement together', () => {
    expect(moves(converted31.element.parameters)).toEqual([
      'configuration api.key -> query app_id',
      'configuration api.key.2 -> header X-Token',
    ])
  })

  it('knows a cursor and where the next one is', () => {
    const list = resourceOf(converted31, 'GET /entries')

    expect(defaultOf(converted31, 'pagination.type')).toBe('cursor')
    expect(list).toMatchObject({ rootKey: '|entries', nextPageKey: 'body.paging.next_cursor' })
    expect(moves(list.parameters)).toEqual([
      'query nextPage -> query cursor',
      'query pageSize -> query per_page',
      'value application/vnd.ledger+json -> header Accept',
    ])
  })

  it('reads the schemas of JSON Schema 2020-12', () => {
    expect(resourceOf(converted31, 'GET /entries').model?.swagger).toMatchObject({
      defs_Entry: {
        properties: {
          amount: { type: 'number', 'x-nullable': true, minimum: 0, exclusiveMinimum: true },
          state: { enum: ['booked'] },
        },
      },
    })
  })

  it('says which authentication and which webhooks it left out', () => {
    expect(messages(converted31)).toEqual(
      expect.arrayContaining([
        "/components/securitySchemes/card: Authentication 'card' (mutualTLS) is not supported and was left out.",
        '/webhooks: Webhooks were left out: events are set up by hand.',
      ]),
    )
  })
})

describe('An element from Swagger 2.0', () => {
  const parts = converted('swagger', {
    swagger: '2.0',
    info: { title: 'Parts' },
    host: 'parts.test',
    basePath: '/v2',
    schemes: ['http', 'https'],
    consumes: ['application/json'],
    securityDefinitions: { login: { type: 'basic' } },
    definitions: { 'Part«Small»': { properties: { 'x/y': { type: 'string' } } } },
    parameters: { page: { name: 'page', in: 'query', type: 'integer', minimum: 0 } },
    paths: {
      '/parts': {
        get: {
          parameters: [
            { $ref: '#/parameters/page' },
            { name: 'ids', in: 'query', type: 'array', items: { type: 'string' } },
          ],
          responses: {
            200: {
              schema: { type: 'array', items: { $ref: '#/definitions/Part%C2%ABSmall%C2%BB' } },
            },
          },
        },
        put: {
          parameters: [
            {
              name: 'part',
              in: 'body',
              required: true,
              schema: { $ref: '#/definitions/Part«Small»' },
            },
          ],
          responses: {},
        },
      },
      '/parts/{part id}': {
        get: {
          parameters: [{ name: 'part id', in: 'path', type: 'string', required: true }],
          responses: {},
        },
        delete: { responses: {} },
      },
      '/photo': {
        post: {
          parameters: [{ name: 'file', in: 'formData', type: 'file', required: true }],
          responses: {},
        },
      },
      '/login': {
        post: {
          consumes: ['application/x-www-form-urlencoded'],
          parameters: [{ name: 'user', in: 'formData', type: 'string', required: true }],
          responses: {},
        },
      },
    },
  })

  it('has host, base path and scheme as its base URL, and basic authentication', () => {
    expect(defaultOf(parts, 'base.url')).toBe('https://parts.test/v2')
    expect(parts.element.authentication).toEqual({ type: 'basic' })
    expect(lintErrors(parts)).toEqual([])
  })

  it('counts pages from 0 where the document does', () => {
    expect(defaultOf(parts, 'pagination.type')).toBe('page')
    expect(defaultOf(parts, 'pagination.page.startindex')).toBe('0')
  })

  it('makes odd names fit', () => {
    const one = resourceOf(parts, 'GET /parts/{partid}')

    expect(one.vendorPath).toBe('/parts/{partid}')
    expect(moves(one.parameters)).toEqual(['path partid -> path partid'])
    expect(resourceOf(parts, 'PUT /parts').model).toMatchObject({ requestName: 'Part_Small' })
    expect(resourceOf(parts, 'GET /parts').model).toMatchObject({ name: 'Part_Small' })
  })

  it('declares variables the document forgot', () => {
    expect(moves(resourceOf(parts, 'DELETE /parts/{partid}').parameters)).toEqual([
      'path partid -> path partid',
    ])
  })

  it('tells files from form fields', () => {
    expect(moves(resourceOf(parts, 'POST /photo').parameters)).toEqual([
      'multipart file -> multipart file',
      'value multipart/form-data -> header Content-Type',
    ])
    expect(resourceOf(parts, 'POST /login').model?.requestSwagger).toEqual({
      post_login_request: {
        type: 'object',
        properties: { user: { type: 'string' } },
        required: ['user'],
      },
    })
  })
})
