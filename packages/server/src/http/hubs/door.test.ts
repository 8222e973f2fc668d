import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { aPlan } from '../../catalog/an-element.ts'
import { ValenceError } from '../../lib/errors.ts'
import type { HubRequest } from '../../runtime/hub-port.ts'
import { isFile, type Upload } from '../../runtime/upload.ts'
import { anAnsweringHub, aServer, tokenHeaders, userHeaders } from '../testing.ts'

const base = '/elements/api-v2'

describe('A resource call', () => {
  it('reaches the runtime decoded, with its query, headers and body, but without the secrets', async () => {
    const { hub, asked } = anAnsweringHub({ body: { id: '42' } })
    await using server = await aServer({ hub })

    const response = await server.app.inject({
      method: 'PATCH',
      url: `${base}/hubs/crm/contacts/a%2Fb?fields=id&tags[]=x&tags[]=y+z`,
      headers: { ...tokenHeaders, 'x-custom': '1' },
      payload: { name: 'Ada' },
    })

    expect(response.statusCode).toBe(200)
    expect(response.json()).toEqual({ id: '42' })
    expect(asked[0]).toMatchObject({
      requestId: response.headers['elements-request-id'],
      method: 'PATCH',
      segments: ['contacts', 'a/b'],
      query: { fields: 'id', 'tags[]': ['x', 'y z'] },
      body: { name: 'Ada' },
    })
    expect(asked[0]?.caller.instance?.id).toBe(31)
    expect(asked[0]?.headers['x-custom']).toBe('1')
    expect(asked[0]?.headers).not.toHaveProperty('authorization')
  })

  it.each(['/hubs/crm/contacts', '/hubs/anything/contacts', '/contacts', '//contacts/'])(
    'is dispatched on the token alone at %s',
    async (path) => {
      const { hub, asked } = anAnsweringHub({ body: [] })
      await using server = await aServer({ hub })

      const response = await server.app.inject({ url: base + path, headers: tokenHeaders })

      expect(response.statusCode).toBe(200)
      expect(asked[0]?.segments).toEqual(['contacts'])
    },
  )

  it('takes /accounts for a resource of the instance, and keeps /users the platform’s', async () => {
    const { hub, asked } = anAnsweringHub({ body: [] })
    await using server = await aServer({ hub, store: { users: { list: async () => [] } } })

    await server.app.inject({ url: `${base}/accounts`, headers: tokenHeaders })
    const users = await server.app.inject({ url: `${base}/users`, headers: tokenHeaders })

    expect(asked.map((request) => request.segments)).toEqual([['accounts']])
    expect(users.json()).toEqual([])
  })

  it('works without the organization secret', async () => {
    const { hub } = anAnsweringHub({ body: [] })
    await using server = await aServer({ hub })

    const response = await server.app.inject({
      url: `${base}/contacts`,
      headers: { authorization: 'User u, Element: t' },
    })

    expect(response.statusCode).toBe(200)
  })

  it('is refused without an Element token, and with a wrong one', async () => {
    await using server = await aServer()
    const url = `${base}/hubs/crm/contacts`

    for (const headers of [userHeaders, {}, { authorization: 'User u, Element wrong' }]) {
      const response = await server.app.inject({ url, headers })

      expect(response.statusCode).toBe(401)
      expect(response.json().message).toBe(
        'Invalid Organization or User secret, or invalid Element token provided.',
      )
    }
  })

  it('does not offer HEAD', async () => {
    await using server = await aServer()

    const response = await server.app.inject({
      method: 'HEAD',
      url: `${base}/hubs/crm/contacts`,
      headers: tokenHeaders,
    })

    expect(response.statusCode).toBe(404)
  })

  it('takes JSON along with DELETE: elements delete several records by it', async () => {
    const { hub, asked } = anAnsweringHub()
    await using server = await aServer({ hub })

    await server.app.inject({
      method: 'DELETE',
      url: `${base}/contacts`,
      headers: tokenHeaders,
      payload: { ids: [1, 2] },
    })

    expect(asked[0]?.body).toEqual({ ids: [1, 2] })
  })

  it('ignores what clients send with DELETE by mistake, whatever its media type says', async () => {
    const { hub, asked } = anAnsweringHub()
    await using server = await aServer({ hub })

    for (const type of ['application/json', 'nonsense', 'text/xml']) {
      const response = await server.app.inject({
        method: 'DELETE',
        url: `${base}/contacts/42`,
        headers: { ...tokenHeaders, 'content-type': type },
        payload: 'null',
      })

      expect(response.statusCode).toBe(200)
      expect(response.body).toBe('')
    }
    expect(asked.map((request) => request.body)).toEqual([undefined, undefined, undefined])
  })
})

