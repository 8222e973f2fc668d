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
  return Object.freeze({
    type: named?.type ?? 'none',
    startIndex: start === '0' ? 0 : start === '1' ? 1 : (named?.startIndex ?? 1),
    max: largestPage(defaults),
  })
}

function largestPage(defaults: Readonly<Record<string, string | null>>): number {
  const declared = parseValue(defaults.pagination)
  const ofVersion3 = isJsonObject(declared) ? pageSize(declared.maxPageSize) : undefined
  return ofVersion3 ?? pageSize(parseValue(defaults['pagination.max'])) ?? maxDefault
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
