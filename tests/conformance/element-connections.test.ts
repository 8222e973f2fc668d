/**
 * Real exports, connected and called over sockets. Each of them meets a stand-in of its vendor that refuses what the vendor
 * would refuse. The exports are in the folder `elements` below VALENCE_CORPUS and are never part of this project.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type ExportServer,
  exportsMissing,
  startExportServer,
} from '../support/vendors/export-server.ts'
import { oauth1Application, oauth1Provider } from '../support/vendors/oauth1-provider.ts'
import {
  basicPair,
  type StandIn,
  type StandInAnswer,
  type StandInRequest,
  startStandIn,
} from '../support/vendors/stand-in.ts'

const fixtures = join(import.meta.dirname, '../../packages/server/src/auth/key-store/fixtures')
const fixture = (name: string) => readFileSync(join(fixtures, name))

/** Bytes that are no text. */
const picture = Buffer.from(Array.from({ length: 2_000_000 }, (_, at) => (at * 31) % 256))

const unauthorized: StandInAnswer = { status: 401, body: { message: 'Bad credentials' } }
const bearer = ({ headers }: StandInRequest) =>
  /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1]

describe.skipIf(exportsMissing !== '')(
  `A real export, connected and called${exportsMissing}`,
  () => {
    let server: ExportServer
    const vendors: Record<string, StandIn> = {}
    const vendor = (name: string) => vendors[name] as StandIn

    const connect = (key: string, configuration: object, more: object = {}) =>
      server.api.call('POST', '/instances', {
        body: { name: key, element: { key }, configuration, ...more },
      })
    const call = (token: string, method: string, path: string, options: object = {}) =>
      server.api.call(method, path, { authorization: server.api.withToken(token), ...options })
    /** Connect and fail the test with the server's words when that fails. */
    async function connected(key: string, configuration: object, more: object = {}) {
      const { body, status, text } = await connect(key, configuration, more)
      expect(status, text).toBe(200)
      return body as { id: number; token: string; configuration: Record<string, string> }
    }

    beforeAll(async () => {
      const tls = {
        key: fixture('server.key.pem'),
        cert: fixture('server.pem'),
        ca: fixture('ca.pem'),
        requestCert: true,
        rejectUnauthorized: true,
      }
      vendors['trello'] = await startStandIn(oauth1Provider(() => vendor('trello').url, trelloApi))
      vendors['github'] = await startStandIn(githubApi)
      vendors['dice'] = await startStandIn(diceApi())
      vendors['calculator'] = await startStandIn(calculator)
      vendors['knowledge'] = await startStandIn(knowledgeBase)
      vendors['fullcontact'] = await startStandIn(({ headers, query }) =>
        headers['x-fullcontact-apikey'] === 'the-key'
          ? { body: [{ email: query.get('email') }] }
          : unauthorized,
      )
      vendors['titan'] = await startStandIn(({ query }) =>
        query.get('serviceTitanApiKey') === 'the key'
          ? { body: { data: [{ id: 1 }] } }
          : unauthorized,
      )
      vendors['adp'] = await startStandIn(payroll, tls)
      vendors['tokens'] = await startStandIn(clientCredentials)
      const adp = vendor('adp').url
      server = await startExportServer(
        {
          trello: {
            'https://trello.com': vendor('trello').url,
            'https://api.trello.com': vendor('trello').url,
          },
          github_max_test: {
            'https://github.com': vendor('github').url,
            'https://api.github.com': vendor('github').url,
          },
          dice: {
            'https://secure.dice.com': vendor('dice').url,
            'https://talent-api.dice.com': vendor('dice').url,
          },
          democalculator: { 'http://www.dneonline.com': vendor('calculator').url },
          knowledgeowl: { 'https://app.knowledgeowl.com': vendor('knowledge').url },
          fullcontact: { 'https://api.fullcontact.com': vendor('fullcontact').url },
          servicetitan: { 'https://api.servicetitan.com': vendor('titan').url },
          adpvantage: { 'https://accounts.adp.com': adp, 'https://api.adp.com': adp },
        },
        { machine: machineElement(vendor('tokens').url) },
      )
    })
    afterAll(async () => {
      await server?.stop()
      for (const one of Object.values(vendors)) await one.stop()
    })

    describe('with OAuth 1.0, its parameters in the query', () => {
      const { client, temporary } = oauth1Application
      const application = { apiKey: client.key, apiSecret: client.secret }
      const keys = { 'oauth.api.key': client.key, 'oauth.api.secret': client.secret }

      it('asks for consent and signs every call', async () => {
        const query = new URLSearchParams({ ...application, callbackUrl: 'https://app.example/cb' })
        const tokens = await server.api.call('GET', `/elements/trello/oauth/token?${query}`)
        expect(tokens.body, tokens.text).toEqual({
          token: temporary.token,
          secret: temporary.secret,
        })

        const consent = await server.api.call(
          'GET',
          `/elements/trello/oauth/url?${query}&requestToken=${tokens.body.token}`,
        )
        expect(consent.body.oauthUrl).toBe(
          `${vendor('trello').url}/1/OAuthAuthorizeToken?scope=read,write&expiration=never&oauth_token=temp`,
        )

        const { token, configuration } = await connected('trello', keys, {
          providerData: {
            oauth_token: tokens.body.token,
            oauth_verifier: temporary.verifier,
            secret: tokens.body.secret,
          },
        })
        expect(configuration['oauth.user.token.secret']).toBe('********')

        const read = await call(token, 'GET', '/boards/b%20(1)')
        const made = await call(token, 'POST', '/boards', { body: { name: "It's *new*" } })
        expect([read.body, made.body]).toEqual([
          { id: '/1/boards/b%20(1)' },
          { name: "It's *new*" },
        ])
        expect(vendor('trello').requests.at(-1)?.headers.authorization).toBeUndefined()
      })

      it('is refused with a verifier that nobody gave, and without one', async () => {
        const proof = {
          oauth_token: temporary.token,
          oauth_verifier: 'guessed',
          secret: temporary.secret,
        }
        const guessed = await connect('trello', keys, { providerData: proof })
        const none = await connect('trello', keys)

        expect([guessed.body.code, none.body.code]).toEqual([
          'code_rejected',
          'missing_configuration',
        ])
        expect(guessed.body.providerMessage).toBe('verifier_invalid')
      })
    })

    describe('with OAuth 2.0 and a token endpoint that answers a form', () => {
      const configuration = {
        'github.organization': 'acme',
        'github.repository': 'site',
        'oauth.api.key': 'id',
        'oauth.api.secret': 'secret',
        'oauth.callback.url': 'https://app.example/cb',
      }

      it('calls with the token', async () => {
        const { token } = await connected('github_max_test', configuration, {
          providerData: { code: 'good' },
        })

        expect((await call(token, 'GET', '/me')).body).toEqual({ login: 'ada' })
      })

      it('is refused with the vendor’s words for a used code', async () => {
        const { status, body } = await connect('github_max_test', configuration, {
          providerData: { code: 'used' },
        })

        expect([status, body.code]).toEqual([400, 'code_rejected'])
        expect(body.providerMessage).toContain('bad_verification_code')
      })

      it('tells the vendor where to report events when they are on, and takes that back when it fails later', async () => {
        const { id } = await connected(
          'github_max_test',
          { ...configuration, 'event.notification.enabled': 'true' },
          { providerData: { code: 'good' } },
        )

        const hook = vendor('github').requests.findLast(({ path }) => path.endsWith('/hooks'))
        expect(JSON.parse(hook?.text ?? '').config.url).toBe(
          `${server.api.url}/elements/api-v2/events/github_max_test/${Buffer.from(String(id)).toString('base64')}`,
        )
        const refused = await connect(
          'github_max_test',
          { ...configuration, 'github.repository': 'full', 'event.notification.enabled': 'true' },
          { providerData: { code: 'good' } },
        )
        expect([refused.status, refused.body.providerMessage]).toEqual([422, 'Too many hooks'])
      })
    })

    describe('with a password grant that a resource of the element makes', () => {
      const configuration = {
        username: 'ada',
        password: 'pass word',
        grant_type: 'password',
        'oauth.api.key': 'id',
        'oauth.api.secret': 'secret',
        'oauth.authorization.url': 'unused',
        'oauth.callback.url': 'unused',
      }

      it('gets its tokens, and others when their time is over', async () => {
        const { token, configuration: shown } = await connected('dice', configuration)
        const first = await call(token, 'GET', '/profiles/7')
        // The vendor gives tokens for two seconds, and nothing to refresh them with.
        await new Promise((resolve) => setTimeout(resolve, 2_500))
        vendor('dice').requests.length = 0
        const answers = await Promise.all(
          [1, 2, 3].map((n) => call(token, 'GET', `/profiles/${n}`)),
        )

        expect(shown['oauth.user.token']).toBe('********')
        expect(first.body).toEqual({ id: '7' })
        expect(answers.map(({ text }) => text)).toEqual(['{"id":"1"}', '{"id":"2"}', '{"id":"3"}'])
        const grants = vendor('dice').requests.filter(({ path }) => path === '/oauth/token')
        expect(grants).toHaveLength(1)
      })

      it('is refused for a wrong password, which nobody repeats', async () => {
        const { status, body, text } = await connect('dice', {
          ...configuration,
          password: 'wrong-password',
        })

        expect([status, body.code], text).toEqual([400, 'vendor_rejected_request'])
        expect(text).not.toContain('wrong-password')
      })
    })

    describe('over SOAP', () => {
      it('adds, and says what the vendor’s fault says', async () => {
        const { token } = await connected('democalculator', {
          'base.url': `${vendor('calculator').url}/calculator.asmx`,
        })

        const sum = await call(token, 'POST', '/add?intA=2&intB=40')
        const fault = await call(token, 'POST', '/divide', { body: { intA: 1, intB: 0 } })

        expect(sum.body, sum.text).toMatchObject({ AddResponse: { AddResult: '42' } })
        expect([fault.status, fault.body.providerMessage]).toEqual([
          502,
          'Attempted to divide by zero.',
        ])
      })
    })

    describe('with Basic authentication', () => {
      const configuration = { username: 'api', password: 'key' }

      it('is validated before it is made', async () => {
        const wrong = await connect('knowledgeowl', { ...configuration, username: 'other' })

        expect([wrong.status, wrong.body.message]).toEqual([401, 'Invalid API Key provided.'])
        await connected('knowledgeowl', configuration)
      })

      it('keeps what it had when its new password is wrong', async () => {
        const { id, token } = await connected('knowledgeowl', configuration)

        const changed = await server.api.call('PATCH', `/instances/${id}`, {
          body: { configuration: { password: 'wrong' } },
        })
        const renamed = await server.api.call('PATCH', `/instances/${id}`, {
          body: { name: 'Renamed', configuration: { password: '********' } },
        })

        expect([changed.status, renamed.status]).toEqual([401, 200])
        expect((await call(token, 'GET', '/articles')).status).toBe(200)
      })

      it('streams a file on, with its fields', async () => {
        const { token } = await connected('knowledgeowl', configuration)
        const form = new FormData()
        const bytes = Buffer.alloc(3_000_000, 'valence ')
        form.set('file', new File([bytes], 'logo.png', { type: 'image/png' }))

        const response = await fetch(
          `${server.api.url}/elements/api-v2/files?project_id=p1&name=Logo`,
          { method: 'POST', headers: { authorization: server.api.withToken(token) }, body: form },
        )

        expect(await response.json()).toEqual({
          fields: ['project_id', 'name'],
          file: 'logo.png image/png 3000000',
        })
      })
    })

    it('with an API key in a header', async () => {
      const { token, configuration } = await connected('fullcontact', { key: 'the-key' })

      const found = await call(token, 'GET', "/contacts?where=email='a@b.c'")

      expect(configuration['key']).toBe('********')
      expect(found.body).toEqual([{ email: 'a@b.c' }])
    })

    it('with an API key in the query', async () => {
      const { token } = await connected('servicetitan', { 'api.key': 'the key' })

      expect((await call(token, 'GET', '/invoices')).body).toEqual([{ id: 1 }])
    })

    describe('with a client certificate, and a chain that signs it in', () => {
      const configuration = {
        'oauth.api.key': 'partner',
        'oauth.api.secret': 'partner-secret',
        'subscriber.organization.oid': 'org',
        'base64.encoded.jks': fixture('client.jks').toString('base64'),
        'jks.password': 'changeit',
      }

      it('signs in once more, for all who wait, when its time is over', async () => {
        const instance = await connected('adpvantage', configuration)
        const steps = vendor('adp').requests.map(({ path }) => path.split('/').at(-1))
        expect(steps).toEqual([
          'token',
          'consumer-application-subscription-credentials.read',
          'token',
        ])
        expect(basicPair(vendor('adp').requests.at(-1) as StandInRequest)).toBe(
          'tenant:tenant-secret',
        )
        for (const key of ['base64.encoded.jks', 'jks.password', 'oauth.token'])
          expect(instance.configuration[key]).toBe('********')

        // The vendor gave this token two seconds.
        await new Promise((resolve) => setTimeout(resolve, 2_500))
        vendor('adp').requests.length = 0
        const answers = await Promise.all(
          Array.from({ length: 8 }, () => call(instance.token, 'GET', '/employees')),
        )

        expect(answers.map(({ status, text }) => [status, text])).toEqual(
          Array.from({ length: 8 }, () => [200, '[{"id":"w1"}]']),
        )
        expect(vendor('adp').requests.filter(({ path }) => path.endsWith('/token'))).toHaveLength(1)
      })

      it('is refused with a wrong password of the key store', async () => {
        const { status, body } = await connect('adpvantage', {
          ...configuration,
          'jks.password': 'x',
        })

        expect([status, body.message]).toEqual([400, expect.stringContaining("'jks.password'")])
      })
    })

    describe('with the client’s own credentials', () => {
      const configuration = { 'oauth.api.key': 'id', 'oauth.api.secret': 'secret' }

      it('downloads a file as it is', async () => {
        const { token } = await connected('machine', configuration)

        const response = await fetch(`${server.api.url}/elements/api-v2/files/7`, {
          headers: { authorization: server.api.withToken(token) },
        })

        expect(Buffer.from(await response.arrayBuffer()).equals(picture)).toBe(true)
        expect(Object.fromEntries(response.headers)).toMatchObject({
          'content-type': 'image/png',
          'content-length': String(picture.length),
          'content-disposition': 'attachment; filename="7.png"',
        })
      })

      it('gets a token, calls with it, and gives it back', async () => {
        const { id, token } = await connected('machine', configuration)
        expect((await call(token, 'GET', '/things')).body).toEqual([{ id: 1 }])

        const deleted = await server.api.call('DELETE', `/instances/${id}`)

        expect(deleted.status).toBe(200)
        const revoked = vendor('tokens').requests.find(({ path }) => path === '/revoke')
        expect(revoked?.form.get('token')).toBe('machine-token')
      })

      it('is refused with the wrong ones', async () => {
        const { status, body } = await connect('machine', {
          ...configuration,
          'oauth.api.secret': 'no',
        })

        expect([status, body.code]).toEqual([400, 'client_rejected'])
      })
    })
  },
)

