import { request } from 'node:http'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startTestClient, type TestClient } from '../test-client.ts'

let client: TestClient

beforeAll(async () => {
  client = await startTestClient()
})

afterEach(() => client.control('POST', '/reset'))
afterAll(() => client.sandbox.close())

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

const invalidToken = {
  fault: {
    faultstring: 'Invalid access token',
    detail: { errorcode: 'oauth.v2.InvalidAccessToken' },
  },
}

describe('The gateway', () => {
  it('refuses a call without token, with an unknown one, and with Basic', async () => {
    const answers = await Promise.all([
      client.api('GET', '/v2/contacts', undefined, {}),
      client.api('GET', '/v2/contacts', undefined, bearer('unknown')),
      client.api('GET', '/v2/contacts', undefined, { authorization: 'Basic abc' }),
    ])

    for (const { status, json } of answers) {
      expect(status).toBe(401)
      expect(json).toEqual(invalidToken)
    }
  })

  it('refuses a token after its 86,399 seconds', async () => {
    const { access_token } = await client.connect()
    await client.control('POST', '/clock', { advanceSeconds: 86_300 })
    const before = await client.api('GET', '/v2/users', undefined, bearer(access_token))
    await client.control('POST', '/clock', { advanceSeconds: 100 })
    const after = await client.api('GET', '/v2/users', undefined, bearer(access_token))

    expect([before.status, after.status]).toEqual([200, 401])
  })

  it('takes a service account key as Bearer and as X-Keap-API-Key', async () => {
    const key = String(client.sandbox.keys.ab103)
    const answers = await Promise.all([
      client.api('GET', '/v2/oauth/connect/userinfo', undefined, bearer(key)),
      client.api('GET', '/v2/oauth/connect/userinfo', undefined, { 'x-keap-api-key': key }),
    ])

    for (const { json } of answers) expect(json.tenant_id).toBe('ab103.infusionsoft.com')
  })

  it('shows a token its own app only', async () => {
    const admin = { username: 'admin@example.com' }
    const first = await client.connect({ ...admin, tenant: 'dt123' })
    const second = await client.connect({ ...admin, tenant: 'ab103' })
    const path = '/v2/contacts/1?fields=email_addresses'
    const [a, b] = await Promise.all(
      [first, second].map(({ access_token }) =>
        client.api('GET', path, undefined, bearer(access_token)),
      ),
    )

    expect(a?.status).toBe(200)
    expect(b?.status).toBe(200)
    expect(a?.text).not.toBe(b?.text)
  })

  it('turns a GET with a body away with a page', async () => {
    const status = await getWithBody(`${client.sandbox.url}/crm/rest/v2/contacts`)

    expect(status).toEqual({ status: 400, type: 'text/html;charset=utf-8' })
  })

  it('answers an unknown path with a page, not with JSON', async () => {
    const { status, text, headers } = await client.api('GET', '/v2/unicorns')

    expect(status).toBe(404)
    expect(headers.get('content-type')).toContain('text/html')
    expect(text).toContain('<title>Keap - Page Not Found</title>')
  })
})

describe('REST v1', () => {
  it('has the profile of the account', async () => {
    const { json } = await client.api('GET', '/v1/account/profile')

    expect(json.name).toBe('Desert Trail Outfitters')
  })

  it('says numbers as numbers', async () => {
    const { json } = await client.api('GET', '/v1/oauth/connect/userinfo')

    expect(json.sub).toBe('1')
    expect(typeof json.global_user_id).toBe('number')
  })

  it('has errors of its own: only a message', async () => {
    const { status, json } = await client.api('DELETE', '/v1/account/profile')

    expect(status).toBe(405)
    expect(Object.keys(json)).toEqual(['message'])
  })
})

describe('Quotas', () => {
  it('are told on every reply, and not enforced until somebody sets them', async () => {
    await client.api('GET', '/v2/users')
    const { headers } = await client.api('GET', '/v2/contacts/0')

    expect(headers.get('x-keap-tenant-id')).toBe('dt123.infusionsoft.com')
    expect(headers.get('x-keap-product-quota-limit')).toBe('30000')
    expect(headers.get('x-keap-product-throttle-used')).toBe('2')
    expect(headers.get('x-keap-product-throttle-available')).toBe('238')
    expect(headers.get('x-keap-tenant-throttle-time-unit')).toBe('minute')
    expect(Number(headers.get('x-keap-product-quota-expiry-time')) % 86_400_000).toBe(0)
  })

  it('refuse the call over the limit until the minute is over', async () => {
    await client.control('POST', '/quotas', { key: { perMinute: 2 } })
    const statuses = []
    for (let call = 0; call < 3; call += 1) {
      statuses.push((await client.api('GET', '/v2/users')).status)
    }
    await client.control('POST', '/clock', { advanceSeconds: 60 })
    statuses.push((await client.api('GET', '/v2/users')).status)

    expect(statuses).toEqual([200, 200, 429, 200])
  })

  it('have the body seen since 2023, and on demand that of 2020', async () => {
    await client.control('POST', '/quotas', { key: { perMinute: 0 } })
    const late = await client.api('GET', '/v2/users')
    await client.control('POST', '/quotas', { key: { perMinute: 0 }, variant: '2020' })
    const early = await client.api('GET', '/v2/users')

    expect(late.json).toEqual({
      code: '429',
      message: 'Quota Exceeded',
      status: 'Request Throttled',
      details: null,
    })
    expect(early.json.fault?.detail?.errorcode).toBe('policies.ratelimit.QuotaViolation')
    expect(late.headers.get('x-keap-product-throttle-available')).toBe('0')
  })

  it('count a tenant over all its tokens', async () => {
    await client.control('POST', '/quotas', { tenant: { perMinute: 1 } })
    const { access_token } = await client.connect()
    const first = await client.api('GET', '/v2/users')
    const second = await client.api('GET', '/v2/users', undefined, bearer(access_token))

    expect([first.status, second.status]).toEqual([200, 429])
  })

  it('arrest spikes without a header', async () => {
    await client.control('POST', '/quotas', { spikePerSecond: 0 })
    const { status, headers, json } = await client.api('GET', '/v2/users')

    expect(status).toBe(429)
    expect(json.fault?.detail?.errorcode).toBe('policies.ratelimit.SpikeArrestViolation')
    expect(headers.get('x-keap-product-throttle-limit')).toBeNull()
  })
})

function getWithBody(url: string): Promise<{ status: number; type: string }> {
  return new Promise((resolve, reject) => {
    const call = request(url, { method: 'GET', headers: { 'content-length': 2 } }, (answer) => {
      answer.resume()
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          type: String(answer.headers['content-type']),
        }),
      )
    })
    call.on('error', reject)
    call.end('{}')
  })
}
