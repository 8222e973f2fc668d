import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../lib/clock.ts'
import { hashSecret } from '../../lib/ids.ts'
import { silentLog } from '../../lib/log.ts'
import { createAuthorizer } from '../../runtime/authorizer.ts'
import { openStore } from '../../store/postgres-store.ts'
import type { Store } from '../../store/store.ts'
import { createTestDatabase, type TestDatabase } from '../../store/testing.ts'
import { anAccount, aTenant, aUser, type Tenant } from '../../store/testing-records.ts'
import { hashPassword } from '../../vault/password.ts'
import { aServer } from '../testing.ts'

const base = '/elements/api-v2'

/** The routes over a real database and the real proof of callers. */
describe('Over a real store', () => {
  let database: TestDatabase
  let store: Store
  let mine: Tenant
  let theirs: Tenant
  const headers = { authorization: 'User my-secret' }

  beforeAll(async () => {
    database = await createTestDatabase()
    store = await openStore({
      connectionString: database.connectionString,
      maxConnections: 4,
      log: silentLog,
    })
    mine = await aTenant(store)
    theirs = await aTenant(store)
    await aUser(store, mine.account, {
      email: 'me@example.com',
      passwordHash: await hashPassword('right'),
      secretHash: hashSecret('my-secret'),
      sealedSecret: Buffer.from('my-secret'),
    })
  })

  afterAll(async () => {
    await store.close()
    await database.drop()
  })

  async function call(url: string, init: { method?: 'PUT' | 'POST'; payload?: object } = {}) {
    const authorizer = createAuthorizer(store, systemClock)
    await using server = await aServer({ store, authorizer })
    const response = await server.app.inject({ url: encodeURI(base + url), headers, ...init })
    authorizer.close()
    return { status: response.statusCode, headers: response.headers, json: response.json() }
  }

  it('lists users and accounts of the own organization only', async () => {
    const second = await anAccount(store, mine.scope, { externalId: 'second' })

    const users = await call('/users')
    const accounts = await call("/accounts?where=externalId='second'")

    expect(users.json.map((user: { id: number }) => user.id)).toContain(mine.user.id)
    expect(users.json.map((user: { id: number }) => user.id)).not.toContain(theirs.user.id)
    expect(accounts.json).toMatchObject([{ id: second.id, externalId: 'second' }])
  })

  it('answers what belongs to another organization as if it did not exist', async () => {
    expect((await call(`/users/${theirs.user.id}`)).status).toBe(404)
    expect((await call(`/users/${theirs.user.email}`)).status).toBe(404)
    expect((await call(`/accounts/${theirs.account.id}`)).status).toBe(404)
    expect((await call(`/accounts/${mine.account.id}`)).status).toBe(200)
  })

  it('pages through users by token', async () => {
    const first = await call('/users?pageSize=1')

    const second = await call(`/users?nextPage=${first.headers['elements-next-page-token']}`)

    expect(first.json).toHaveLength(1)
    expect(second.json).toHaveLength(1)
    expect(second.json[0].id).toBeGreaterThan(first.json[0].id)
  })

  it('renames the organization', async () => {
    const renamed = await call('/organizations/me', { method: 'PUT', payload: { name: 'New' } })

    expect(renamed.json.name).toBe('New')
    expect((await store.organizations.get(mine.organization.id))?.name).toBe('New')
    expect((await store.organizations.get(theirs.organization.id))?.name).toBe('Example Ltd')
  })

  it('signs in, and the session opens every route', async () => {
    const authorizer = createAuthorizer(store, systemClock)
    await using server = await aServer({ store, authorizer })

    const login = await server.app.inject({
      method: 'POST',
      url: `${base}/authentication`,
      payload: { username: 'Me@Example.com', password: 'right' },
    })
    const secrets = await server.app.inject({
      url: `${base}/authentication/secrets`,
      headers: { authorization: `Bearer ${login.json().token}` },
    })
    authorizer.close()

    expect(login.statusCode).toBe(200)
    expect(secrets.json().userSecret).toBe('my-secret')
  })

  it('shows usage newest first, page by page', async () => {
    const at = Date.now()
    const record = (requestId: string, ms: number) => ({
      requestId,
      organizationId: mine.organization.id,
      accountId: mine.account.id,
      userId: mine.user.id,
      instanceId: 1,
      elementKey: 'examplecrm',
      method: 'GET',
      path: `${base}/contacts`,
      status: 200,
      durationMs: 5,
      at: new Date(at + ms),
    })
    await store.usage.append([record('a', 0), record('b', 1), record('c', 1), record('d', 2)])

    const first = await call('/usage?pageSize=2')
    const second = await call(`/usage?nextPage=${first.headers['elements-next-page-token']}`)

    const ids = [...first.json, ...second.json].map((one: { request_id: string }) => one.request_id)
    expect(ids).toEqual(['d', 'c', 'b', 'a'])
    expect(second.headers).not.toHaveProperty('elements-next-page-token')
    expect((await call('/usage/b')).json.request_id).toBe('b')
  })
})
