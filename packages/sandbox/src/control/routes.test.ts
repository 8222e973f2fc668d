import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { callbackUri, startTestClient, type TestClient } from '../test-client.ts'

let client: TestClient

beforeAll(async () => {
  client = await startTestClient({ contacts: 20 })
})

afterEach(() => client.control('POST', '/reset'))
afterAll(() => client.sandbox.close())

const fault = (body: object) => client.control('POST', '/faults', body)
const refresh = (refresh_token: string) =>
  client.token({ grant_type: 'refresh_token', refresh_token })

describe('A scripted fault', () => {
  it('strikes the next requests that match, as many as asked for', async () => {
    await fault({ match: 'GET /crm/rest/v2/contacts*', kind: 'status', status: 503, times: 2 })
    const statuses = []
    for (const path of ['/v2/users', '/v2/contacts', '/v2/contacts/1', '/v2/contacts/1']) {
      statuses.push((await client.api('GET', path)).status)
    }

    expect(statuses).toEqual([200, 503, 503, 200])
  })

  it('can drop the connection before the vendor did anything', async () => {
    const { refresh_token } = await client.connect()
    await fault({ match: 'token', kind: 'drop' })

    await expect(refresh(refresh_token)).rejects.toThrow()
    expect((await refresh(refresh_token)).status).toBe(200)
  })

  it('can drop the connection after the vendor rotated: the answer is lost, the old token is used up', async () => {
    const { refresh_token } = await client.connect()
    await fault({ match: 'token', kind: 'drop', when: 'after' })

    await expect(refresh(refresh_token)).rejects.toThrow()
    expect((await refresh(refresh_token)).json.error).toBe('invalid_grant')
  })

  it('can lose the answer of a write that was done', async () => {
    await fault({ match: 'POST /crm/rest/v2/tags', kind: 'status', status: 500, when: 'after' })
    const lost = await client.api('POST', '/v2/tags', { name: 'Written all the same' })
    const { json } = await client.api('GET', '/v2/tags?filter=name%3D%3DWritten all the same')

    expect(lost.status).toBe(500)
    expect(json.tags).toHaveLength(1)
  })

  it('can make the work wait, or only its answer', async () => {
    await fault({ match: 'POST /crm/rest/v2/tags', kind: 'slow', ms: 150, when: 'after' })
    const started = performance.now()
    const slow = client.api('POST', '/v2/tags', { name: 'Already there' })
    await new Promise((resolve) => setTimeout(resolve, 50))
    const { json } = await client.api('GET', '/v2/tags?filter=name%3D%3DAlready there')

    expect(json.tags).toHaveLength(1)
    expect((await slow).status).toBe(201)
    expect(performance.now() - started).toBeGreaterThan(140)

    await fault({ kind: 'slow', ms: 100 })
    const again = performance.now()
    await client.api('GET', '/v2/users')
    expect(performance.now() - again).toBeGreaterThan(90)
  })

  it('can answer 429, JSON that ends too early, or a page', async () => {
    await fault({ kind: '429', variant: '2020', retryAfter: 7 })
    await fault({ kind: 'malformed' })
    await fault({ kind: 'html' })
    const throttled = await client.api('GET', '/v2/users')
    const malformed = await client.api('GET', '/v2/users')
    const page = await client.api('GET', '/v2/users')

    expect(throttled.status).toBe(429)
    expect(throttled.headers.get('retry-after')).toBe('7')
    expect(malformed.headers.get('content-type')).toContain('application/json')
    expect(malformed.json).toBeUndefined()
    expect(page.headers.get('content-type')).toContain('text/html')
  })

  it('is refused when it makes no sense', async () => {
    const { status, json } = await fault({ kind: 'earthquake' })

    expect(status).toBe(400)
    expect(json.error).toContain('earthquake')
  })
})

describe('Tokens', () => {
  it('can be made to expire, leaving the refresh tokens', async () => {
    const { access_token, refresh_token } = await client.connect()
    const { json } = await client.control('POST', '/tokens/expire')
    const headers = { authorization: `Bearer ${access_token}` }

    expect(json.expired).toBe(1)
    expect((await client.api('GET', '/v2/users', undefined, headers)).status).toBe(401)
    expect((await refresh(refresh_token)).status).toBe(200)
  })

  it('can be revoked for one user', async () => {
    const dana = await client.connect()
    const rui = await client.connect({ username: 'rui@example.com' })
    await client.control('POST', '/tokens/revoke', { username: 'rui@example.com' })

    expect((await refresh(rui.refresh_token)).json.error).toBe('invalid_grant')
    expect((await refresh(dana.refresh_token)).status).toBe(200)
  })

  it('can be given another life', async () => {
    await client.control('POST', '/tokens', { expiresIn: 60 })

    expect((await client.connect()).expires_in).toBe(60)
  })

  it('refuse settings they do not know', async () => {
    expect((await client.control('POST', '/tokens', { lifetime: 1 })).status).toBe(400)
    expect((await client.control('POST', '/tokens', { expiresIn: 0 })).status).toBe(400)
  })
})

describe('The request log', () => {
  it('has method, path, status and time of each request, never a token', async () => {
    const { access_token, refresh_token } = await client.connect()
    await refresh(refresh_token)
    await refresh(refresh_token)
    await client.api('GET', `/v2/contacts?fields=given_name&secret=${access_token}`)
    const { json, text } = await client.control('GET', '/requests')
    const requests = json.requests as unknown as readonly Record<string, unknown>[]

    expect(requests.at(-1)).toEqual({
      method: 'GET',
      path: '/crm/rest/v2/contacts',
      status: 200,
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    })
    expect(json.counters).toMatchObject({ refreshes: 2, refreshesRefused: 1, codeExchanges: 1 })
    expect(text).not.toContain(access_token)
    expect(text).not.toContain(refresh_token)
  })

  it('says which properties of a body the vendor ignored', async () => {
    await client.api('POST', '/v2/tags', { name: 'Ignored', Colour: 'red' })
    const { json } = await client.control('GET', '/requests')

    expect(json.requests?.[0]?.ignored).toEqual(['Colour'])
  })

  it('can be cleared', async () => {
    await client.api('GET', '/v2/users')
    await client.control('DELETE', '/requests')
    const { json } = await client.control('GET', '/requests')

    expect(json).toMatchObject({ counters: { total: 0 }, requests: [] })
  })
})

describe('The control port', () => {
  it('puts everything back as it was', async () => {
    const { refresh_token } = await client.connect()
    const before = await client.api('GET', '/v2/contacts/1?fields=family_name')
    await client.api('DELETE', '/v2/contacts/1')
    await client.control('POST', '/clock', { advanceSeconds: 1_000 })
    await client.control('POST', '/reset')
    const after = await client.api('GET', '/v2/contacts/1?fields=family_name')

    expect(after.text).toBe(before.text)
    expect((await client.control('GET', '/clock')).json.aheadSeconds).toBe(0)
    expect((await refresh(refresh_token)).status).toBe(400)
  })

  it('is not for web pages of other origins: it wants JSON', async () => {
    const response = await fetch(`${client.sandbox.controlUrl}/reset`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: '{}',
    })

    expect(response.status).toBe(415)
  })

  it('says what is missing for a consent', async () => {
    const { status, json } = await client.control('POST', '/consent', { redirect_uri: callbackUri })

    expect(status).toBe(400)
    expect(json.error).toBe('client_id must be a text.')
  })

  it('knows only its own paths', async () => {
    expect((await client.control('GET', '/nothing')).status).toBe(404)
  })
})
