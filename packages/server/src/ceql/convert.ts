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
import { type FilterMembers, pushFilterObject } from './push-filter-objects.ts'
import { pushOData } from './push-odata.ts'
import { pushQueryParameter } from './push-query-parameter.ts'
import { pushRsql } from './push-rsql.ts'
import { pushSoql } from './push-soql.ts'
import type { PushCondition, Pushed, ToVendorValue } from './pushed.ts'

export { type SearchCapabilities, searchCapabilities } from './capabilities.ts'

/** What reaches the vendor, and what does not. */
export interface ConvertedWhere {
  /** Query parameters to send; `undefined` without any. */
  readonly parameters: Record<string, string | string[]> | undefined
  /** One filter text to send; `undefined` without any. */
  readonly text: string | undefined
  /** Conditions as objects of a search body; `undefined` without any. */
  readonly objects: readonly Readonly<Record<string, unknown>>[] | undefined
  /** What the filter text's query parameter is called where the element does not say: `$filter` of OData. */
  readonly parameterName?: string | undefined
  /** Two filter texts as one that means both. */
  join(own: string, text: string): string
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
  /** How the vendor calls the members of a condition, for `toFilterObjects`. */
  readonly filterMembers?: FilterMembers
}

/** A converter: how one AND-ed part is pushed, and what joins several into one text. */
interface Converter {
  push(
    operand: Expression,
    fields: SearchCapabilities | undefined,
    toVendorValue: ToVendorValue,
    members: FilterMembers,
  ): Pushed | undefined
  readonly joiner: string
  readonly parameterName?: string
}

/** Converters that know single conditions leave OR, NOT and null tests to us. */
const ofConditions =
  (push: PushCondition): Converter['push'] =>
  (operand, fields, toVendorValue) =>
    isCondition(operand) ? push(operand, fields, toVendorValue) : undefined

const ofOData = (version: 'v3' | 'v4'): Converter => ({
  push: (operand, fields, toVendorValue) => pushOData(version, operand, fields, toVendorValue),
  joiner: ' and ',
  parameterName: '$filter',
})

const usualMembers: FilterMembers = { field: 'field', operator: 'operator', value: 'value' }

const ofObjects: Converter = {
  push: (operand, fields, toVendorValue, members) =>
    isCondition(operand) ? pushFilterObject(members)(operand, fields, toVendorValue) : undefined,
  joiner: '',
}

const converters: ReadonlyMap<string, Converter> = new Map<string, Converter>([
  ['toQueryParameters', { push: ofConditions(pushQueryParameter), joiner: '' }],
  ['toRsqlFilter', { push: ofConditions(pushRsql), joiner: ';' }],
  ['toODataFilter', ofOData('v4')],
  ['toODataV3Filter', ofOData('v3')],
  ['toSoqlFilter', { push: pushSoql, joiner: ' AND ' }],
  ['toFilterObjects', ofObjects],
])

/** The names `convertWhere` knows. */
export const converterNames: readonly string[] = [...converters.keys()]

/**
 * Split an expression into what the vendor is asked and what is evaluated here.
 *
 * @param name - One of `converterNames`.
 * @param fields - What the vendor can filter; `undefined` when nothing is declared: then `toQueryParameters` passes
 *   every AND-ed `=` on under its own name, as elements without field definitions expect, and the others nothing.
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
  const members = options.filterMembers ?? usualMembers
  const pushed = new Map<string, Pushed>()
  const rest: Expression[] = []
  for (const operand of conjunctsOf(expression)) {
    const one = converter.push(operand, fields, toVendorValue, members)
    // Vendors take the last, the first or neither of two filters with one name: ask for one.
    const isNew = one !== undefined && !pushed.has(one.name)
    if (isNew) pushed.set(one.name, one)
    if (!isNew || !one.isExact) rest.push(operand)
  }
  const { joiner, parameterName } = converter
  return {
    ...sent([...pushed.values()], joiner),
    parameterName,
    join: (own, text) => (joiner === ' and ' ? `(${own}) and ${text}` : `${own}${joiner}${text}`),
    rest: conjunctionOf(rest),
  }
}

function sent(
  pushed: readonly Pushed[],
  joiner: string,
): Pick<ConvertedWhere, 'parameters' | 'text' | 'objects'> {
  const parameters = pushed.flatMap((one) =>
    one.value === undefined ? [] : [[one.name, one.value] as const],
  )
  const texts = pushed.flatMap((one) => (one.text === undefined ? [] : [one.text]))
  const objects = pushed.flatMap((one) => (one.object === undefined ? [] : [one.object]))
  return {
    parameters: parameters.length > 0 ? Object.fromEntries(parameters) : undefined,
    text: texts.length > 0 ? texts.join(joiner) : undefined,
    objects: objects.length > 0 ? objects : undefined,
  }
}
