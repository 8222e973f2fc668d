/** What resource calls were made: the newest first, as long as the store keeps them. */
import { Type } from 'typebox'
import { ValenceError } from '../../lib/errors.ts'
import type { UsageFilter, UsageRecord } from '../../store/store.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { HttpApp } from '../http-app.ts'
import { callerOf } from '../plugins/authenticate.ts'
import { dateParameter } from '../plugins/date-parameter.ts'
import type { FilterQuery } from '../plugins/page-token.ts'
import { type PageRequest, readPage, singleParameter, writePage } from '../plugins/paging.ts'
import { presentUsage, UsageSchema } from '../presenters/usage.ts'
import { answers, IdParams, notFound, nothingFound, pagingParameters, readId } from '../schemas.ts'

/** How many records may be passed over before a page. */
const MAX_SKIP = 10_000

const usageParameters = Type.Object({
  ...pagingParameters,
  pageOffset: Type.Optional(Type.String({ description: 'Records to pass over' })),
  from: Type.Optional(Type.String({ description: 'Date or date-time, inclusive' })),
  to: Type.Optional(Type.String({ description: 'Date or date-time, exclusive' })),
  elementInstanceId: Type.Optional(Type.String()),
  elementKey: Type.Optional(Type.String()),
  method: Type.Optional(Type.String()),
  status: Type.Optional(
    Type.String({ description: 'success, failed, a class such as 4xx, or a status such as 404' }),
  ),
  searchText: Type.Optional(Type.String({ description: 'The path contains this' })),
})

export function usageRoutes(app: HttpApp, { store, settings }: HttpDependencies): void {
  app.get(
    '/usage',
    {
      schema: {
        summary: 'Resource calls, newest first; 404 when there is none',
        tags: ['Usage'],
        querystring: usageParameters,
        response: answers(Type.Array(UsageSchema)),
      },
    },
    async (request, reply) => {
      const page = readPage(request.query, 'usage', settings)
      const limit = limitOf(page)
      const found = await store.usage.list(callerOf(request).scope, filterOf(page.query), {
        limit: limit + 1,
        ...(page.after > 0 ? { before: new Date(page.after) } : {}),
      })
      const records = found.slice(page.skip, limit)
      const next = found.length > limit ? nextOf(page, found, records) : undefined
      if (records.length === 0 && next === undefined) throw nothingFound('usage')
      writePage(reply, page, { returned: records.length, next })
      return records.map(presentUsage)
    },
  )

  app.get(
    '/usage/:id',
    {
      schema: {
        summary: 'One resource call, by the Elements-Request-Id of its answer',
        description: 'Records are written in batches: one may appear a moment after its call.',
        tags: ['Usage'],
        params: IdParams,
        response: answers(UsageSchema),
      },
    },
    async (request) => {
      const { id } = request.params
      const record = await store.usage.get(callerOf(request).scope, id)
      if (record === undefined) throw notFound('usage record', id)
      return presentUsage(record)
    },
  )
}

/** Records to read so that the page can be cut out of them. */
function limitOf({ skip, size }: PageRequest): number {
  if (skip <= MAX_SKIP) return skip + size
  throw new ValenceError(
    'invalid_request',
    `pageOffset must be at most ${MAX_SKIP}; it is ${skip}. Use from and to, or nextPage.`,
  )
}

/**
 * The next page begins where this one ended in time. Several records may share a millisecond: the page reads that one
 * again and passes over those of it that were given out.
 */
function nextOf(
  page: PageRequest,
  found: readonly UsageRecord[],
  read: readonly UsageRecord[],
): { after: number; skip: number } | undefined {
  const last = read.at(-1)
  if (last === undefined) return undefined
  const at = last.at.getTime()
  const given = found.slice(0, page.skip + read.length)
  return { after: at + 1, skip: given.filter((record) => record.at.getTime() === at).length }
}

function filterOf(query: FilterQuery): UsageFilter {
  const from = dateParameter(query, 'from')
  const to = dateParameter(query, 'to')
  const instance = singleParameter(query, 'elementInstanceId')
  const elementKey = singleParameter(query, 'elementKey')
  const method = singleParameter(query, 'method')
  const status = singleParameter(query, 'status')
  const searchText = singleParameter(query, 'searchText')
  return {
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(instance === undefined ? {} : { instanceId: readId(instance, 'instance') }),
    ...(elementKey === undefined ? {} : { elementKey }),
    ...(method === undefined ? {} : { method: method.toUpperCase() }),
    ...(status === undefined ? {} : { status: readStatus(status) }),
    ...(searchText === undefined ? {} : { searchText }),
  }
}

/** `success` and `failed`, a class such as `4xx`, or one status. */
function readStatus(text: string): { from: number; to: number } {
  const word = text.toLowerCase()
  if (word === 'success') return { from: 100, to: 399 }
  if (word === 'failed') return { from: 400, to: 599 }
  const digits = /^([1-5])(?:xx|(\d\d))$/.exec(word)
  if (digits?.[2]) return { from: Number(word), to: Number(word) }
  if (digits) return { from: Number(digits[1]) * 100, to: Number(digits[1]) * 100 + 99 }
  throw new ValenceError(
    'invalid_request',
    `status must be success, failed, a class such as 4xx, or a status such as 404; it is '${text.slice(0, 40)}'.`,
  )
}
