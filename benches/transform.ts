/**
 * How fast is a compiled mapping next to mapping code written by hand? Prints JSON: records a second in both directions
 * for 10, 50 and 200 plain fields and for 60 fields of which 40 are behind selectors. `full` records have a value for every
 * field; of the others each lacks about 30%, every record others: the vendor sends them as null (`nulls`) or leaves them
 * out (`sparse`), and our own records leave them out.
 *
 * "By hand" is what a careful person would write for these fields: absent members stay absent, types are converted, each
 * list is gone through once. It is made from the fields, as text, so that it is sure to do the same (checked first).
 */
import assert from 'node:assert/strict'
import { compileMapping } from '../packages/server/src/transform/compile.ts'
import type { FieldMapping, Mapping, Row } from '../packages/server/src/transform/mapping.ts'

const recordCount = 1000
const rounds = 5
const roundMs = 100

/** A field of the benchmark: `list` and `element` when it is behind a selector. */
interface Field {
  readonly ours: string
  readonly theirs: string
  readonly list?: string
  readonly element?: string
}

function plainFields(count: number): Field[] {
  return Array.from({ length: count }, (_, i) => ({
    ours: `Field${i}`,
    theirs: `vendor_field_${i}`,
  }))
}

function selectedFields(): Field[] {
  const group = (list: string, elements: number, members: readonly string[]) =>
    Array.from({ length: elements }, (_, i) =>
      members.map((member) => ({
        ours: `${list}${i + 1}${member}`,
        theirs: member,
        list,
        element: `${list.toUpperCase()}${i + 1}`,
      })),
    ).flat()
  return [
    ...plainFields(20),
    ...group('phones', 5, ['number', 'extension', 'type']),
    ...group('emails', 3, ['email']),
    ...group('faxes', 2, ['number', 'type']),
    ...group('addresses', 3, ['line1', 'line2', 'locality', 'region', 'zip', 'country']),
  ]
}

function mappingOf(fields: readonly Field[]): Mapping {
  return compileMapping(
    fields.map(({ ours, theirs, list, element }): FieldMapping => {
      const vendorPath = list ? `${list}[field=${element}].${theirs}` : theirs
      return { path: ours, type: 'string', vendorPath, vendorType: 'string' }
    }),
  )
}

const toText = (value: unknown) =>
  typeof value === 'number' || typeof value === 'boolean' ? String(value) : value

function byHand(fields: readonly Field[]): Mapping {
  const plain = fields.filter(({ list }) => !list)
  const lists = Map.groupBy(
    fields.filter(({ list }) => list),
    ({ list }) => list as string,
  )
  const take = (from: string, to: string) =>
    `v = ${from}; if (v != null) ${to} = typeof v === 'string' ? v : toText(v);`
  const fromLists = [...lists].map(([list, members]) => {
    const cases = [...Map.groupBy(members, ({ element }) => element)].map(
      ([element, own]) =>
        `case '${element}': ${own.map(({ ours, theirs }) => take(`e.${theirs}`, `o.${ours}`)).join(' ')} break;`,
    )
    return `if (Array.isArray(r.${list})) for (const e of r.${list}) switch (e.field) { ${cases.join(' ')} }`
  })
  const give = (from: string, to: string) =>
    `v = ${from}; if (v !== undefined) ${to} = v === null || typeof v === 'string' ? v : toText(v);`
  const toLists = [...lists].map(([list, members]) => {
    const elements = [...Map.groupBy(members, ({ element }) => element)].map(([element, own]) => {
      const sets = own.map(({ ours, theirs }) =>
        give(`r.${ours}`, `(e ??= { field: '${element}' }).${theirs}`),
      )
      return `e = undefined; ${sets.join(' ')} if (e) (l ??= []).push(e);`
    })
    return `l = undefined; ${elements.join(' ')} if (l) o.${list} = l;`
  })
  const functionOf = (body: string) =>
    new Function('toText', `return (r) => { let v, e, l; const o = {}; ${body} return o }`)(toText)
  return {
    fromVendor: functionOf(
      plain.map(({ ours, theirs }) => take(`r.${theirs}`, `o.${ours}`)).join(' ') +
        fromLists.join(' '),
    ),
    toVendor: functionOf(
      plain.map(({ ours, theirs }) => give(`r.${ours}`, `o.${theirs}`)).join(' ') +
        toLists.join(' '),
    ),
  }
}

