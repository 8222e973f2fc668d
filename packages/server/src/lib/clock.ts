import { setTimeout as delay } from 'node:timers/promises'

/** Where time comes from. Injected, so that a test owns it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Wait. `signal` ends the wait early, with its reason as the error. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => delay(ms, undefined, signal ? { signal } : undefined),
}