describe('The body of a resource call', () => {
  async function bodyOf(type: string, payload: string): Promise<unknown> {
    let body: unknown
    const execute = async (request: HubRequest) => {
      body = request.body instanceof Readable ? `stream: ${await text(request.body)}` : request.body
      return { status: 200, headers: {}, body: undefined }
    }
    await using server = await aServer({ hub: { execute } })
    await server.app.inject({
      method: 'POST',
      url: `${base}/contacts`,
      headers: { ...tokenHeaders, ...(type === '' ? {} : { 'content-type': type }) },
      payload,
    })
    return body
  }

  it.each([
    ['application/json', '{"a":1}', { a: 1 }],
    ['application/vnd.x+json; charset=utf-8', '[1]', [1]],
    ['application/json', 'null', null],
    ['application/json', '"text"', 'text'],
    ['application/json', '', undefined],
    ['application/json', '{"__proto__":{"x":1},"a":1}', { a: 1 }],
    ['text/plain', 'hello', 'hello'],
    ['text/csv', 'a,b', 'a,b'],
    ['application/octet-stream', 'bytes', 'stream: bytes'],
    ['application/soap+xml', '<a/>', '<a/>'],
    ['application/x-www-form-urlencoded', 'a=1&b=2&b=3', { a: '1', b: ['2', '3'] }],
    ['', 'bytes', 'stream: bytes'],
  ])('of type "%s": %s arrives as %o', async (type, payload, body) => {
    expect(await bodyOf(type, payload)).toEqual(body)
  })

  it('is refused beyond the bound of JSON, and beyond that of streams', async () => {
    const { hub } = anAnsweringHub()
    await using server = await aServer({ hub })
    const post = (type: string, length: number) =>
      server.app.inject({
        method: 'POST',
        url: `${base}/contacts`,
        headers: { ...tokenHeaders, 'content-type': type },
        payload: 'x'.repeat(length),
      })

    expect((await post('application/json', 10_001)).json()).toMatchObject({
      status: 413,
      code: 'payload_too_large',
    })
    expect((await post('image/png', 20_001)).json()).toMatchObject({ code: 'payload_too_large' })
    expect((await post('image/png', 19_999)).statusCode).toBe(200)
  })

  it('is refused when it is no JSON, without repeating what it holds', async () => {
    await using server = await aServer()

    const response = await server.app.inject({
      method: 'POST',
      url: `${base}/contacts`,
      headers: { ...tokenHeaders, 'content-type': 'application/json' },
      payload: '{"password":"hunter2"',
    })

    expect(response.statusCode).toBe(400)
    expect(response.json().code).toBe('invalid_request')
    expect(response.body).not.toContain('hunter2')
  })

  it('streams beyond its bound are cut off, and the next request on the connection is heard', async () => {
    const execute = async ({ body }: HubRequest) => {
      if (body instanceof Readable) await text(body)
      return { status: 200, headers: {}, body: 'fine' }
    }
    await using server = await aServer({ hub: { execute } })
    const url = `${await server.app.listen({ port: 0 })}${base}/files`
    const headers = { ...tokenHeaders, 'content-type': 'image/png' }
    const chunks = Readable.from(Array.from({ length: 30 }, () => Buffer.alloc(1000)))

    const cut = await fetch(url, { method: 'POST', headers, body: chunks, duplex: 'half' })
    const next = await fetch(url, { method: 'POST', headers, body: 'small' })

    expect([cut.status, next.status]).toEqual([413, 200])
  })

  describe('that is a multipart form', () => {
    const boundary = 'x'
    const headers = { ...tokenHeaders, 'content-type': `multipart/form-data; boundary=${boundary}` }
    const part = (name: string, content: string, file?: string) =>
      `--x\r\nContent-Disposition: form-data; name="${name}"${file ? `; filename="${file}"\r\nContent-Type: text/csv` : ''}\r\n\r\n${content}\r\n`

    it('comes with its text fields read, its files as streams', async () => {
      const seen: unknown[] = []
      const execute = async ({ body }: HubRequest) => {
        const upload = body as Upload
        seen.push(upload.fields, upload.firstFile)
        for await (const one of upload.parts) {
          const isOne = isFile(one)
          seen.push(isOne ? [one.fileName, one.contentType, await text(one.content)] : one)
        }
        return { status: 200, headers: {}, body: undefined }
      }
      await using server = await aServer({ hub: { execute } })

      await server.app.inject({
        method: 'POST',
        url: `${base}/files`,
        headers,
        payload: `${part('a', '1')}${part('f', 'x,y', 'f.csv')}${part('late', '2')}${part('g', 'z', 'g.csv')}--x--\r\n`,
      })

      expect(seen).toEqual([
        { a: '1' },
        'f',
        ['f.csv', 'text/csv', 'x,y'],
        { name: 'late', value: '2' },
        ['g.csv', 'text/csv', 'z'],
      ])
    })

    it('is not read further than its file is, nor held by those who read nothing', async () => {
      const { hub } = anAnsweringHub({ body: 'fine' })
      await using server = await aServer({ hub })
      const url = `${await server.app.listen({ port: 0 })}${base}/files`
      const body = `${part('f', 'x'.repeat(15_000), 'f.csv')}--x--\r\n`

      for (let round = 0; round < 3; round++) {
        const response = await fetch(url, { method: 'POST', headers, body })

        expect(await response.json()).toBe('fine')
      }
    })

    it.each([
      ['without a boundary', 'multipart/form-data', 'x', 'Boundary not found'],
      ['cut off in a field', 'multipart/form-data; boundary=x', '--x\r\nContent-Dis', 'multipart'],
    ])('%s is refused', async (_what, type, payload, words) => {
      await using server = await aServer()

      const response = await server.app.inject({
        method: 'POST',
        url: `${base}/files`,
        headers: { ...tokenHeaders, 'content-type': type },
        payload,
      })

      expect(response.json()).toMatchObject({ status: 400, code: 'invalid_request' })
      expect(response.json().message).toContain(words)
    })

    it('with more fields than anybody fills in is refused', async () => {
      await using server = await aServer()
      const payload = `${Array.from({ length: 201 }, (_, i) => part(`f${i}`, '')).join('')}--x--\r\n`

      const response = await server.app.inject({
        method: 'POST',
        url: `${base}/files`,
        headers,
        payload,
      })

      expect(response.json()).toMatchObject({ code: 'payload_too_large' })
    })
  })

  it('that nobody reads does not hold the connection', async () => {
    const { hub } = anAnsweringHub({ body: 'fine' })
    await using server = await aServer({ hub })
    const url = `${await server.app.listen({ port: 0 })}${base}/files`
    const headers = { ...tokenHeaders, 'content-type': 'image/png' }

    for (let round = 0; round < 3; round++) {
      const response = await fetch(url, { method: 'POST', headers, body: Buffer.alloc(19_000) })

      expect(await response.json()).toBe('fine')
    }
  })
})

