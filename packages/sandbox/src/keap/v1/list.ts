import type { Entity } from '../../core/collection.ts'
import type { Call, Operation, Reply } from '../call.ts'
import { RestError } from '../rest-error.ts'

/** A v2 moment as v1 writes it: `2024-11-20T18:34:12.000+0000` (recorded). */
export function v1Time(moment: string): string
export function v1Time(moment: string | null | undefined): string | null
export function v1Time(moment: string | null | undefined): string | null {
  return moment ? new Date(moment).toISOString().replace('Z', '+0000') : null
}

/** A v1 moment, as v2 keeps it. Both forms of the offset are read. */
export function v2Time(value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/([+-]\d{2})(\d{2})$/, '$1:$2') : value
}

/** v1's ids are numbers. */
export function numberOrNull(id: string | null | undefined): number | null {
  return id === null || id === undefined ? null : Number(id)
}

type Key = string | number | null | undefined

/** A list of v1. */
export interface V1List<T extends Entity> {
  /** Member of the answer that holds the records. */
  readonly plural: string
  records(call: Call): readonly T[]
  view(record: T, call: Call): object
  /** Tests by the name of a query parameter. */
  readonly filters?: Readonly<Record<string, (record: T, value: string, call: Call) => boolean>>
  readonly order?: Readonly<Record<string, (record: T) => Key>>
  /** The order that is echoed when none was asked for. */
  readonly defaultOrder?: string
  /** Nested lists have no slash before the `?` of their links (recorded). */
  readonly isNested?: boolean
}

const MOST = 1000

/** `GET` of a list: `limit` and `offset`, the vendor's filters, `count`, `next` and `previous`. */
export function v1List<T extends Entity>(list: V1List<T>): Operation {
  return (call) => {
    const limit = numberIn(call, 'limit', MOST)
    const offset = numberIn(call, 'offset', 0)
    const found = ordered(list, matching(list, call), call)
    const records = found.slice(offset, offset + limit).map((record) => list.view(record, call))
    const links = linksOf(list, call, { limit, offset, count: found.length })
    return reply(200, { [list.plural]: records, count: found.length, ...links })
  }
}

function numberIn({ query }: Call, name: string, fallback: number): number {
  const value = query.has(name) ? Number(query.get(name)) : fallback
  const isValid =
    Number.isInteger(value) && value >= 0 && (name !== 'limit' || (value > 0 && value <= MOST))
  if (isValid) return value
  throw new RestError(400, 'Input could not be converted to a valid request')
}

function matching<T extends Entity>(
  { records, filters = {} }: V1List<T>,
  call: Call,
): readonly T[] {
  const asked = Object.entries(filters).flatMap(([name, test]) => {
    const value = call.query.get(name)
    return value === null ? [] : [(record: T) => test(record, value, call)]
  })
  return records(call).filter((record) => asked.every((test) => test(record)))
}

function ordered<T extends Entity>(
  { order = {} }: V1List<T>,
  found: readonly T[],
  { query }: Call,
): readonly T[] {
  const name = query.get('order')
  if (name === null) return found
  const read = Object.hasOwn(order, name) ? order[name] : undefined
  if (read === undefined) throw new RestError(400, `Invalid order: ${name}`)
  const sign = query.get('order_direction') === 'DESCENDING' ? -1 : 1
  const key = (record: T) => {
    const value = read(record) ?? ''
    return typeof value === 'string' ? value.toLowerCase() : value
  }
  return found.toSorted((a, b) => {
    const [x, y] = [key(a), key(b)]
    return x === y ? Number(a.id) - Number(b.id) : sign * (x < y ? -1 : 1)
  })
}

/**
 * `next` and `previous` are never null, even past the end (recorded): `next` has `limit=min(L,C)&offset=O+L`, `previous`
 * `limit=L&offset=max(0,O-L)`; then come the filters and the order. `optional_properties` is not echoed.
 */
function linksOf<T extends Entity>(
  { filters = {}, defaultOrder, isNested }: V1List<T>,
  { query, link }: Call,
  { limit, offset, count }: { limit: number; offset: number; count: number },
): object {
  const echoed = new URLSearchParams()
  for (const name of Object.keys(filters)) {
    const value = query.get(name)
    if (value !== null) echoed.set(name, value)
  }
  const order = query.get('order') ?? defaultOrder
  if (order !== undefined) echoed.set('order', order)
  const tail = echoed.size === 0 ? '' : `&${echoed}`
  const address = (size: number, from: number) =>
    `${link.replace(/\/$/, '')}${isNested ? '' : '/'}?limit=${size}&offset=${from}${tail}`
  return {
    next: address(Math.min(limit, count), offset + limit),
    previous: address(limit, Math.max(0, offset - limit)),
  }
}

/** An answer of JSON. */
export function reply(status: number, value: unknown): Reply {
  return { status, json: JSON.stringify(value) }
}

/** The record of an id in the path. @throws {RestError} 404 in v1's words. */
export function found<T>(record: T | undefined, title: string): T {
  if (record !== undefined) return record
  throw new RestError(404, `Unable to find this ${title}`)
}

const same = (a: string | null | undefined, b: string) => a?.toLowerCase() === b.toLowerCase()

/** A filter by text, without regard to case (assumed). */
export const byText =
  <T>(read: (record: T) => string | null | undefined | readonly string[]) =>
  (record: T, value: string): boolean => {
    const text = read(record)
    return typeof text === 'object' && text !== null
      ? text.some((one) => same(one, value))
      : same(text as string, value)
  }

/** A filter by id. */
export const byId =
  <T>(read: (record: T) => unknown) =>
  (record: T, value: string): boolean =>
    String(read(record)) === value

/** Filters `since` and `until`; that `since` counts the moment itself is assumed. */
export function sinceUntil<T>(read: (record: T) => unknown) {
  const at = (record: T) => Date.parse(String(v2Time(read(record))))
  const bound = (value: string) => {
    const moment = Date.parse(String(v2Time(value)))
    if (Number.isNaN(moment))
      throw new RestError(400, 'Input could not be converted to a valid request')
    return moment
  }
  return {
    since: (record: T, value: string) => at(record) >= bound(value),
    until: (record: T, value: string) => at(record) <= bound(value),
  }
}
