import { compileFirst } from './field-path.ts'
import { lex, type Token, unexpected } from './lex.ts'
import { compareKeys, type OrderKey, orderKeyOf } from './scalar.ts'

/** A term of `orderBy`. */
export interface OrderTerm {
  readonly field: string
  readonly descending: boolean
}

/** How many terms `orderBy` may have. */
const maxTerms = 16

/**
 * Parse `orderBy`: `name`, `name desc, created asc`, and `!name`, which some clients write for descending.
 *
 * @returns At least one term, in the order of their weight.
 * @throws {ValenceError} `invalid_request` with the position; for the empty text too.
 */
export function parseOrderBy(text: string): readonly OrderTerm[] {
  const tokens = lex(text, 'orderBy')
  const terms: OrderTerm[] = []
  for (let at = 0; ; at += 1) {
    const isBang = tokens[at]?.text === '!' && tokens[at]?.kind === 'symbol'
    if (isBang) at += 1
    const field = fieldOf(tokens[at] as Token, text)
    const direction = directionOf(tokens[at + 1] as Token)
    if (direction) at += 1
    terms.push({ field, descending: direction === 'desc' || (isBang && direction !== 'asc') })
    at += 1
    const separator = tokens[at] as Token
    if (separator.kind === 'end') return terms
    if (separator.text !== ',' || separator.kind !== 'symbol') {
      throw unexpected('orderBy', text, separator.start, 'asc, desc or a comma')
    }
    if (terms.length === maxTerms)
      throw unexpected('orderBy', text, separator.start, `at most ${maxTerms} fields`)
  }
}

function fieldOf(token: Token, text: string): string {
  if (token.kind === 'symbol' || token.kind === 'end' || token.text === '') {
    throw unexpected('orderBy', text, token.start, 'a field name')
  }
  return token.text
}

function directionOf(token: Token): 'asc' | 'desc' | undefined {
  const word = token.kind === 'word' ? token.text.toLowerCase() : ''
  if (word === 'asc' || word === 'ascending') return 'asc'
  return word === 'desc' || word === 'descending' ? 'desc' : undefined
}

/**
 * A comparator for `Array.prototype.sort`: booleans before numbers (and texts that spell them) before dates before texts,
 * each by value, texts without regard to case; what has no value comes last in either direction.
 * It keeps the keys of the records it has seen: make a new one for each sort.
 */
export function compareRecords(terms: readonly OrderTerm[]): (a: unknown, b: unknown) => number {
  const readers = terms.map(({ field }) => compileFirst(field))
  const known = new Map<unknown, readonly OrderKey[]>()
  const keysOf = (record: unknown): readonly OrderKey[] => {
    let keys = known.get(record)
    if (!keys) {
      keys = readers.map((read) => orderKeyOf(read(record)))
      known.set(record, keys)
    }
    return keys
  }
  return (a, b) => compareAll(terms, keysOf(a), keysOf(b))
}

const missingRank = orderKeyOf(undefined).rank

function compareAll(
  terms: readonly OrderTerm[],
  a: readonly OrderKey[],
  b: readonly OrderKey[],
): number {
  for (const [i, { descending }] of terms.entries()) {
    const left = a[i] as OrderKey
    const right = b[i] as OrderKey
    const order = compareKeys(left, right)
    if (order === 0) continue
    const isMissing = left.rank === missingRank || right.rank === missingRank
    return descending && !isMissing ? -order : order
  }
  return 0
}