describe('The answer of a resource call', () => {
  it('names the instance and the request, and carries the runtime’s headers', async () => {
    const { hub } = anAnsweringHub({ body: [], headers: { 'elements-returned-count': '0' } })
    await using server = await aServer({ hub })

    const { headers } = await server.app.inject({ url: `${base}/contacts`, headers: tokenHeaders })

    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'elements-element-instance-id': '31',
      'elements-returned-count': '0',
      'elements-request-id': expect.stringMatching(/^[0-9a-f]{24}$/),
    })
  })

  it.each([null, 0, false, '', 'text', { a: [1] }])('is JSON for %o', async (body) => {
    const { hub } = anAnsweringHub({ body })
    await using server = await aServer({ hub })

    const response = await server.app.inject({ url: `${base}/x`, headers: tokenHeaders })

    expect(response.json()).toEqual(body)
  })

  it('streams files, sandboxed, without the vendor’s cookies', async () => {
    const { hub } = anAnsweringHub({
      body: Readable.from(['<script>', '</script>']),
      headers: {
        'content-type': 'text/html',
        'set-cookie': 'a=b',
        'content-disposition': 'inline',
      },
    })
    await using server = await aServer({ hub })

    const response = await server.app.inject({ url: `${base}/files/1`, headers: tokenHeaders })

    expect(response.body).toBe('<script></script>')
    expect(response.headers).toMatchObject({
      'content-type': 'text/html',
      'content-disposition': 'inline',
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
    })
    expect(response.headers).not.toHaveProperty('set-cookie')
  })

  it('has the shape of a failure, with the vendor’s words, when the runtime fails', async () => {
    const execute = async () => {
      throw new ValenceError('vendor_rejected_request', 'Refused.', {
        status: 409,
        providerMessage: 'Duplicate',
      })
    }
    await using server = await aServer({ hub: { execute } })

    const response = await server.app.inject({ url: `${base}/contacts`, headers: tokenHeaders })

    expect(response.statusCode).toBe(409)
    expect(response.json()).toMatchObject({
      requestId: response.headers['elements-request-id'],
      message: 'Refused.',
      providerMessage: 'Duplicate',
    })
    expect(response.headers['elements-element-instance-id']).toBe('31')
  })
})

