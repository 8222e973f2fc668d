/**
 * Paging of platform lists: a top-level array, counts and the next page's token in headers.
 * @see docs/reference/wire.md#lists
 */
import type { FastifyReply } from 'fastify'
import { ValenceError } from '../../lib/errors.ts'
import { type FilterQuery, readPageToken, writePageToken } from './page-token.ts'

/** How large a page is without being asked, and at most. */
export interface PageSizes {
  readonly pageSizeDefault: number
  readonly pageSizeMax: number
}

/** One page, as asked for. */
export interface PageRequest {
  readonly list: string
  readonly size: number
  /** Where the page begins: 0 on the first page, afterwards what the list put into its token. */
  readonly after: number
  /** Entries to pass over from there. */
  readonly skip: number
  /** The filters: the request's own, or on later pages those of the first. */
  readonly query: FilterQuery
}

/** What the caller is told about a page. */
export interface PageOutcome {
  readonly returned: number
  /** Absent when counting would cost more than the page. */
  readonly total?: number | undefined
  /** Where the next page begins; absent on the last one. */
  readonly next?: { readonly after: number; readonly skip?: number } | undefined
}

const pagingParameters = new Set(['pageSize', 'nextPage', 'offset', 'pageOffset', 'page'])

/**
 * Read the page that a query asks for.
 *
 * @param query - The parsed query string.
 * @param list - Names the list; a token of another one is refused.
 * @throws {ValenceError} `invalid_request` for a bad `pageSize`, `offset` or `nextPage`.
 */
export function readPage(query: unknown, list: string, sizes: PageSizes): PageRequest {
  const parameters = givenParameters(query)
  const { pageSize, nextPage, offset, pageOffset } = parameters
  const size = pageSize === undefined ? undefined : positive('pageSize', pageSize)
  if (nextPage !== undefined) {
    const token = readPageToken(String(nextPage), list)
    return { ...token, size: clamp(size ?? token.size, sizes) }
  }
  return {
    list,
    size: clamp(size ?? sizes.pageSizeDefault, sizes),
    after: 0,
    skip: whole('offset', offset ?? pageOffset ?? '0'),
    query: filtersOf(parameters),
  }
}

/** Put counts and the next page's token on the answer. */
export function writePage(reply: FastifyReply, page: PageRequest, outcome: PageOutcome): void {
  reply.header('elements-returned-count', String(outcome.returned))
  if (outcome.total !== undefined) reply.header('elements-total-count', String(outcome.total))
  if (outcome.next === undefined) return
  const { list, size, query } = page
  const { after, skip = 0 } = outcome.next
  reply.header('elements-next-page-token', writePageToken({ list, size, after, skip, query }))
}

/**
 * The values of an array parameter: `name[]=a&name[]=b`, `name=a&name=b` or `name=a`.
 * @returns Empty when the parameter is absent.
 */
export function arrayParameter(query: FilterQuery, name: string): readonly string[] {
  return [query[`${name}[]`], query[name]].flatMap((value) => value ?? [])
}

/** The last value of a parameter that should come once; `undefined` when it is absent. */
export function singleParameter(query: FilterQuery, name: string): string | undefined {
  const value = query[name]
  return typeof value === 'object' ? value.at(-1) : value
}

/** A boolean parameter in any case (`True`, `true`); `undefined` when it is absent or neither. */
export function booleanParameter(query: FilterQuery, name: string): boolean | undefined {
  const text = singleParameter(query, name)?.toLowerCase()
  return text === 'true' ? true : text === 'false' ? false : undefined
}

/** Clients send `nextPage=` for the first page and empty filters for none. */
function givenParameters(query: unknown): FilterQuery {
  const parameters = Object.entries((query ?? {}) as FilterQuery)
  return Object.fromEntries(parameters.filter(([, value]) => value !== ''))
}

function filtersOf(parameters: FilterQuery): FilterQuery {
  const filters = Object.entries(parameters).filter(([name]) => !pagingParameters.has(name))
  return Object.fromEntries(filters)
}

function clamp(size: number, { pageSizeMax }: PageSizes): number {
  return Math.min(size, pageSizeMax)
}

function positive(name: string, value: string | string[]): number {
  const number = whole(name, value)
  if (number > 0) return number
  throw new ValenceError('invalid_request', `${name} must be at least 1; it is ${number}.`)
}

function whole(name: string, value: string | string[]): number {
  const text = String(value).trim()
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new ValenceError(
    'invalid_request',
    `${name} must be a whole number; it is '${text.slice(0, 40)}'.`,
  )
}
