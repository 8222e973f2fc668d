/**
 * Lists. One page of ours is filled from as many vendor pages as it takes, within bounds: what the vendor can't filter,
 * skip or sort is done here. Where the bound ends a page early, the next-page token goes on from there: nothing is lost.
 */
import type { Match } from '../catalog/plan.ts'
import { compilePredicate } from '../ceql/evaluate.ts'
import type { Expression } from '../ceql/expression.ts'
import { compareRecords, parseOrderBy } from '../ceql/order-by.ts'
import { ValenceError } from '../lib/errors.ts'
import type { Engine } from './engine.ts'
import { type Exchange, type Inbound, startExchange, type VendorPage } from './exchange.ts'
import type { ListQuery } from './list-query.ts'
import type { LiveInstance } from './live-instance.ts'
import { encodePageToken, type Resume } from './page-token.ts'
import { runStages } from './pipeline.ts'

/** What a list needs to run. */
export interface ListRun {
  readonly match: Match
  readonly live: LiveInstance
  readonly inbound: Inbound
  readonly requestId: string
  /** The caller's condition and the resource's own. */
  readonly where: Expression | undefined
  readonly query: ListQuery
}

/** A page of ours. `body` is not a list when the resource answered something else. */
export interface ListReply {
  readonly body: unknown
  readonly headers: Record<string, string>
}

/** A walk over the vendor's pages. */
interface Walk {
  readonly kept: unknown[]
  scanned: number
  calls: number
  /** Matching records so far, those of earlier pages of ours included. */
  matched: number
  toSkip: number
  /** Where the next page of ours begins; `undefined` while the walk is in the current one, or at the list's end. */
  resume: Resume | undefined
  isAtEnd: boolean
}

/** Answer one page. @throws {ValenceError} what the pipeline throws, and `query_not_answerable`. */
export async function runList(run: ListRun, engine: Engine): Promise<ListReply> {
  const opening = await runPage(run, engine, firstPage(run))
  if (!Array.isArray(opening.reply.body)) return { body: opening.reply.body, headers: {} }
  if (run.query.orderBy && !opening.isOrderedByVendor) return sortedPage(run, engine, opening)
  return plainPage(run, engine, opening)
}

/** Does the vendor count its pages, so that it can be asked for the n-th? */
function isCounted({ live, match }: ListRun): boolean {
  const { type } = live.plan.pagination
  return match.resource.paginationType === 'vendor' && (type === 'page' || type === 'offset')
}

function firstPage(run: ListRun): VendorPage {
  const { query, live, match } = run
  const { min } = live.plan.pagination
  const max = match.resource.maxPageSize
  const { resume } = query
  if (resume?.kind === 'vendor')
    return { size: resume.size, number: resume.number, cursor: resume.cursor }
  const isWalked = resume !== undefined || (query.page > 1 && !isCounted(run))
  const size = isWalked ? max : Math.max(min, Math.min(query.pageSize, max))
  return { size, number: isCounted(run) && !resume ? query.page : 1, cursor: undefined }
}

async function runPage(run: ListRun, engine: Engine, page: VendorPage): Promise<Exchange> {
  const exchange = startExchange({
    resource: run.match.resource,
    variables: run.match.variables,
    inbound: run.inbound,
    requestId: run.requestId,
    live: run.live,
    page,
    where: run.where,
  })
  await runStages(exchange, engine)
  return exchange
}

async function plainPage(run: ListRun, engine: Engine, opening: Exchange): Promise<ListReply> {
  const { query } = run
  const { resume } = query
  const isDirect = isCounted(run) && !opening.rest && query.pageSize === opening.page?.size
  const skipped = (query.page - 1) * query.pageSize
  const walk = newWalk({
    matched: resume?.kind === 'vendor' ? resume.matched : isDirect ? skipped : 0,
    toSkip: resume || isDirect ? 0 : skipped,
  })
  // A counted page that the vendor filtered only in part is not our page: the walk begins at the first.
  const start =
    isDirect || resume || query.page === 1
      ? opening
      : await runPage(run, engine, { ...firstPage(run), number: 1 })
  await walkPages(run, engine, start, walk, {
    take: query.pageSize,
    offset: resume?.kind === 'vendor' ? resume.offset : 0,
  })
  const page = reply(run, walk.kept, walk, opening.rest !== undefined)
  return withTotalSaid(page, opening)
}

/** A hook, or the vendor, may know the total of a list whose end we have not seen; not of one that is filtered here. */
function withTotalSaid({ body, headers }: ListReply, { rest, reply }: Exchange): ListReply {
  const total = reply.headers.get('elements-total-count')
  if (rest || total === undefined || !/^\d+$/.test(total)) return { body, headers }
  return { body, headers: { 'elements-total-count': total, ...headers } }
}

