import { describe, expect, it } from 'vitest'
import {
  booleanFilter,
  compileFilter,
  type FilterFields,
  idFilter,
  idListFilter,
  numberFilter,
  parseFilter,
  textFilter,
  timeFilter,
} from './filter.ts'

interface Row {
  readonly id: string
  readonly name: string | null
  readonly owner: string | null
  readonly amount: number | null
  readonly changed: string
  readonly done: boolean
}

const rows: readonly Row[] = [
  {
    id: '1',
    name: 'Ada Park',
    owner: '7',
    amount: 10,
    changed: '2024-01-01T00:00:00Z',
    done: true,
  },
  {
    id: '2',
    name: 'Adam',
    owner: null,
    amount: null,
    changed: '2025-01-01T00:00:00Z',
    done: false,
  },
  { id: '3', name: null, owner: '8', amount: 30, changed: '2026-01-01T00:00:00Z', done: false },
]

const fields: FilterFields<Row> = {
  name: textFilter(({ name }) => name, { prefix: true }),
  label: textFilter(({ name }) => name, { contains: true }),
  owner: idFilter(({ owner }) => owner, { none: 'NONE' }),
  other: idFilter(({ id }) => id, { operators: ['==', '!='] }),
  ids: idListFilter(2),
  amount: numberFilter(({ amount }) => amount),
  since: timeFilter(({ changed }) => changed, 'since'),
  until: timeFilter(({ changed }) => changed, 'until'),
  done: booleanFilter(({ done }, wanted) => done === wanted),
}

const ids = (filter: string) => {
  const test = compileFilter(filter, fields)
  return rows.filter((row) => test?.(row) ?? true).map(({ id }) => id)
}

describe('A filter', () => {
  it('is conditions joined by ;, and the last ; may be there or not', () => {
    expect(parseFilter('a==1; b>=2 ;')).toEqual([
      { field: 'a', operator: '==', value: '1' },
      { field: 'b', operator: '>=', value: '2' },
    ])
  })

  it('keeps operators inside values', () => {
    expect(parseFilter('a==b==c')).toEqual([{ field: 'a', operator: '==', value: 'b==c' }])
  })

  it.each([
    ['name==ada park', ['1']],
    ['name==ada*', ['1', '2']],
    ['label==DAM', ['2']],
    ['owner==8', ['3']],
    ['owner==NONE', ['2']],
    ['other!=2', ['1', '3']],
    ['ids==1,3', ['1', '3']],
    ['amount>=10;amount<30', ['1']],
    ['amount==30', ['3']],
    ['since==2025-01-01T00:00:00.000Z', ['2', '3']],
    ['until==2025-01-01T00:00:00.000Z', ['1', '2']],
    ['done==false', ['2', '3']],
    ['name==ada*;done==true', ['1']],
    ['', ['1', '2', '3']],
  ])('%s keeps %j', (filter, expected) => {
    expect(ids(filter)).toEqual(expected)
  })

  it.each([
    ['colour==red', 'Invalid filter field: colour'],
    ['constructor==x', 'Invalid filter field: constructor'],
    ['name>=a', 'Invalid operator >= for filter field: name'],
    ['name', 'Invalid filter expression: name'],
    ['amount==many', 'Invalid number: many'],
    ['since==yesterday', 'Invalid date: yesterday'],
    ['done==maybe', 'Invalid boolean: maybe'],
    ['ids==1,2,3', 'At most 2 ids may be given'],
  ])('%s is refused', (filter, message) => {
    expect(() => compileFilter(filter, fields)).toThrow(message)
  })
})
