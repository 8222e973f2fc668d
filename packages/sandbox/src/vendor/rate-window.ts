import type { SandboxClock } from '../core/clock.ts'

/** A limit of calls in a window of time. */
export interface RateLimit {
  limit: number
  windowMs: number
}

/** What counting a call came to. */
export interface RateState {
  readonly limit: number
  readonly used: number
  readonly remaining: number
  readonly windowMs: number
  /** Milliseconds to the window's end. */
  readonly resetMs: number
  readonly isOver: boolean
}

/** Counts the calls of each account in fixed windows. */
export class RateWindow {
  settings: RateLimit
  readonly #clock: SandboxClock
  readonly #windows = new Map<string, { start: number; used: number }>()

  constructor(clock: SandboxClock, settings: RateLimit) {
    this.#clock = clock
    this.settings = { ...settings }
  }

  /** Count a call of an account. */
  take(account: string): RateState {
    const { limit, windowMs } = this.settings
    const now = this.#clock.now()
    const start = now - (now % windowMs)
    const known = this.#windows.get(account)
    const window = known?.start === start ? known : { start, used: 0 }
    window.used += 1
    this.#windows.set(account, window)
    return {
      limit,
      windowMs,
      used: window.used,
      remaining: Math.max(0, limit - window.used),
      resetMs: start + windowMs - now,
      isOver: window.used > limit,
    }
  }

  /** Forget what was counted. */
  clear(): void {
    this.#windows.clear()
  }
}
