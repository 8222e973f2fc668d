import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { aParameter, aPlan, aResource } from '../../catalog/an-element.ts'
import type {
  ConfigurationDefinition,
  ElementDefinition,
  ResourceDefinition,
} from '../../catalog/format.ts'
import { systemClock } from '../../lib/clock.ts'
import { createHttpClient } from '../../lib/egress-client.ts'
import { parseEgressAllow } from '../../lib/egress-policy.ts'
import { silentLog } from '../../lib/log.ts'
import { createScriptRunner } from '../../script/pool.ts'
import type { Instance } from '../../store/store.ts'
import { createCallSlots } from '../call-slots.ts'
import { consentUrl } from '../consent.ts'
import { createCustomFieldCache } from '../custom-field-cache.ts'
import type { Engine } from '../engine.ts'
import { proofNeeded } from '../instances/proof-needed.ts'
import { aVendor, type TestVendor } from '../testing.ts'
import { canRenew, tokensEnd } from './expiry-clock.ts'
import { type Provisioning, provision } from './provision.ts'
import { renewTokens } from './renew.ts'

const noCalls = { parallel: 10, waiting: 10 }

describe('the resources of an instance’s life', () => {
  let vendor: TestVendor
  let engine: Engine
  const http = createHttpClient({ policy: parseEgressAllow('loopback') })
  const scripts = createScriptRunner()
  beforeAll(async () => {
    vendor = await aVendor()
    engine = {
      http,
      scripts,
      clock: systemClock,
      log: silentLog,
      settings: {
        vendorTimeoutMs: 5_000,
        maxBodyBytes: 100_000,
        maxRetries: 0,
        maxRetryPauseMs: 0,
        scanRecords: 10,
        scanCalls: 10,
        defaultPageSize: 10,
        maxPageSize: 10,
        customFieldsTtlMs: 1_000,
      },
      slots: createCallSlots(noCalls),
      customFields: createCustomFieldCache(1_000),
      eventsUrl: () => 'https://valence.example/events',
      renewRejected: async () => undefined,
      capture: async () => {},
    }
  })
  afterEach(() => {
    vendor.calls.length = 0
    vendor.answer = () => ({ body: {} })
  })
  afterAll(async () => {
    await scripts.close()
    await http.close()
    await vendor.close()
  })

  const entry = (key: string, more: Partial<ConfigurationDefinition> = {}) => ({
    key,
    name: key,
    type: 'TEXTFIELD_128',
    ...more,
  })
  const resource = (type: string, name: string, more: Partial<ResourceDefinition> = {}) =>
    aResource({
      type,
      path: `/hubs/crm/${name}`,
      vendorPath: `/${name}`,
      method: 'POST',
      vendorMethod: 'POST',
      parameters: [],
      ...more,
    })
  const written = (name: string, member: string) =>
    aParameter('configuration', name, {
      vendorType: 'body',
      vendorName: member,
      source: 'response',
    })
  const asks = (name: string) => aParameter('query', name, { vendorType: 'form' })

  function provisioning(
    type: string,
    element: Partial<ElementDefinition>,
    more: Partial<Provisioning> & { values?: Record<string, string> } = {},
  ): Provisioning {
    const plan = aPlan({ authentication: { type }, ...element })
    const { values = {}, ...rest } = more
    return {
      plan,
      organizationId: 1,
      instanceId: 7,
      configuration: { ...plan.defaults, 'base.url': vendor.url, ...values },
      providerData: {},
      expectedTenant: undefined,
      isAnew: false,
      isNew: true,
      ...rest,
    }
  }
  const paths = () => vendor.calls.map(({ path }) => path)

  it('run in their order, each seeing what the former wrote', async () => {
    vendor.answer = ({ path }) => ({ body: path === '/check' ? { session: 's1' } : {} })
    const input = provisioning('custom', {
      resources: [
        resource('onProvision', 'register', {
          parameters: [
            aParameter('configuration', 'session.key', {
              vendorType: 'header',
              vendorName: 'X-Session',
            }),
          ],
        }),
        resource('provisionAuthValidation', 'check', {
          parameters: [written('session.key', 'session')],
        }),
        resource('onProvisionWebhook', 'webhooks'),
      ],
    })

    const configuration = await provision(engine, input)

    expect(paths()).toEqual(['/check', '/register'])
    expect(vendor.calls[1]?.headers['x-session']).toBe('s1')
    expect(configuration['session.key']).toBe('s1')
  })

  it('are taken down again when a later one fails', async () => {
    vendor.answer = ({ path }) =>
      path === '/webhooks/b' ? { status: 422, body: { message: 'No more' } } : { body: {} }
    const input = provisioning(
      'custom',
      {
        resources: [
          resource('onProvision', 'register'),
          resource('onProvisionWebhook', 'webhooks/a'),
          resource('onProvisionWebhook', 'webhooks/b'),
          resource('onDelete', 'unregister'),
          resource('onDeleteWebhook', 'unhook'),
        ],
      },
      { values: { 'event.notification.enabled': 'true', 'event.vendor.type': 'webhook' } },
    )

    await expect(provision(engine, input)).rejects.toMatchObject({ providerMessage: 'No more' })

    expect(paths()).toEqual(['/register', '/webhooks/a', '/webhooks/b', '/unhook', '/unregister'])
  })

  it.each([401, 403])('refuse an instance with 400 where the vendor says %i', async (status) => {
    vendor.answer = () => ({ status, body: { message: 'Wrong key' } })
    const input = provisioning('custom', {
      resources: [resource('provisionAuthValidation', 'check')],
    })

    await expect(provision(engine, input)).rejects.toMatchObject({
      status: 400,
      code: 'vendor_rejected_request',
      providerMessage: 'Wrong key',
    })
  })

  describe('in place of steps of OAuth 2', () => {
    const client = {
      'oauth.api.key': 'id',
      'oauth.api.secret': 'app-secret',
      'oauth.callback.url': 'https://app.example/cb',
    }
    const element: Partial<ElementDefinition> = {
      resources: [
        resource('oauthOnAuthroizeUrl', 'authorize', {
          hooks: [
            {
              type: 'preRequest',
              body: "done({continue: false, response_body: 'https://v.example/go?c=' + request_parameters.client_id + '&s=' + request_parameters.state})",
            },
          ],
        }),
        resource('oauthOnTokenExchange', 'exchange', {
          parameters: [
            asks('code'),
            asks('client_secret'),
            aParameter('query', 'callbackUrl', { vendorType: 'form', vendorName: 'redirect_uri' }),
          ],
        }),
        resource('oauthOnTokenRefresh', 'renew', {
          parameters: [
            aParameter('query', 'refreshToken', { vendorType: 'form', vendorName: 'assertion' }),
          ],
        }),
        resource('oauthOnTokenRevoke', 'revoke', { parameters: [asks('token')] }),
        resource('provisionAuthValidation', 'check'),
      ],
    }

    it('make the consent URL', async () => {
      const { plan, configuration } = provisioning('oauth2', element)
      const input = { apiKey: 'id', callbackUrl: 'https://app.example/cb', state: 'st' }

      const { oauthUrl } = await consentUrl(engine, plan, configuration, input)

      expect(oauthUrl).toBe('https://v.example/go?c=id&s=st')
      expect(vendor.calls).toEqual([])
    })

    it('exchange the code, and their answer’s tokens are taken', async () => {
      vendor.answer = () => ({
        body: { access_token: 'a1', refresh_token: 'r1', expires_in: '60' },
      })
      const input = provisioning('oauth2', element, { values: client, providerData: { code: 'c' } })

      const configuration = await provision(engine, input)

      expect(vendor.calls[0]?.body).toBe(
        'code=c&client_secret=app-secret&redirect_uri=https%3A%2F%2Fapp.example%2Fcb',
      )
      expect(configuration).toMatchObject({
        'oauth.user.token': 'a1',
        'oauth.user.refresh_token': 'r1',
        'oauth.user.refresh_interval': '60',
      })
      expect(vendor.calls[1]?.headers.authorization).toBe('Bearer a1')
    })

    it('revoke a grant that can’t be used', async () => {
      vendor.answer = ({ path }) =>
        path === '/check' ? { status: 401 } : { body: { access_token: 'a1', refresh_token: 'r1' } }
      const input = provisioning('oauth2', element, { values: client, providerData: { code: 'c' } })

      await expect(provision(engine, input)).rejects.toMatchObject({ status: 400 })

      expect(vendor.calls.at(-1)).toMatchObject({ path: '/revoke', body: 'token=r1' })
    })

    it('renew, keeping the refresh token when no other comes; and say when the grant is dead', async () => {
      const { plan, configuration } = provisioning('oauth2', element, {
        values: { ...client, 'oauth.user.token': 'a1', 'oauth.user.refresh_token': 'r1' },
      })
      const live = { id: 7, organizationId: 1, plan, configuration, credential: undefined }
      vendor.answer = () => ({ body: { access_token: 'a2' } })

      const renewed = await renewTokens(engine, live, configuration)
      vendor.answer = () => ({ status: 400, body: { error: 'invalid_grant' } })

      expect(vendor.calls[0]?.body).toBe('assertion=r1')
      expect(renewed).toMatchObject({ 'oauth.user.token': 'a2', 'oauth.user.refresh_token': 'r1' })
      await expect(renewTokens(engine, live, renewed)).rejects.toMatchObject({
        code: 'needs_reauthorization',
      })
    })
  })

  describe('of an element that signs in on its own', () => {
    const element: Partial<ElementDefinition> = {
      configuration: [entry('authentication.time'), entry('expires_in'), entry('session.key')],
      resources: [
        resource('provisionAuthValidation', 'login', {
          parameters: [written('session.key', 'key')],
        }),
      ],
    }

    it('start its clock, and run again when it is over', async () => {
      vendor.answer = () => ({ body: { key: `k${vendor.calls.length}` } })
      const before = Date.now()

      const made = await provision(
        engine,
        provisioning('custom', element, { values: { expires_in: '60' } }),
      )
      const { plan } = provisioning('custom', element)
      const live = { id: 7, organizationId: 1, plan, configuration: made, credential: undefined }
      const renewed = await renewTokens(engine, live, made)

      expect(Number(made['authentication.time'])).toBeGreaterThanOrEqual(before)
      expect(tokensEnd(plan, made)?.getTime()).toBe(Number(made['authentication.time']) + 60_000)
      expect([made['session.key'], renewed['session.key']]).toEqual(['k1', 'k2'])
    })

    it('are nothing to run without a clock or onRefresh', () => {
      const { plan, configuration } = provisioning('custom', element)

      expect(canRenew(plan, configuration)).toBe(false)
      expect(tokensEnd(plan, { ...configuration, 'authentication.time': 'never' })).toBeNull()
    })
  })

  describe('after a change', () => {
    const changed = (type: string, changes: Record<string, string>) => {
      const { plan, configuration: former } = provisioning(type, {})
      return proofNeeded(
        {
          instance: {} as Instance,
          plan,
          former,
          supplied: changes,
          wanted: { ...former, ...changes },
        },
        {},
      )
    }

    it.each([
      ['custom', { password: 'new' }, 'all'],
      ['basic', { username: 'new' }, 'all'],
      ['oauth2ClientCredentials', { 'oauth.api.secret': 'new' }, 'all'],
      ['oauth2', { 'base.url': 'https://other.example' }, 'validation'],
      ['oauth1', { 'oauth.api.secret': 'new' }, 'validation'],
      ['custom', { 'event.notification.enabled': 'true' }, 'none'],
      ['custom', { 'filter.response.nulls': 'false', 'pagination.max': '5' }, 'none'],
      ['custom', {}, 'none'],
    ])('of %s to %j, proof is needed: %s', (type, changes, proof) => {
      expect(changed(type, changes)).toBe(proof)
    })
  })
})
