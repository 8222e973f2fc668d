import { ValenceError } from '../lib/errors.ts'

/** A token of CEQL. `text` is what it means (quotes and escapes resolved), `start` and `end` where it stands. */
export interface Token {
  /** `name` is in backticks, `string` in quotes, `word` bare; `end` is the end of the text. */
  readonly kind: 'word' | 'name' | 'string' | 'symbol' | 'end'
  readonly text: string
  readonly start: number
  readonly end: number
}

/** The longest text that is read, in characters. */
export const maxTextLength = 8192

const wordEnd = /[\s=<>!(),'"`]/
const symbols = ['!=', '<>', '<=', '>=', '=', '<', '>', '(', ')', ',', '!']
// Documentation and word processors turn straight quotes into these; callers paste them.
const closers: Readonly<Record<string, string>> = {
  "'": "'",
  '"': '"',
  '‘': '‘’',
  '’': '‘’',
  '“': '“”',
  '”': '“”',
}

/**
 * Cut a text into tokens.
 *
 * @param subject - What the text is, for messages: `where`, `orderBy`, `fields`.
 * @throws {ValenceError} `invalid_request` with the position, when a quote or bracket is not closed or the text is too long.
 */
export function lex(text: string, subject: string): readonly Token[] {
  if (text.length > maxTextLength) {
    throw new ValenceError(
      'invalid_request',
      `${subject} is ${text.length} characters long; at most ${maxTextLength} are read.`,
    )
  }
  const tokens: Token[] = []
  for (let at = skipSpace(text, 0); at < text.length; at = skipSpace(text, at)) {
    const token = nextToken(text, at, subject)
    tokens.push(token)
    at = token.end
  }
  tokens.push({ kind: 'end', text: '', start: text.length, end: text.length })
  return tokens
}

/** The error of all parsers here: where, what was found, what belongs there. */
export function unexpected(
  subject: string,
  text: string,
  at: number,
  expected: string,
): ValenceError {
  const rest = text.slice(at, at + 40)
  const found = rest === '' ? 'the end' : `"${rest}${text.length > at + 40 ? '…' : ''}"`
  return new ValenceError(
    'invalid_request',
    `${subject} is not valid at character ${at + 1}: expected ${expected}, found ${found}.`,
  )
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (at < text.length && /\s/.test(text.charAt(at))) at += 1
  return at
}

function nextToken(text: string, start: number, subject: string): Token {
  const first = text.charAt(start)
  if (first === '`') return quotedToken({ kind: 'name', closer: '`', text, start, subject })
  const closer = closers[first]
  if (closer) return quotedToken({ kind: 'string', closer, text, start, subject })
  const symbol = symbols.find((candidate) => text.startsWith(candidate, start))
  if (symbol) return { kind: 'symbol', text: symbol, start, end: start + symbol.length }
  const end = endOfWord(text, start, subject)
  return { kind: 'word', text: text.slice(start, end), start, end }
}

interface Quoted {
  readonly kind: 'name' | 'string'
  readonly closer: string
  readonly text: string
  readonly start: number
  readonly subject: string
}

// A doubled quote or a backslash stands for the quote, a doubled backslash for one; other backslashes are themselves.
function quotedToken({ kind, closer, text, start, subject }: Quoted): Token {
  let value = ''
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text.charAt(at)
    const next = text.charAt(at + 1)
    if (
      character === '\\' &&
      kind === 'string' &&
      (next === '\\' || (next && closer.includes(next)))
    ) {
      value += next
      at += 1
    } else if (!closer.includes(character)) {
      value += character
    } else if (closer.length === 1 && next === closer) {
      value += closer
      at += 1
    } else {
      return { kind, text: value, start, end: at + 1 }
    }
  }
  throw unexpected(
    subject,
    text,
    text.length,
    `the ${closer} that closes the one at character ${start + 1}`,
  )
}

// Selectors belong to names, whatever they hold: `phones[type='work phone'].number`.
function endOfWord(text: string, start: number, subject: string): number {
  let at = start
  while (at < text.length && !wordEnd.test(text.charAt(at))) {
    at = text.charAt(at) === '[' ? endOfBrackets(text, at, subject) : at + 1
  }
  return at
}

function endOfBrackets(text: string, start: number, subject: string): number {
  let depth = 0
  for (let at = start; at < text.length; at += 1) {
    if (text.charAt(at) === '[') depth += 1
    if (text.charAt(at) === ']') depth -= 1
    if (depth === 0) return at + 1
  }
  throw unexpected(subject, text, text.length, `the ] that closes the [ at character ${start + 1}`)
}