/** Records as they come out of a JSON body. `presence` is the share of fields that have a value. */
function ourRecords(fields: readonly Field[], presence: number): Row[] {
  let seed = 42
  const random = () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
    return seed / 2 ** 32
  }
  return Array.from({ length: recordCount }, (_, i) => {
    const kept = fields.filter(() => random() < presence)
    return JSON.parse(
      JSON.stringify(Object.fromEntries(kept.map(({ ours }, j) => [ours, `value ${i} ${j}`]))),
    )
  })
}

let sink: unknown

/** Nanoseconds of processor time a record takes in one round. */
function round(map: (row: Row) => Row, records: readonly Row[]): number {
  const started = process.cpuUsage().user
  let done = 0
  for (const end = performance.now() + roundMs; performance.now() < end; done += records.length) {
    for (const record of records) sink = map(record)
  }
  return ((process.cpuUsage().user - started) * 1000) / done
}

/** What the record costs anyway: it is parsed from JSON and written to JSON on its way. */
function viaJson(row: Row): Row {
  return JSON.parse(JSON.stringify(row))
}

/** The best rounds of both, taken in turn: what else the machine does slows rounds down, never makes them faster. */
function compare(hand: (row: Row) => Row, compiled: (row: Row) => Row, records: readonly Row[]) {
  let [handNs, compiledNs, jsonNs] = [Infinity, Infinity, Infinity]
  for (let i = 0; i < rounds; i += 1) {
    handNs = Math.min(handNs, round(hand, records))
    compiledNs = Math.min(compiledNs, round(compiled, records))
    jsonNs = Math.min(jsonNs, round(viaJson, records))
  }
  return {
    compiledPerSecond: Math.round(1e9 / compiledNs),
    handPerSecond: Math.round(1e9 / handNs),
    jsonPerSecond: Math.round(1e9 / jsonNs),
    ratio: Number((handNs / compiledNs).toFixed(2)),
  }
}

/** How records differ: the share of members that have a value, and whether the vendor leaves the others out or sends null. */
const kinds = [
  { records: 'full', presence: 1, sendsNull: false },
  { records: 'nulls', presence: 0.7, sendsNull: true },
  { records: 'sparse', presence: 0.7, sendsNull: false },
] as const

const cases = [
  ...[10, 50, 200].map((count) => ({ name: `${count} plain fields`, fields: plainFields(count) })),
  { name: '60 fields, 40 behind selectors', fields: selectedFields() },
].flatMap(({ name, fields }) =>
  kinds.map(({ records, presence, sendsNull }) => {
    const hand = byHand(fields)
    const ours = ourRecords(fields, presence)
    const nulls = Object.fromEntries(fields.map(({ ours }) => [ours, null]))
    const theirs = ours.map((row) => {
      const record = hand.toVendor(sendsNull ? { ...nulls, ...row } : row)
      return JSON.parse(JSON.stringify({ ...record, other: 1, members: [2] }))
    })
    return { name, records, hand, mapping: mappingOf(fields), ours, theirs }
  }),
)

// All mappings run before any is measured: a server maps many objects, and V8 must not think that there is only one.
for (const { hand, mapping, ours, theirs } of cases) {
  assert.deepEqual(ours.map(mapping.toVendor), ours.map(hand.toVendor))
  assert.deepEqual(theirs.map(mapping.fromVendor), theirs.map(hand.fromVendor))
}

const results = cases.flatMap(({ name, records, hand, mapping, ours, theirs }) => [
  {
    fields: name,
    records,
    direction: 'fromVendor',
    ...compare(hand.fromVendor, mapping.fromVendor, theirs),
  },
  {
    fields: name,
    records,
    direction: 'toVendor',
    ...compare(hand.toVendor, mapping.toVendor, ours),
  },
])
assert.ok(sink)
console.log(JSON.stringify({ node: process.version, results }, null, 2))
