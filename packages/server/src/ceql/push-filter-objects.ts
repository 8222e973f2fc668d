import { partOfPattern, startOfPattern } from './like-operand.ts'
import { type PushCondition, type Pushed, type PushWith, pushDeclared } from './pushed.ts'

/** How a vendor calls the members of a condition. */
export interface FilterMembers {
  readonly field: string
  readonly operator: string
  readonly value: string
  /** Holds the values of IN; absent: `value` does. */
  readonly values?: string
}

const operators: Readonly<Record<string, string>> = {
  '=': 'EQ',
  '!=': 'NEQ',
  '<': 'LT',
  '<=': 'LTE',
  '>': 'GT',
  '>=': 'GTE',
  IN: 'IN',
}

/**
 * A condition as an object in a list of the vendor's search: `{"field": "name", "operator": "EQ", "value": "x"}`, the
 * members called as `members` says. `vendorOperator` replaces the operator; LIKE needs one: the vendor then searches
 * words with `*`, and what it finds is evaluated here as well.
 */
export const pushFilterObject =
  (members: FilterMembers): PushCondition =>
  (condition, fields, toVendorValue) =>
    fields && pushDeclared(condition, fields, toVendorValue, pushWith(members))

const pushWith =
  (members: FilterMembers): PushWith =>
  ({ vendorName, vendorOperator }, operator, values) => {
    if (operator === 'LIKE') return pushWords(members, vendorName, values[0] ?? '', vendorOperator)
    const said = vendorOperator ?? operators[operator]
    if (said === undefined) return undefined
    const operand =
      operator === 'IN'
        ? { [members.values ?? members.value]: values }
        : { [members.value]: values[0] }
    return pushed(members, vendorName, said, operand, true)
  }

/** Only texts without a word's end in them: how vendors cut words is their own affair. */
function pushWords(
  members: FilterMembers,
  name: string,
  pattern: string,
  said: string | undefined,
): Pushed | undefined {
  const start = startOfPattern(pattern)
  const text = start?.text ?? partOfPattern(pattern)?.text
  if (!said || !text || !/^[\p{L}\p{N}]+$/u.test(text)) return undefined
  const value = start ? `${text}*` : `*${text}*`
  return pushed(members, name, said, { [members.value]: value }, false)
}

function pushed(
  members: FilterMembers,
  field: string,
  operator: string,
  operand: Readonly<Record<string, unknown>>,
  isExact: boolean,
): Pushed {
  const object = { [members.field]: field, [members.operator]: operator, ...operand }
  return { name: `${field} ${operator}`, object, isExact }
}