function trelloApi({ method, path, query }: StandInRequest): StandInAnswer {
  return method === 'POST' ? { body: { name: query.get('name') } } : { body: { id: path } }
}

/** Answers tokens as a form, errors with status 200. */
function githubApi(request: StandInRequest): StandInAnswer {
  const { path, form } = request
  if (path === '/login/oauth/access_token') {
    const isKnown = form.get('client_id') === 'id' && form.get('client_secret') === 'secret'
    const body = !isKnown
      ? 'error=incorrect_client_credentials'
      : form.get('code') === 'good'
        ? 'access_token=gho_1&scope=repo&token_type=bearer'
        : 'error=bad_verification_code&error_description=The+code+passed+is+incorrect+or+expired.'
    return { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body }
  }
  if (bearer(request) !== 'gho_1') return unauthorized
  if (path === '/repos/acme/full/hooks') return { status: 422, body: { message: 'Too many hooks' } }
  if (path.endsWith('/hooks')) return { status: 201, body: { id: 5 } }
  return { body: { login: 'ada' } }
}

/** Tokens live for two seconds. */
function diceApi(): (request: StandInRequest) => StandInAnswer {
  const ends = new Map<string, number>()
  return (request) => {
    const { path, form } = request
    if (path === '/oauth/token') {
      if (basicPair(request) !== 'id:secret')
        return { status: 401, body: { error: 'invalid_client' } }
      const isKnown = form.get('grant_type') === 'password' && form.get('password') === 'pass word'
      if (!isKnown) return { status: 401, body: { error: 'unauthorized' } }
      const token = `dice-${ends.size + 1}`
      ends.set(token, Date.now() + 2_000)
      return { body: { access_token: token, expires_in: 2 } }
    }
    const isAlive = (ends.get(bearer(request) ?? '') ?? 0) > Date.now()
    return isAlive ? { body: { id: path.split('/').at(-1) } } : unauthorized
  }
}

