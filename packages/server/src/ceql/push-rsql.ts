import { partOfPattern, startOfPattern } from './like-operand.ts'
import { type PushCondition, type Pushed, type PushWith, pushDeclared } from './pushed.ts'

const operators: Readonly<Record<string, string>> = {
  '=': '==',
  '!=': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  IN: '==',
  LIKE: '==',
}

/** Characters that mean something in the filter language. Vendors differ in how, or whether, they can be escaped. */
const reserved = /[;,*'"`()=!~<>\\]|^\s|\s$/

/**
 * A condition in FIQL/RSQL, the filter language of many REST vendors: `name==value`, `id>=5`, `name==x*` for a beginning,
 * `ids==1,2,3` for IN; `;` joins. `vendorOperator` replaces the operator; for LIKE, `contains` says that `==` itself
 * searches for a part. Only declared conditions are pushed, and no value that holds one of the language's own characters.
 */
export const pushRsql: PushCondition = (condition, fields, toVendorValue) =>
  fields && pushDeclared(condition, fields, toVendorValue, pushWith)

const pushWith: PushWith = ({ vendorName: name, vendorOperator }, operator, values) => {
  if (operator === 'LIKE') return pushLike(name, values[0] ?? '', vendorOperator)
  const symbol = vendorOperator ?? operators[operator]
  if (symbol === undefined || !values.every(isWritable)) return undefined
  return { name, text: `${name}${symbol}${values.join(',')}`, isExact: true }
}

function pushLike(
  name: string,
  pattern: string,
  vendorOperator: string | undefined,
): Pushed | undefined {
  const isContains = vendorOperator === 'contains'
  const operand = isContains ? partOfPattern(pattern) : startOfPattern(pattern)
  if (!operand || !isWritable(operand.text)) return undefined
  const symbol = isContains ? operators['LIKE'] : (vendorOperator ?? operators['LIKE'])
  const value = isContains || operand.isWhole ? operand.text : `${operand.text}*`
  return { name, text: `${name}${symbol}${value}`, isExact: operand.isExact }
}

function isWritable(text: string): boolean {
  return text !== '' && !reserved.test(text)
}
