/**
 * Text to expression, by recursive descent:
 *
 *     or         = and { OR and }
 *     and        = unary { AND unary }
 *     unary      = NOT unary | "(" or ")" | condition
 *     condition  = field ( = | != | <> | < | <= | > | >= | [NOT] LIKE ) value
 *                | field [NOT] IN "(" value { "," value } ")"
 *                | field IS [NOT] NULL
 *
 * Keywords come in any case, AND binds tighter than OR, chains of one kind are flattened.
 * @see docs/reference/ceql.md
 */
import type { ComparisonOperator, Expression, Literal } from './expression.ts'
import { lex, type Token, unexpected } from './lex.ts'

/** How deep parentheses and NOT may nest. */
export const maxDepth = 32
/** How many values an IN may list. */
export const maxInValues = 1000

const comparisonSymbols: ReadonlyMap<string, ComparisonOperator> = new Map([
  ['=', '='],
  ['!=', '!='],
  ['<>', '!='],
  ['<', '<'],
  ['<=', '<='],
  ['>', '>'],
  ['>=', '>='],
])
const numberText = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i

/** Where the parser stands. */
interface Cursor {
  readonly text: string
  readonly tokens: readonly Token[]
  at: number
  depth: number
}

/**
 * Parse the value of `where`.
 *
 * @param text - At most 8,192 characters, nested at most 32 deep, at most 1,000 values in an IN. A leading `where=` is
 *   tolerated. An unquoted number becomes a number when it can be one without loss (`007` and 20-digit ids stay text).
 * @throws {ValenceError} `invalid_request` with the position, what was found and what was expected; for the empty text too.
 */
export function parseCeql(text: string): Expression {
  const cursor: Cursor = { text, tokens: lex(text, 'where'), at: 0, depth: 0 }
  skipOwnName(cursor)
  const expression = parseOr(cursor)
  if (peek(cursor).kind !== 'end') throw expected(cursor, 'AND, OR or the end')
  return expression
}

// `where=name='x'` is what comes when a client encodes the parameter twice; `where='x'` asks for a field of that name.
function skipOwnName(cursor: Cursor): void {
  const [name, equals] = cursor.tokens
  const isPrefix =
    name?.kind === 'word' && name.text.toLowerCase() === 'where' && equals?.text === '='
  if (isPrefix && cursor.tokens.length > 4) cursor.at = 2
}

function parseOr(cursor: Cursor): Expression {
  return parseChain(cursor, 'or', (inner) => parseChain(inner, 'and', parseUnary))
}

function parseChain(
  cursor: Cursor,
  kind: 'and' | 'or',
  parseOperand: (cursor: Cursor) => Expression,
): Expression {
  const first = parseOperand(cursor)
  const operands = operandsOf(first, kind)
  while (takeKeyword(cursor, kind)) {
    skipStrayPercent(cursor)
    operands.push(...operandsOf(parseOperand(cursor), kind))
  }
  return operands.length === 1 ? first : { kind, operands }
}

function operandsOf(expression: Expression, kind: 'and' | 'or'): Expression[] {
  return expression.kind === kind ? [...expression.operands] : [expression]
}

// The vendor platform's own documentation has `AND% name=…`, from a badly encoded space.
function skipStrayPercent(cursor: Cursor): void {
  if (peek(cursor).kind === 'word' && peek(cursor).text === '%') cursor.at += 1
}

function parseUnary(cursor: Cursor): Expression {
  if (isKeyword(peek(cursor), 'not') && !isComparison(peek(cursor, 1))) {
    cursor.at += 1
    return nested(cursor, () => ({ kind: 'not', operand: parseUnary(cursor) }))
  }
  if (!takeSymbol(cursor, '(')) return parseCondition(cursor)
  return nested(cursor, () => {
    const inner = parseOr(cursor)
    if (!takeSymbol(cursor, ')')) throw expected(cursor, 'AND, OR or )')
    return inner
  })
}

