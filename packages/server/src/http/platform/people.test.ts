import { describe, expect, it } from 'vitest'
import { hashSecret } from '../../lib/ids.ts'
import type { Account, Page, User } from '../../store/store.ts'
import { hashPassword } from '../../vault/password.ts'
import { aCaller, anAccount, anOrganization, aServer, aUser, userHeaders } from '../testing.ts'

const base = '/elements/api-v2'

function listOf<Row extends { id: number }>(rows: readonly Row[]) {
  return async (_scope: object, { limit, afterId = 0 }: Page) =>
    rows.filter((row) => row.id > afterId).slice(0, limit)
}

describe('Accounts', () => {
  const accounts: readonly Account[] = [
    anAccount(),
    anAccount({ id: 12, externalId: 'second', name: 'Second', defaultAccount: false }),
  ]
  const store = {
    accounts: {
      list: listOf(accounts),
      get: async (_scope: object, id: number) => accounts.find((account) => account.id === id),
    },
  }

  async function get(path: string) {
    await using server = await aServer({ store })
    const url = encodeURI(base + path)
    return server.app.inject({ url, headers: userHeaders })
  }

  it('are shown with dates of their own form', async () => {
    expect((await get('/accounts/11')).json()).toEqual({
      id: 11,
      name: 'Main',
      description: 'The main account',
      externalId: 'main',
      active: true,
      companyId: 1,
      createdDate: '2026-01-02',
      defaultAccount: true,
      type: 'Default',
    })
  })

  it.each([
    ['/accounts/', [11, 12]],
    ["/accounts?where=externalId='second'", [12]],
    ['/accounts?where=defaultAccount=true', [11]],
    ["/accounts?where=type='CompanyAccount'", [12]],
    ["/accounts?where=createdDate>'2014-08-01' and name='Main'", [11]],
    ["/accounts?where=name='nobody'", []],
    ['/accounts?offset=1&pageSize=5', [12]],
  ])('are listed by %s', async (path, ids) => {
    const response = await get(path)

    expect(response.statusCode).toBe(200)
    expect(response.json().map((account: { id: number }) => account.id)).toEqual(ids)
  })

  it.each(['/accounts/-1', '/accounts/99', '/accounts/x'])('are not found at %s', async (path) => {
    expect((await get(path)).statusCode).toBe(404)
  })
})

describe('Users', () => {
  const users: readonly User[] = [
    aUser(),
    aUser({ id: 22, email: 'grace@example.com', firstName: 'Grace', lastName: '', roles: [] }),
  ]
  const store = {
    users: {
      list: listOf(users),
      get: async (_scope: object, id: number) => users.find((user) => user.id === id),
      getByEmail: async (_scope: object, email: string) =>
        users.find((user) => user.email === email),
    },
  }

  async function get(path: string) {
    await using server = await aServer({ store })
    return server.app.inject({ url: encodeURI(base + path), headers: userHeaders })
  }

  it('are shown without anything secret', async () => {
    const { json } = await get('/users/21')

    expect(json()).toMatchObject({
      id: 21,
      email: 'ada@example.com',
      fullName: 'Ada Lovelace',
      active: true,
      createdDate: '2026-01-02',
      lastLoginDate: '1970-01-01',
    })
    expect(Object.keys(json()).filter((name) => /secret|password|hash/i.test(name))).toEqual([])
  })

  it('are found by id or e-mail', async () => {
    expect((await get('/users/grace@example.com')).json().id).toBe(22)
    expect((await get('/users/22')).json().fullName).toBe('Grace')
    expect((await get('/users/nobody@example.com')).statusCode).toBe(404)
  })

  it('are listed by condition', async () => {
    const { json } = await get("/users/?where=email='grace@example.com'")

    expect(json().map((user: { id: number }) => user.id)).toEqual([22])
  })

  it('have roles', async () => {
    const { json } = await get('/users/ada@example.com/roles')

    expect(json().map((role: { key: string }) => role.key)).toEqual(['org-admin', 'admin'])
    expect((await get('/users/22/roles')).json()).toEqual([])
  })
})

