import { describe, expect, it } from 'vitest'
import { Collection } from './collection.ts'
import { type ListRequest, type OrderFields, pageOf, parsePageSize } from './paging.ts'

interface Row {
  readonly id: string
  readonly name: string | null
  readonly amount: number
}

const order: OrderFields<Row> = {
  id: ({ id }) => Number(id),
  name: ({ name }) => name,
  amount: ({ amount }) => amount,
}

function someRows(): Collection<Row> {
  const rows = new Collection<Row>()
  for (const [name, amount] of [
    ['delta', 4],
    ['Alpha', 100],
    [null, 20],
    ['charlie', 4],
  ] as const) {
    rows.insert({ id: rows.nextId(), name, amount })
  }
  return rows
}

const request = (changes: Partial<ListRequest<Row>> = {}): ListRequest<Row> => ({
  pageSize: 2,
  pageToken: null,
  orderBy: null,
  filter: undefined,
  ...changes,
})

const idsOf = (rows: readonly Row[]) => rows.map(({ id }) => id)

describe('A paged list', () => {
  it('walks every record once, and ends with an empty token', () => {
    const rows = someRows()
    const first = pageOf(rows, request(), order)
    const second = pageOf(rows, request({ pageToken: first.nextPageToken }), order)

    expect(idsOf(first.records)).toEqual(['1', '2'])
    expect(idsOf(second.records)).toEqual(['3', '4'])
    expect(second.nextPageToken).toBe('')
  })

  it('neither repeats nor hides records when others come and go between pages', () => {
    const rows = someRows()
    const first = pageOf(rows, request(), order)
    rows.delete('1')
    rows.delete('2')
    rows.insert({ id: rows.nextId(), name: 'echo', amount: 1 })
    const rest = pageOf(rows, request({ pageToken: first.nextPageToken, pageSize: 10 }), order)

    expect(idsOf(rest.records)).toEqual(['3', '4', '5'])
  })

  it.each([
    ['name', ['3', '2', '4', '1']],
    ['name desc', ['1', '4', '2', '3']],
    ['amount', ['1', '4', '3', '2']],
    ['id desc', ['4', '3', '2', '1']],
  ])('in the order of %s', (orderBy, expected) => {
    const page = pageOf(someRows(), request({ orderBy, pageSize: 10 }), order)

    expect(idsOf(page.records)).toEqual(expected)
  })

  it('keeps order and filter over its pages', () => {
    const rows = someRows()
    const asked = { orderBy: 'name desc', filter: ({ amount }: Row) => amount < 50, pageSize: 1 }
    const seen: string[] = []
    let pageToken: string | null = null
    do {
      const page: ReturnType<typeof pageOf<Row>> = pageOf(
        rows,
        request({ ...asked, pageToken }),
        order,
      )
      seen.push(...idsOf(page.records))
      pageToken = page.nextPageToken
    } while (pageToken !== '')

    expect(seen).toEqual(['1', '4', '3'])
  })

  it.each([
    [{ orderBy: 'colour' }, 'Invalid order_by field: colour'],
    [{ orderBy: 'name sideways' }, 'Invalid order_by direction'],
    [{ pageToken: 'forged' }, 'page_token is invalid'],
  ])('refuses %j', (changes, message) => {
    expect(() => pageOf(someRows(), request(changes), order)).toThrow(message)
  })
})

describe('page_size', () => {
  it('has a default and bounds', () => {
    expect(parsePageSize(null, 50, 1000)).toBe(50)
    expect(parsePageSize('1000', 50, 1000)).toBe(1000)
    for (const size of ['0', '1001', '2.5', 'many']) {
      expect(() => parsePageSize(size, 50, 1000)).toThrow('page_size must be between 1 and 1000')
    }
  })
})
