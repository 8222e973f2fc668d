/**
 * Dates written after a mask, in the letters of Java's SimpleDateFormat: `yyyy-MM-dd'T'HH:mm:ssZ`, `MM/dd/yyyy`. Names of
 * months and days are English. A text without an offset is UTC, and so is what is written.
 * @see docs/reference/vdr.md, "Dates"
 */
import { ValenceError } from '../lib/errors.ts'

/** A mask, ready to use. */
export interface DateMask {
  /** Milliseconds since the epoch; `undefined` when the text is not written after the mask. */
  parse(text: string): number | undefined
  format(milliseconds: number): string
}

/** What a text says of a moment, part by part. */
interface Parts {
  year?: number
  month?: number
  day?: number
  hour?: number
  minute?: number
  second?: number
  millisecond?: number
  isAfternoon?: boolean
  dayOfYear?: number
  /** Of what the text says, from UTC. */
  offsetMinutes?: number
}

/** A run of one letter, or text that stands for itself. */
interface Token {
  readonly pattern: string
  read?(text: string, parts: Parts): void
  write(date: Date): string
}

const months =
  'January February March April May June July August September October November December'.split(' ')
const days = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ')
const maxLength = 100

/**
 * Read a mask.
 *
 * @throws {ValenceError} `invalid_request` for a letter that has no meaning in a mask, and for an open quote.
 */
export function parseDateMask(mask: string): DateMask {
  if (mask.trim() === '' || mask.length > maxLength)
    throw invalid(mask, `it must have 1 to ${maxLength} characters`)
  const tokens = tokensOf(mask)
  const pattern = new RegExp(
    `^\\s*${tokens.map((token) => `(${token.pattern})`).join('')}\\s*$`,
    'i',
  )
  return {
    parse(text) {
      const match = pattern.exec(text)
      if (!match) return undefined
      const parts: Parts = {}
      for (const [i, token] of tokens.entries()) token.read?.(match[i + 1] ?? '', parts)
      return momentOf(parts)
    },
    format(milliseconds) {
      const date = new Date(milliseconds)
      return tokens.map((token) => token.write(date)).join('')
    },
  }
}

