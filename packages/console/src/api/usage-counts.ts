/** Requests counted over time, for the charts of the activity page. */
import { queryOptions } from '@tanstack/react-query'
import { api } from './client.ts'

/** A span of time up to now, cut into intervals that fit on a chart. */
export interface Span {
  readonly key: string
  readonly label: string
  readonly lengthMs: number
  readonly interval: 'minute' | 'hour' | 'day'
}

const hourMs = 3_600_000

export const spans: readonly [Span, ...Span[]] = [
  { key: '1h', label: 'the last hour', lengthMs: hourMs, interval: 'minute' },
  { key: '24h', label: 'the last 24 hours', lengthMs: 24 * hourMs, interval: 'hour' },
  { key: '7d', label: 'the last 7 days', lengthMs: 7 * 24 * hourMs, interval: 'day' },
  { key: '30d', label: 'the last 30 days', lengthMs: 30 * 24 * hourMs, interval: 'day' },
]

/** The span of this key, as it stands in the page's address; the last hour for any other. */
export function spanOf(key: string | undefined): Span {
  return spans.find((span) => span.key === key) ?? spans[0]
}

/** One interval. */
export interface UsageCount {
  /** Its begin, as the axis shows it. */
  readonly time: string
  readonly succeeded: number
  readonly failed: number
  /** Milliseconds; `null` without a request. */
  readonly average: number | null
  readonly longest: number | null
}

/** Empty when there was no request. */
export const usageCountsQuery = (span: Span) =>
  queryOptions({
    queryKey: ['usage', 'counts', span.key],
    queryFn: async ({ signal }) => {
      const from = new Date(Date.now() - span.lengthMs).toISOString()
      const query = { from, interval: span.interval }
      const [statuses, times] = await Promise.all([
        api.list('GET /usage/analytics/statuses', { query, signal }),
        api.list('GET /usage/analytics/times', { query, signal }),
      ])
      const timesAt = new Map(times.body.map((one) => [one.timestamp, one]))
      return statuses.body.map(({ timestamp, success, failed }): UsageCount => {
        const took = timesAt.get(timestamp)
        return {
          time: intervalLabel(timestamp, span),
          succeeded: success,
          failed,
          average: took?.count ? took.avg : null,
          longest: took?.count ? took.max : null,
        }
      })
    },
    refetchInterval: 30_000,
  })

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })

/** Days are the server's, which are those of UTC; minutes and hours are shown as the person's clock has them. */
function intervalLabel(timestamp: string, { interval }: Span): string {
  return (interval === 'day' ? day : clock).format(new Date(timestamp))
}
