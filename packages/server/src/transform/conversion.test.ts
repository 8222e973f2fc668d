import { describe, expect, it } from 'vitest'
import { compileMapping } from './compile.ts'
import type { FieldMapping } from './mapping.ts'

const valueTables = { status: { '1': 'Open', CLOSED: 'Closed', SHUT: 'Closed' } }

function mappingOf(more: Partial<FieldMapping>) {
  return compileMapping([{ path: 'ours', vendorPath: 'theirs', ...more }], { valueTables })
}

const into = (more: Partial<FieldMapping>, value: unknown) =>
  mappingOf(more).fromVendor({ theirs: value })['ours']
const out = (more: Partial<FieldMapping>, value: unknown) =>
  mappingOf(more).toVendor({ ours: value })['theirs']

describe('types', () => {
  it.each([
    ['string', 5, '5'],
    ['string', true, 'true'],
    ['string', { a: 1 }, { a: 1 }],
    ['number', '1.50', 1.5],
    ['number', 'abc', 'abc'],
    ['number', '', ''],
    ['number', '12345678901234567890', '12345678901234567890'],
    ['int', '7', 7],
    ['integer', '7.5', '7.5'],
    ['boolean', 'TRUE', true],
    ['boolean', 'yes', 'yes'],
    ['date', 1406851200000, '2014-08-01T00:00:00.000Z'],
    ['date', '2014-08-01T02:00:00.000+0200', '2014-08-01T02:00:00.000+02:00'],
    ['date', '2014-08-01', '2014-08-01'],
    ['array', 'x', ['x']],
    ['array', ['x'], ['x']],
    ['array [number]', ['1', 2], [1, 2]],
    ['object', { a: 1 }, { a: 1 }],
    ['something else', 5, 5],
    [undefined, 5, 5],
  ])('%s of %j is %j, in either direction', (type, value, expected) => {
    expect(into({ type: type as string }, value)).toEqual(expected)
    expect(out({ vendorType: type as string }, value)).toEqual(expected)
  })

  it('gives a date to a vendor that wants a number as milliseconds, in UTC where it says nothing else', () => {
    expect(out({ type: 'date', vendorType: 'number' }, '2014-08-01T00:00:00+0200')).toBe(
      1406844000000,
    )
    expect(out({ type: 'date', vendorType: 'int' }, '2014-08-01T00:00:00')).toBe(1406851200000)
    expect(out({ type: 'date', vendorType: 'int' }, 'tomorrow')).toBe('tomorrow')
  })
})

describe('value tables', () => {
  const field = { valueTable: 'status' }

  it.each([
    [1, 'Open'],
    ['closed', 'Closed'],
    ['SHUT', 'Closed'],
    ['other', 'other'],
    [
      ['1', 'other'],
      ['Open', 'other'],
    ],
  ])('read the vendor’s %j as %j', (value, expected) => {
    expect(into(field, value)).toEqual(expected)
  })

  it.each([
    ['Open', '1'],
    ['closed', 'CLOSED'],
    ['other', 'other'],
    [null, null],
  ])('send our %j as %j', (value, expected) => {
    expect(out(field, value)).toEqual(expected)
  })

  it('come before the type, so that the vendor’s keys may be numbers', () => {
    expect(out({ ...field, vendorType: 'int' }, 'Open')).toBe(1)
  })
})

describe('separators', () => {
  const field = { separator: ',', vendorType: 'array [int]' }

  it.each([
    [[1, 5], '1,5'],
    [[1, null, 5], '1,5'],
    [[], ''],
    ['1,5', '1,5'],
    [[{ id: 1 }], [{ id: 1 }]],
  ])('join the vendor’s %j to %j', (value, expected) => {
    expect(into(field, value)).toEqual(expected)
  })

  it.each([
    ['1, 5,', [1, 5]],
    ['', []],
    [7, [7]],
    [
      ['1', 5],
      [1, 5],
    ],
    [null, null],
  ])('split our %j to %j', (value, expected) => {
    expect(out(field, value)).toEqual(expected)
  })

  it('join and split what is behind [*]', () => {
    const mapping = compileMapping([
      { path: 'Tags', vendorPath: 'tags[*].id', separator: ',', vendorType: 'int' },
    ])

    expect(mapping.fromVendor({ tags: [{ id: 1 }, {}, { id: 5 }] })).toEqual({ Tags: '1,5' })
    expect(mapping.toVendor({ Tags: '1,5' })).toEqual({ tags: [{ id: 1 }, { id: 5 }] })
  })

  it('translate each value', () => {
    expect(into({ separator: ';', valueTable: 'status' }, ['1', 'x'])).toBe('Open;x')
    expect(out({ separator: ';', valueTable: 'status' }, 'Open;x')).toEqual(['1', 'x'])
  })
})
