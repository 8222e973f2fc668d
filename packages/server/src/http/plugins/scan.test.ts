import { describe, expect, it } from 'vitest'
import type { Page } from '../../store/store.ts'
import { readPage } from './paging.ts'
import { scanPage } from './scan.ts'

const sizes = { pageSizeDefault: 200, pageSizeMax: 2000 }

function aList(length: number, matches: (id: number) => boolean = () => true) {
  const rows = Array.from({ length }, (_, index) => ({ id: index + 1 }))
  return {
    read: async ({ limit, afterId = 0 }: Page) =>
      rows.filter(({ id }) => id > afterId).slice(0, limit),
    matches: ({ id }: { id: number }) => matches(id),
  }
}

/** Every id of the list, read page by page. */
async function readAll(source: ReturnType<typeof aList>, pageSize: string) {
  const ids: number[] = []
  let page = readPage({ pageSize }, 'rows', sizes)
  for (;;) {
    const { rows, outcome } = await scanPage(page, source)
    ids.push(...rows.map((row) => row.id))
    if (outcome.next === undefined) return ids
    page = { ...page, after: outcome.next.after, skip: outcome.next.skip ?? 0 }
  }
}

describe('scanPage', () => {
  it('gives everything at once, counted, when it fits a page', async () => {
    const { rows, outcome } = await scanPage(readPage({}, 'rows', sizes), aList(3))

    expect(rows).toHaveLength(3)
    expect(outcome).toEqual({ returned: 3, total: 3, next: undefined })
  })

  it('gives every matching row once over all pages', async () => {
    const ids = await readAll(
      aList(1700, (id) => id % 3 === 0),
      '100',
    )

    expect(ids).toEqual(Array.from({ length: 566 }, (_, index) => (index + 1) * 3))
  })

  it('gives no token when the page ends with the list', async () => {
    const page = readPage({ pageSize: '5' }, 'rows', sizes)

    expect((await scanPage(page, aList(5))).outcome.next).toBeUndefined()
  })

  it('passes over the offset', async () => {
    const page = readPage({ offset: '2', pageSize: '2' }, 'rows', sizes)

    const { rows } = await scanPage(page, aList(9))

    expect(rows.map((row) => row.id)).toEqual([3, 4])
  })

  it('stops at its bound with a token, and later pages reach the rest', async () => {
    const source = aList(30_000, (id) => id === 29_999)

    const first = await scanPage(readPage({}, 'rows', sizes), source)

    expect(first.rows).toEqual([])
    expect(first.outcome.next).toBeDefined()
    expect(await readAll(source, '10')).toEqual([29_999])
  })
})