function tokensOf(mask: string): Token[] {
  const tokens: Token[] = []
  for (let at = 0; at < mask.length; ) {
    const found = /^(?:'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+)/.exec(mask.slice(at))
    if (!found) throw invalid(mask, `the quote at character ${at + 1} is not closed`)
    const [run, quoted, letter] = found
    at += run.length
    if (letter) tokens.push(letterToken(mask, letter, run.length))
    else tokens.push(literal(quoted === undefined ? run : quoted.replaceAll("''", "'") || "'"))
  }
  return tokens
}

function literal(text: string): Token {
  return { pattern: text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'), write: () => text }
}

function letterToken(mask: string, letter: string, length: number): Token {
  const token = letters[letter]?.(length)
  if (token) return token
  throw invalid(mask, `the letter '${letter}' has no meaning in a mask; text belongs in quotes`)
}

/** Digits: as many as the letters at least, when written. */
function digits(
  length: number,
  set: (parts: Parts, value: number) => void,
  get: (date: Date) => number,
): Token {
  return {
    pattern: length === 1 ? '\\d{1,3}' : `\\d{1,${Math.max(length, 2)}}`,
    read: (text, parts) => set(parts, Number(text)),
    write: (date) => String(get(date)).padStart(length, '0'),
  }
}

function words(
  list: readonly string[],
  length: number,
  index: (date: Date) => number,
  set?: (parts: Parts, value: number) => void,
): Token {
  const shown = length > 3 ? list : list.map((word) => word.slice(0, 3))
  return {
    pattern: [...list, ...list.map((word) => word.slice(0, 3))].join('|'),
    read: (text, parts) =>
      set?.(
        parts,
        list.findIndex((word) => word.toLowerCase().startsWith(text.toLowerCase())),
      ),
    write: (date) => shown[index(date)] ?? '',
  }
}

const letters: Readonly<Record<string, (length: number) => Token>> = {
  y: year,
  Y: year,
  u: year,
  M: month,
  L: month,
  d: (n) =>
    digits(
      n,
      (p, v) => (p.day = v),
      (d) => d.getUTCDate(),
    ),
  D: (n) => digits(Math.max(n, 3), (p, v) => (p.dayOfYear = v), dayOfYear),
  H: (n) =>
    digits(
      n,
      (p, v) => (p.hour = v),
      (d) => d.getUTCHours(),
    ),
  k: (n) =>
    digits(
      n,
      (p, v) => (p.hour = v % 24),
      (d) => d.getUTCHours() || 24,
    ),
  K: (n) =>
    digits(
      n,
      (p, v) => (p.hour = v),
      (d) => d.getUTCHours() % 12,
    ),
  h: (n) =>
    digits(
      n,
      (p, v) => (p.hour = v % 12),
      (d) => d.getUTCHours() % 12 || 12,
    ),
  m: (n) =>
    digits(
      n,
      (p, v) => (p.minute = v),
      (d) => d.getUTCMinutes(),
    ),
  s: (n) =>
    digits(
      n,
      (p, v) => (p.second = v),
      (d) => d.getUTCSeconds(),
    ),
  S: fraction,
  a: () => ({
    pattern: 'AM|PM',
    read: (text, parts) => {
      parts.isAfternoon = text.toUpperCase() === 'PM'
    },
    write: (date) => (date.getUTCHours() < 12 ? 'AM' : 'PM'),
  }),
  E: (n) => words(days, n, (date) => date.getUTCDay()),
  G: () => ({ pattern: 'AD|BC', write: () => 'AD' }),
  Z: () => zone('+0000'),
  X: (n) => zone('Z', n),
  z: () => zone('UTC'),
}

function year(length: number): Token {
  const isShort = length === 2
  return {
    pattern: isShort ? '\\d{2}|\\d{4}' : '\\d{4,6}',
    read: (text, parts) => {
      const value = Number(text)
      // As Java does it: within 80 years before and 20 after now, give or take.
      parts.year = text.length === 2 ? value + (value < 70 ? 2000 : 1900) : value
    },
    write: (date) => {
      const text = String(date.getUTCFullYear()).padStart(4, '0')
      return isShort ? text.slice(-2) : text
    },
  }
}

function month(length: number): Token {
  if (length > 2) {
    return words(
      months,
      length,
      (date) => date.getUTCMonth(),
      (p, v) => (p.month = v + 1),
    )
  }
  return digits(
    length,
    (p, v) => (p.month = v),
    (d) => d.getUTCMonth() + 1,
  )
}

function fraction(length: number): Token {
  return {
    pattern: '\\d{1,9}',
    read: (text, parts) => {
      // Java counts milliseconds; texts of 4 and more digits are fractions of a second.
      parts.millisecond = text.length <= 3 ? Number(text) : Number(text.slice(0, 3))
    },
    write: (date) => String(date.getUTCMilliseconds()).padStart(3, '0').padEnd(length, '0'),
  }
}

function zone(written: string, length = 1): Token {
  return {
    pattern: 'Z|UTC|GMT|(?:GMT|UTC)?[+-]\\d{2}(?::?\\d{2})?',
    read: (text, parts) => {
      const offset = /([+-])(\d{2}):?(\d{2})?$/.exec(text)
      const minutes = Number(offset?.[2] ?? 0) * 60 + Number(offset?.[3] ?? 0)
      parts.offsetMinutes = offset?.[1] === '-' ? -minutes : minutes
    },
    write: () => (length > 3 ? '+00:00' : written),
  }
}

function dayOfYear(date: Date): number {
  return Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 0)) / 86_400_000)
}

function momentOf(parts: Parts): number | undefined {
  const { year: y = 1970, month: m = 1, day: d = parts.dayOfYear ?? 1 } = parts
  const { hour = 0, minute = 0, second = 0, millisecond = 0, offsetMinutes = 0 } = parts
  const isDayOfMonth = parts.dayOfYear === undefined
  const hours = hour + (parts.isAfternoon && hour < 12 ? 12 : 0)
  if (m < 1 || m > 12 || hours > 24 || minute > 59 || second > 60) return undefined
  const date = Date.UTC(y, m - 1, d, hours, minute, second, millisecond)
  // 31 April would become 1 May.
  if (isDayOfMonth && new Date(Date.UTC(y, m - 1, d)).getUTCMonth() !== m - 1) return undefined
  return date - offsetMinutes * 60_000
}

function invalid(mask: string, what: string): ValenceError {
  return new ValenceError('invalid_request', `The date mask '${mask}' is not valid: ${what}.`)
}
