/**
 * How a vendor pages, recognised by the names of its query parameters and of the members of its answers. An element has one
 * kind of paging; the kind that most of its lists use is taken, and lists that page otherwise keep their parameters as
 * the vendor has them.
 */
import { isJsonObject, type JsonObject } from '../json.ts'
import { authorsEntry } from './configuration.ts'
import type { ApiOperation, ApiParameter, Definitions } from './description.ts'
import { resolveSchema } from './schema-lookup.ts'

/** A kind of `pagination.type`. */
export type PagingKind = 'page' | 'offset' | 'cursor'

/** How one list is paged. */
export interface ListPaging {
  readonly kind: PagingKind
  /** The vendor's parameter for the page number, the offset or the cursor. */
  readonly position: ApiParameter
  /** The vendor's parameter for the size of a page, where it has one. */
  readonly size: ApiParameter | undefined
  /** `nextPageKey` of the resource, for cursors. */
  readonly nextPageKey: string | undefined
}

/** Names as they compare: `page[number]`, `pageNumber` and `page_number` are `pagenumber`. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '')
}

const positions: readonly (readonly [PagingKind, ReadonlySet<string>])[] = [
  [
    'cursor',
    words(
      'cursor pagecursor pageafter pagetoken nextpagetoken nextpage nexttoken nextcursor startingafter continuationtoken continuation scrollid paginationtoken marker after',
    ),
  ],
  ['offset', words('offset skip pageoffset start startindex startat startposition')],
  ['page', words('page pagenumber pageno pageindex pagenum currentpage p')],
]

const sizes = words(
  'limit pagesize perpage pagelimit size maxresults maxrecords count top take first pagefirst maxpagesize resultsperpage itemsperpage rows num',
)

const nextWords = words(
  'nextcursor nextpagetoken nexttoken nextpage next nextlink nexturl odatanextlink continuationtoken continuation endcursor cursor scrollid marker nextmarker after',
)

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '))
}

/** @returns `undefined` when the operation is no list whose paging we know. */
export function listPagingOf(
  operation: ApiOperation,
  definitions: Definitions,
): ListPaging | undefined {
  if (operation.method !== 'GET' || operation.rootKey === '') return undefined
  const query = operation.parameters.filter(({ place }) => place === 'query')
  const size = query.find(({ name }) => sizes.has(plain(name)))
  for (const [kind, names] of positions) {
    const position = query.find(({ name }) => names.has(plain(name)))
    // A lone `start` or `from` is more often a date than an offset.
    if (
      !position ||
      position === size ||
      (kind === 'offset' && !size && plain(position.name) !== 'offset')
    )
      continue
    if (position.schema.format === 'date' || position.schema.format === 'date-time') continue
    const nextPageKey =
      kind === 'cursor' ? nextPageKeyOf(operation, position, definitions) : undefined
    if (kind !== 'cursor' || nextPageKey) return { kind, position, size, nextPageKey }
  }
  return undefined
}

/** Where the answer has the next cursor: `body.paging.next_cursor`, or `body.next?cursor` when it is an address. */
function nextPageKeyOf(
  { response }: ApiOperation,
  position: ApiParameter,
  definitions: Definitions,
): string | undefined {
  const found = response && findNext(response.schema, definitions, 'body', 0)
  if (!found) return undefined
  const isAddress = found.schema.format === 'uri' || /(next|link|url)$/i.test(found.path)
  const isToken = /cursor|token|marker|after|scroll/i.test(
    found.path.slice(found.path.lastIndexOf('.') + 1),
  )
  return isAddress && !isToken ? `${found.path}?${position.name}` : found.path
}

const maxDepth = 3

function findNext(
  schema: JsonObject,
  definitions: Definitions,
  path: string,
  depth: number,
): { path: string; schema: JsonObject } | undefined {
  const { properties } = resolveSchema(schema, definitions)
  if (!isJsonObject(properties) || depth > maxDepth) return undefined
  const members = Object.entries(properties).map(
    ([name, member]) => [name, resolveSchema(member, definitions)] as const,
  )
  const direct = members.find(
    ([name, member]) =>
      nextWords.has(plain(name)) &&
      member.type !== 'object' &&
      !member.properties &&
      member.type !== 'boolean' &&
      !name.includes('.'),
  )
  if (direct) return { path: `${path}.${direct[0]}`, schema: direct[1] }
  for (const [name, member] of members) {
    const found =
      member.type === 'array' || name.includes('.')
        ? undefined
        : findNext(member, definitions, `${path}.${name}`, depth + 1)
    if (found) return found
  }
  return undefined
}

/** What an element says of its paging. */
export interface PagingChoice {
  /** `undefined`: none of its lists is paged. */
  readonly kind: PagingKind | undefined
  readonly configuration: readonly ReturnType<typeof authorsEntry>[]
}

const assumedMax = 100

/** Settle the element's paging from that of its lists. */
export function choosePaging(lists: readonly ListPaging[]): PagingChoice {
  const kinds = Map.groupBy(lists, ({ kind }) => kind)
  const [kind, chosen] = [...kinds].sort(([, a], [, b]) => b.length - a.length)[0] ?? []
  if (!kind || !chosen) return { kind: undefined, configuration: maxEntry(assumedMax) }
  const maxima = chosen.flatMap(({ size }) => numberOf(size?.schema.maximum) ?? [])
  const startsAtZero =
    kind === 'page' &&
    chosen.some(({ position: { schema } }) => (schema.default ?? schema.minimum) === 0)
  return {
    kind,
    configuration: [
      authorsEntry('pagination.type', 'Kind of paging', kind),
      ...maxEntry(maxima.length > 0 ? Math.min(...maxima) : assumedMax),
      ...(startsAtZero ? [authorsEntry('pagination.page.startindex', 'First page', '0')] : []),
    ],
  }
}

function maxEntry(max: number) {
  return [authorsEntry('pagination.max', 'Largest page', String(max))]
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : undefined
}
