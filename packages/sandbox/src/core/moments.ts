import { isoSeconds } from './body.ts'
import type { Random } from './random.ts'

const DAY_MS = 86_400_000

/** The span seeded records come from, in days since the epoch. Fixed, so a seed makes the same data on every day. */
export interface Moments {
  readonly first: number
  readonly last: number
}

export const moments: Moments = {
  first: Date.UTC(2023, 0, 9) / DAY_MS,
  last: Date.UTC(2026, 5, 30) / DAY_MS,
}

/** A moment between two days (or from a moment, written as v2 writes it, to a day). */
export function momentBetween(random: Random, from: number | string, to: number): string {
  const start = typeof from === 'string' ? Date.parse(from) : from * DAY_MS
  const end = Math.max(start, to * DAY_MS)
  return isoSeconds(start + random.next() * (end - start))
}
