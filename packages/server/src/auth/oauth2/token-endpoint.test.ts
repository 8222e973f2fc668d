import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../lib/clock.ts'
import { createHttpClient } from '../../lib/egress-client.ts'
import { parseEgressAllow } from '../../lib/egress-policy.ts'
import { GrantRejectedError } from './errors.ts'
import { exchangeCode } from './exchange-code.ts'
import { refreshToken } from './refresh-token.ts'
import { revokeToken } from './revoke.ts'

interface Seen {
  authorization: string | undefined
  form: URLSearchParams
}

type Answer = (response: ServerResponse) => void

describe('the token endpoint', () => {
  const http = createHttpClient({ policy: parseEgressAllow('loopback') })
  const deps = { http, clock: systemClock, timeoutMs: 500 }
  let server: Server
  let url: string
  let answer: Answer
  let seen: Seen
  beforeAll(async () => {
    server = createServer(async (request: IncomingMessage, response) => {
      let body = ''
      for await (const chunk of request) body += chunk
      seen = { authorization: request.headers.authorization, form: new URLSearchParams(body) }
      answer(response)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`
  })
  afterAll(async () => {
    await http.close()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })

  const json =
    (body: unknown, status = 200, headers = {}): Answer =>
    (response) =>
      response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify(body))
  const text =
    (body: string, type: string, status = 200): Answer =>
    (response) =>
      response.writeHead(status, { 'content-type': type }).end(body)
  const configuration = (more: Record<string, string> = {}) => ({
    'oauth.token.url': url,
    'oauth.api.key': 'client-id',
    'oauth.api.secret': 'client-secret',
    'oauth.callback.url': 'https://app.example/cb',
    ...more,
  })
  const exchange = (given: Answer, more?: Record<string, string>) => {
    answer = given
    return exchangeCode(configuration(more), { code: 'the-code' }, deps)
  }
  const refresh = (given: Answer, more?: Record<string, string>) => {
    answer = given
    return refreshToken(configuration(more), 'old-refresh-token', deps)
  }
  const standard = {
    access_token: 'a',
    refresh_token: 'r',
    token_type: 'Bearer',
    expires_in: 3600,
    scope: 'full',
  }

  describe.each([
    ['as the RFC says', json(standard)],
    ['with status 201', json(standard, 201)],
    ['as text', text(JSON.stringify(standard), 'text/plain')],
    [
      'as a form',
      text(
        'access_token=a&refresh_token=r&token_type=bearer&expires_in=3600&scope=full',
        'application/x-www-form-urlencoded',
      ),
    ],
    ['without a token type', json({ ...standard, token_type: undefined })],
    ['with a token type of its own', json({ ...standard, token_type: 'ExampleToken' })],
    ['with the life as a text', json({ ...standard, expires_in: '3600' })],
    ['inside another member', json({ ok: true, authed_user: standard })],
    [
      'with members nobody asked for',
      json({ ...standard, id_token: 'x.y.z', instance_url: 'https://x' }),
    ],
  ])('that answers %s', (_name, given) => {
    it('grants tokens', async () => {
      await expect(exchange(given)).resolves.toEqual({
        accessToken: 'a',
        refreshToken: 'r',
        expiresIn: 3600,
        scope: 'full',
      })
    })
  })

  it('gives what the element captures of its answer', async () => {
    const answered = json({ ...standard, instance_url: 'https://eu1.example', id: 7, other: 'x' })
    const captures = { instance_url: 'instance.url', id: 'account.id', missing: 'nowhere' }

    const { captured } = await exchange(answered, {
      'oauth.token.captures': JSON.stringify(captures),
    })

    expect(captured).toEqual({ 'instance.url': 'https://eu1.example', 'account.id': '7' })
  })

  describe('is sent the client credentials', () => {
    const basic = `Basic ${Buffer.from('client-id:client-secret').toString('base64')}`

    it('in the body by default', async () => {
      await exchange(json(standard))

      expect(Object.fromEntries(seen.form)).toMatchObject({
        grant_type: 'authorization_code',
        code: 'the-code',
        redirect_uri: 'https://app.example/cb',
        client_id: 'client-id',
        client_secret: 'client-secret',
      })
      expect(seen.authorization).toBeUndefined()
    })

    it('in both places where the export says oauth.basic.header', async () => {
      await exchange(json(standard), { 'oauth.basic.header': 'true' })

      expect([seen.authorization, seen.form.get('client_secret')]).toEqual([basic, 'client-secret'])
    })

    it('as each step declares', async () => {
      const declared = {
        'oauth.token.client_authentication': 'post',
        'oauth.refresh.client_authentication': 'basic',
        'oauth.basic.header': 'true',
      }
      await exchange(json(standard), declared)
      const first = seen
      await refresh(json(standard), declared)

      expect([first.authorization, first.form.get('client_secret')]).toEqual([
        undefined,
        'client-secret',
      ])
      expect([
        seen.authorization,
        seen.form.get('client_secret'),
        seen.form.get('refresh_token'),
      ]).toEqual([basic, null, 'old-refresh-token'])
    })

    it('with the code verifier of PKCE', async () => {
      answer = json(standard)
      await exchangeCode(configuration(), { code: 'c', codeVerifier: 'v'.repeat(43) }, deps)

      expect(seen.form.get('code_verifier')).toBe('v'.repeat(43))
    })
  })

  describe('refuses a code', () => {
    it.each([
      [json({ error: 'invalid_grant', error_description: 'expired' }, 400), 'code_rejected'],
      [json({ ok: false, error: 'invalid_code' }), 'code_rejected'],
      [
        json({ error: { message: 'bad', type: 'OAuthException', code: 100 } }, 400),
        'code_rejected',
      ],
      [json({ error: 'invalid_client' }, 401), 'client_rejected'],
      [
        json({ error: 'invalid_client' }, 401, { 'www-authenticate': 'Basic realm="x"' }),
        'client_rejected',
      ],
      [
        json({ error: 'invalid_grant', error_description: 'redirect_uri mismatch' }, 400),
        'redirect_mismatch',
      ],
      [text('<html>down</html>', 'text/html', 500), 'vendor_failed'],
      [text('<html>what</html>', 'text/html', 200), 'vendor_failed'],
      [json({}, 429, { 'retry-after': '7' }), 'rate_limited'],
      [((response) => response.destroy()) as Answer, 'vendor_unreachable'],
      [(() => undefined) as Answer, 'vendor_timeout'],
    ])('%#: %s', async (given, code) => {
      await expect(exchange(given)).rejects.toMatchObject({ code })
    })

    it("in the vendor's words, without our secret", async () => {
      const error = await exchange(
        json({ error: 'invalid_grant', error_description: 'client-secret was client-secret' }, 400),
      ).catch((e) => e)

      expect(error.providerMessage).toBe('invalid_grant: ******** was ********')
      expect(error.message).not.toContain('client-secret')
    })
  })

  describe('refuses a refresh token', () => {
    const rejected = {
      'oauth.refresh.rejected_errors':
        '[{"error":"invalid_request","descriptionContains":"refresh token"}]',
    }

    it.each([
      [json({ error: 'invalid_grant' }, 400), {}],
      [json({ error: 'invalid_grant' }, 401), {}],
      [
        json({ error: 'invalid_request', error_description: 'Invalid Refresh Token' }, 400),
        rejected,
      ],
      [
        json({ status: 'BAD_REFRESH_TOKEN', message: 'missing or invalid' }, 400),
        { 'oauth.refresh.rejected_errors': '[{"error":"BAD_REFRESH_TOKEN"}]' },
      ],
    ])('for good: %#', async (given, more) => {
      await expect(refresh(given, more)).rejects.toBeInstanceOf(GrantRejectedError)
    })

    it.each([
      [
        json({ error: 'invalid_request', error_description: 'grant_type is required' }, 400),
        'vendor_failed',
      ],
      [json({ error: 'temporarily_unavailable' }, 400), 'vendor_failed'],
      [json({ error: 'invalid_client' }, 401), 'client_rejected'],
      [text('', 'text/html', 503), 'vendor_failed'],
    ])('not for good: %#', async (given, code) => {
      const error = await refresh(given, rejected).catch((caught: unknown) => caught)

      expect(error).toMatchObject({ code })
      expect(error).not.toBeInstanceOf(GrantRejectedError)
    })

    it('and keeps the former one when the vendor sends none', async () => {
      await expect(refresh(json({ access_token: 'a', token_type: 'bearer' }))).resolves.toEqual({
        accessToken: 'a',
      })
    })
  })

  it('is told to revoke the refresh token', async () => {
    answer = (response) => response.writeHead(204).end()
    await revokeToken(
      configuration({
        'oauth.token.revoke_url': url,
        'oauth.user.token': 'a',
        'oauth.user.refresh_token': 'r',
      }),
      deps,
    )

    expect(seen.form.get('token')).toBe('r')
  })
})
