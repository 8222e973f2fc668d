import { createServer, type RequestListener, type Server } from 'node:http'
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Server as TcpServer,
} from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { createHttpClient, type HttpClientOptions } from './egress-client.ts'
import { NotConnected, toCallFailure } from './egress-failure.ts'
import { parseEgressAllow } from './egress-policy.ts'
import type { HttpClient } from './http-client.ts'
import { discardBody, readBody } from './read-body.ts'

describe('the HTTP client', () => {
  const open: (Server | TcpServer | HttpClient)[] = []
  afterEach(async () => {
    for (const thing of open.splice(0)) {
      if ('closeAllConnections' in thing) {
        thing.closeAllConnections()
        await new Promise((resolve) => thing.close(resolve))
      } else if ('listen' in thing) await new Promise((resolve) => thing.close(resolve))
      else await thing.close()
    }
  })

  async function vendor(listener: RequestListener): Promise<number> {
    const server = createServer(listener)
    open.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return (server.address() as AddressInfo).port
  }

  function client(allow: string, options: Partial<HttpClientOptions> = {}): HttpClient {
    const made = createHttpClient({ policy: parseEgressAllow(allow), ...options })
    open.push(made)
    return made
  }

  const get = (url: string, timeoutMs = 5000) => ({ method: 'GET', url, headers: {}, timeoutMs })

  it('gives status, flat headers and the bytes', async () => {
    const port = await vendor((_request, response) =>
      response.writeHead(201, { 'x-a': ['1', '2'] }).end('hello'),
    )

    const answer = await client('loopback').request(get(`http://127.0.0.1:${port}/`))

    expect(answer).toMatchObject({ status: 201, headers: { 'x-a': '1, 2' } })
    expect((await readBody(answer, 100)).toString()).toBe('hello')
  })

  describe('given a compressed body', () => {
    it.each([
      ['gzip', gzipSync],
      ['x-gzip', gzipSync],
      ['GZIP', gzipSync],
      ['deflate', deflateSync],
      ['br', brotliCompressSync],
    ] as const)(
      'decodes %s, and drops the headers that spoke of the coding',
      async (name, pack) => {
        const packed = pack('packed')
        const port = await vendor((_request, response) =>
          response
            .writeHead(200, { 'content-encoding': name, 'content-length': packed.length })
            .end(packed),
        )

        const answer = await client('loopback').request(get(`http://127.0.0.1:${port}/`))

        expect((await readBody(answer, 100)).toString()).toBe('packed')
        expect(Object.keys(answer.headers)).not.toContain('content-encoding')
        expect(Object.keys(answer.headers)).not.toContain('content-length')
      },
    )

    it.each([
      ['GET', 200],
      ['GET', 204],
      ['HEAD', 200],
    ])('takes an empty answer to %s with status %i for empty', async (method, status) => {
      const port = await vendor((_request, response) =>
        response.writeHead(status, { 'content-encoding': 'gzip' }).end(),
      )

      const answer = await client('loopback').request({
        ...get(`http://127.0.0.1:${port}/`),
        method,
      })

      expect(await readBody(answer, 100)).toHaveLength(0)
    })

    it('counts the decoded bytes, so that a small file can’t fill the memory', async () => {
      const port = await vendor((_request, response) =>
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(100_000))),
      )

      const answer = await client('loopback').request(get(`http://127.0.0.1:${port}/`))

      await expect(readBody(answer, 10_000)).rejects.toMatchObject({ code: 'vendor_failed' })
    })

    it('says that what came is not what it is called', async () => {
      const port = await vendor((_request, response) =>
        response.writeHead(200, { 'content-encoding': 'gzip' }).end('plain text'),
      )

      const answer = await client('loopback').request(get(`http://127.0.0.1:${port}/`))

      await expect(readBody(answer, 100)).rejects.toMatchObject({ code: 'vendor_failed' })
    })

    it('leaves a coding it does not know as it is', async () => {
      const port = await vendor((_request, response) =>
        response.writeHead(200, { 'content-encoding': 'snappy' }).end('raw'),
      )

      const answer = await client('loopback').request(get(`http://127.0.0.1:${port}/`))

      expect(answer.headers['content-encoding']).toBe('snappy')
      expect((await readBody(answer, 100)).toString()).toBe('raw')
    })
  })

  it('asks for compression and names itself, unless the request does', async () => {
    const port = await vendor((request, response) =>
      response.end(JSON.stringify(request.rawHeaders)),
    )
    const seen = async (headers: Record<string, string>) => {
      const answer = await client('loopback').request({
        ...get(`http://127.0.0.1:${port}/`),
        headers,
      })
      return (await readBody(answer, 1000)).toString()
    }

    expect(await seen({})).toMatch(/"accept-encoding","gzip, br","user-agent","Valence"/)
    expect(await seen({ 'Accept-Encoding': 'identity', 'User-Agent': 'Element' })).not.toMatch(
      /gzip|Valence/,
    )
  })

  it('refuses a name that resolves to a closed address, at the moment of connecting', async () => {
    const port = await vendor((_request, response) => response.end('secret'))
    const http = client('', { lookup: async () => ['127.0.0.1'] })

    await expect(http.request(get(`http://rebound.example:${port}/`))).rejects.toMatchObject({
      code: 'egress_denied',
    })
  })

  it.each([
    'http://127.0.0.1:%s/',
    'http://0x7f.1:%s/',
    'http://2130706433:%s/',
    'http://[::1]:%s/',
  ])('refuses a literal address in whatever spelling: %s', async (template) => {
    const port = await vendor((_request, response) => response.end('secret'))

    await expect(
      client('').request(get(template.replace('%s', String(port)))),
    ).rejects.toMatchObject({ code: 'egress_denied' })
  })

  it('asks DNS anew for each connection, and judges each answer', async () => {
    const port = await vendor((_request, response) =>
      response.writeHead(200, { connection: 'close' }).end('ok'),
    )
    const answers = [['127.0.0.1'], ['127.0.0.2']]
    const http = client(`127.0.0.1:${port}`, { lookup: async () => answers.shift() ?? [] })

    const first = await http.request(get(`http://rebinding.example:${port}/`))
    await readBody(first, 100)

    await expect(http.request(get(`http://rebinding.example:${port}/`))).rejects.toMatchObject({
      code: 'egress_denied',
    })
  })

  it('connects to the open ones of several addresses only, and tries the next when one is dead', async () => {
    const port = await vendor((_request, response) => response.end('ok'))
    const lookup = async () => ['10.0.0.1', '127.0.0.9', '127.0.0.1']
    const http = client('loopback', { lookup })

    const answer = await http.request(get(`http://several.example:${port}/`))

    expect((await readBody(answer, 100)).toString()).toBe('ok')
  })

  it('connects to the very address it judged', async () => {
    const port = await vendor((request, response) => response.end(request.headers.host))
    const http = client('vendor.example', { lookup: async () => ['127.0.0.1'] })

    const answer = await http.request(get(`http://vendor.example:${port}/`))

    expect((await readBody(answer, 100)).toString()).toBe(`vendor.example:${port}`)
  })

  it('judges every redirect again', async () => {
    const inner = await vendor((_request, response) => response.end('secret'))
    const outer = await vendor((_request, response) =>
      response.writeHead(302, { location: `http://127.0.0.1:${inner}/` }).end(),
    )

    const request = client(`127.0.0.1:${outer}`).request({
      ...get(`http://127.0.0.1:${outer}/`),
      maxRedirects: 3,
    })

    await expect(request).rejects.toMatchObject({ code: 'egress_denied' })
  })

  it('judges where the name of a redirect leads', async () => {
    const inner = await vendor((_request, response) => response.end('secret'))
    const outer = await vendor((_request, response) =>
      response.writeHead(302, { location: `http://inner.example:${inner}/` }).end(),
    )
    const http = client(`127.0.0.1:${outer}`, { lookup: async () => ['127.0.0.1'] })

    const request = http.request({ ...get(`http://127.0.0.1:${outer}/`), maxRedirects: 3 })

    await expect(request).rejects.toMatchObject({ code: 'egress_denied' })
  })

  describe('following a redirect', () => {
    const secrets = { Authorization: 'Bearer t', Cookie: 'c=1', 'X-Api-Key': 'k', Accept: 'a/b' }
    const echo: RequestListener = (request, response) =>
      response.end(JSON.stringify(request.headers))

    async function headersSeen(first: number): Promise<Record<string, string>> {
      const answer = await client('loopback').request({
        ...get(`http://127.0.0.1:${first}/`),
        headers: secrets,
        maxRedirects: 1,
      })
      return JSON.parse((await readBody(answer, 1000)).toString())
    }

    it('to another origin, takes no header along that may hold a secret', async () => {
      const other = await vendor(echo)
      const first = await vendor((_request, response) =>
        response.writeHead(302, { location: `http://127.0.0.1:${other}/` }).end(),
      )

      const seen = await headersSeen(first)

      expect(seen).toMatchObject({ accept: 'a/b', 'user-agent': 'Valence' })
      expect(Object.keys(seen)).not.toEqual(
        expect.arrayContaining([expect.stringMatching(/authorization|cookie|x-api-key/)]),
      )
    })

    it('within its origin, keeps the headers', async () => {
      const port = await vendor((request, response) => {
        if (request.url === '/') response.writeHead(307, { location: '/next' }).end('moved')
        else echo(request, response)
      })

      expect(await headersSeen(port)).toMatchObject({ authorization: 'Bearer t', 'x-api-key': 'k' })
    })

    it('goes no further than it was told, nor where the address is none', async () => {
      const port = await vendor((request, response) =>
        response
          .writeHead(302, { location: request.url === '/bad' ? 'http://[bad' : '/again' })
          .end(),
      )
      const http = client('loopback')
      const ask = (path: string, method = 'GET') =>
        http.request({ ...get(`http://127.0.0.1:${port}${path}`), method, maxRedirects: 5 })

      expect((await ask('/')).status).toBe(302)
      expect((await ask('/bad')).status).toBe(302)
      expect((await ask('/', 'POST')).status).toBe(302)
    })
  })

  it('ends at the deadline when the answer does not begin', async () => {
    const port = await vendor(() => undefined)

    await expect(
      client('loopback').request(get(`http://127.0.0.1:${port}/`, 150)),
    ).rejects.toMatchObject({ code: 'vendor_timeout', mayHaveArrived: true })
  })

  it('ends at the deadline when DNS does not answer', async () => {
    const http = client('*', { lookup: () => new Promise(() => undefined), connectTimeoutMs: 400 })

    await expect(http.request(get('http://slow-dns.example/', 150))).rejects.toMatchObject({
      code: 'vendor_timeout',
      mayHaveArrived: false,
    })
  })

  it('ends at the deadline when no connection becomes free', async () => {
    const arrived: string[] = []
    const port = await vendor((request, response) => {
      arrived.push(request.url ?? '')
      setTimeout(() => response.end('late'), 500)
    })
    const http = client('loopback', { connections: 1 })
    const first = http.request(get(`http://127.0.0.1:${port}/first`))

    await expect(http.request(get(`http://127.0.0.1:${port}/second`, 150))).rejects.toMatchObject({
      code: 'vendor_timeout',
      mayHaveArrived: false,
    })
    await readBody(await first, 100)
    await readBody(await http.request(get(`http://127.0.0.1:${port}/third`)), 100)

    expect(arrived).toEqual(['/first', '/third'])
  })

  it('ends at the deadline when the body does not', async () => {
    const port = await vendor((_request, response) => response.writeHead(200).write('begun'))

    const answer = await client('loopback').request(get(`http://127.0.0.1:${port}/`, 150))

    await expect(readBody(answer, 100)).rejects.toMatchObject({ code: 'vendor_timeout' })
  })

  it('says that nobody listens, naming the host and not the path', async () => {
    const port = await vendor((_request, response) => response.end())
    const server = open[0] as Server
    await new Promise((resolve) => server.close(resolve))
    open.splice(0, 1)

    const error = await client('loopback')
      .request(get(`http://127.0.0.1:${port}/path?secret=1`))
      .catch((caught: unknown) => caught)

    expect(error).toMatchObject({
      code: 'vendor_unreachable',
      message: expect.stringContaining('refused'),
      mayHaveArrived: false,
    })
    expect(String(error)).not.toContain('secret')
  })

  it('says that the connection broke', async () => {
    const port = await vendor((request) => request.socket.destroy())

    await expect(
      client('loopback').request(get(`http://127.0.0.1:${port}/`)),
    ).rejects.toMatchObject({ code: 'vendor_unreachable', mayHaveArrived: true })
  })

  it('says that the name is not known', async () => {
    const unknown = Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' })
    const http = client('', { lookup: () => Promise.reject(unknown) })

    await expect(http.request(get('https://nowhere.example/'))).rejects.toMatchObject({
      code: 'vendor_unreachable',
      message: 'nowhere.example cannot be reached: its name is not known.',
      mayHaveArrived: false,
      cause: unknown,
    })
  })

  it('says that the certificate is not accepted', () => {
    const expired = Object.assign(new Error('expired'), { code: 'CERT_HAS_EXPIRED' })

    expect(toCallFailure(new NotConnected(expired), 'crm.example')).toMatchObject({
      code: 'vendor_unreachable',
      message: 'crm.example cannot be reached: its certificate is not accepted (CERT_HAS_EXPIRED).',
    })
  })

  it('says that the answer is no HTTP', async () => {
    const server = createTcpServer((socket) => {
      socket.once('data', () => socket.end('SSH-2.0-example\r\n'))
      socket.on('error', () => undefined)
    })
    open.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo

    await expect(
      client('loopback').request(get(`http://127.0.0.1:${port}/`)),
    ).rejects.toMatchObject({ code: 'vendor_failed' })
  })

  it('says which header can’t be sent, and that an address is none, without their values', async () => {
    const request = { ...get('http://127.0.0.1:9999/'), headers: { 'x-key': 'hush\nhush' } }
    const http = client('loopback')

    await expect(http.request(request)).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringMatching(/^(?!.*hush).*x-key/),
    })
    await expect(http.request(get('/hush'))).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.not.stringContaining('hush'),
    })
  })

  it('reads no more than it was told to', async () => {
    const port = await vendor((request, response) => {
      if (request.url === '/announced') response.setHeader('content-length', 1000)
      else response.write('x')
      response.end('x'.repeat(request.url === '/announced' ? 1000 : 999))
    })

    for (const path of ['/', '/announced']) {
      const answer = await client('loopback').request(get(`http://127.0.0.1:${port}${path}`))
      await expect(readBody(answer, 100)).rejects.toMatchObject({ code: 'vendor_failed' })
    }
  })

  it('says that a body broke off', async () => {
    const port = await vendor((_request, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('half')
      setTimeout(() => response.destroy(), 20)
    })

    const answer = await client('loopback').request(get(`http://127.0.0.1:${port}/`))

    await expect(readBody(answer, 1000)).rejects.toMatchObject({
      code: 'vendor_unreachable',
      mayHaveArrived: true,
    })
  })

  it('lets an unwanted body go', async () => {
    const port = await vendor((_request, response) => response.end('unwanted'))
    const answer = await client('loopback').request(get(`http://127.0.0.1:${port}/`))

    discardBody(answer)

    await new Promise((resolve) => answer.body.once('close', resolve))
    expect(answer.body.errored).toBeNull()
  })
})
