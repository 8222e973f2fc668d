/** Resource calls counted over time. */
import { Type } from 'typebox'
import { ValenceError } from '../../lib/errors.ts'
import type { UsageBucket, UsageInterval, UsageSpan } from '../../store/store.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { HttpApp } from '../http-app.ts'
import { callerOf } from '../plugins/authenticate.ts'
import { dateParameter } from '../plugins/date-parameter.ts'
import type { FilterQuery } from '../plugins/page-token.ts'
import { arrayParameter, singleParameter } from '../plugins/paging.ts'
import { answers, nothingFound } from '../schemas.ts'

const DAY_MS = 24 * 3_600_000

/** Least length of each interval: months of 28 days bound what a span can hold. */
const intervals: Readonly<Record<UsageInterval, number>> = {
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: 28 * DAY_MS,
}

const MAX_BUCKETS = 1_000
const DEFAULT_SPAN_MS = 7 * DAY_MS

const texts = Type.Union([Type.String(), Type.Array(Type.String())])

const parameters = Type.Object({
  from: Type.Optional(Type.String({ description: 'Default: a week before to' })),
  to: Type.Optional(Type.String({ description: 'Default: now' })),
  interval: Type.Optional(
    Type.String({ description: 'second, minute, hour, day (default), week or month, of UTC' }),
  ),
  'accountIds[]': Type.Optional(texts),
  accountIds: Type.Optional(texts),
})

const shared = {
  count: Type.Integer(),
  timestamp: Type.String({ format: 'date-time', description: 'Begin of the interval' }),
}

const TimesSchema = Type.Object(
  {
    ...shared,
    min: Type.Number({ description: 'Milliseconds' }),
    max: Type.Number(),
    avg: Type.Number(),
  },
  { title: 'UsageTimes' },
)

const StatusesSchema = Type.Object(
  { ...shared, success: Type.Integer(), failed: Type.Integer() },
  { title: 'UsageStatuses' },
)

export function usageAnalyticsRoutes(app: HttpApp, { store, clock }: HttpDependencies): void {
  const count = async (request: Parameters<typeof callerOf>[0]) => {
    const span = readSpan(request.query as FilterQuery, clock.now())
    const buckets = await store.usage.count(callerOf(request).scope, span)
    if (buckets.every((bucket) => bucket.count === 0)) throw nothingFound('usage')
    return buckets
  }
  const schema = { tags: ['Usage'], querystring: parameters }

  app.get(
    '/usage/analytics/times',
    {
      schema: {
        ...schema,
        summary: 'How long resource calls took, by interval; 404 when there was none',
        response: answers(Type.Array(TimesSchema)),
      },
    },
    async (request) =>
      (await count(request)).map((bucket) => ({
        ...sharedOf(bucket),
        min: bucket.minMs,
        max: bucket.maxMs,
        avg: Math.round(bucket.avgMs * 100) / 100,
      })),
  )

  app.get(
    '/usage/analytics/statuses',
    {
      schema: {
        ...schema,
        summary:
          'How many resource calls succeeded and failed, by interval; 404 when there was none',
        response: answers(Type.Array(StatusesSchema)),
      },
    },
    async (request) =>
      (await count(request)).map((bucket) => ({
        ...sharedOf(bucket),
        success: bucket.success,
        failed: bucket.failed,
      })),
  )
}

function sharedOf({ count, at }: UsageBucket) {
  return { count, timestamp: at.toISOString() }
}

function readSpan(query: FilterQuery, now: number): UsageSpan {
  const to = dateParameter(query, 'to') ?? new Date(now)
  const from = dateParameter(query, 'from') ?? new Date(to.getTime() - DEFAULT_SPAN_MS)
  const interval = readInterval(singleParameter(query, 'interval') ?? 'day')
  assertBounded(from, to, interval)
  const accountIds = arrayParameter(query, 'accountIds').flatMap((text) => text.split(','))
  return {
    from,
    to,
    interval,
    ...(accountIds.length > 0 ? { accountIds: accountIds.map(readAccountId) } : {}),
  }
}

function readInterval(text: string): UsageInterval {
  const word = text.toLowerCase()
  if (Object.hasOwn(intervals, word)) return word as UsageInterval
  throw new ValenceError(
    'invalid_request',
    `interval must be one of ${Object.keys(intervals).join(', ')}; it is '${text.slice(0, 40)}'.`,
  )
}

function assertBounded(from: Date, to: Date, interval: UsageInterval): void {
  const spanMs = to.getTime() - from.getTime()
  if (spanMs < 0) throw new ValenceError('invalid_request', 'from must not be later than to.')
  // An interval that is only touched at either end counts too.
  const buckets = Math.floor(spanMs / intervals[interval]) + 1
  if (buckets <= MAX_BUCKETS) return
  throw new ValenceError(
    'invalid_request',
    `From ${from.toISOString()} to ${to.toISOString()} are ${buckets} intervals of a ${interval}; at most ${MAX_BUCKETS} can be counted. Ask for a longer interval.`,
  )
}

function readAccountId(text: string): number {
  if (/^\d{1,9}$/.test(text.trim())) return Number(text)
  throw new ValenceError(
    'invalid_request',
    `accountIds[] must be whole numbers; one is '${text.slice(0, 40)}'.`,
  )
}
