import { describe, expect, it } from 'vitest'
import { hashSecret } from '../../lib/ids.ts'
import type { User } from '../../store/store.ts'
import { hashPassword } from '../../vault/password.ts'
import { csrfTokenOf } from '../plugins/session-cookie.ts'
import {
  aCaller,
  anAccount,
  anAnsweringHub,
  anInstance,
  anOrganization,
  aServer,
  aUser,
  type TestOptions,
} from '../testing.ts'

const base = '/elements/api-v2'
const url = `${base}/authentication/session`
const cookie = 'valence_session=b'
const csrf = { 'x-csrf-token': csrfTokenOf('b') }
const host = 'valence.example'
const user = aUser({ passwordHash: await hashPassword('right') })

function aHouse(overrides: TestOptions = {}) {
  const sessions = new Set<string>()
  const forgotten: string[] = []
  const callers: Record<string, ReturnType<typeof aCaller>> = {
    ',,,b': aCaller({ user }),
    ',,t,b': aCaller({ user, instance: anInstance() }),
    'u,o,,': aCaller({ user }),
  }
  const store = {
    organizations: { get: async () => anOrganization() },
    accounts: { get: async () => anAccount(), list: async () => [anAccount()] },
    users: {
      findByEmail: async (email: string) => (email === user.email ? user : undefined),
      createSession: async (_user: User, hash: string) => void sessions.add(hash),
      deleteSession: async (hash: string) => void sessions.delete(hash),
      recordLogin: async () => {},
    },
  }
  const identify = async (secrets: Record<string, string | undefined>) => {
    const { user: u, organization, element, bearer } = secrets
    const caller = callers[[u, organization, element, bearer].join(',')]
    if (caller) return caller
    throw Object.assign(new Error('unknown'), { statusCode: 401 })
  }
  const authorizer = { identify, forgetSession: (hash: string) => void forgotten.push(hash) }
  return { sessions, forgotten, open: () => aServer({ store, authorizer, ...overrides }) }
}

const signIn = (headers: Record<string, string> = {}) => ({
  method: 'POST' as const,
  url,
  headers: { host, ...headers },
  payload: { username: 'ada@example.com', password: 'right' },
})

describe('POST /authentication/session', () => {
  it('gives the browser a cookie and the page a CSRF token, and neither the other', async () => {
    const house = aHouse()
    await using server = await house.open()

    const response = await server.app.inject(signIn())

    expect(response.statusCode).toBe(200)
    const [, token = ''] =
      /^valence_session=([^;]+);/.exec(String(response.headers['set-cookie'])) ?? []
    expect(response.headers['set-cookie']).toBe(
      `valence_session=${token}; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax`,
    )
    expect([...house.sessions]).toEqual([hashSecret(token)])
    expect(response.json()).toMatchObject({
      csrfToken: csrfTokenOf(token),
      username: 'ada@example.com',
      organizationName: 'Acme',
    })
    expect(response.json()).not.toHaveProperty('token')
    expect(response.body).not.toContain(token)
  })

  it('makes the cookie for https only where people come by https', async () => {
    await using server = await aHouse({
      settings: { publicUrl: () => 'https://valence.example' },
    }).open()

    const response = await server.app.inject(signIn())

    expect(response.headers['set-cookie']).toMatch(/; Secure$/)
  })

  it('shares the bound on guessing with POST /authentication', async () => {
    await using server = await aHouse().open()
    const guess = { ...signIn(), payload: { username: 'ada@example.com', password: 'wrong' } }

    for (let n = 0; n < 10; n += 1) await server.app.inject(guess)
    const [here, there] = await Promise.all([
      server.app.inject(signIn()),
      server.app.inject({ ...signIn(), url: `${base}/authentication` }),
    ])

    expect([here.statusCode, there.statusCode]).toEqual([429, 429])
  })

  it.each<Record<string, string>>([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', origin: `https://${host}` },
  ])('signs nobody in from a foreign page: %o', async (headers) => {
    const house = aHouse()
    await using server = await house.open()

    const response = await server.app.inject(signIn(headers))

    expect(response.statusCode).toBe(403)
    expect(response.headers['set-cookie']).toBeUndefined()
    expect(house.sessions.size).toBe(0)
  })
})

