/** What the console and connect links do, over HTTP, against the vendor, with two servers on one database. */
import { createHmac } from 'node:crypto'
import { createServer, type Server as HttpServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answer, Api, CallOptions } from '../support/api.ts'
import { dumpDatabase, withEmbedded } from '../support/database.ts'
import { element, type System, startSystem, vendorClient } from '../support/system.ts'

const application = {
  'oauth.api.key': vendorClient.id,
  'oauth.api.secret': vendorClient.secret,
}

/** A browser that is signed in: it has a cookie and knows its CSRF token. */
interface Browser {
  readonly cookie: string
  readonly csrfToken: string
  call(api: Api, method: string, path: string, options?: CallOptions): Promise<Answer>
}

async function signIn(system: System): Promise<Browser> {
  const { username, password } = system.credentials
  const { status, headers, body, text } = await system.api.call('POST', '/authentication/session', {
    authorization: null,
    body: { username, password },
  })
  expect(status, text).toBe(200)
  const cookie = (headers.get('set-cookie') ?? '').split(';', 1)[0] ?? ''
  const { csrfToken } = body
  return {
    cookie,
    csrfToken,
    call: (api, method, path, options = {}) =>
      api.call(method, path, {
        authorization: null,
        ...options,
        headers: { cookie, 'x-csrf-token': csrfToken, ...options.headers },
      }),
  }
}

