import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileMapping, type MappingOptions } from './compile.ts'
import type { FieldMapping, Row } from './mapping.ts'

/** `path <-> vendorPath` with the other members of the field. */
function field(path: string, vendorPath: string, more: Partial<FieldMapping> = {}): FieldMapping {
  return { path, vendorPath, ...more }
}

function fromVendor(fields: readonly FieldMapping[], row: Row, options?: MappingOptions): Row {
  return compileMapping(fields, options).fromVendor(row)
}

function toVendor(fields: readonly FieldMapping[], row: Row, options?: MappingOptions): Row {
  return compileMapping(fields, options).toVendor(row)
}

describe('a mapping', () => {
  const phones = [
    field('Phone1', 'phone_numbers[field=PHONE1].number'),
    field('Phone1Ext', 'phone_numbers[field=PHONE1].extension'),
    field('Phone2', 'phone_numbers[field=PHONE2].number'),
  ]
  const theirPhones = [
    { field: 'PHONE1', number: '1', extension: '11' },
    { field: 'PHONE2', number: '2' },
  ]

  it('builds one element out of the fields behind one selector, in both directions', () => {
    const ours = { Phone1: '1', Phone1Ext: '11', Phone2: '2' }

    expect(toVendor(phones, ours)).toEqual({ phone_numbers: theirPhones })
    expect(fromVendor(phones, { phone_numbers: theirPhones })).toEqual(ours)
    expect(fromVendor(phones, { phone_numbers: theirPhones.toReversed() })).toEqual(ours)
  })

  it('takes the first element a selector finds', () => {
    const twice = [
      { field: 'PHONE1', number: 'first' },
      { field: 'PHONE1', number: 'second', extension: '9' },
    ]

    expect(fromVendor(phones, { phone_numbers: twice })).toEqual({ Phone1: 'first' })
  })

  it('keeps records apart that have their members in another order, or others', () => {
    const mapping = compileMapping([field('A', 'a'), field('B', 'b'), field('C', 'c')])
    const records = [
      { a: 1, b: 2, c: 3 },
      { c: 3, b: 2, a: 1 },
      { b: 2 },
      { x: 9, a: 1, y: 8, c: 3 },
      {},
      { a: 1, b: 2, c: 3 },
    ]

    expect(records.map(mapping.fromVendor)).toEqual([
      { A: 1, B: 2, C: 3 },
      { A: 1, B: 2, C: 3 },
      { B: 2 },
      { A: 1, C: 3 },
      {},
      { A: 1, B: 2, C: 3 },
    ])
  })

  it('gives the members in the order of the fields, whatever the order of the source', () => {
    const row = fromVendor([field('B', 'b'), field('A', 'a')], { a: 1, b: 2 })

    expect(Object.keys(row)).toEqual(['B', 'A'])
  })

  it('leaves absent what is absent, and members without a field', () => {
    expect(fromVendor(phones, { phone_numbers: [], other: 1 })).toEqual({})
    expect(toVendor(phones, { other: 1, Phone1: undefined })).toEqual({})
    expect(Object.keys(toVendor(phones, { Phone1: undefined }))).toEqual([])
  })

  it('sends null, which clears, and leaves null absent on the way in', () => {
    expect(toVendor(phones, { Phone1: null })).toEqual({
      phone_numbers: [{ field: 'PHONE1', number: null }],
    })
    expect(fromVendor([field('A', 'a'), field('B', 'b.c')], { a: null, b: null })).toEqual({})
  })

  it('never sends a read-only field, and writes where the write path says', () => {
    const fields = [
      field('Id', 'id', { vendorReadOnly: true }),
      field('StageId', 'stage.id', { vendorWritePath: 'stage_id' }),
      { path: 'Unmapped' },
    ]

    expect(toVendor(fields, { Id: 1, StageId: 2, Unmapped: 3 })).toEqual({ stage_id: 2 })
    expect(fromVendor(fields, { id: 1, stage: { id: 2 }, Unmapped: 3 })).toEqual({
      Id: 1,
      StageId: 2,
    })
  })

  it('reads indexes and sizes, and fills the places before an index with null', () => {
    const fields = [field('Second', 'list[1].v'), field('Count', 'list.size()')]

    expect(fromVendor(fields, { list: [{ v: 1 }, { v: 2 }] })).toEqual({ Second: 2, Count: 2 })
    expect(toVendor(fields, { Second: 2, Count: 9 })).toEqual({ list: [null, { v: 2 }] })
  })

  it('maps selectors on our side as well', () => {
    const fields = [field('phones[type=work].number', 'work_phone')]

    expect(fromVendor(fields, { work_phone: '5' })).toEqual({
      phones: [{ type: 'work', number: '5' }],
    })
    expect(toVendor(fields, { phones: [{ type: 'work', number: '5' }] })).toEqual({
      work_phone: '5',
    })
  })

  it('takes the later of two fields that write one place, when it has a value', () => {
    const fields = [field('Name', 'name'), field('Name', 'display_name')]

    expect(fromVendor(fields, { name: 'a', display_name: 'b' })).toEqual({ Name: 'b' })
    expect(fromVendor(fields, { name: 'a' })).toEqual({ Name: 'a' })
    expect(toVendor(fields, { Name: 'x' })).toEqual({ name: 'x', display_name: 'x' })
  })

  it('lets fields of an object win over a field of the whole, without changing what it was given', () => {
    const fields = [field('address', 'raw'), field('address.city', 'city')]
    const record = { raw: { city: 'old', zip: '1' }, city: 'new' }

    expect(fromVendor(fields, record)).toEqual({ address: { city: 'new', zip: '1' } })
    expect(record.raw.city).toBe('old')
  })

  it('reads the identifier that no field maps, and never sends it', () => {
    const fields = [field('Name', 'name')]

    expect(fromVendor(fields, { id: 5, name: 'x' }, { primaryKey: 'id' })).toEqual({
      id: 5,
      Name: 'x',
    })
    expect(toVendor(fields, { id: 5, Name: 'x' }, { primaryKey: 'id' })).toEqual({ name: 'x' })
    expect(fromVendor([field('Id', 'id')], { id: 5 }, { primaryKey: 'id' })).toEqual({ Id: 5 })
  })

  it('maps more members than an object of V8 takes before it turns slow', () => {
    const many = Array.from({ length: 300 }, (_, i) => field(`Field${i}`, `deep.vendor_${i}`))
    const ours = Object.fromEntries(many.map(({ path }, i) => [path, i]))
    const row = fromVendor(many, toVendor(many, ours))

    expect(row).toStrictEqual(ours)
    expect(Object.getPrototypeOf(row)).toBe(Object.prototype)
    expect(row.constructor).toBe(Object)
  })

  it('finds the few wanted members of records that have very many', () => {
    const mapping = compileMapping([field('A', 'a')])
    const wide = {
      ...Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`m${i}`, i])),
      a: 1,
    }

    expect([
      mapping.fromVendor(wide),
      mapping.fromVendor(wide),
      mapping.fromVendor({ a: 2 }),
    ]).toEqual([{ A: 1 }, { A: 1 }, { A: 2 }])
  })

  it.each(['a.', 'a[x]', ''])('refuses the path %j', (path) => {
    expect(() => compileMapping([field(path, 'x')])).toThrow(
      expect.objectContaining({ code: 'invalid_request' }),
    )
  })

  it('refuses fields that write a place both as a list and as an object, and unknown value tables', () => {
    expect(() => compileMapping([field('A', 'x.y'), field('B', 'x[0]')])).toThrow(
      'both as a list and as an object',
    )
    expect(() => compileMapping([field('A', 'a', { valueTable: 'nowhere' })])).toThrow(
      "value table 'nowhere'",
    )
  })
})

