import { ValenceError } from '../../lib/errors.ts'
import type { FilterQuery } from './page-token.ts'
import { singleParameter } from './paging.ts'

/**
 * A moment of a query: a date or a date-time.
 * @returns `undefined` when the parameter is absent.
 * @throws {ValenceError} `invalid_request`.
 */
export function dateParameter(query: FilterQuery, name: string): Date | undefined {
  const text = singleParameter(query, name)
  if (text === undefined || text === '') return undefined
  const date = new Date(text)
  if (!Number.isNaN(date.getTime())) return date
  throw new ValenceError(
    'invalid_request',
    `${name} must be a date or date-time, such as 2026-01-31T12:00:00Z; it is '${text.slice(0, 40)}'.`,
  )
}