async function sortedPage(run: ListRun, engine: Engine, opening: Exchange): Promise<ListReply> {
  const { query } = run
  const walk = newWalk({ matched: 0, toSkip: 0 })
  const start = isWalkable(run, opening)
    ? opening
    : await runPage(run, engine, {
        size: run.live.plan.pagination.max,
        number: 1,
        cursor: undefined,
      })
  await walkPages(run, engine, start, walk, { take: Number.POSITIVE_INFINITY, offset: 0 })
  if (!walk.isAtEnd) throw tooManyToSort(run, engine)
  const sorted = walk.kept.sort(compareRecords(parseOrderBy(query.orderBy as string)))
  const skip =
    query.resume?.kind === 'sorted' ? query.resume.skip : (query.page - 1) * query.pageSize
  const end = skip + query.pageSize
  walk.resume = end < sorted.length ? { kind: 'sorted', skip: end } : undefined
  return reply(run, sorted.slice(skip, end), walk, true)
}

/**
 * Does a walk over everything go on from this page? Not from a later one; and counted pages keep their size, so that a
 * small one would make many calls of the walk.
 */
function isWalkable(run: ListRun, { page, nextPage }: Exchange): boolean {
  if (!page || nextPage === undefined) return (page?.number ?? 1) === 1
  return page.number === 1 && (!isCounted(run) || page.size >= run.live.plan.pagination.max)
}

function tooManyToSort({ query, live }: ListRun, { settings }: Engine): ValenceError {
  return new ValenceError(
    'query_not_answerable',
    `${live.plan.name} cannot sort by '${query.orderBy}', and there are more records than can be sorted here ` +
      `(${settings.scanRecords} records or ${settings.scanCalls} vendor calls). Narrow the list with where, or sort by a field the vendor sorts by.`,
  )
}

function newWalk(start: { matched: number; toSkip: number }): Walk {
  return { ...start, kept: [], scanned: 0, calls: 1, resume: undefined, isAtEnd: false }
}

/** Walk on until the page is full (and, when the total is wanted, to the end), the list ends, or a bound is reached. */
async function walkPages(
  run: ListRun,
  engine: Engine,
  opening: Exchange,
  walk: Walk,
  page: { take: number; offset: number },
) {
  const { settings } = engine
  const matches = opening.rest ? compilePredicate(opening.rest) : undefined
  let { offset } = page
  for (let exchange = opening; ; ) {
    take(exchange, walk, { matches, take: page.take, offset })
    offset = 0
    const next = exchange.nextPage
    walk.isAtEnd = next === undefined
    const isFull = walk.kept.length >= page.take
    if (!next) return
    if (isFull && !walk.resume) walk.resume = resumeAt(next, 0, walk)
    if (isFull && !run.query.wantsTotal) return
    if (walk.calls >= settings.scanCalls || walk.scanned >= settings.scanRecords) {
      walk.resume ??= resumeAt(next, 0, walk)
      return
    }
    walk.calls += 1
    exchange = await runPage(run, engine, widened(run, exchange, next, isFull))
  }
}

// While records are filtered or only counted, larger vendor pages mean fewer calls. Only a cursor stays valid when the
// size changes.
function widened(run: ListRun, exchange: Exchange, next: VendorPage, isFull: boolean): VendorPage {
  const { pagination } = run.live.plan
  const isWide = (exchange.rest || isFull) && pagination.type === 'cursor'
  return isWide ? { ...next, size: run.match.resource.maxPageSize } : next
}

function resumeAt(page: VendorPage, offset: number, walk: Walk): Resume {
  const { size, number, cursor } = page
  return {
    kind: 'vendor',
    size,
    number,
    offset,
    matched: walk.matched,
    ...(cursor === undefined ? {} : { cursor }),
  }
}

interface Take {
  readonly matches: ((record: Record<string, unknown>) => boolean) | undefined
  readonly take: number
  readonly offset: number
}

/** Go through one vendor page. Past a full page of ours records are only counted. */
function take(exchange: Exchange, walk: Walk, { matches, take: wanted, offset }: Take): void {
  const records = exchange.reply.body as Record<string, unknown>[]
  for (let i = offset; i < records.length; i += 1) {
    const record = records[i] as Record<string, unknown>
    walk.scanned += 1
    if (matches && !matches(record)) continue
    if (walk.toSkip > 0) walk.toSkip -= 1
    else if (walk.kept.length < wanted) walk.kept.push(record)
    else if (!walk.resume && exchange.page) walk.resume = resumeAt(exchange.page, i, walk)
    walk.matched += 1
  }
}

function reply(
  run: ListRun,
  records: readonly unknown[],
  walk: Walk,
  isEvaluatedHere: boolean,
): ListReply {
  const headers: Record<string, string> = { 'elements-returned-count': String(records.length) }
  if (walk.isAtEnd) headers['elements-total-count'] = String(walk.matched)
  if (walk.resume)
    headers['elements-next-page-token'] = encodePageToken({
      resume: walk.resume,
      query: run.query.original,
    })
  if (isEvaluatedHere) {
    headers['elements-query-evaluated'] = walk.isAtEnd ? 'here; complete' : 'here; more'
    headers['elements-scanned-count'] = String(walk.scanned)
  }
  return { body: records, headers }
}
