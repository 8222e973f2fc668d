import { malformed } from './salesforce-error.ts'
import { lexSoql, type Token } from './soql-lexer.ts'

/** A value in a query. */
export type Literal =
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'date'; readonly value: string }
  | { readonly kind: 'null' }

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Condition[] }
  | { readonly kind: 'not'; readonly operand: Condition }
  | {
      readonly kind: 'compare'
      readonly field: string
      readonly operator: string
      readonly value: Literal
    }
  | {
      readonly kind: 'in'
      readonly field: string
      readonly values: readonly Literal[]
      readonly negated: boolean
    }

export interface OrderTerm {
  readonly field: string
  readonly descending: boolean
  readonly nullsLast: boolean
}

/** A parsed query. */
export interface Soql {
  readonly fields: readonly string[]
  readonly from: string
  readonly where: Condition | undefined
  readonly orderBy: readonly OrderTerm[]
  readonly limit: number | undefined
  readonly offset: number
}

/**
 * The part of SOQL that the sandbox has: `SELECT fields FROM object [WHERE …] [ORDER BY …] [LIMIT n] [OFFSET n]`, with AND,
 * OR, NOT, parentheses, comparisons, LIKE, IN and null. As at the vendor, AND and OR can't be mixed without parentheses.
 * No aggregates, subqueries, date literals (`TODAY`) or bind variables.
 *
 * @throws {SalesforceError} MALFORMED_QUERY.
 */
export function parseSoql(text: string): Soql {
  return new Parser(lexSoql(text)).query()
}

const operators = ['=', '!=', '<>', '<', '<=', '>', '>=', 'LIKE']

class Parser {
  readonly #tokens: readonly Token[]
  #at = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  query(): Soql {
    this.#expect('SELECT')
    const fields = this.#list(() => this.#word())
    this.#expect('FROM')
    const from = this.#word()
    const where = this.#accept('WHERE') ? this.#condition() : undefined
    const orderBy = this.#accept('ORDER') ? this.#orderBy() : []
    const limit = this.#accept('LIMIT') ? this.#count() : undefined
    const offset = this.#accept('OFFSET') ? this.#count() : 0
    if (this.#peek().kind !== 'end') throw this.#unexpected()
    return { fields, from, where, orderBy, limit, offset }
  }

  #condition(): Condition {
    const first = this.#unary()
    const joiner = ['AND', 'OR'].find((word) => this.#isNext(word))
    if (joiner === undefined) return first
    const operands = [first]
    while (this.#accept(joiner)) operands.push(this.#unary())
    if (this.#isNext('AND') || this.#isNext('OR')) throw this.#unexpected()
    return { kind: joiner === 'AND' ? 'and' : 'or', operands }
  }

  #unary(): Condition {
    if (this.#accept('NOT')) return { kind: 'not', operand: this.#unary() }
    if (!this.#accept('(')) return this.#comparison()
    const inner = this.#condition()
    this.#expect(')')
    return inner
  }

  #comparison(): Condition {
    const field = this.#word()
    const negated = this.#accept('NOT')
    if (this.#accept('IN')) {
      this.#expect('(')
      const values = this.#list(() => this.#literal())
      this.#expect(')')
      return { kind: 'in', field, values, negated }
    }
    const operator = operators.find((known) => this.#isNext(known))
    if (operator === undefined || negated) throw this.#unexpected()
    this.#next()
    const value = this.#literal()
    if (operator === 'LIKE' && value.kind !== 'string') throw malformed('LIKE needs a string')
    return { kind: 'compare', field, operator: operator === '<>' ? '!=' : operator, value }
  }

  #literal(): Literal {
    const { kind, text } = this.#next()
    if (kind === 'string') return { kind, value: text }
    if (kind === 'number') return { kind, value: Number(text) }
    if (kind === 'date') return { kind, value: text }
    const word = text.toLowerCase()
    if (word === 'null') return { kind: 'null' }
    if (word === 'true' || word === 'false') return { kind: 'boolean', value: word === 'true' }
    this.#at -= 1
    throw this.#unexpected()
  }

  #orderBy(): readonly OrderTerm[] {
    this.#expect('BY')
    return this.#list(() => {
      const field = this.#word()
      const descending = this.#accept('DESC')
      if (!descending) this.#accept('ASC')
      const nulls = this.#accept('NULLS')
      const nullsLast = nulls && this.#accept('LAST')
      if (nulls && !nullsLast) this.#expect('FIRST')
      return { field, descending, nullsLast }
    })
  }

  #list<T>(item: () => T): readonly T[] {
    const items = [item()]
    while (this.#accept(',')) items.push(item())
    return items
  }

  #count(): number {
    const { kind, text } = this.#next()
    if (kind !== 'number' || !/^\d+$/.test(text)) throw malformed(`unexpected token: '${text}'`)
    return Number(text)
  }

  #word(): string {
    const { kind, text } = this.#peek()
    if (kind !== 'word') throw this.#unexpected()
    this.#at += 1
    return text
  }

  #peek(): Token {
    return this.#tokens[this.#at] as Token
  }

  #next(): Token {
    const token = this.#peek()
    if (token.kind !== 'end') this.#at += 1
    return token
  }

  #isNext(text: string): boolean {
    const { kind, text: found } = this.#peek()
    return (kind === 'word' || kind === 'symbol') && found.toUpperCase() === text
  }

  #accept(text: string): boolean {
    const isThere = this.#isNext(text)
    if (isThere) this.#at += 1
    return isThere
  }

  #expect(text: string): void {
    if (!this.#accept(text)) throw this.#unexpected()
  }

  #unexpected(): Error {
    const { text, at } = this.#peek()
    return malformed(`unexpected token: '${text}' at position ${at}`)
  }
}
