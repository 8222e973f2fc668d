/** The query of a list, read and checked: paging, filter, order and projection. @see wire contract, 2.0.6 and 2.0.8 */
import type { PaginationPlan } from '../catalog/plan.ts'
import { ValenceError } from '../lib/errors.ts'
import { singleValue } from './bind-list.ts'
import type { EngineSettings } from './engine.ts'
import type { Inbound } from './exchange.ts'
import { decodePageToken, type Resume } from './page-token.ts'

export interface ListQuery {
  readonly pageSize: number
  /** 1-based. */
  readonly page: number
  readonly orderBy: string | undefined
  readonly fields: string | undefined
  readonly where: string | undefined
  readonly wantsTotal: boolean
  /** Where an earlier page ended. */
  readonly resume: Resume | undefined
  /** The query the first page was asked with; a token brings it along. */
  readonly original: Inbound['query']
}

/** @throws {ValenceError} `invalid_request` for a page, page size or token that is none. */
export function readListQuery(
  query: Inbound['query'],
  settings: EngineSettings,
  pagination: PaginationPlan,
): ListQuery {
  const token = singleValue(query['nextPage'])
  const resumed = token ? decodePageToken(token) : undefined
  const original = resumed?.query ?? query
  return {
    pageSize: Math.min(
      count(original, 'pageSize') ?? pagination.default ?? settings.defaultPageSize,
      settings.maxPageSize,
    ),
    page: count(original, 'page') ?? 1,
    orderBy: singleValue(original['orderBy']),
    fields: singleValue(original['fields']),
    where: singleValue(original['where']),
    wantsTotal: singleValue(original['returnTotalCount'])?.toLowerCase() === 'true',
    resume: resumed?.resume,
    original,
  }
}

function count(query: Inbound['query'], name: string): number | undefined {
  const text = singleValue(query[name])
  if (text === undefined || text === '') return undefined
  const value = Number(text)
  if (Number.isInteger(value) && value >= 1) return value
  throw new ValenceError('invalid_request', `${name}=${text} is not a whole number of 1 or more.`)
}
