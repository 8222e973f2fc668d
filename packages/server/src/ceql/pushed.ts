import {
  type Condition,
  capabilitiesFor,
  type SearchCapabilities,
  type SearchCapability,
} from './capabilities.ts'
import type { Literal } from './expression.ts'

/** A condition in the vendor's words: a query parameter or a piece of a filter text. */
export interface Pushed {
  /** The vendor's filter name; of two pushed conditions with one name the first is sent. */
  readonly name: string
  readonly value?: string | string[]
  readonly text?: string
  readonly object?: Readonly<Record<string, unknown>>
  /** `false`: the vendor's answer may be wider, the condition is evaluated here as well. */
  readonly isExact: boolean
}

/** Our value in the vendor's words; `undefined`: the vendor can't be asked for it. */
export type ToVendorValue = (field: string, value: Literal) => Literal | undefined

/** Put a condition in the vendor's words; `undefined` when the vendor can't be asked. */
export type PushCondition = (
  condition: Condition,
  fields: SearchCapabilities | undefined,
  toVendorValue: ToVendorValue,
) => Pushed | undefined

/** Tries one declared entry. `operator` is the condition's, with IN of one value also tried as `=`. */
export type PushWith = (
  capability: SearchCapability & { readonly vendorName: string },
  operator: string,
  values: readonly string[],
) => Pushed | undefined

/**
 * The first declared entry that can say the condition. `push` gets the values as texts, already the vendor's; the pattern
 * of a LIKE comes as written.
 */
export function pushDeclared(
  condition: Condition,
  fields: SearchCapabilities,
  toVendorValue: ToVendorValue,
  push: PushWith,
): Pushed | undefined {
  const values = vendorTexts(condition, toVendorValue)
  if (!values) return undefined
  for (const operator of operatorsOf(condition)) {
    for (const capability of capabilitiesFor(condition.field, operator, fields)) {
      const vendorName = capability.vendorName ?? condition.field
      const pushed = push({ ...capability, vendorName }, operator, values)
      if (pushed) return { ...pushed, isExact: pushed.isExact && !capability.approximate }
    }
  }
  return undefined
}

function operatorsOf(condition: Condition): readonly string[] {
  if (condition.kind === 'comparison') return [condition.operator]
  return condition.values.length === 1 ? ['IN', '='] : ['IN']
}

/** The values of a condition as the vendor writes them; `undefined` when one of them can't be asked for. */
export function vendorTexts(
  condition: Condition,
  toVendorValue: ToVendorValue,
): readonly string[] | undefined {
  if (condition.kind === 'comparison' && condition.operator.endsWith('LIKE')) {
    return condition.value === null ? undefined : [String(condition.value)]
  }
  const values = condition.kind === 'in' ? condition.values : [condition.value]
  const texts: string[] = []
  for (const value of values) {
    const translated = value === null ? undefined : toVendorValue(condition.field, value)
    // An empty filter value means "no filter" to most vendors.
    if (translated === undefined || translated === null || translated === '') return undefined
    texts.push(String(translated))
  }
  return texts
}
