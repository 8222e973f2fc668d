/** How an element says that its vendor pages: the `pagination.*` keys of its configuration. */
import { isJsonObject } from './json.ts'
import type { PaginationPlan } from './plan.ts'

/** Largest vendor page where the element does not say. */
const maxDefault = 200

/** Spellings of `pagination.type` in the wild, with the number of the first page they imply. */
const types: Readonly<Record<string, Pick<PaginationPlan, 'type' | 'startIndex'>>> = {
  page: { type: 'page', startIndex: 1 },
  'page starts with 1': { type: 'page', startIndex: 1 },
  'page 0': { type: 'page', startIndex: 0 },
  offset: { type: 'offset', startIndex: 1 },
  cursor: { type: 'cursor', startIndex: 1 },
}

/**
 * @param defaults - The element's configuration keys with their default values.
 * @returns `type: 'none'` when the element names no type we know: page parameters then pass through as they came.
 */
export function compilePagination(
  defaults: Readonly<Record<string, string | null>>,
): PaginationPlan {
  const named = types[(defaults['pagination.type'] ?? '').trim().toLowerCase()]
  const start = defaults['pagination.page.startindex']?.trim()
  const declared = parseValue(defaults.pagination)
  const version3 = isJsonObject(declared) ? declared : {}
  const max = pageSize(version3.maxPageSize) ?? largestPage(defaults) ?? maxDefault
  return Object.freeze({
    type: named?.type ?? 'none',
    startIndex: start === '0' ? 0 : start === '1' ? 1 : (named?.startIndex ?? 1),
    min: Math.min(pageSize(version3.minPageSize) ?? 1, max),
    max,
    maxByObject: sizesByObject(parseValue(defaults['pagination.max'])),
    default: pageSize(version3.defaultPageSize),
  })
}

function largestPage(defaults: Readonly<Record<string, string | null>>): number | undefined {
  return pageSize(parseValue(defaults['pagination.max']))
}

function sizesByObject(value: unknown): ReadonlyMap<string, number> {
  if (!isJsonObject(value)) return new Map()
  return new Map(
    Object.entries(value).flatMap(([name, member]) => {
      const size = name === 'default' ? undefined : pageSize(member)
      return size === undefined ? [] : [[name, size]]
    }),
  )
}

/** A number, or an object with a size for each resource: its `default` stands for all, else its smallest. */
function pageSize(value: unknown): number | undefined {
  if (isJsonObject(value)) return pageSize(value.default) ?? smallest(Object.values(value))
  const size = Number(value)
  return value !== null && Number.isInteger(size) && size > 0 ? size : undefined
}

function smallest(values: readonly unknown[]): number | undefined {
  const sizes = values.map(Number).filter((size) => Number.isInteger(size) && size > 0)
  return sizes.length > 0 ? Math.min(...sizes) : undefined
}

function parseValue(text: string | null | undefined): unknown {
  if (!text) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
