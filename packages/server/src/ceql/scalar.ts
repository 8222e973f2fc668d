/** What scalars mean to comparisons, and how they are ordered. @see docs/reference/ceql.md, "Comparison" */
import { instantOf } from './instant.ts'

const numeric = /^\s*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?\s*$/i

/** The number a value is or spells; `NaN` when it is none. */
export function numberOf(value: unknown): number {
  if (typeof value === 'number') return value
  return typeof value === 'string' && numeric.test(value) ? Number(value) : Number.NaN
}

/** The boolean a value is or spells (`true`, `false`, any case). */
export function booleanOf(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value
  if (typeof value !== 'string' || value.length > 5) return undefined
  const lower = value.toLowerCase()
  return lower === 'true' ? true : lower === 'false' ? false : undefined
}

/** Order of texts: letters of any case together, then by code unit, so that only equal texts are equal. */
export function compareText(a: string, b: string): number {
  return compare(a.toLowerCase(), b.toLowerCase()) || compare(a, b)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** A scalar prepared for ordering: kinds are ranked, values of one kind compared. */
export interface OrderKey {
  /** 0 boolean, 1 number, 2 instant, 3 text, 4 anything else, 5 missing. */
  readonly rank: number
  readonly value: number | string
}

/** The kind and the comparable form of a value. A list counts as its first element. */
export function orderKeyOf(value: unknown): OrderKey {
  if (value === null || value === undefined) return { rank: 5, value: 0 }
  if (Array.isArray(value))
    return Array.isArray(value[0]) ? { rank: 4, value: 0 } : orderKeyOf(value[0])
  const boolean = booleanOf(value)
  if (boolean !== undefined) return { rank: 0, value: Number(boolean) }
  const number = numberOf(value)
  if (!Number.isNaN(number)) return { rank: 1, value: number }
  if (typeof value !== 'string') return { rank: 4, value: 0 }
  const instant = instantOf(value)
  return Number.isNaN(instant) ? { rank: 3, value } : { rank: 2, value: instant }
}

/** Order of two keys: by kind, then by value. */
export function compareKeys(a: OrderKey, b: OrderKey): number {
  if (a.rank !== b.rank) return a.rank - b.rank
  if (typeof a.value === 'string') return compareText(a.value, b.value as string)
  return a.value - (b.value as number)
}
