import { isCondition, type SearchCapabilities } from './capabilities.ts'
import type { Expression } from './expression.ts'
import { likePieces } from './like.ts'
import { type Pushed, type PushWith, pushDeclared, type ToVendorValue } from './pushed.ts'

/**
 * A condition in SOQL, the query language whose WHERE is SQL's: `Name = 'x' AND Amount >= 5`. An OR is said whole
 * or not at all, NOT never. Texts are quoted; numbers, booleans and dates are bare, and written only when they are what
 * they claim to be. `!=` holds for absent values here and there alike.
 */
export function pushSoql(
  expression: Expression,
  fields: SearchCapabilities | undefined,
  toVendorValue: ToVendorValue,
): Pushed | undefined {
  if (!fields) return undefined
  if (expression.kind === 'null') return pushNull(expression, fields)
  if (expression.kind === 'and' || expression.kind === 'or') {
    return pushTogether(expression, fields, toVendorValue)
  }
  return isCondition(expression)
    ? pushDeclared(expression, fields, toVendorValue, pushWith)
    : undefined
}

function pushTogether(
  { kind, operands }: Extract<Expression, { operands: unknown }>,
  fields: SearchCapabilities,
  toVendorValue: ToVendorValue,
): Pushed | undefined {
  const texts: string[] = []
  for (const operand of operands) {
    const pushed = pushSoql(operand, fields, toVendorValue)
    // A part that is only evaluated here can't be taken out of an OR.
    if (pushed?.text === undefined || !pushed.isExact) return undefined
    texts.push(pushed.text)
  }
  const text = `(${texts.join(` ${kind.toUpperCase()} `)})`
  return { name: text, text, isExact: true }
}

function pushNull(
  { field, negated }: Extract<Expression, { kind: 'null' }>,
  fields: SearchCapabilities,
): Pushed | undefined {
  const entry = fields.get(field)?.find(({ operators }) => operators.includes('='))
  if (!entry?.vendorName) return undefined
  const text = `${entry.vendorName} ${negated ? '!=' : '='} null`
  return { name: text, text, isExact: true }
}

const pushWith: PushWith = ({ vendorName, vendorOperator, type }, operator, values) => {
  const literals = values.map((value) =>
    operator === 'LIKE' ? quoted(likePattern(value)) : literal(value, type ?? 'string'),
  )
  if (literals.includes(undefined)) return undefined
  const operand = operator === 'IN' ? `(${literals.join(', ')})` : literals[0]
  const text = `${vendorName} ${vendorOperator ?? operator} ${operand}`
  return { name: text, text, isExact: true }
}

const bare: Readonly<Record<string, RegExp>> = {
  number: /^-?\d+(\.\d+)?$/,
  integer: /^-?\d+$/,
  boolean: /^(true|false)$/i,
  date: /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2}))?$/,
}

/** `undefined` for a text that is not of the type. */
function literal(text: string, type: string): string | undefined {
  const shape = bare[type]
  if (!shape) return quoted(text)
  return shape.test(text) ? text : undefined
}

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}

function quoted(text: string): string {
  return `'${text.replace(/[\\'\n\r\t]/g, (character) => escapes[character] ?? character)}'`
}

/** The pattern anew, wildcards of its texts escaped. */
function likePattern(pattern: string): string {
  return likePieces(pattern)
    .map((piece) => {
      if (piece.kind !== 'text') return piece.kind === 'run' ? '%' : '_'
      return piece.text.replace(/[%_]/g, (character) => `\\${character}`)
    })
    .join('')
}
