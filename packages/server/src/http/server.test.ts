import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { ValenceError } from '../lib/errors.ts'
import { EXPOSED_HEADERS } from './plugins/cors.ts'
import { anInstanceView, aServer, tokenHeaders, userHeaders } from './testing.ts'

const base = '/elements/api-v2'

describe('URLs', () => {
  it.each([
    `//elements/api-v2/hubs/keys`,
    `${base}//hubs///keys/`,
    `${base}/hubs/keys/?x=1`,
    `${base}/hubs/keys&x=1`,
    `${base}/%68ubs/keys`,
  ])('are accepted as clients write them: %s', async (url) => {
    await using server = await aServer()

    const response = await server.app.inject({ url })

    expect(response.json()).toEqual(['crm'])
  })

  it('work the same over a real connection, with a raw request target', async () => {
    await using server = await aServer()
    const address = new URL(await server.app.listen({ port: 0 }))
    const socket = connect(Number(address.port), address.hostname)

    socket.write(
      `GET //elements/api-v2//hubs/keys/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
    )

    expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*\["crm"\]/)
  })
})

describe('Failures', () => {
  it('of unknown routes name the request id in header and body, whatever id came in', async () => {
    await using server = await aServer()

    const response = await server.app.inject({
      url: `${base}/nope?secret=1`,
      headers: { ...userHeaders, 'elements-request-id': 'mine', 'request-id': 'mine' },
    })

    expect(response.statusCode).toBe(404)
    expect(response.headers['content-type']).toBe('application/json; charset=utf-8')
    expect(response.json().requestId).toMatch(/^[0-9a-f]{24}$/)
    expect(response.headers['elements-request-id']).toBe(response.json().requestId)
    expect(response.json().message).toContain(`GET ${base}/nope here`)
    expect(response.body).not.toContain('secret')
  })

  it.each([
    ['GET', `${base}/hubs/crm/%zz`, undefined, 400, 'invalid_request'],
    ['GET', `${base}/elements/${'x'.repeat(2001)}`, undefined, 414, 'invalid_request'],
    ['POST', `${base}/instances`, '{"name":5}', 400, 'invalid_request'],
    ['POST', `${base}/instances`, '{', 400, 'invalid_request'],
    ['POST', `${base}/instances`, 'null', 400, 'invalid_request'],
    ['POST', `${base}/instances`, `"${'x'.repeat(10_001)}"`, 413, 'payload_too_large'],
  ] as const)('%s %s with %s have one shape', async (method, url, payload, status, code) => {
    await using server = await aServer()

    const response = await server.app.inject({
      method,
      url,
      headers: { ...tokenHeaders, 'content-type': 'application/json' },
      ...(payload === undefined ? {} : { payload }),
    })

    expect(response.statusCode).toBe(status)
    expect(response.json()).toMatchObject({ code, status, requestId: expect.any(String) })
  })

  it('say which member of a body is wrong', async () => {
    await using server = await aServer()

    const response = await server.app.inject({
      method: 'PATCH',
      url: `${base}/instances/31/configuration/5`,
      headers: userHeaders,
      payload: { propertyValue: { a: 1 } },
    })

    expect(response.json().message).toContain(
      'The body of the request is not valid: propertyValue must be',
    )
  })

  it('that nobody expected keep their words to the log, under the request id', async () => {
    const get = async () => {
      throw new Error('connection to db.internal refused')
    }
    await using server = await aServer({ connections: { get } })

    const response = await server.app.inject({ url: `${base}/instances/31`, headers: userHeaders })

    expect(response.statusCode).toBe(500)
    expect(response.body).not.toContain('db.internal')
    expect(server.logged.join()).toContain('db.internal')
    expect(server.logged.join()).toContain(response.json().requestId)
  })

  it('say when a retry may help', async () => {
    const get = async () => {
      throw new ValenceError('unavailable', 'Come back.', { retryAfterSeconds: 7 })
    }
    await using server = await aServer({ connections: { get } })

    const response = await server.app.inject({ url: `${base}/instances/31`, headers: userHeaders })

    expect(response.headers['retry-after']).toBe('7')
  })

  it('of bytes that are no HTTP are told in the same shape', async () => {
    await using server = await aServer()
    const address = new URL(await server.app.listen({ port: 0 }))
    const socket = connect(Number(address.port), address.hostname)

    socket.write('nonsense\r\n\r\n')

    expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 Bad Request[\s\S]*"code":"invalid_request"/)
  })
})

describe('Authentication', () => {
  it.each([{}, { authorization: 'nonsense' }, { authorization: 'User wrong, Organization o' }])(
    'refuses %o with the words clients compare',
    async (headers) => {
      await using server = await aServer()

      const response = await server.app.inject({ url: `${base}/instances`, headers })

      expect(response.statusCode).toBe(401)
      expect(response.json().message).toBe(
        'Invalid Organization or User secret, or invalid Element token provided.',
      )
    },
  )

  it('comes before the body is looked at', async () => {
    await using server = await aServer()

    const response = await server.app.inject({
      method: 'POST',
      url: `${base}/instances`,
      headers: { 'content-type': 'application/json' },
      payload: 'not json',
    })

    expect(response.statusCode).toBe(401)
  })

  it.each([
    '/elements',
    '/elements/keys',
    '/elements/metadata',
    '/elements/examplecrm',
    '/elements/501/docs',
    '/hubs',
    '/hubs/keys',
    '/hubs/crm',
    '/hubs/crm/elements',
    '/openapi.json',
  ])('is not needed for %s', async (path) => {
    await using server = await aServer()

    expect((await server.app.inject({ url: base + path })).statusCode).toBe(200)
  })
})

describe('Cross-origin requests', () => {
  const origin = 'https://app.example.com'

  it('get their origin back and the exact list of exposed headers', async () => {
    await using server = await aServer()

    const { headers } = await server.app.inject({ url: `${base}/elements`, headers: { origin } })

    expect(headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': EXPOSED_HEADERS,
      vary: 'Origin',
    })
    expect(headers).not.toHaveProperty('x-frame-options')
  })

  it('may read failures too', async () => {
    await using server = await aServer()

    const { headers } = await server.app.inject({ url: `${base}/instances`, headers: { origin } })

    expect(headers['access-control-allow-origin']).toBe(origin)
  })

  it('are announced by a preflight that needs no secret, on any path', async () => {
    await using server = await aServer()

    const response = await server.app.inject({
      method: 'OPTIONS',
      url: `${base}/anything/at/all`,
      headers: {
        origin,
        'access-control-request-method': 'PATCH',
        'access-control-request-headers': 'authorization, x-custom, bad name',
      },
    })

    expect(response.statusCode).toBe(200)
    expect(response.headers['access-control-allow-methods']).toContain('PATCH')
    expect(response.headers['access-control-allow-headers']).toBe(
      'Authorization, Content-Type, Accept, source, Elements-Version, x-custom',
    )
  })

  it('are all that carry such headers', async () => {
    await using server = await aServer()

    const { headers } = await server.app.inject({ url: `${base}/elements` })

    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([])
  })
})

describe('The log', () => {
  const url = `${base}/instances/31?apiSecret=hunter2&code=hunter2`
  const headers = { authorization: 'User hunter2, Organization hunter2' }

  it('has a line for every request when it is asked for, and no secret in any', async () => {
    await using server = await aServer({ settings: { logRequests: true }, logLevel: 'trace' })

    await server.app.inject({
      method: 'POST',
      url,
      headers: { ...headers, 'content-type': 'application/json' },
      payload: { configuration: { 'oauth.api.secret': 'hunter2' } },
    })

    const lines = server.logged.map((line) => JSON.parse(line))
    expect(lines).toContainEqual(
      expect.objectContaining({
        msg: 'request',
        requestId: expect.stringMatching(/^[0-9a-f]{24}$/),
        method: 'POST',
        url: `${base}/instances/31?apiSecret=********&code=********`,
        status: 401,
      }),
    )
    expect(server.logged.join()).not.toContain('hunter2')
  })

  it('is silent about requests otherwise', async () => {
    const get = async () => anInstanceView()
    await using server = await aServer({ connections: { get } })

    await server.app.inject({ url: `${base}/instances/31`, headers: userHeaders })

    expect(server.logged).toEqual([])
  })
})

describe('For those who run the server', () => {
  it('says that the process is up, and whether it can serve', async () => {
    let isReady = true
    await using server = await aServer({ store: { isReady: async () => isReady } })

    expect((await server.app.inject({ url: '/healthz' })).statusCode).toBe(200)
    expect((await server.app.inject({ url: '/readyz' })).json()).toEqual({ status: 'ready' })
    isReady = false
    expect((await server.app.inject({ url: '/readyz' })).statusCode).toBe(503)
    expect((await server.app.inject({ url: '/healthz' })).statusCode).toBe(200)
  })

  it('measures requests by route, and never by path', async () => {
    await using server = await aServer()
    await server.app.inject({ url: `${base}/elements/examplecrm` })
    await server.app.inject({ url: '/no/such/path' })

    const { body, headers } = await server.app.inject({ url: '/metrics' })

    expect(headers['content-type']).toContain('text/plain')
    expect(body).toContain(
      'valence_http_request_duration_seconds_count{method="GET",route="/elements/api-v2/elements/:keyOrId",status="200"} 1',
    )
    expect(body).toContain('route="unknown",status="404"')
    expect(body).toContain('valence_store_statements_total 0')
    expect(body).not.toContain('/no/such/path')
  })
})