function calculator({ text, headers }: StandInRequest): StandInAnswer {
  const xml = { 'content-type': 'text/xml; charset=utf-8' }
  const envelope = (body: string) =>
    `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>${body}</soap:Body></soap:Envelope>`
  const operand = (name: string) => Number(new RegExp(`${name}>(-?\\d+)<`).exec(text)?.[1])
  const action = /\/(\w+)"?$/.exec(String(headers['soapaction']))?.[1]
  if (action === 'Divide' && operand('intB') === 0)
    return {
      status: 500,
      headers: xml,
      body: envelope(
        '<soap:Fault><faultcode>soap:Server</faultcode><faultstring>Attempted to divide by zero.</faultstring></soap:Fault>',
      ),
    }
  const sum = operand('intA') + operand('intB')
  return {
    headers: xml,
    body: envelope(
      `<AddResponse xmlns="http://tempuri.org/"><AddResult>${sum}</AddResult></AddResponse>`,
    ),
  }
}

/** Says 200 to a wrong key, and lists what a form brought. */
function knowledgeBase(request: StandInRequest): StandInAnswer {
  if (basicPair(request) !== 'api:key') return { body: { data: 'Invalid object ID' } }
  if (!request.path.endsWith('/file.json')) return { body: { data: [] } }
  const text = request.bytes.toString('latin1')
  const boundary = /boundary=(\S+)/.exec(request.headers['content-type'] ?? '')?.[1]
  const parts = text.split(`--${boundary}`).slice(1, -1)
  const named = parts.map((part) => /name="([^"]*)"/.exec(part)?.[1])
  const file = parts.find((part) => part.includes('filename='))
  const [head = '', content = ''] = (file ?? '').split('\r\n\r\n')
  return {
    body: {
      fields: named.filter((name) => name !== 'file'),
      file: `${/filename="([^"]*)"/.exec(head)?.[1]} ${/Content-Type: (\S+)/.exec(head)?.[1]} ${content.length - 2}`,
    },
  }
}

