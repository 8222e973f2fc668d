import { partOfPattern, startOfPattern } from './like-operand.ts'
import {
  type PushCondition,
  type Pushed,
  type PushWith,
  pushDeclared,
  vendorTexts,
} from './pushed.ts'

/**
 * A condition as a query parameter of the vendor: `name=value`. The parameter's name says what it means, so `>=` on one
 * field may be `since` and `<=` may be `until`. `vendorOperator` refines two operators: for IN, `,` puts the values into
 * one parameter, joined by commas (else the parameter repeats); for LIKE, `contains` says the vendor searches for a part
 * (else for a beginning).
 */
export const pushQueryParameter: PushCondition = (condition, fields, toVendorValue) => {
  if (fields) return pushDeclared(condition, fields, toVendorValue, pushWith)
  if (condition.kind !== 'comparison' || condition.operator !== '=') return undefined
  const value = vendorTexts(condition, toVendorValue)?.[0]
  return value === undefined ? undefined : { name: condition.field, value, isExact: true }
}

const pushWith: PushWith = ({ vendorName: name, vendorOperator }, operator, values) => {
  const value = values[0] ?? ''
  if (operator === 'NOT LIKE') return undefined
  if (operator === 'LIKE') return pushLike(name, value, vendorOperator)
  if (operator !== 'IN') return { name, value, isExact: true }
  if (vendorOperator !== ',') return { name, value: [...values], isExact: true }
  const isListable = values.every((text) => !text.includes(','))
  return isListable ? { name, value: values.join(','), isExact: true } : undefined
}

function pushLike(
  name: string,
  pattern: string,
  vendorOperator: string | undefined,
): Pushed | undefined {
  const operand = vendorOperator === 'contains' ? partOfPattern(pattern) : startOfPattern(pattern)
  if (!operand) return undefined
  // `LIKE 'jo'` means the whole value; a search for a beginning or a part finds more.
  return { name, value: operand.text, isExact: operand.isExact && !operand.isWhole }
}
