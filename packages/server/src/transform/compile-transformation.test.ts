import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileTransformation } from './compile-transformation.ts'
import type { Row } from './mapping.ts'
import { transform } from './transform.ts'
import type { Rule, Transformation, TransformationField } from './transformation.ts'

const only = { type: 'passThrough', properties: { fromVendor: false, toVendor: false } }

function planOf(
  fields: readonly TransformationField[],
  configuration: readonly Rule[] = [],
  types: Record<string, string> = {},
) {
  const definition = { fields: Object.entries(types).map(([path, type]) => ({ path, type })) }
  return compileTransformation('myContact', definition, { fields, configuration, isLegacy: false })
}

describe('a transformation', () => {
  const names = [
    { path: 'email', type: 'string', vendorPath: 'mail.address' },
    { path: 'address.city', type: 'string', vendorPath: 'City' },
  ]

  it('is one mapping for both directions', () => {
    const plan = planOf(names, [only])
    const theirs = { mail: { address: 'a@example.com' }, City: 'Bern' }
    const ours = { email: 'a@example.com', address: { city: 'Bern' } }

    expect(plan.map(theirs, 'fromVendor')).toEqual(ours)
    expect(plan.map(ours, 'toVendor')).toEqual(theirs)
  })

  it('lets members that no field maps go along, beside the mapped ones', () => {
    const plan = planOf(names)
    const theirs = { mail: { address: 'a@example.com', verified: true }, City: 'Bern', Fax: null }

    expect(plan.map(theirs, 'fromVendor')).toEqual({
      email: 'a@example.com',
      address: { city: 'Bern' },
      mail: { verified: true },
      Fax: null,
    })
    expect(plan.map({ email: 'x', address: { city: 'y', zip: 'z' } }, 'toVendor')).toEqual({
      mail: { address: 'x' },
      City: 'y',
      address: { zip: 'z' },
    })
  })

  it('keeps what is left of the elements of a list with their element', () => {
    const plan = planOf([{ path: 'items[*].price', vendorPath: 'items[*].amount' }])

    expect(plan.map({ items: [{ amount: 1, note: 'a' }, { amount: 2 }] }, 'fromVendor')).toEqual({
      items: [{ price: 1, note: 'a' }, { price: 2 }],
    })
  })

  it('drops members that no field maps where passThrough says so, a direction each', () => {
    const rule = { type: 'passThrough', properties: { fromVendor: false, toVendor: true } }
    const plan = planOf([{ path: 'email', vendorPath: 'Email' }], [rule])

    expect(plan.map({ Email: 'a', Fax: 'b' }, 'fromVendor')).toEqual({ email: 'a' })
    expect(plan.map({ email: 'a', fax: 'b' }, 'toVendor')).toEqual({ Email: 'a', fax: 'b' })
  })

  it('maps a field one way only where the field says so', () => {
    const oneWay = (fromVendor: boolean, toVendor: boolean) => [
      { type: 'passThrough', properties: { fromVendor, toVendor } },
    ]
    const plan = planOf([
      { path: 'id', vendorPath: 'Id', configuration: oneWay(true, false) },
      { path: 'secret', vendorPath: 'Secret', configuration: oneWay(false, true) },
    ])

    expect(plan.map({ Id: 1, Secret: 'x' }, 'fromVendor')).toEqual({ id: 1 })
    expect(plan.map({ id: 1, secret: 'x' }, 'toVendor')).toEqual({ Secret: 'x' })
  })

  it('removes a field under both of its names', () => {
    const plan = planOf([
      { path: 'note', vendorPath: 'Note', configuration: [{ type: 'remove' }] },
      {
        path: 'tag',
        vendorPath: 'Tag',
        configuration: [{ type: 'remove', properties: { fromVendor: true, toVendor: false } }],
      },
    ])

    expect(plan.map({ Note: 'a', note: 'b', Tag: 'c', x: 1 }, 'fromVendor')).toEqual({ x: 1 })
    expect(plan.map({ note: 'b', tag: 'c', x: 1 }, 'toVendor')).toEqual({ Tag: 'c', x: 1 })
  })

  it('fills in defaults where there is no value, but not into changes', () => {
    const defaultTo = (value: unknown) => [
      { type: 'defaultValue', properties: { toVendor: value } },
    ]
    const plan = planOf(
      [
        { path: 'currency', vendorPath: 'currency.id', configuration: defaultTo('1') },
        { path: 'items[*].unit', vendorPath: 'lines[*].unit', configuration: defaultTo('kg') },
        { path: 'items[*].name', vendorPath: 'lines[*].name' },
      ],
      [only],
    )

    expect(plan.map({ items: [{ name: 'a' }, { name: 'b', unit: 'g' }] }, 'toVendor')).toEqual({
      currency: { id: '1' },
      lines: [
        { name: 'a', unit: 'kg' },
        { name: 'b', unit: 'g' },
      ],
    })
    expect(plan.map({ currency: null }, 'toVendor')).toEqual({ currency: { id: null } })
    expect(plan.map({ items: [{ name: 'a' }] }, 'toVendor', true)).toEqual({
      lines: [{ name: 'a' }],
    })
    expect(plan.map({}, 'fromVendor')).toEqual({})
  })

  it('takes the type of a field from the definition when it has none of its own', () => {
    const plan = planOf([{ path: 'age', vendorPath: 'Age' }], [], { age: 'number' })

    expect(plan.map({ Age: '42' }, 'fromVendor')).toEqual({ age: 42 })
  })

  it('sends values in the type of the vendor, and in its own where the vendor has none', () => {
    const plan = planOf([
      { path: 'amount', type: 'string', vendorPath: 'amount' },
      { path: 'count', type: 'string', vendorPath: 'count', vendorType: 'int' },
    ])

    expect(plan.map({ amount: -58.85, count: '3' }, 'toVendor')).toEqual({
      amount: '-58.85',
      count: 3,
    })
  })

  it('writes dates after masks', () => {
    const rule = { type: 'transformDate', properties: { pattern: 'dd/MM/yyyy' } }
    const vendor = { pattern: 'yyyy-MM-dd', vendorPattern: 'MMM d, yyyy' }
    const plan = planOf([
      { path: 'due', type: 'date', vendorPath: 'due', vendorType: 'date', configuration: [rule] },
      { path: 'at', type: 'date', vendorPath: 'at', vendorType: 'number', configuration: [rule] },
      {
        path: 'born',
        type: 'date',
        vendorPath: 'born',
        configuration: [{ type: 'transformDate', properties: vendor }],
      },
    ])
    const theirs = { due: '2019-06-19T00:00:00.000Z', at: 1560902400000, born: 'Dec 10, 1815' }
    const ours = { due: '19/06/2019', at: '19/06/2019', born: '1815-12-10' }

    expect(plan.map(theirs, 'fromVendor')).toEqual(ours)
    expect(plan.map(ours, 'toVendor')).toEqual(theirs)
    expect(plan.map({ due: 'soon' }, 'fromVendor')).toEqual({ due: 'soon' })
  })

  it('says which path it cannot read', () => {
    expect(() => planOf([{ path: 'a[', vendorPath: 'b' }])).toThrow(/The path 'a\[' is not valid/)
  })

  it('runs as a pure function of definition, transformation, object and direction', () => {
    const definition = { fields: [{ path: 'email', type: 'string' }] }
    const transformation: Transformation = {
      fields: [{ path: 'email', vendorPath: 'Email' }],
      configuration: [only],
      isLegacy: false,
    }
    const object = Object.freeze({ Email: 'a@example.com', Fax: 1 })

    expect(transform(definition, transformation, object, 'fromVendor')).toEqual({
      email: 'a@example.com',
    })
  })
})