describe('GET /authentication/session', () => {
  it('says whom the cookie belongs to, and the CSRF token again', async () => {
    await using server = await aHouse().open()

    const response = await server.app.inject({ url, headers: { host, cookie } })

    expect(response.json()).toMatchObject({ csrfToken: csrf['x-csrf-token'], id: user.id })
  })

  it.each<Record<string, string>>([
    {},
    { cookie: 'valence_session=unknown' },
    { authorization: 'User u, Organization o' },
  ])('is 401 without a session: %o', async (headers) => {
    await using server = await aHouse().open()

    const response = await server.app.inject({ url, headers: { host, ...headers } })

    expect(response.statusCode).toBe(401)
  })
})

describe('DELETE /authentication/session', () => {
  it('ends the session, at once, and takes the cookie back', async () => {
    const house = aHouse()
    house.sessions.add(hashSecret('b'))
    await using server = await house.open()

    const response = await server.app.inject({
      method: 'DELETE',
      url,
      headers: { host, cookie, ...csrf },
    })

    expect([response.statusCode, response.body]).toEqual([200, ''])
    expect(response.headers['set-cookie']).toContain('valence_session=; Path=/; Max-Age=0')
    expect(house.sessions.size).toBe(0)
    expect(house.forgotten).toEqual([hashSecret('b')])
  })
})

describe('A session cookie', () => {
  const accounts = `${base}/accounts`
  const rename = { method: 'PATCH' as const, url: `${base}/instances/31`, payload: {} }

  it.each<Record<string, string>>([
    {},
    { 'sec-fetch-site': 'same-origin', origin: `https://${host}` },
    { 'sec-fetch-site': 'none' },
    { origin: 'http://127.0.0.1:3000' },
  ])('authenticates requests of our own pages: %o', async (headers) => {
    await using server = await aHouse().open()

    const response = await server.app.inject({
      url: accounts,
      headers: { host, cookie, ...headers },
    })

    expect(response.statusCode).toBe(200)
  })

  it.each<Record<string, string>>([
    { origin: 'https://evil.example' },
    { origin: `https://${host}.evil.example` },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site', ...csrf },
  ])('authenticates nothing of a foreign page: %o', async (headers) => {
    await using server = await aHouse().open()

    const read = await server.app.inject({
      url: accounts,
      headers: { host, cookie, ...headers },
    })
    const change = await server.app.inject({
      ...rename,
      headers: { host, cookie, ...csrf, ...headers },
    })

    expect([read.statusCode, change.statusCode]).toEqual([403, 403])
    expect(read.json().code).toBe('forbidden')
  })

  it.each<Record<string, string>>([
    {},
    { 'x-csrf-token': 'wrong' },
    { 'x-csrf-token': csrfTokenOf('other') },
  ])('changes nothing without its CSRF token: %o', async (headers) => {
    await using server = await aHouse().open()

    const response = await server.app.inject({
      ...rename,
      headers: { host, cookie, ...headers },
    })

    expect(response.statusCode).toBe(403)
    expect(response.json().message).toContain('X-CSRF-Token')
  })

  it('that has ended is told so, whatever else is missing', async () => {
    await using server = await aHouse().open()

    const response = await server.app.inject({
      ...rename,
      headers: { host, cookie: 'valence_session=ended' },
    })

    expect(response.statusCode).toBe(401)
  })

  it('may be accompanied by an Element token, and goes to no hook and no vendor', async () => {
    const { hub, asked } = anAnsweringHub()
    await using server = await aHouse({ hub }).open()

    const response = await server.app.inject({
      method: 'POST',
      url: `${base}/contacts`,
      headers: { host, cookie, ...csrf, authorization: 'Element t', 'x-own': '1' },
      payload: {},
    })

    expect(response.statusCode).toBe(200)
    expect(asked[0]?.headers).toMatchObject({ 'x-own': '1' })
    expect(Object.keys(asked[0]?.headers ?? {})).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/cookie|csrf|authorization/)]),
    )
  })

  it('is nothing beside secrets: any origin may use those', async () => {
    const { hub } = anAnsweringHub()
    await using server = await aHouse({ hub }).open()

    const response = await server.app.inject({
      url: accounts,
      headers: {
        host,
        cookie,
        authorization: 'User u, Organization o',
        origin: 'https://app.example',
        'sec-fetch-site': 'cross-site',
      },
    })

    expect(response.statusCode).toBe(200)
    expect(response.headers['access-control-allow-origin']).toBe('https://app.example')
  })
})
