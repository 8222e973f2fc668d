import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { createHttpClient, type HttpClientOptions } from './egress-client.ts'
import { parseEgressAllow } from './egress-policy.ts'
import type { HttpClient } from './http-client.ts'
import { readBody } from './read-body.ts'

describe('the HTTP client', () => {
  const open: (Server | HttpClient)[] = []
  afterEach(async () => {
    for (const thing of open.splice(0)) {
      if ('closeAllConnections' in thing) {
        thing.closeAllConnections()
        await new Promise((resolve) => thing.close(resolve))
      } else await thing.close()
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

  it('decodes compressed bodies', async () => {
    const port = await vendor((_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('packed')),
    )

    const answer = await client('loopback').request(get(`http://127.0.0.1:${port}/`))

    expect((await readBody(answer, 100)).toString()).toBe('packed')
  })

  it('refuses a name that resolves to a closed address, at the moment of connecting', async () => {
    const port = await vendor((_request, response) => response.end('secret'))
    const http = client('', { lookup: async () => ['127.0.0.1'] })

    await expect(http.request(get(`http://rebound.example:${port}/`))).rejects.toMatchObject({
      code: 'egress_denied',
    })
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

  it('follows redirects of a GET without credentials for another origin', async () => {
    const other = await vendor((request, response) =>
      response.end(String(request.headers.authorization)),
    )
    const first = await vendor((_request, response) =>
      response.writeHead(302, { location: `http://127.0.0.1:${other}/` }).end(),
    )

    const answer = await client('loopback').request({
      ...get(`http://127.0.0.1:${first}/`),
      headers: { Authorization: 'Bearer t' },
      maxRedirects: 1,
    })

    expect((await readBody(answer, 100)).toString()).toBe('undefined')
  })

  it('ends at the deadline when the answer does not begin', async () => {
    const port = await vendor(() => undefined)

    await expect(
      client('loopback').request(get(`http://127.0.0.1:${port}/`, 150)),
    ).rejects.toMatchObject({ code: 'vendor_timeout' })
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
    })
    expect(String(error)).not.toContain('secret')
  })

  it('says that the connection broke', async () => {
    const port = await vendor((request) => request.socket.destroy())

    await expect(
      client('loopback').request(get(`http://127.0.0.1:${port}/`)),
    ).rejects.toMatchObject({ code: 'vendor_unreachable' })
  })

  it('reads no more than it was told to', async () => {
    const port = await vendor((_request, response) => response.end('x'.repeat(1000)))

    const answer = await client('loopback').request(get(`http://127.0.0.1:${port}/`))

    await expect(readBody(answer, 100)).rejects.toMatchObject({ code: 'vendor_failed' })
  })
})