async function eventually<T>(read: () => Promise<T>, isIt: (value: T) => boolean): Promise<T> {
  for (const end = Date.now() + 10_000; ; ) {
    const value = await read()
    if (isIt(value)) return value
    if (Date.now() > end) throw new Error(`it did not come to that: ${JSON.stringify(value)}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

describe('The console', () => {
  let system: System
  let second: Api
  let browser: Browser
  beforeAll(async () => {
    system = await startSystem({ servers: 2, env: { VALENCE_EGRESS_ALLOW: 'loopback' } })
    second = (system.servers[1] as System['servers'][0]).api
    browser = await signIn(system)
  })
  afterAll(() => system.stop())

  /** The person consents; where they come back to is the page of the console. */
  const consent = (oauthUrl: string) =>
    system.control.approve({
      redirectUri: new URL(oauthUrl).searchParams.get('redirect_uri') ?? '',
    })

  async function connect(): Promise<Answer> {
    const begun = await browser.call(system.api, 'POST', '/pending-connections', {
      body: { element, name: 'Mine', configuration: application, tags: ['own'] },
    })
    expect(begun.status, begun.text).toBe(200)
    const code = await consent(begun.body.oauthUrl)
    const path = `/pending-connections/${begun.body.state}/complete`
    return browser.call(system.api, 'POST', path, { body: { code, state: begun.body.state } })
  }

  describe('a browser session', () => {
    it('serves on every server, until it ends on all of them', async () => {
      const own = await signIn(system)
      const on = (api: Api) => own.call(api, 'GET', '/authentication/session')
      expect((await on(system.api)).body).toMatchObject({ csrfToken: own.csrfToken })
      expect((await on(second)).body).toMatchObject({ username: system.credentials.username })

      const ended = await own.call(system.api, 'DELETE', '/authentication/session')

      expect(ended.status).toBe(200)
      expect((await on(system.api)).status).toBe(401)
      await eventually(
        () => on(second),
        ({ status }) => status === 401,
      )
    })

    it('is of no use to another site', async () => {
      const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
      const answer = await browser.call(system.api, 'GET', '/authentication/secrets', { headers })

      expect(answer.status).toBe(403)
      expect(answer.text).not.toContain(system.credentials.userSecret)
    })
  })

  describe('connecting', () => {
    it('makes an instance, whose records the browser then reads', async () => {
      const { status, text, body: instance } = await connect()
      expect(status, text).toBe(200)
      expect(instance).toMatchObject({ name: 'Mine', tags: ['own'], valid: true })

      const contacts = await browser.call(system.api, 'GET', '/hubs/crm/contacts?pageSize=2', {
        authorization: `Element ${instance.token}`,
      })
      const state = await browser.call(system.api, 'GET', `/instances/${instance.id}/connection`)
      const byToken = await browser.call(system.api, 'GET', '/instances/connection', {
        authorization: `Element ${instance.token}`,
      })
      const { body: all } = await browser.call(system.api, 'GET', '/connections')

      expect(contacts.body).toHaveLength(2)
      expect(state.body).toMatchObject({
        state: 'connected',
        failures: 0,
        expiresAt: expect.stringMatching(/Z$/),
      })
      expect(byToken.body).toEqual(state.body)
      expect(all).toContainEqual(
        expect.objectContaining({ instanceId: instance.id, ...state.body }),
      )
    })

    it('can be finished on another server, once', async () => {
      const { body: begun } = await browser.call(system.api, 'POST', '/pending-connections', {
        body: { element, configuration: application },
      })
      const body = { code: await consent(begun.oauthUrl) }
      const path = `/pending-connections/${begun.state}/complete`

      const [first, again] = [
        await browser.call(second, 'POST', path, { body }),
        await browser.call(system.api, 'POST', path, { body }),
      ]
      const status = await browser.call(system.api, 'GET', `/pending-connections/${begun.state}`)

      expect(first.status, first.text).toBe(200)
      expect(again.status).toBe(409)
      expect(again.body).toMatchObject({ code: 'conflict', instanceId: first.body.id })
      expect(status.body).toMatchObject({ status: 'connected', instanceId: first.body.id })
    })

    it('brings a dead connection back to life, with the same id and token', async () => {
      const { body: instance } = await connect()
      const { body: begun } = await browser.call(system.api, 'POST', '/pending-connections', {
        body: { instanceId: instance.id },
      })
      const path = `/pending-connections/${begun.state}/complete`
      const again = await browser.call(system.api, 'POST', path, {
        body: { code: await consent(begun.oauthUrl) },
      })

      expect(again.status, again.text).toBe(200)
      expect(again.body).toMatchObject({
        id: instance.id,
        token: instance.token,
        name: 'Mine',
        tags: ['own'],
      })
    })

    it('that the person refuses says so, and is over', async () => {
      const { body: begun } = await browser.call(system.api, 'POST', '/pending-connections', {
        body: { element, configuration: application },
      })
      const path = `/pending-connections/${begun.state}/complete`
      const answer = await browser.call(system.api, 'POST', path, {
        body: { error: 'access_denied', error_description: 'The resource owner denied it.' },
      })

      expect(answer.body).toMatchObject({
        code: 'consent_refused',
        providerMessage: 'The resource owner denied it.',
      })
    })
  })

  describe('activity', () => {
    it('says what was asked, of whom, and what the vendor answered', async () => {
      const { body: instance } = await connect()
      const authorization = `Element ${instance.token}`
      const options = { authorization }
      const good = await browser.call(
        system.api,
        'GET',
        '/hubs/crm/contacts?pageSize=1&apiKey=hush',
        options,
      )
      const bad = await browser.call(system.api, 'GET', '/hubs/crm/contacts/none', options)
      const id = good.headers.get('elements-request-id')
      const read = (path: string) => browser.call(system.api, 'GET', path)
      const { body: record } = await eventually(
        () => read(`/usage/${id}`),
        ({ status }) => status === 200,
      )
      const { body: failed } = await eventually(
        () => read(`/usage?elementInstanceId=${instance.id}&status=4xx&searchText=NONE`),
        ({ status }) => status === 200,
      )

      expect(record).toMatchObject({
        request_query: { pageSize: '1', apiKey: '********' },
        request_ip: '127.0.0.1',
        status_code: 200,
        vendor_calls: expect.any(Number),
        vendor_method: 'GET',
        vendor_host: new URL(system.sandbox.url).host,
        vendor_path: '/crm/rest/v2/contacts',
        vendor_status: 200,
      })
      expect(record).not.toHaveProperty('error_code')
      expect(bad.status).toBeGreaterThanOrEqual(400)
      expect(failed).toHaveLength(1)
      expect(failed[0]).toMatchObject({
        status_code: bad.status,
        error_code: bad.body.code,
        error_message: bad.body.message,
      })
    })

    it('is counted by intervals', async () => {
      const statuses = await eventually(
        () => browser.call(system.api, 'GET', '/usage/analytics/statuses?interval=hour'),
        ({ status }) => status === 200,
      )
      const times = await browser.call(system.api, 'GET', '/usage/analytics/times?interval=day')

      expect(statuses.body.length).toBeGreaterThan(167)
      expect(statuses.body.at(-1).success).toBeGreaterThan(0)
      expect(times.body).toHaveLength(8)
      expect(times.body.at(-1).max).toBeGreaterThanOrEqual(times.body.at(-1).min)
    })

    it('is told as it happens, also of the other server', async () => {
      const { body: instance } = await connect()
      const stream = await fetch(`${system.api.url}/elements/api-v2/usage/stream`, {
        headers: { cookie: browser.cookie },
        signal: AbortSignal.timeout(30_000),
      })
      const reader = (stream.body as ReadableStream<Uint8Array>).getReader()
      let told = ''
      const hear = async (text: string) => {
        while (!told.includes(text)) {
          const { done, value } = await reader.read()
          if (done) throw new Error(`the stream ended: ${told}`)
          told += Buffer.from(value).toString()
        }
      }
      await hear('retry:')
      // The stream begins with the present, which it first has to find out.
      await new Promise((resolve) => setTimeout(resolve, 500))

      for (const api of [system.api, second]) {
        const { headers } = await browser.call(api, 'GET', '/hubs/crm/contacts?pageSize=1', {
          authorization: `Element ${instance.token}`,
        })
        await hear(`id: ${headers.get('elements-request-id')}`)
      }
      await reader.cancel()

      expect(told.match(/event: usage/g)).toHaveLength(2)
    })
  })

  describe('a connect link', () => {
    let receiver: HttpServer
    const received: { headers: IncomingHttpHeaders; body: string }[] = []
    beforeAll(async () => {
      receiver = createServer(async (request, response) => {
        let body = ''
        for await (const chunk of request) body += chunk
        received.push({ headers: request.headers, body })
        response.writeHead(204).end()
      })
      await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
    })
    afterAll(() => receiver.close())

    it('lets somebody without an account connect, and tells the organization', async () => {
      const { port } = receiver.address() as AddressInfo
      const { body: link } = await browser.call(system.api, 'POST', '/connect-links', {
        body: {
          elements: [element],
          tags: ['customer-9'],
          configuration: { [element]: application },
          branding: { name: 'Acme', color: '#0a66c2' },
          callbackUrl: `http://127.0.0.1:${port}/hook`,
          returnUrl: 'https://acme.example/done',
        },
      })
      const page = (api: Api, method: string, path: string, body?: object) =>
        api.call(method, `/connect-sessions/${link.token}${path}`, {
          authorization: null,
          ...(body ? { body } : {}),
        })

      const shown = await page(system.api, 'GET', '')
      const started = await page(system.api, 'POST', '/start', { element, configuration: {} })
      expect(started.status, started.text).toBe(200)
      const { state, oauthUrl } = started.body
      const done = await page(second, 'POST', '/complete', { state, code: await consent(oauthUrl) })
      const again = await page(system.api, 'POST', '/start', { element })
      const { body: secret } = await browser.call(
        system.api,
        'GET',
        '/connect-links/signing-secret',
      )
      await eventually(
        async () => received.length,
        (count) => count > 0,
      )

      expect(link.url).toBe(`${system.api.url}/connect/${link.token}`)
      expect(shown.body).toMatchObject({
        status: 'open',
        branding: { name: 'Acme', color: '#0a66c2' },
        elements: [{ key: element }],
      })
      expect(done.body).toMatchObject({
        status: 'connected',
        returnUrl: 'https://acme.example/done',
      })
      expect(again.status).toBe(409)
      const { instanceId } = done.body
      const instance = await browser.call(system.api, 'GET', `/instances/${instanceId}`)
      expect(instance.body.tags).toEqual(['customer-9'])
      const { headers, body } = received[0] as (typeof received)[0]
      expect(JSON.parse(body)).toMatchObject({
        type: 'connection.created',
        data: { instanceId, element, connectLinkId: link.id },
      })
      const key = Buffer.from(secret.secret.replace('whsec_', ''), 'base64')
      const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
      expect(headers['webhook-signature']).toBe(
        `v1,${createHmac('sha256', key).update(signed).digest('base64')}`,
      )
    })

    it('leaves no secret in the database or the log', async () => {
      const { body: link } = await browser.call(system.api, 'POST', '/connect-links', {
        body: { configuration: { [element]: application } },
      })
      const { body: begun } = await browser.call(system.api, 'POST', '/pending-connections', {
        body: { element, configuration: application },
      })
      const { body: signing } = await browser.call(
        system.api,
        'GET',
        '/connect-links/signing-secret',
      )
      await system.api.call('GET', `/connect-sessions/${link.token}`, { authorization: null })
      const dump = await withEmbedded(system.dataDir, dumpDatabase)

      const secrets = [
        link.token,
        begun.state,
        signing.secret,
        vendorClient.secret,
        browser.cookie.split('=')[1] ?? '',
        browser.csrfToken,
      ]
      const found = secrets.filter((secret) => dump.includes(secret))
      const logged = secrets.filter((secret) => system.output.join('\n').includes(secret))
      expect(secrets.every((secret) => secret.length > 12)).toBe(true)
      expect([found, logged]).toEqual([[], []])
    })
  })

  it('has pages: the console itself, the script for links, and what elements show', async () => {
    const get = (path: string, accept = 'text/html') =>
      system.api.call('GET', system.api.url + path, { authorization: null, headers: { accept } })

    const [home, script, readme, logo] = await Promise.all([
      get('/'),
      get('/connect.js'),
      get(`/elements/api-v2/elements/${element}/readme`),
      get(`/elements/api-v2/elements/${element}/logo`),
    ])

    expect(home.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(home.text).toMatch(/^<!doctype html>/i)
    expect(script.text).toContain('ValenceConnect')
    expect(readme.headers.get('content-type')).toBe('text/markdown; charset=utf-8')
    expect(logo.headers.get('content-type')).toMatch(/^image\//)
  })
})
