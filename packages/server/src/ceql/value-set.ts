import type { Literal } from './expression.ts'
import { instantOf } from './instant.ts'
import { booleanOf, numberOf } from './scalar.ts'

/** The literals of `=` or IN, sorted by what they can equal. One look-up each, however long the list is. */
interface ValueSet {
  readonly texts: ReadonlySet<string>
  /** What number values may be: number literals and texts that spell a number. */
  readonly numbers: ReadonlySet<number>
  /** What texts that spell a number may be: number literals only, so that '007' is not '7'. */
  readonly writtenNumbers: ReadonlySet<number>
  readonly instants: ReadonlySet<number>
  readonly booleans: ReadonlySet<boolean>
  /** What texts that spell a boolean may be: boolean literals only. */
  readonly writtenBooleans: ReadonlySet<boolean>
}

/**
 * Compile "is one of". Null equals nothing; a list equals what one of its elements equals.
 *
 * @returns A test of one value.
 */
export function compileEquality(literals: readonly Literal[]): (value: unknown) => boolean {
  const set = valueSet(literals)
  const test = (value: unknown): boolean => {
    if (typeof value === 'string') return hasText(set, value)
    if (typeof value === 'number') return set.numbers.has(value) || set.instants.has(value)
    if (typeof value === 'boolean') return set.booleans.has(value)
    return Array.isArray(value) && value.some(test)
  }
  return test
}

function hasText(
  { texts, writtenNumbers, instants, writtenBooleans }: ValueSet,
  value: string,
): boolean {
  if (texts.has(value)) return true
  if (writtenNumbers.size > 0 && writtenNumbers.has(numberOf(value))) return true
  if (instants.size > 0 && instants.has(instantOf(value))) return true
  if (writtenBooleans.size === 0) return false
  const boolean = booleanOf(value)
  return boolean !== undefined && writtenBooleans.has(boolean)
}

function valueSet(literals: readonly Literal[]): ValueSet {
  const texts = literals.filter((literal) => typeof literal === 'string')
  const isNumber = (number: number) => !Number.isNaN(number)
  const isBoolean = (boolean: boolean | undefined) => boolean !== undefined
  return {
    texts: new Set(texts),
    numbers: new Set(literals.map(numberOf).filter(isNumber)),
    writtenNumbers: new Set(literals.filter((literal) => typeof literal === 'number')),
    instants: new Set(texts.map(instantOf).filter(isNumber)),
    booleans: new Set(literals.map(booleanOf).filter(isBoolean)),
    writtenBooleans: new Set(literals.filter((literal) => typeof literal === 'boolean')),
  }
}
