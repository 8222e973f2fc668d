/** Pages of a stored list under a condition that the store does not know: read on until the page is full. */
import type { Page } from '../../store/store.ts'
import type { PageOutcome, PageRequest } from './paging.ts'

/** Rows read at a time, and how often at most for one page: the bound of what one request may cost. */
const BATCH = 500
const MAX_BATCHES = 40

/** A list by ascending id, and which of its rows count. */
export interface ScanSource<Row extends { readonly id: number }> {
  /** Rows with a greater id than `afterId`, at most `limit`; fewer mean the end. */
  read(page: Page): Promise<readonly Row[]>
  matches(row: Row): boolean
}

/** The rows of a page, and what follows it. */
export interface ScannedPage<Row> {
  readonly rows: readonly Row[]
  /** `total` is known only when the first page holds everything. */
  readonly outcome: PageOutcome
}

/**
 * Read one page. A condition that few rows meet may give a short page with a token for the rest: a list is at its
 * end only when there is no token.
 */
export async function scanPage<Row extends { readonly id: number }>(
  page: PageRequest,
  source: ScanSource<Row>,
): Promise<ScannedPage<Row>> {
  const rows: Row[] = []
  let { after, skip } = page
  for (let batch = 0; batch < MAX_BATCHES; batch++) {
    const found = await source.read({ limit: BATCH, afterId: after })
    for (const row of found) {
      if (source.matches(row)) {
        if (rows.length === page.size) return finish(page, rows, { after })
        if (skip > 0) skip -= 1
        else rows.push(row)
      }
      after = row.id
    }
    if (found.length < BATCH) return finish(page, rows, undefined)
  }
  return finish(page, rows, { after, skip })
}

function finish<Row>(
  page: PageRequest,
  rows: readonly Row[],
  next: PageOutcome['next'],
): ScannedPage<Row> {
  const isWhole = next === undefined && page.after === 0
  const total =
    isWhole && (page.skip === 0 || rows.length > 0) ? page.skip + rows.length : undefined
  return { rows, outcome: { returned: rows.length, total, next } }
}