describe('The organization', () => {
  it('is shown with its secret', async () => {
    await using server = await aServer()

    const { json } = await server.app.inject({
      url: `${base}/organizations/me`,
      headers: userHeaders,
    })

    expect(json()).toMatchObject({
      id: 1,
      name: 'Acme',
      secret: 'organization-secret',
      vdrVersion: 'v2',
      createdDate: '2026-01-02T03:04:05Z',
    })
  })

  it('is renamed by its administrators, without HTML', async () => {
    const update = async (_id: number, patch: object) => anOrganization(patch)
    await using server = await aServer({ store: { organizations: { update } } })
    const put = (name: string) =>
      server.app.inject({
        method: 'PUT',
        url: `${base}/organizations/me`,
        headers: userHeaders,
        payload: { id: 99, name },
      })

    expect((await put('<b>New</b>')).json()).toMatchObject({ id: 1, name: 'New' })
    expect((await put('<b></b>')).statusCode).toBe(400)
  })

  it('is renamed by nobody else', async () => {
    const callers = { 'u,o,,': aCaller({ isOrganizationAdmin: false }) }
    await using server = await aServer({ callers })

    const { statusCode, json } = await server.app.inject({
      method: 'PUT',
      url: `${base}/organizations/me`,
      headers: userHeaders,
      payload: { name: 'x' },
    })

    expect([statusCode, json().code]).toEqual([403, 'forbidden'])
  })
})

describe('Signing in', async () => {
  const user = aUser({ passwordHash: await hashPassword('right') })

  function aStore() {
    const sessions: { hash: string; expiresAt: Date }[] = []
    const store = {
      organizations: { get: async () => anOrganization() },
      accounts: { get: async () => anAccount() },
      users: {
        findByEmail: async (email: string) => (email === user.email ? user : undefined),
        createSession: async (_user: User, hash: string, expiresAt: Date) =>
          void sessions.push({ hash, expiresAt }),
        recordLogin: async () => {},
      },
    }
    return { store, sessions }
  }

  const signIn = (username: string, password: string) => ({
    method: 'POST' as const,
    url: `${base}/authentication`,
    payload: { username, password },
  })

  it('answers a token, of which only the hash is stored, and who signed in', async () => {
    const { store, sessions } = aStore()
    const clock = { now: () => 1_000_000, sleep: async () => {} }
    await using server = await aServer({ store, clock })

    const response = await server.app.inject(signIn(' ADA@example.com', 'right'))

    expect(response.statusCode).toBe(200)
    expect(response.json()).toMatchObject({
      username: 'ada@example.com',
      accountName: 'Main',
      organizationName: 'Acme',
      twoFactor: false,
      registeredForTwoFactor: false,
      organizationAdmin: true,
      accountAdmin: true,
      sysAdmin: false,
    })
    expect(sessions).toEqual([
      {
        hash: hashSecret(response.json().token),
        expiresAt: new Date(1_000_000 + 12 * 3_600_000),
      },
    ])
  })

  it('does not tell a wrong password from an unknown address', async () => {
    await using server = await aServer(aStore())

    const wrong = await server.app.inject(signIn('ada@example.com', 'wrong'))
    const unknown = await server.app.inject(signIn('nobody@example.com', 'right'))

    expect([wrong.statusCode, unknown.statusCode]).toEqual([401, 401])
    expect(wrong.json().message).toBe(unknown.json().message)
  })

  it('refuses guessing, also with the right password, until the time is over', async () => {
    let now = 0
    const clock = { now: () => now, sleep: async () => {} }
    const { store } = aStore()
    const users = { ...store.users, findByEmail: async () => undefined }
    await using server = await aServer({ store: { ...store, users }, clock })
    const guesses = Array.from({ length: 10 }, () => signIn('ada@example.com', 'guess'))

    await Promise.all(guesses.map((guess) => server.app.inject(guess)))
    const refused = await server.app.inject(signIn('Ada@example.com', 'right'))
    now += 15 * 60_000
    const later = await server.app.inject(signIn('ada@example.com', 'right'))

    expect(refused.statusCode).toBe(429)
    expect(Number(refused.headers['retry-after'])).toBe(900)
    expect(later.statusCode).toBe(401)
  })

  it('leads to the secrets of the caller', async () => {
    await using server = await aServer()

    const { json } = await server.app.inject({
      url: `/elements/api-v2//authentication/secrets`,
      headers: { authorization: 'Bearer b' },
    })

    expect(json()).toEqual({
      userSecret: 'user-secret',
      organizationSecret: 'organization-secret',
    })
  })
})