/** Partner and tenant have credentials of their own; the partner's lead to the tenant's. Tokens live for two seconds. */
function payroll(request: StandInRequest): StandInAnswer {
  const tokens: Record<string, string> = {
    'partner:partner-secret': 'partner-token',
    'tenant:tenant-secret': 'tenant-token',
  }
  if (request.path.endsWith('/token')) {
    const token = tokens[basicPair(request) ?? '']
    if (!token || request.form.get('grant_type') !== 'client_credentials') return unauthorized
    return { body: { access_token: token, expires_in: 2 } }
  }
  if (request.path.endsWith('credentials.read')) {
    const filter = JSON.parse(request.text).events[0].data.transform.queryParameter
    if (bearer(request) !== 'partner-token' || !filter.endsWith("eq 'org'")) return unauthorized
    const credentials = [{ clientID: 'tenant', clientSecret: 'tenant-secret' }]
    const output = { consumerApplicationSubscriptionCredentials: credentials }
    return { body: { events: [{ data: { output } }] } }
  }
  return bearer(request) === 'tenant-token' ? { body: { workers: [{ id: 'w1' }] } } : unauthorized
}

function clientCredentials(request: StandInRequest): StandInAnswer {
  const { path, form } = request
  if (path === '/revoke') return {}
  if (path === '/token') {
    const isKnown =
      basicPair(request) === 'id:secret' && form.get('grant_type') === 'client_credentials'
    return isKnown
      ? { body: { access_token: 'machine-token', token_type: 'Bearer', expires_in: '3600' } }
      : { status: 401, body: { error: 'invalid_client' } }
  }
  if (bearer(request) !== 'machine-token') return unauthorized
  if (path !== '/files/7') return { body: [{ id: 1 }] }
  const headers = {
    'content-type': 'image/png',
    'content-length': String(picture.length),
    'content-disposition': 'attachment; filename="7.png"',
  }
  return { headers, body: picture }
}

/** No export has this authentication: an element as its documentation would describe it. */
function machineElement(url: string): object {
  const entry = (key: string, defaultValue?: string) => ({
    key,
    name: key,
    type: 'TEXTFIELD_128',
    defaultValue,
  })
  return {
    key: 'machine',
    name: 'Machine',
    hub: 'general',
    authentication: { type: 'oauth2ClientCredentials' },
    configuration: [
      entry('base.url', url),
      entry('oauth.token.url', `${url}/token`),
      entry('oauth.token.revoke_url', `${url}/revoke`),
      entry('oauth.token.client_authentication', 'basic'),
      { ...entry('oauth.api.key'), required: true },
      { ...entry('oauth.api.secret'), required: true },
    ],
    resources: ['things', 'files/{id}'].map((path) => ({
      path: `/hubs/general/${path}`,
      vendorPath: `/${path}`,
      method: 'GET',
      vendorMethod: 'GET',
      type: 'api',
    })),
  }
}
