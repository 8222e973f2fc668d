import type { SandboxClock } from '../core/clock.ts'

/** Limits of one scope, in calls. */
export interface Limits {
  perMinute: number
  perDay: number
}

/** Quotas as they are set. The default numbers are the vendor's. */
export interface QuotaSettings {
  /** Whether calls over a limit are refused. Off by default, so that tests and benchmarks are not throttled. */
  enforced: boolean
  /** Which of the two recorded 429 bodies is answered. */
  variant: '2020' | '2023'
  /** One OAuth client, over all tenants. */
  client: Limits
  /** One personal access token or service account key. */
  key: Limits
  /** One tenant, over all tokens. */
  tenant: Limits
  /** Spike arrest: calls a second of one consumer. */
  spikePerSecond: number
}

/** The vendor's published limits. */
export const vendorQuotas = (): QuotaSettings => ({
  enforced: false,
  variant: '2023',
  client: { perMinute: 1_500, perDay: 150_000 },
  key: { perMinute: 240, perDay: 30_000 },
  tenant: { perMinute: 10_000, perDay: 250_000 },
  spikePerSecond: 25,
})

/** Who a call is counted for. */
export interface Consumer {
  readonly kind: 'client' | 'key'
  readonly id: string
  readonly app: string
}

/** What counting a call came to. */
export interface Quota {
  /** Headers that every reply carries; empty after a spike arrest, which sends none. */
  readonly headers: Readonly<Record<string, string>>
  /** Why the call is refused, when it is. */
  readonly refused?: 'quota' | 'spike'
}

const SECOND = 1_000
const MINUTE = 60 * SECOND
const DAY = 24 * 60 * MINUTE

interface Window {
  start: number
  used: number
}

/**
 * Counts calls in fixed windows of a second, a minute and a day; days start at 00:00 UTC (documented). The vendor's
 * minute rolls in steps of 15 seconds by a text of 2020; a fixed minute is simpler to test with and no looser by much.
 */
export class Quotas {
  settings = vendorQuotas()
  readonly #clock: SandboxClock
  readonly #windows = new Map<string, Window>()

  constructor(clock: SandboxClock) {
    this.#clock = clock
  }

  /** Count a call, and say whether it may go on. */
  take(consumer: Consumer, host: string): Quota {
    const now = this.#clock.now()
    const { settings } = this
    const limits = settings[consumer.kind]
    const minute = this.#count(`${consumer.id}/minute`, now, MINUTE)
    const day = this.#count(`${consumer.id}/day`, now, DAY)
    const tenantMinute = this.#count(`${consumer.app}/minute`, now, MINUTE)
    const tenantDay = this.#count(`${consumer.app}/day`, now, DAY)
    const second = this.#count(`${consumer.id}/second`, now, SECOND)
    if (settings.enforced && second.used > settings.spikePerSecond) {
      return { headers: {}, refused: 'spike' }
    }
    const headers = headersOf(host, limits, settings.tenant, { minute, day, tenantMinute })
    const over =
      minute.used > limits.perMinute ||
      day.used > limits.perDay ||
      tenantMinute.used > settings.tenant.perMinute ||
      tenantDay.used > settings.tenant.perDay
    return settings.enforced && over ? { headers, refused: 'quota' } : { headers }
  }

  /** Forget what was counted. */
  clear(): void {
    this.#windows.clear()
  }

  #count(key: string, now: number, length: number): Window {
    const start = now - (now % length)
    const window = this.#windows.get(key)
    if (window === undefined || window.start !== start) {
      const fresh = { start, used: 1 }
      this.#windows.set(key, fresh)
      return fresh
    }
    window.used += 1
    return window
  }
}

interface Used {
  readonly minute: Window
  readonly day: Window
  readonly tenantMinute: Window
}

const left = (limit: number, { used }: Window) => String(Math.max(0, limit - used))
const spent = (limit: number, { used }: Window) => String(Math.min(used, limit))

// Written out in full: it runs for every call, and a benchmark measures somebody else through it.
function headersOf(
  host: string,
  consumer: Limits,
  tenant: Limits,
  { minute, day, tenantMinute }: Used,
): Quota['headers'] {
  return {
    'x-keap-product-quota-limit': String(consumer.perDay),
    'x-keap-product-quota-time-unit': 'day',
    'x-keap-product-quota-interval': '1',
    'x-keap-product-quota-available': left(consumer.perDay, day),
    'x-keap-product-quota-used': spent(consumer.perDay, day),
    'x-keap-product-quota-expiry-time': String(day.start + DAY),
    'x-keap-product-throttle-limit': String(consumer.perMinute),
    'x-keap-product-throttle-time-unit': 'minute',
    'x-keap-product-throttle-interval': '1',
    'x-keap-product-throttle-available': left(consumer.perMinute, minute),
    'x-keap-product-throttle-used': spent(consumer.perMinute, minute),
    'x-keap-tenant-id': host,
    'x-keap-tenant-throttle-limit': String(tenant.perMinute),
    'x-keap-tenant-throttle-time-unit': 'minute',
    'x-keap-tenant-throttle-interval': '1',
    'x-keap-tenant-throttle-available': left(tenant.perMinute, tenantMinute),
    'x-keap-tenant-throttle-used': spent(tenant.perMinute, tenantMinute),
  }
}