describe('[*] in a mapping', () => {
  const items = [
    field('item[*].amount', 'LineItems[*].LineAmount'),
    field('item[*].id', 'LineItems[*].item.internalId'),
  ]

  it('zips the lists of both sides', () => {
    const ours = {
      item: [
        { amount: 1, id: 'a' },
        { amount: 2, id: 'b' },
      ],
    }
    const theirs = {
      LineItems: [
        { LineAmount: 1, item: { internalId: 'a' } },
        { LineAmount: 2, item: { internalId: 'b' } },
      ],
    }

    expect(toVendor(items, ours)).toEqual(theirs)
    expect(fromVendor(items, theirs)).toEqual(ours)
  })

  it('keeps the places of elements that lack a value', () => {
    expect(toVendor(items, { item: [{ id: 'a' }, {}, { amount: 3 }] })).toEqual({
      LineItems: [{ item: { internalId: 'a' } }, {}, { LineAmount: 3 }],
    })
    expect(fromVendor([field('names', 'users[*].name')], { users: [{ name: 'a' }, {}] })).toEqual({
      names: ['a', null],
    })
  })

  it('maps a list of values to members of elements and back', () => {
    const fields = [field('languages', 'translations[*].language')]
    const theirs = { translations: [{ language: 'en' }, { language: 'fr' }] }

    expect(fromVendor(fields, theirs)).toEqual({ languages: ['en', 'fr'] })
    expect(toVendor(fields, { languages: ['en', 'fr'] })).toEqual(theirs)
  })

  it('maps whole elements, nested lists, empty lists and null', () => {
    const nested = [field('orders[*].lines[*].sku', 'o[*].l[*].code')]

    expect(fromVendor([field('users', 'Users[*]')], { Users: [{ a: 1 }] })).toEqual({
      users: [{ a: 1 }],
    })
    expect(
      toVendor(nested, { orders: [{ lines: [{ sku: 1 }, { sku: 2 }] }, { lines: [] }] }),
    ).toEqual({
      o: [{ l: [{ code: 1 }, { code: 2 }] }, { l: [] }],
    })
    expect(toVendor(items, { item: [] })).toEqual({ LineItems: [] })
    expect(toVendor([field('tags', 'labels[*].name')], { tags: null })).toEqual({ labels: null })
  })

  it('takes a single object for a list of one, as XML decoders give it', () => {
    expect(fromVendor(items, { LineItems: { LineAmount: 5 } })).toEqual({ item: [{ amount: 5 }] })
  })

  it('converts each element', () => {
    const fields = [
      field('item[*].amount', 'lines[*].amount', { type: 'number', vendorType: 'string' }),
    ]

    expect(fromVendor(fields, { lines: [{ amount: '1.5' }, {}, { amount: 'x' }] })).toEqual({
      item: [{ amount: 1.5 }, {}, { amount: 'x' }],
    })
    expect(toVendor(fields, { item: [{ amount: 1.5 }] })).toEqual({ lines: [{ amount: '1.5' }] })
  })
})

