import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../lib/clock.ts'
import { silentLog } from '../lib/log.ts'
import { openStore } from '../store/postgres-store.ts'
import type { Store, UsageRecord } from '../store/store.ts'
import { createTestDatabase, type TestDatabase } from '../store/testing.ts'
import { createUsageFeed, type UsageFeedOptions } from './usage-feed.ts'

const options: UsageFeedOptions = { pollMs: 20, maxListeners: 3, batch: 50 }

function aRecord(overrides: Partial<UsageRecord> = {}): UsageRecord {
  return {
    requestId: randomBytes(6).toString('hex'),
    organizationId: 1,
    accountId: 11,
    userId: 21,
    instanceId: 31,
    elementKey: 'examplecrm',
    method: 'GET',
    path: '/contacts',
    status: 200,
    durationMs: 1,
    at: new Date(0),
    ...overrides,
  }
}

describe('The feed of usage', () => {
  let database: TestDatabase
  let store: Store
  beforeAll(async () => {
    database = await createTestDatabase()
    store = await openStore({
      connectionString: database.connectionString,
      maxConnections: 2,
      log: silentLog,
    })
  })
  afterAll(async () => {
    await store.close()
    await database.drop()
  })

  const aFeed = () =>
    createUsageFeed({ usage: store.usage, clock: systemClock, log: silentLog }, options)

  function collector() {
    const ids: string[] = []
    return { ids, listener: ({ requestId }: UsageRecord) => void ids.push(requestId) }
  }

  async function until(isSo: () => boolean): Promise<void> {
    for (const end = Date.now() + 3_000; !isSo() && Date.now() < end; ) await delay(5)
    expect(isSo()).toBe(true)
  }

  it('tells of this process at once, within the scope', () => {
    const feed = aFeed()
    const [all, own, foreign] = [collector(), collector(), collector()]
    feed.subscribe({ organizationId: 1 }, all.listener)
    feed.subscribe({ organizationId: 1, accountId: 11 }, own.listener)
    feed.subscribe({ organizationId: 2 }, foreign.listener)

    feed.publish(aRecord({ requestId: 'a' }))
    feed.publish(aRecord({ requestId: 'b', accountId: 12 }))

    expect([all.ids, own.ids, foreign.ids]).toEqual([['a', 'b'], ['a'], []])
    feed.close()
  })

  it('tells of other processes, each once, oldest first, and nothing of the past', async () => {
    const feed = aFeed()
    const { ids, listener } = collector()
    const organizationId = 3
    await store.usage.append([aRecord({ organizationId, requestId: 'past' })])
    feed.subscribe({ organizationId }, listener)
    await delay(60)

    const own = aRecord({ organizationId, requestId: 'own' })
    feed.publish(own)
    await store.usage.append([
      own,
      aRecord({ organizationId, requestId: 'other' }),
      aRecord({ organizationId: 4, requestId: 'foreign' }),
      aRecord({ organizationId, requestId: 'another' }),
    ])
    await until(() => ids.length === 3)
    await delay(60)

    expect(ids).toEqual(['own', 'other', 'another'])
    feed.close()
  })

  it('asks the database while somebody listens, and no longer', async () => {
    const feed = aFeed()
    const quiet = store.statementCount()
    await delay(60)
    expect(store.statementCount()).toBe(quiet)

    const stop = feed.subscribe({ organizationId: 1 }, () => {})
    await delay(60)
    expect(store.statementCount()).toBeGreaterThan(quiet)
    stop()
    stop()
    await delay(40)
    const after = store.statementCount()
    await delay(60)

    expect(store.statementCount()).toBe(after)
    feed.close()
  })

  it('goes on after the database could not be asked', async () => {
    let isBroken = true
    const usage = {
      newest: (...args: Parameters<Store['usage']['newest']>) =>
        isBroken ? Promise.reject(new Error('gone')) : store.usage.newest(...args),
    }
    const feed = createUsageFeed({ usage, clock: systemClock, log: silentLog }, options)
    const { ids, listener } = collector()
    feed.subscribe({ organizationId: 5 }, listener)
    await delay(50)

    isBroken = false
    await delay(60)
    await store.usage.append([aRecord({ organizationId: 5, requestId: 'again' })])

    await until(() => ids.includes('again'))
    feed.close()
  })

  it('has a bound of listeners', () => {
    const feed = aFeed()
    const stops = [1, 2, 3].map((organizationId) => feed.subscribe({ organizationId }, () => {}))

    expect(() => feed.subscribe({ organizationId: 1 }, () => {})).toThrowError(
      expect.objectContaining({ code: 'rate_limited' }),
    )
    stops[0]?.()
    expect(() => feed.subscribe({ organizationId: 1 }, () => {})).not.toThrow()
    feed.close()
  })
})
