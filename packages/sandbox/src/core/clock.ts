/** The sandbox's time. It runs with the machine's, and can be pushed forward to make tokens and quotas lapse. */
export interface SandboxClock {
  /** Milliseconds since the epoch, sandbox time. */
  now(): number
  /** How far sandbox time is ahead of the machine's, in seconds. */
  aheadSeconds(): number
  /** Move time forward (or back, with a negative number). */
  advance(seconds: number): void
  /** Return to the machine's time. */
  reset(): void
}

/** A clock that starts at the machine's time. */
export function createClock(): SandboxClock {
  let aheadSeconds = 0
  return {
    now: () => Date.now() + aheadSeconds * 1000,
    aheadSeconds: () => aheadSeconds,
    advance: (seconds) => {
      aheadSeconds += seconds
    },
    reset: () => {
      aheadSeconds = 0
    },
  }
}