describe('prototypes', () => {
  it('stay clean whatever paths and records say', () => {
    const names = fc.constantFrom(
      '__proto__',
      'constructor',
      'prototype',
      'a',
      'toString',
      'hasOwnProperty',
    )
    const path = fc.array(names, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('.'))
    const before = Object.getOwnPropertyNames(Object.prototype)
    fc.assert(
      fc.property(path, path, (ours, theirs) => {
        const mapping = compileMapping([field(ours, theirs), field('plain', 'plain')])
        const hostile = JSON.parse(
          '{"__proto__": {"a": {"a": 1}}, "a": {"__proto__": {"a": 2}}, "plain": 1}',
        )
        const rows = [mapping.fromVendor(hostile), mapping.toVendor(hostile)]

        for (const row of rows) {
          expect(Object.getPrototypeOf(row)).toBe(Object.prototype)
          expect(row['plain']).toBe(1)
        }
        expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before)
        expect(({} as Row)['a']).toBeUndefined()
      }),
    )
  })

  it('are no source of values', () => {
    const inherited = [
      field('A', 'toString'),
      field('B', 'x.constructor'),
      field('C', 'list[constructor=1].v'),
    ]

    expect(fromVendor(inherited, { x: {}, list: [{ v: 1 }] })).toEqual({})
  })
})

