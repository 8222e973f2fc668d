import { createHash } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { callbackUri, startTestClient, type TestClient } from '../../test-client.ts'

let client: TestClient

beforeAll(async () => {
  client = await startTestClient()
})

afterEach(() => client.control('POST', '/reset'))
afterAll(() => client.sandbox.close())

const exchange = (code: string, extra: Record<string, string> = {}) =>
  client.token({ grant_type: 'authorization_code', code, redirect_uri: callbackUri, ...extra })

const refresh = (refresh_token: string) =>
  client.token({ grant_type: 'refresh_token', refresh_token })

const codeOf = (callback: URL) => callback.searchParams.get('code') ?? ''

const whoami = (token: string) =>
  client.api('GET', '/v2/oauth/connect/userinfo', undefined, { authorization: `Bearer ${token}` })

describe('A code exchange', () => {
  it('answers as the vendor does, in its order and its words', async () => {
    const { status, json } = await exchange(codeOf(await client.consent()))

    expect(status).toBe(200)
    expect(Object.keys(json)).toEqual([
      'scope',
      'access_token',
      'token_type',
      'expires_in',
      'refresh_token',
    ])
    expect(json).toMatchObject({
      scope: 'full|dt123.infusionsoft.com',
      token_type: 'bearer',
      expires_in: 86_399,
    })
    expect(json.access_token).toMatch(/^[\w-]{28}$/)
    expect(json.refresh_token).toMatch(/^[\w-]{32}$/)
  })

  it('takes the client credentials in the body as well', async () => {
    const { id, secret } = client.sandbox.client
    const body = { client_id: id, client_secret: secret }

    expect((await exchange(codeOf(await client.consent()), body)).status).toBe(200)
  })

  it('takes a code once', async () => {
    const code = codeOf(await client.consent())
    const { json } = await exchange(code)
    const second = await exchange(code)

    expect(second.status).toBe(400)
    expect(second.json.error).toBe('invalid_grant')
    expect((await whoami(String(json.access_token))).status).toBe(200)
  })

  it('binds a code to its redirect_uri', async () => {
    const code = codeOf(await client.consent())

    expect((await exchange(code, { redirect_uri: `${callbackUri}/other` })).json.error).toBe(
      'invalid_grant',
    )
  })

  it('takes a code for ten minutes', async () => {
    const code = codeOf(await client.consent())
    await client.control('POST', '/clock', { advanceSeconds: 601 })

    expect((await exchange(code)).json.error).toBe('invalid_grant')
  })

  it('checks a code verifier when the authorisation had a challenge', async () => {
    const verifier = 'v'.repeat(43)
    const code_challenge = createHash('sha256').update(verifier).digest('base64url')
    const pkce = { code_challenge, code_challenge_method: 'S256' }
    const wrong = await exchange(codeOf(await client.consent(pkce)), {
      code_verifier: 'w'.repeat(43),
    })
    const right = await exchange(codeOf(await client.consent(pkce)), { code_verifier: verifier })

    expect(wrong.json.error).toBe('invalid_grant')
    expect(right.status).toBe(200)
  })
})

describe('A refresh', () => {
  it('gives a new pair, and the old access token works until its own end', async () => {
    const first = await client.connect()
    const { status, json } = await refresh(first.refresh_token)

    expect(status).toBe(200)
    expect(json.refresh_token).not.toBe(first.refresh_token)
    expect((await whoami(first.access_token)).status).toBe(200)
    expect((await whoami(String(json.access_token))).status).toBe(200)
  })

  it('takes a refresh token once, and leaves the newer pair alone when the old one comes again', async () => {
    const first = await client.connect()
    const second = (await refresh(first.refresh_token)).json
    const reuse = await refresh(first.refresh_token)

    expect(reuse.status).toBe(400)
    expect(reuse.json).toEqual({
      error: 'invalid_grant',
      error_description: 'Invalid refresh token',
    })
    expect((await refresh(String(second.refresh_token))).status).toBe(200)
  })

  it('lets one of many that come together through', async () => {
    const { refresh_token } = await client.connect()
    const answers = await Promise.all(Array.from({ length: 10 }, () => refresh(refresh_token)))

    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  it('takes a refresh token for 45 days, however often it was refreshed before', async () => {
    let { refresh_token } = await client.connect()
    for (let month = 0; month < 3; month += 1) {
      await client.control('POST', '/clock', { advanceSeconds: 44 * 86_400 })
      const { status, json } = await refresh(refresh_token)
      expect(status).toBe(200)
      refresh_token = String(json.refresh_token)
    }
    await client.control('POST', '/clock', { advanceSeconds: 45 * 86_400 })

    expect((await refresh(refresh_token)).json.error_description).toBe('Invalid refresh token')
  })

  it('can be refused in the words of the later gateway', async () => {
    await client.control('POST', '/tokens', { refreshError: 'invalid_request' })

    const { status, json } = await refresh('unknown')
    expect(status).toBe(400)
    expect(json).toEqual({
      error: 'invalid_request',
      error_description: 'Invalid Refresh Token',
    })
  })
})

describe('The token endpoint', () => {
  it('does not understand JSON', async () => {
    const response = await fetch(`${client.sandbox.url}/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ grant_type: 'refresh_token' }),
    })

    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({
      error: 'invalid_request',
      error_description: 'response_type or grant_type is required',
    })
  })

  it('answers a form without grant_type the same way', async () => {
    const { json } = await client.token({})

    expect(json.error_description).toBe('response_type or grant_type is required')
  })

  it('refuses a wrong client with 401', async () => {
    const { refresh_token } = await client.connect()
    const { id } = client.sandbox.client
    const { status, json } = await client.token({
      grant_type: 'refresh_token',
      refresh_token,
      client_id: id,
      client_secret: 'wrong',
    })

    expect(status).toBe(401)
    expect(json.error).toBe('invalid_client')
    expect((await refresh(refresh_token)).status).toBe(200)
  })

  it('has no client credentials grant', async () => {
    const { status, json } = await client.token({ grant_type: 'client_credentials' })

    expect(status).toBe(400)
    expect(json.error).toBe('unsupported_grant_type')
  })
})
