import type { Collection, Entity } from './collection.ts'

/** Values a record can be put in order by. Missing ones come first. */
export type OrderKey = string | number | null | undefined

/** Orderable fields by name. */
export type OrderFields<T> = Readonly<Record<string, (record: T) => OrderKey>>

/** The page or the order asked for does not exist; the message says why. */
export class PagingError extends Error {
  override readonly name = 'PagingError'
}

/** What a list was asked to do. */
export interface ListRequest<T> {
  readonly pageSize: number
  readonly pageToken: string | null
  /** `order_by` as sent: a field, and optionally `asc` or `desc`. */
  readonly orderBy: string | null
  readonly filter: ((record: T) => boolean) | undefined
}

/** A page of a list. */
export interface Page<T> {
  readonly records: readonly T[]
  /** Token of the next page; empty after the last. */
  readonly nextPageToken: string
}

/** Read `page_size`. Throws when it is not a whole number from 1 to `most`. */
export function parsePageSize(text: string | null, defaultSize: number, most: number): number {
  if (text === null || text === '') return defaultSize
  const size = Number(text)
  if (!Number.isInteger(size) || size < 1 || size > most) {
    throw new PagingError(`page_size must be between 1 and ${most}`)
  }
  return size
}

/** One page of a collection. A list in id order costs no more than its page. */
export function pageOf<T extends Entity>(
  collection: Collection<T>,
  request: ListRequest<T>,
  orderFields: OrderFields<T>,
): Page<T> {
  const order = parseOrder(request.orderBy, orderFields)
  const natural = order === undefined || (order.field === 'id' && !order.descending)
  const { filter } = request
  const ordered = natural ? collection.all() : sorted(collection.all(), order)
  const matching = filter === undefined ? ordered : ordered.filter(filter)
  const unfiltered = natural && filter === undefined
  const start = startOf(request.pageToken, matching, unfiltered ? collection : undefined)
  const records = matching.slice(start, start + request.pageSize)
  const last = records.at(-1)
  const more = start + records.length < matching.length
  return {
    records,
    nextPageToken: more && last !== undefined ? encodeToken(last.id, start + records.length) : '',
  }
}

interface Order<T> {
  readonly field: string
  readonly read: (record: T) => OrderKey
  readonly descending: boolean
}

function parseOrder<T>(text: string | null, fields: OrderFields<T>): Order<T> | undefined {
  if (text === null || text.trim() === '') return undefined
  const [field = '', direction = 'asc', ...rest] = text.trim().split(/\s+/)
  const read = Object.hasOwn(fields, field) ? fields[field] : undefined
  if (read === undefined) throw new PagingError(`Invalid order_by field: ${field}`)
  const word = direction.toLowerCase()
  if (rest.length > 0 || (word !== 'asc' && word !== 'desc')) {
    throw new PagingError(`Invalid order_by direction: ${text}`)
  }
  return { field, read, descending: word === 'desc' }
}

function sorted<T extends Entity>(records: readonly T[], order: Order<T>): readonly T[] {
  const sign = order.descending ? -1 : 1
  return records
    .map((record) => ({ record, key: order.read(record) }))
    .sort((a, b) => sign * compareKeys(a.key, b.key) || Number(a.record.id) - Number(b.record.id))
    .map(({ record }) => record)
}

function compareKeys(a: OrderKey, b: OrderKey): number {
  if (a === b) return 0
  if (a === null || a === undefined) return -1
  if (b === null || b === undefined) return 1
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return String(a).toLowerCase() < String(b).toLowerCase() ? -1 : 1
}

// The token names the last record seen, so records created or deleted between pages neither repeat nor hide others.
// The count beside it is the way back when that very record was deleted, or no longer matches.
function encodeToken(lastId: string, seen: number): string {
  return Buffer.from(`${lastId}:${seen}`).toString('base64url')
}

function startOf<T extends Entity>(
  token: string | null,
  matching: readonly T[],
  unfiltered: Collection<T> | undefined,
): number {
  if (token === null || token === '') return 0
  const [, lastId, seen] = /^(\d+):(\d+)$/.exec(Buffer.from(token, 'base64url').toString()) ?? []
  if (lastId === undefined) throw new PagingError('page_token is invalid')
  if (unfiltered !== undefined) return unfiltered.positionAfter(lastId)
  const at = matching.findIndex((record) => record.id === lastId)
  return at === -1 ? Number(seen) : at + 1
}
