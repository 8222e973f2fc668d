import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { callbackUrl, element, type System, startSystem, vendorClient } from '../support/system.ts'

describe('The main job', () => {
  let system: System
  beforeAll(async () => {
    system = await startSystem()
  })
  afterAll(() => system.stop())

  describe('the consent URL', () => {
    const query = new URLSearchParams({
      apiKey: 'my-key',
      apiSecret: 'my-secret',
      callbackUrl: 'https://app.example.com/cb',
    })

    it.each(['infusionsoftcrm', '191'])(
      'is given without credentials for the element %s',
      async (keyOrId) => {
        const { status, body } = await system.api.call(
          'GET',
          `/elements/${keyOrId}/oauth/url?${query}`,
          { authorization: null },
        )

        expect(status).toBe(200)
        expect(body).toEqual({
          element,
          oauthUrl: `${system.sandbox.url}/app/oauth/authorize?scope=full&response_type=code&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb&state=infusionsoftcrm&client_id=my-key`,
        })
        expect(body.oauthUrl).not.toContain('my-secret')
      },
    )

    it('takes the same parameters as a JSON body', async () => {
      const { body } = await system.api.call('POST', `/elements/${element}/oauth/url`, {
        authorization: null,
        body: Object.fromEntries(query),
      })

      expect(new URL(body.oauthUrl).searchParams.get('client_id')).toBe('my-key')
    })

    it('names every missing parameter', async () => {
      const { status, body } = await system.api.call('GET', `/elements/${element}/oauth/url`, {
        authorization: null,
      })

      expect(status).toBe(400)
      expect(body.message).toMatch(/apiKey and callbackUrl/)
    })
  })

  describe('POST /instances', () => {
    it('exchanges the code and answers with the instance', async () => {
      const { status, body, text } = await system.api.connect(system.control, {
        name: 'Acme',
        tags: ['a', 'b'],
      })

      expect(status, text).toBe(200)
      expect(body).toMatchObject({
        id: expect.any(Number),
        name: 'Acme',
        token: expect.stringMatching(/^[^\s,]{40,}$/),
        element: {
          id: 191,
          key: element,
          name: 'Infusionsoft',
          hub: 'crm',
          authentication: { type: 'oauth2' },
          typeOauth: false,
        },
        elementId: 191,
        tags: ['a', 'b'],
        provisionInteractions: [],
        valid: true,
        disabled: false,
        maxCacheSize: 0,
        cacheTimeToLive: 0,
        eventsEnabled: false,
        traceLoggingEnabled: false,
        externalAuthentication: 'none',
        user: { id: expect.any(Number) },
      })
      expect(body.configuration).toMatchObject({
        'oauth.api.key': '********',
        'oauth.api.secret': '********',
        'oauth.callback.url': callbackUrl,
        'infusionsoft.server': 'dt123.infusionsoft.com',
      })
    })

    it('accepts the legacy keys and names them as unused', async () => {
      const answer = await system.api.connect(system.control, {
        configuration: {
          'oauth.callback.url': callbackUrl,
          'oauth.api.key': vendorClient.id,
          'oauth.api.secret': vendorClient.secret,
          'infusionsoft.server': 'https://DT123.infusionsoft.com/',
          'infusionsoft.private.key': 'an old key',
        },
      })

      expect(answer.status, answer.text).toBe(200)
      expect([...answer.headers.values()].join()).toContain('infusionsoft.private.key')
      expect(answer.text).not.toContain('an old key')
    })

    it('refuses a server that is not the tenant the person approved', async () => {
      const { status, body } = await system.api.connect(system.control, {
        configuration: {
          'oauth.callback.url': callbackUrl,
          'oauth.api.key': vendorClient.id,
          'oauth.api.secret': vendorClient.secret,
          'infusionsoft.server': 'other.infusionsoft.com',
        },
      })

      expect(status).toBe(400)
      expect(body).toMatchObject({
        code: 'tenant_mismatch',
        message: expect.stringMatching(/dt123.*other/),
      })
    })

    it('says that the person refused', async () => {
      const back = await system.control.consent({ decision: 'deny' })
      const { status, body } = await system.api.call('POST', '/instances', {
        body: system.api.instanceBody('', { providerData: Object.fromEntries(back.searchParams) }),
      })

      expect(status).toBe(400)
      expect(body).toMatchObject({
        code: 'consent_refused',
        message: expect.stringContaining('access_denied'),
      })
    })

    it('says that a code was used before', async () => {
      const code = await system.control.approve()
      await system.api.call('POST', '/instances', { body: system.api.instanceBody(code) })
      const { status, body } = await system.api.call('POST', '/instances', {
        body: system.api.instanceBody(code),
      })

      expect(status).toBe(400)
      expect(body.code).toBe('code_rejected')
    })

    it('says that a code has expired', async () => {
      const code = await system.control.approve()
      await system.control.post('/clock', { advanceSeconds: 3600 })
      const { body } = await system.api.call('POST', '/instances', {
        body: system.api.instanceBody(code),
      })
      await system.control.remove('/clock')

      expect(body.code).toBe('code_rejected')
    })

    it('says that the client secret is wrong, without showing it', async () => {
      const { status, body, text } = await system.api.connect(system.control, {
        configuration: {
          'oauth.callback.url': callbackUrl,
          'oauth.api.key': vendorClient.id,
          'oauth.api.secret': 'very-wrong-secret',
        },
      })

      expect(status).toBe(400)
      expect(body.code).toBe('client_rejected')
      expect(text).not.toContain('very-wrong-secret')
    })

    it('says that the callback URL is another one', async () => {
      const { status, body } = await system.api.connect(system.control, {
        configuration: {
          'oauth.callback.url': 'http://127.0.0.1/other',
          'oauth.api.key': vendorClient.id,
          'oauth.api.secret': vendorClient.secret,
        },
      })

      expect(status).toBe(400)
      expect(['redirect_mismatch', 'code_rejected']).toContain(body.code)
    })

    it('names every missing configuration key at once', async () => {
      const { status, body } = await system.api.call('POST', '/instances', {
        body: {
          name: 'x',
          element: { key: element },
          providerData: { code: 'c' },
          configuration: {},
        },
      })

      expect(status).toBe(400)
      expect(body.code).toBe('missing_configuration')
      for (const key of ['oauth.api.key', 'oauth.api.secret', 'oauth.callback.url'])
        expect(body.message).toContain(key)
    })

    it('knows no such element', async () => {
      const { status, body } = await system.api.call('POST', '/instances', {
        body: { name: 'x', element: { key: 'nosuch' } },
      })

      expect(status).toBe(400)
      expect(body).toMatchObject({
        code: 'unknown_element',
        message: expect.stringContaining('nosuch'),
      })
    })

    it('says that the vendor is slow or out of reach', async () => {
      await system.control.post('/faults', { match: 'token', kind: 'drop', times: 1 })
      const { status, body } = await system.api.connect(system.control)

      expect(status).toBeGreaterThanOrEqual(500)
      expect(['vendor_unreachable', 'vendor_timeout']).toContain(body.code)
    })

    it('leaves nothing behind when it fails', async () => {
      const before = await system.api.call('GET', '/instances')
      await system.api.call('POST', '/instances', { body: system.api.instanceBody('no-code') })
      const after = await system.api.call('GET', '/instances')

      expect(after.body.length).toBe(before.body.length)
    })
  })

  describe('an instance', () => {
    let id: number
    let token: string
    let authorization: string
    beforeAll(async () => {
      const { body } = await system.api.connect(system.control)
      id = body.id
      token = body.token
      authorization = system.api.withToken(token)
    })

    it('is read by id and in the list, with its token', async () => {
      const one = await system.api.call('GET', `/instances/${id}`)
      const list = await system.api.call('GET', '/instances')

      expect(one.body).toMatchObject({ id, token })
      expect(list.body.map((instance: { id: number }) => instance.id)).toContain(id)
    })

    it('keeps its secrets when a client puts back what it read', async () => {
      const read = await system.api.call('GET', `/instances/${id}`)
      const put = await system.api.call('PUT', `/instances/${id}`, { body: read.body })
      const contacts = await system.api.call('GET', '/hubs/crm/contacts?pageSize=1', {
        authorization,
      })

      expect(put.status, put.text).toBe(200)
      expect(put.body).toMatchObject({ id, token })
      expect(contacts.status, contacts.text).toBe(200)
    })

    it('is renamed by PATCH with its token alone', async () => {
      const { status, body } = await system.api.call('PATCH', '/instances', {
        authorization,
        body: { name: 'Renamed <b>now</b>' },
      })

      expect(status).toBe(200)
      expect(body.name).toBe('Renamed now')
    })

    it('answers 403 on resources while it is disabled, and /objects still', async () => {
      await system.api.call('DELETE', `/instances/${id}/enabled`)
      const contacts = await system.api.call('GET', '/hubs/crm/contacts', { authorization })
      const objects = await system.api.call('GET', '/objects', { authorization })
      await system.api.call('PUT', `/instances/${id}/enabled`)

      expect(contacts.status).toBe(403)
      expect(objects.status).toBe(200)
      expect(
        (await system.api.call('GET', '/hubs/crm/contacts?pageSize=1', { authorization })).status,
      ).toBe(200)
    })

    it('lists its configuration and takes one entry', async () => {
      const entries = await system.api.call('GET', '/instances/configuration', { authorization })
      const entry = entries.body.find(({ key }: { key: string }) => key === 'filter.response.nulls')
      const changed = await system.api.call('PATCH', `/instances/configuration/${entry.id}`, {
        authorization,
        body: { propertyValue: 'false' },
      })

      expect(changed.status, changed.text).toBe(200)
      expect(changed.body).toMatchObject({ key: 'filter.response.nulls', propertyValue: 'false' })
    })

    it('has a Swagger 2.0 document without the hub in its paths', async () => {
      const { status, body } = await system.api.call('GET', `/instances/${id}/docs`)

      expect(status).toBe(200)
      expect(body.swagger).toBe('2.0')
      expect(Object.keys(body.paths)).toContain('/contacts/{id}')
    })

    it('pings the vendor', async () => {
      expect(
        (await system.api.call('GET', '/hubs/crm/ping', { authorization })).body,
      ).toMatchObject({ valid: true })
    })

    it('is forgotten by DELETE: its token opens nothing any more', async () => {
      const made = await system.api.connect(system.control)
      const dead = system.api.withToken(made.body.token)
      await system.api.call('GET', '/hubs/crm/contacts?pageSize=1', { authorization: dead })
      const removed = await system.api.call('DELETE', `/instances/${made.body.id}`)

      expect(removed.status).toBe(200)
      expect(
        (await system.api.call('GET', '/hubs/crm/contacts', { authorization: dead })).status,
      ).toBe(401)
      expect((await system.api.call('GET', `/instances/${made.body.id}`)).status).toBe(404)
    })
  })
})
