/**
 * A bound on guessing passwords and links: attempts are counted per key and forgotten after a while. In memory, of this process
 * alone: it slows guessing down, it is no ledger.
 */
import { LRUCache } from 'lru-cache'
import type { Clock } from '../../lib/clock.ts'
import { ValenceError } from '../../lib/errors.ts'

/** How many attempts, and within which time. */
export interface AttemptLimitOptions {
  readonly maxAttempts: number
  readonly windowMs: number
  /** How many keys are remembered; beyond that the least recent is forgotten. */
  readonly maxKeys: number
  /** What is attempted, for the message. Default: `attempts to sign in`. */
  readonly what?: string
}

export interface AttemptLimit {
  /** Count an attempt. @throws {ValenceError} `rate_limited` when there were too many. */
  take(key: string): void
  /** Forget the attempts of a key: it has proven itself. */
  forgive(key: string): void
}

interface Attempts {
  count: number
  readonly since: number
}

export function createAttemptLimit(clock: Clock, options: AttemptLimitOptions): AttemptLimit {
  const attempts = new LRUCache<string, Attempts>({ max: options.maxKeys })
  const current = (key: string): Attempts => {
    const known = attempts.get(key)
    if (known !== undefined && clock.now() - known.since < options.windowMs) return known
    const fresh = { count: 0, since: clock.now() }
    attempts.set(key, fresh)
    return fresh
  }
  return {
    take(key) {
      const entry = current(key)
      if (entry.count >= options.maxAttempts) {
        throw tooMany(options.what, entry.since + options.windowMs - clock.now())
      }
      entry.count += 1
    },
    forgive: (key) => void attempts.delete(key),
  }
}

function tooMany(what = 'attempts to sign in', waitMs: number): ValenceError {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000))
  return new ValenceError('rate_limited', `Too many ${what}. Try again in ${seconds} seconds.`, {
    retryAfterSeconds: seconds,
  })
}
