/** Pages of a list that is in memory: the catalogue's. */
import type { PageOutcome, PageRequest } from './paging.ts'

/** The rows of a page of a whole list, and what follows it. Positions count from the list's start. */
export function slicePage<Row>(
  page: PageRequest,
  list: readonly Row[],
): { rows: readonly Row[]; outcome: PageOutcome } {
  const start = page.after + page.skip
  const end = start + page.size
  const rows = list.slice(start, end)
  const next = end < list.length ? { after: end } : undefined
  return { rows, outcome: { returned: rows.length, total: list.length, next } }
}
