/** The opaque token of a next page. It carries the page size and the filters, because clients send it alone. */
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { ValenceError } from '../../lib/errors.ts'

/** Query parameters that choose what a list holds. */
export type FilterQuery = Readonly<Record<string, string | string[]>>

const PageToken = Type.Object({
  list: Type.String(),
  size: Type.Integer({ minimum: 1 }),
  /** Where the page begins; what it counts is the list's own business. */
  after: Type.Integer({ minimum: 0 }),
  /** Entries to pass over from there. */
  skip: Type.Integer({ minimum: 0 }),
  query: Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(Type.String())])),
})

/** What a token says. It holds nothing secret and grants nothing: the caller's scope applies as on the first page. */
export type PageToken = Type.Static<typeof PageToken>

/** Write a token in the form that fits a URL. */
export function writePageToken(token: PageToken): string {
  return Buffer.from(JSON.stringify(token)).toString('base64url')
}

/**
 * Read a token that `writePageToken` made for the same list.
 * @throws {ValenceError} `invalid_request` for anything else.
 */
export function readPageToken(text: string, list: string): PageToken {
  const value = parse(Buffer.from(text, 'base64url').toString('utf8'))
  if (Value.Check(PageToken, value) && value.list === list) return value
  throw new ValenceError(
    'invalid_request',
    'The nextPage token is not one that this list gave out. Start again without nextPage.',
  )
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
