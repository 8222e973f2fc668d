/**
 * `where` in the vendor's words. The AND-ed conditions a vendor can answer are pushed to it; the rest (OR, NOT, undeclared
 * fields and operators, values its filter language can't hold) is evaluated here. What is pushed may make the vendor's
 * answer wider than the condition (then it stays in the rest as well) but never narrower.
 * @see docs/reference/ceql.md, "Pushing conditions to the vendor"
 */
import { ValenceError } from '../lib/errors.ts'
import { isCondition, type SearchCapabilities } from './capabilities.ts'
import { conjunctionOf, conjunctsOf } from './conjuncts.ts'
import type { Expression, Literal } from './expression.ts'
import { pushQueryParameter } from './push-query-parameter.ts'
import { pushRsql } from './push-rsql.ts'
import type { PushCondition, Pushed } from './pushed.ts'

export { type SearchCapabilities, searchCapabilities } from './capabilities.ts'

/** What reaches the vendor, and what does not. */
export interface ConvertedWhere {
  /** Query parameters to send; `undefined` without any. */
  readonly parameters: Record<string, string | string[]> | undefined
  /** One filter text to send; `undefined` without any. */
  readonly text: string | undefined
  /** What must be evaluated on the answer; `undefined` when the vendor does all. */
  readonly rest: Expression | undefined
}

/** What conversion may be told. */
export interface ConvertOptions {
  /**
   * Our value in the vendor's words (value tables, dates); `undefined` when the vendor can't be asked for it, for
   * example because several of its values are one of ours. Not asked about patterns of LIKE.
   */
  readonly toVendorValue?: (field: string, value: Literal) => Literal | undefined
}

/** A converter: how one condition is pushed, and what joins several into one text. */
interface Converter {
  readonly push: PushCondition
  readonly joiner: string
}

const converters: ReadonlyMap<string, Converter> = new Map([
  ['toQueryParameters', { push: pushQueryParameter, joiner: '' }],
  ['toRsqlFilter', { push: pushRsql, joiner: ';' }],
])

/** The names `convertWhere` knows. */
export const converterNames: readonly string[] = [...converters.keys()]

/**
 * Split an expression into what the vendor is asked and what is evaluated here.
 *
 * @param name - `toQueryParameters` or `toRsqlFilter`.
 * @param fields - What the vendor can filter; `undefined` when nothing is declared: then `toQueryParameters` passes
 *   every AND-ed `=` on under its own name, as elements without field definitions expect, and `toRsqlFilter` nothing.
 * @throws {ValenceError} `not_supported` when there is no such converter.
 */
export function convertWhere(
  name: string,
  expression: Expression,
  fields: SearchCapabilities | undefined,
  options: ConvertOptions = {},
): ConvertedWhere {
  const converter = converters.get(name)
  if (!converter) {
    throw new ValenceError(
      'not_supported',
      `There is no converter '${name}' for where. Known are ${converterNames.join(', ')}.`,
    )
  }
  const toVendorValue = options.toVendorValue ?? ((_field, value) => value)
  const pushed = new Map<string, Pushed>()
  const rest: Expression[] = []
  for (const operand of conjunctsOf(expression)) {
    const one = isCondition(operand) ? converter.push(operand, fields, toVendorValue) : undefined
    // Vendors take the last, the first or neither of two filters with one name: ask for one.
    const isNew = one !== undefined && !pushed.has(one.name)
    if (isNew) pushed.set(one.name, one)
    if (!isNew || !one.isExact) rest.push(operand)
  }
  return { ...sent([...pushed.values()], converter.joiner), rest: conjunctionOf(rest) }
}

function sent(
  pushed: readonly Pushed[],
  joiner: string,
): Pick<ConvertedWhere, 'parameters' | 'text'> {
  const parameters = pushed.flatMap((one) =>
    one.value === undefined ? [] : [[one.name, one.value] as const],
  )
  const texts = pushed.flatMap((one) => (one.text === undefined ? [] : [one.text]))
  return {
    parameters: parameters.length > 0 ? Object.fromEntries(parameters) : undefined,
    text: texts.length > 0 ? texts.join(joiner) : undefined,
  }
}