describe('The usage record of a resource call', () => {
  it.each([
    ['/contacts/42?fields=id', '/contacts/42', { fields: 'id' }],
    ['/hubs/crm/contacts/42', '/hubs/crm/contacts/42', undefined],
  ])('names path and query as they were asked for: %s', async (path, recorded, query) => {
    const { hub } = anAnsweringHub()
    await using server = await aServer({ hub })

    const response = await server.app.inject({ url: base + path, headers: tokenHeaders })

    expect(server.usage).toEqual([
      {
        requestId: response.headers['elements-request-id'],
        organizationId: 1,
        accountId: 11,
        userId: 21,
        instanceId: 31,
        elementKey: 'examplecrm',
        method: 'GET',
        path: base + recorded,
        status: 200,
        durationMs: expect.any(Number),
        at: expect.any(Date),
        query,
        requestIp: '127.0.0.1',
        error: undefined,
        vendor: undefined,
      },
    ])
  })

  it('keeps the query without secrets, and within bounds', async () => {
    const { hub } = anAnsweringHub()
    await using server = await aServer({ hub })

    await server.app.inject({
      url: `${base}/contacts?where=email='a'&apiKey=hush&tags[]=a&tags[]=b&long=${'x'.repeat(3000)}`,
      headers: tokenHeaders,
    })

    expect(server.usage[0]?.query).toEqual({
      where: "email='a'",
      apiKey: '********',
      'tags[]': ['a', 'b'],
      long: 'x'.repeat(1000),
    })
  })

  it('says what went wrong, and what the vendor was asked', async () => {
    const execute = async ({ vendorCalls, caller }: HubRequest) => {
      if (!vendorCalls) throw new Error('there is nowhere to note calls')
      vendorCalls.count = 2
      vendorCalls.last = {
        method: 'GET',
        url: 'https://api.example.com/v2/keys/hush-hush/x?token=hush',
        live: {
          id: caller.instance?.id,
          organizationId: 1,
          plan: aPlan(),
          configuration: { 'oauth.user.token': 'hush-hush', 'oauth.api.secret': 'v2' },
          credential: undefined,
        },
        status: 409,
        durationMs: 7,
      }
      throw new ValenceError('vendor_rejected_request', 'Refused.', {
        status: 409,
        providerMessage: 'Duplicate',
      })
    }
    await using server = await aServer({ hub: { execute } })

    await server.app.inject({ url: `${base}/contacts`, headers: tokenHeaders })

    expect(server.usage[0]).toMatchObject({
      status: 409,
      error: {
        code: 'vendor_rejected_request',
        message: 'Refused.',
        providerMessage: 'Duplicate',
      },
      vendor: {
        calls: 2,
        method: 'GET',
        host: 'api.example.com',
        path: '/v2/keys/********/x',
        status: 409,
        durationMs: 7,
      },
    })
  })

  it('is made for failures too, and for nobody unknown', async () => {
    const execute = async () => {
      throw new ValenceError('vendor_timeout', 'Too slow.')
    }
    await using server = await aServer({ hub: { execute } })

    await server.app.inject({ url: `${base}/contacts`, headers: tokenHeaders })
    await server.app.inject({ url: `${base}/hubs/crm/contacts` })

    expect(server.usage.map((record) => record.status)).toEqual([504])
  })
})

describe('What the server answers for every instance', () => {
  const hub = {
    ping: async () => ({ dateTime: '2026-01-01T00:00:00Z', endpoint: 'examplecrm', valid: true }),
    objectNames: async () => ['contacts'],
    objectMetadata: async () => ({ fields: [{ path: 'email', type: 'string' }] }),
  }

  it.each(['', '/hubs/crm'])('is there below "%s"', async (prefix) => {
    await using server = await aServer({ hub })
    const get = async (path: string) =>
      (await server.app.inject({ url: base + prefix + path, headers: tokenHeaders })).json()

    expect(await get('/ping')).toMatchObject({ endpoint: 'examplecrm', valid: true })
    expect(await get('/objects')).toEqual(['contacts'])
    expect(await get('/objects/contacts/metadata')).toEqual({
      fields: [{ path: 'email', type: 'string' }],
    })
    expect(await get('/objects/contacts/docs')).toHaveProperty('contacts.properties.email')
    expect(await get('/objects/nope/docs')).toMatchObject({ status: 404, code: 'not_found' })
  })

  it('gives objects with their origin to clients of that version', async () => {
    await using server = await aServer({ hub })

    const response = await server.app.inject({
      url: `${base}/objects`,
      headers: { ...tokenHeaders, 'elements-version': 'Helium' },
    })

    expect(response.json()).toEqual([{ name: 'contacts', vendorName: 'Contact', type: 'vendor' }])
  })
})
