import { describe, expect, it } from 'vitest'
import type { Credential, InstanceConnection, Page } from '../../store/store.ts'
import { anInstance, aServer, tokenHeaders, userHeaders } from '../testing.ts'

const base = '/elements/api-v2'

function aCredential(overrides: Partial<Credential> = {}): Credential {
  return {
    instanceId: 31,
    organizationId: 1,
    version: 1,
    state: 'connected',
    reason: null,
    sealed: Buffer.from('tokens'),
    expiresAt: new Date('2026-01-02T03:04:05.678Z'),
    refreshDueAt: null,
    failures: 0,
    nextAttemptAt: null,
    ...overrides,
  }
}

function aStore(credential: Credential | undefined) {
  return {
    instances: {
      get: async (_scope: object, id: number) => (id === 31 ? anInstance() : undefined),
    },
    credentials: { get: async () => credential },
  }
}

describe('GET /instances/{id}/connection', () => {
  it('tells the state, and nothing of the tokens', async () => {
    const credential = aCredential({
      state: 'degraded',
      reason: 'The vendor cannot be reached.',
      failures: 3,
      nextAttemptAt: new Date('2026-01-02T04:00:00Z'),
      refreshDueAt: new Date('2026-02-01T00:00:00Z'),
    })
    await using server = await aServer({ store: aStore(credential) })

    const { json } = await server.app.inject({
      url: `${base}/instances/31/connection`,
      headers: userHeaders,
    })

    expect(json()).toEqual({
      state: 'degraded',
      reason: 'The vendor cannot be reached.',
      expiresAt: '2026-01-02T03:04:05Z',
      refreshDueAt: '2026-02-01T00:00:00Z',
      nextAttemptAt: '2026-01-02T04:00:00Z',
      failures: 3,
    })
  })

  it('is always connected for an element without tokens', async () => {
    await using server = await aServer({ store: aStore(undefined) })

    const { json } = await server.app.inject({
      url: `${base}/instances/connection`,
      headers: tokenHeaders,
    })

    expect(json()).toEqual({ state: 'connected', failures: 0 })
  })

  it('is 404 for an instance that is not there', async () => {
    await using server = await aServer({ store: aStore(undefined) })

    const response = await server.app.inject({
      url: `${base}/instances/32/connection`,
      headers: userHeaders,
    })

    expect(response.statusCode).toBe(404)
  })
})

describe('GET /connections', () => {
  const rows: InstanceConnection[] = [1, 2, 3].map((id) => ({
    instanceId: id,
    elementKey: 'examplecrm',
    name: `CRM ${id}`,
    credential: id === 2 ? undefined : aCredential({ instanceId: id, expiresAt: null }),
  }))
  const store = {
    credentials: {
      list: async (_scope: object, { limit, afterId = 0 }: Page) =>
        rows.filter((row) => row.instanceId > afterId).slice(0, limit),
    },
  }

  it('tells the state of every instance, page by page', async () => {
    await using server = await aServer({ store })

    const first = await server.app.inject({
      url: `${base}/connections?pageSize=2`,
      headers: userHeaders,
    })
    const token = first.headers['elements-next-page-token']
    const second = await server.app.inject({
      url: `${base}/connections?nextPage=${token}`,
      headers: userHeaders,
    })

    expect(first.json()).toEqual([
      { instanceId: 1, elementKey: 'examplecrm', name: 'CRM 1', state: 'connected', failures: 0 },
      { instanceId: 2, elementKey: 'examplecrm', name: 'CRM 2', state: 'connected', failures: 0 },
    ])
    expect(second.json()).toMatchObject([{ instanceId: 3 }])
    expect(second.headers['elements-next-page-token']).toBeUndefined()
  })
})