describe('the round trip ours -> vendor -> ours', () => {
  /** Vendor paths of every shape; `i` keeps those of different fields apart. */
  const shapes: ((i: number) => string)[] = [
    (i) => `v${i}`,
    (i) => `nested.v${i}`,
    (i) => `deep.er.v${i}`,
    (i) => `phones[field=P${i % 3}].v${i}`,
    (i) => `custom[id=${i}].content`,
    (i) => `ranked[?(@.rank.value=='r${i % 2}')].v${i}`,
    (i) => `places[${i % 4}].v${i}`,
    (i) => `written[kind=a].list[id=${i}].v`,
  ]
  const kinds = [
    { more: {}, value: fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant({ x: [1] })) },
    { more: { type: 'string', vendorType: 'number' }, value: fc.integer().map(String) },
    {
      more: { type: 'number', vendorType: 'string' },
      value: fc.double({ noNaN: true, min: -1e6, max: 1e6 }).filter((n) => !Object.is(n, -0)),
    },
    { more: { type: 'int', vendorType: 'string' }, value: fc.integer() },
    { more: { type: 'boolean', vendorType: 'string' }, value: fc.boolean() },
    {
      more: { type: 'date', vendorType: 'int' },
      value: fc
        .date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') })
        .map((date) => date.toISOString()),
    },
    { more: { valueTable: 'status' }, value: fc.constantFrom('Open', 'Closed', 'unknown') },
    {
      more: { separator: ',', vendorType: 'array [int]' },
      value: fc.array(fc.nat(), { minLength: 1, maxLength: 4 }).map((ids) => ids.join(',')),
    },
  ]
  const valueTables = { status: { OPEN: 'Open', CLOSED: 'Closed' } }

  const field = fc.record({
    shape: fc.nat({ max: shapes.length - 1 }),
    kind: fc.nat({ max: kinds.length - 1 }),
    isNested: fc.boolean(),
  })
  const mappingAndRow = fc.array(field, { minLength: 1, maxLength: 90 }).chain((chosen) => {
    const fields = chosen.map(
      ({ shape, kind, isNested }, i): FieldMapping => ({
        path: isNested ? `group${i % 3}.f${i}` : `f${i}`,
        vendorPath: shapes[shape]?.(i) ?? '',
        ...kinds[kind]?.more,
      }),
    )
    const values = fc.tuple(
      ...chosen.map(({ kind }) =>
        fc.option(kinds[kind]?.value as fc.Arbitrary<unknown>, { nil: undefined }),
      ),
    )
    return fc.record({
      fields: fc.constant(fields),
      rows: fc.array(values, { minLength: 1, maxLength: 3 }),
    })
  })

  function rowOf(fields: readonly FieldMapping[], values: readonly unknown[]): Row {
    const row: Row = {}
    for (const [i, { path }] of fields.entries()) {
      const [first = '', second] = path.split('.')
      if (values[i] === undefined) continue
      if (second === undefined) row[first] = values[i]
      else row[first] = { ...(row[first] as Row | undefined), [second]: values[i] }
    }
    return row
  }

  it('loses no mapped field, and changes neither record', () => {
    fc.assert(
      fc.property(mappingAndRow, ({ fields, rows }) => {
        const mapping = compileMapping(fields, { valueTables })
        for (const values of rows) {
          const ours = rowOf(fields, values)
          const theirs = mapping.toVendor(ours)
          const wire = JSON.parse(JSON.stringify(theirs))

          expect(theirs).toEqual(wire)
          expect(mapping.fromVendor(wire)).toEqual(ours)
          expect(wire).toEqual(theirs)
          expect(ours).toEqual(rowOf(fields, values))
        }
      }),
      { numRuns: 300 },
    )
  })

  it('loses nothing of zipped lists', () => {
    const element = fc.record({ a: fc.integer(), b: fc.string() }, { requiredKeys: [] })
    const fields = [
      { path: 'items[*].a', vendorPath: 'lines[*].x.a' },
      { path: 'items[*].b', vendorPath: 'lines[*].notes[lang=en].text' },
    ]
    const mapping = compileMapping(fields)
    fc.assert(
      fc.property(fc.array(element), (items) => {
        const back = mapping.fromVendor(mapping.toVendor({ items }))

        // A list in which nothing is mapped has nothing to bring back.
        const isEmpty = items.length > 0 && items.every((item) => Object.keys(item).length === 0)
        expect(back).toEqual(isEmpty ? {} : { items })
      }),
    )
  })
})