function nested(cursor: Cursor, parse: () => Expression): Expression {
  cursor.depth += 1
  if (cursor.depth > maxDepth) throw expected(cursor, `nesting of at most ${maxDepth} levels`)
  const inner = parse()
  cursor.depth -= 1
  return inner
}

function parseCondition(cursor: Cursor): Expression {
  const field = parseField(cursor)
  if (takeKeyword(cursor, 'is')) return parseNullTest(cursor, field)
  const operator = comparisonSymbols.get(peek(cursor).text)
  if (operator && peek(cursor).kind === 'symbol') {
    cursor.at += 1
    return { kind: 'comparison', field, operator, value: parseValue(cursor) }
  }
  const negated = takeKeyword(cursor, 'not')
  if (takeKeyword(cursor, 'like')) {
    return {
      kind: 'comparison',
      field,
      operator: negated ? 'NOT LIKE' : 'LIKE',
      value: parseValue(cursor),
    }
  }
  if (takeKeyword(cursor, 'in')) return { kind: 'in', field, values: parseValues(cursor), negated }
  throw expected(
    cursor,
    negated ? 'LIKE or IN' : 'an operator (=, !=, <, <=, >, >=, LIKE, IN, IS NULL)',
  )
}

function parseField(cursor: Cursor): string {
  const token = peek(cursor)
  const isReserved = isKeyword(token, 'and') || isKeyword(token, 'or')
  const isName = token.kind === 'word' || token.kind === 'name' || token.kind === 'string'
  if (!isName || token.text === '' || (isReserved && !isComparison(peek(cursor, 1)))) {
    throw expected(cursor, 'a field name')
  }
  cursor.at += 1
  return token.text
}

function parseNullTest(cursor: Cursor, field: string): Expression {
  const negated = takeKeyword(cursor, 'not')
  if (!takeKeyword(cursor, 'null')) throw expected(cursor, negated ? 'NULL' : 'NULL or NOT NULL')
  return { kind: 'null', field, negated }
}

function parseValues(cursor: Cursor): readonly Literal[] {
  if (!takeSymbol(cursor, '(')) throw expected(cursor, '( and a list of values')
  const values = [parseValue(cursor)]
  while (takeSymbol(cursor, ',')) {
    if (values.length === maxInValues) throw expected(cursor, `at most ${maxInValues} values`)
    values.push(parseValue(cursor))
  }
  if (!takeSymbol(cursor, ')')) throw expected(cursor, ', or )')
  return values
}

function parseValue(cursor: Cursor): Literal {
  const token = peek(cursor)
  const isReserved = isKeyword(token, 'and') || isKeyword(token, 'or')
  if ((token.kind !== 'string' && token.kind !== 'word') || isReserved)
    throw expected(cursor, 'a value')
  cursor.at += 1
  return token.kind === 'string' ? token.text : bareValue(token.text)
}

function bareValue(text: string): Literal {
  const lower = text.toLowerCase()
  if (lower === 'null') return null
  if (lower === 'true' || lower === 'false') return lower === 'true'
  // A number that would not be written the same way again has lost something: leading zeros, digits of a long id.
  return numberText.test(text) && String(Number(text)) === text ? Number(text) : text
}

function peek(cursor: Cursor, ahead = 0): Token {
  const last = cursor.tokens.length - 1
  return cursor.tokens[Math.min(cursor.at + ahead, last)] as Token
}

function isComparison(token: Token): boolean {
  return token.kind === 'symbol' && comparisonSymbols.has(token.text)
}

function isKeyword(token: Token, keyword: string): boolean {
  return token.kind === 'word' && token.text.toLowerCase().replace(/%$/, '') === keyword
}

function takeKeyword(cursor: Cursor, keyword: string): boolean {
  if (!isKeyword(peek(cursor), keyword)) return false
  cursor.at += 1
  return true
}

function takeSymbol(cursor: Cursor, symbol: string): boolean {
  const token = peek(cursor)
  if (token.kind !== 'symbol' || token.text !== symbol) return false
  cursor.at += 1
  return true
}

function expected(cursor: Cursor, what: string): Error {
  return unexpected('where', cursor.text, peek(cursor).start, what)
}
