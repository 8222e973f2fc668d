import { malformed } from './salesforce-error.ts'

/** A piece of a query. */
export interface Token {
  readonly kind: 'word' | 'string' | 'number' | 'date' | 'symbol' | 'end'
  /** Strings without quotes and escapes. */
  readonly text: string
  readonly at: number
}

const piece =
  /\s+|'(?:[^'\\]|\\.)*'|\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2}))?|-?\d+(?:\.\d+)?|[A-Za-z_][\w.]*|<=|>=|!=|<>|[=<>(),]/y

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

/** Cut a query into tokens. @throws {SalesforceError} MALFORMED_QUERY at what is none. */
export function lexSoql(text: string): readonly Token[] {
  const tokens: Token[] = []
  piece.lastIndex = 0
  while (piece.lastIndex < text.length) {
    const at = piece.lastIndex
    const found = piece.exec(text)?.[0]
    if (found === undefined) throw malformed(`unexpected token: '${text.slice(at, at + 12)}'`)
    if (found.trim() !== '') tokens.push(toToken(found, at))
  }
  return [...tokens, { kind: 'end', text: '<EOF>', at: text.length }]
}

function toToken(text: string, at: number): Token {
  if (text.startsWith("'")) {
    const plain = text.slice(1, -1).replace(/\\(.)/gs, (whole, c: string) => {
      // An escaped wildcard stays escaped: LIKE has to see it.
      return c === '%' || c === '_' ? whole : (escapes[c] ?? c)
    })
    return { kind: 'string', text: plain, at }
  }
  if (/^\d{4}-/.test(text)) return { kind: 'date', text, at }
  if (/^-?\d/.test(text)) return { kind: 'number', text, at }
  return { kind: /^\w/.test(text) ? 'word' : 'symbol', text, at }
}