describe('vendor -> own -> vendor', () => {
  const shapes = [
    (i: number) => `V${i}`,
    (i: number) => `group${i % 4}.v${i}`,
    (i: number) => `list[kind=k${i}].value`,
    (i: number) => `list[?(@.kind=='k${i}')].more.value`,
    (i: number) => `deep[*].only${i}`,
  ]
  const kinds = [
    { vendorType: 'string', type: 'string', value: fc.string() },
    { vendorType: 'int', type: 'string', value: fc.integer() },
    { vendorType: 'number', type: 'number', value: fc.integer() },
    { vendorType: 'boolean', type: 'string', value: fc.boolean() },
    { vendorType: undefined, type: undefined, value: fc.jsonValue({ maxDepth: 1 }) },
  ]
  const field = fc.record({
    shape: fc.nat({ max: shapes.length - 1 }),
    kind: fc.nat({ max: kinds.length - 1 }),
    isNested: fc.boolean(),
  })
  const cases = fc
    .array(field, { minLength: 1, maxLength: 60 })
    .chain((chosen) =>
      fc.tuple(
        fc.constant(chosen),
        fc.boolean(),
        fc.tuple(...chosen.map(({ kind }) => kinds[kind]?.value ?? fc.string())),
      ),
    )

  it('loses no mapped field, over generated transformations and records', () => {
    fc.assert(
      fc.property(cases, ([chosen, passes, values]) => {
        const fields = chosen.map(({ shape, kind, isNested }, i): TransformationField => {
          const vendorPath = shapes[shape]?.(i) ?? ''
          const name = isNested ? `own${i % 3}.f${i}` : `f${i}`
          const { type, vendorType } = kinds[kind] ?? {}
          return {
            path: vendorPath.includes('[*]') ? `rows${i}[*].${name}` : name,
            vendorPath,
            ...(type ? { type } : {}),
            ...(vendorType ? { vendorType } : {}),
          }
        })
        const plan = planOf(fields, passes ? [] : [only])
        // Our own record, written through the mapping itself, gives a vendor's record that has every field.
        const ours = Object.fromEntries(values.map((value, i) => [`f${i}`, value]))
        const theirs: Row = JSON.parse(
          JSON.stringify(
            planOf(
              fields.map((one, i) => ({
                ...one,
                path: one.path.includes('[*]') ? `f${i}[*]` : `f${i}`,
              })),
              [only],
            ).map(ours, 'toVendor'),
          ),
        )

        const back = plan.map(plan.map(theirs, 'fromVendor'), 'toVendor')

        const mapped = (row: Row) => planOf(fields, [only]).map(row, 'fromVendor')
        expect(mapped(JSON.parse(JSON.stringify(back)))).toEqual(mapped(theirs))
      }),
      { numRuns: 300 },
    )
  })
})
