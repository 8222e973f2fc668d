import { describe, expect, it } from 'vitest'
import type { UsageBucket, UsageSpan } from '../../store/store.ts'
import { aServer, userHeaders } from '../testing.ts'

const base = '/elements/api-v2/usage/analytics'
const now = Date.parse('2026-01-08T12:00:00Z')

function aBucket(overrides: Partial<UsageBucket> = {}): UsageBucket {
  const at = new Date('2026-01-08T00:00:00Z')
  return { at, count: 3, success: 2, failed: 1, minMs: 5, maxMs: 9, avgMs: 7.3333, ...overrides }
}

async function ask(path: string, buckets: readonly UsageBucket[] = [aBucket()]) {
  const asked: UsageSpan[] = []
  const count = async (_scope: object, span: UsageSpan) => {
    asked.push(span)
    return buckets
  }
  await using server = await aServer({
    store: { usage: { count } },
    clock: { now: () => now, sleep: async () => {} },
  })
  const response = await server.app.inject({ url: base + path, headers: userHeaders })
  return { asked, response }
}

describe('GET /usage/analytics', () => {
  it('tells times by interval', async () => {
    const { response } = await ask('/times')

    expect(response.json()).toEqual([
      { count: 3, timestamp: '2026-01-08T00:00:00.000Z', min: 5, max: 9, avg: 7.33 },
    ])
  })

  it('tells statuses by interval', async () => {
    const { response } = await ask('/statuses')

    expect(response.json()).toEqual([
      { count: 3, timestamp: '2026-01-08T00:00:00.000Z', success: 2, failed: 1 },
    ])
  })

  it('looks at the days of the last week unless told otherwise', async () => {
    const { asked } = await ask('/times')

    expect(asked).toEqual([
      { from: new Date('2026-01-01T12:00:00Z'), to: new Date(now), interval: 'day' },
    ])
  })

  it('takes a span, an interval and accounts', async () => {
    const { asked } = await ask(
      '/times?from=2026-01-01&to=2026-01-01T01:00:00Z&interval=Minute&accountIds[]=1&accountIds[]=2',
    )

    expect(asked).toEqual([
      {
        from: new Date('2026-01-01'),
        to: new Date('2026-01-01T01:00:00Z'),
        interval: 'minute',
        accountIds: [1, 2],
      },
    ])
  })

  it('answers 404 in the words of an empty list when nothing happened', async () => {
    const { response } = await ask('/times', [aBucket({ count: 0 })])

    expect([response.statusCode, response.json().message]).toEqual([404, 'No usage found'])
  })

  it.each([
    '/times?interval=second',
    '/statuses?interval=fortnight',
    '/times?interval=__proto__',
    '/times?from=2026-02-01&to=2026-01-01',
    '/times?from=x',
    '/times?accountIds[]=x',
  ])('refuses %s', async (path) => {
    const { asked, response } = await ask(path)

    expect(response.statusCode).toBe(400)
    expect(asked).toEqual([])
  })
})
