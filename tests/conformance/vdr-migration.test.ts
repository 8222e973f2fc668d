/**
 * Virtual data resources brought from elsewhere: every published export imports and comes back as it was, in the sequences
 * of calls that the vendor platform's command line tool makes for its single file and for both of its folder layouts.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type System, startSystem } from '../support/system.ts'

type Json = Record<string, unknown>
interface Export extends Json {
  readonly vdrName: string
  readonly definition: Json & { readonly fields: Json[] }
  readonly transformation: Record<string, Json>
}

const corpus = process.env.VALENCE_CORPUS ?? join(import.meta.dirname, '../../../shared/exports')
const isMissing = !existsSync(join(corpus, 'vdrs'))
const reason = isMissing ? ` (skipped: no exports in ${corpus}; set VALENCE_CORPUS)` : ''
const read = (path: string) => JSON.parse(readFileSync(join(corpus, path), 'utf8'))

const wholes = [
  'vdrs/UsingIsWhere/ledgerAccount/ledgerAccount.json',
  'vdrs/picklist/myContacts/myContacts.json',
]
const bulk = 'formulas/HowToUseBulkWithinAFormula'
const invoice = 'formulas/expenseToInvoice/vdr'
/** A definition and its transformations by element, as the routes of a level give them. */
const parts = [
  {
    name: 'expenseInvoice',
    definition: `${invoice}/expenseInvoice.json`,
    transformations: {
      netsuite: `${invoice}/transformation_netsuite.json`,
      quickbooks: `${invoice}/transformation_quickbooks.json`,
      xero: `${invoice}/transformation_xero.json`,
    },
  },
  {
    name: 'MyContact',
    definition: `${bulk}/ObjectDefinition.json`,
    transformations: {
      sfdc: `${bulk}/MyContactSFDC.json`,
      sugarcrmv2: `${bulk}/MyContactSugarCRM.json`,
    },
  },
  {
    name: 'MyContact',
    definition: `${bulk}/TheDoctor/MyContact/objectDefinitions/MyContact/objectDefinition.json`,
    transformations: {
      sfdc: `${bulk}/TheDoctor/MyContact/transformations/sfdc/MyContact/transformation.json`,
      sugarcrmv2: `${bulk}/TheDoctor/MyContact/transformations/sugarcrmv2/MyContact/transformation.json`,
    },
  },
]

/** Members that mean something only where the export was made. */
const local = new Set(
  'id vdrFieldId associatedId associatedLevel companyId accountId userId createdDate startDate elementId elementKey mappedElementIds vdrShared vdrShareLevel script scripts'.split(
    ' ',
  ),
)

/** What has to come back: fields and rules without what is local, in any order. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) {
    const sorted = value.map(comparable).map((one) => JSON.stringify(one))
    return sorted.sort().map((text) => JSON.parse(text))
  }
  if (value === null || typeof value !== 'object') return value
  const kept = Object.entries(value).filter(([name]) => !local.has(name))
  return Object.fromEntries(
    kept.sort(([a], [b]) => (a < b ? -1 : 1)).map(([k, v]) => [k, comparable(v)]),
  )
}

/** The level that a route stands for is said by the server. */
const withLevel = (body: Json) => ({
  ...body,
  level: 'organization',
  fields: (body['fields'] as Json[]).map((field) => ({ level: 'organization', ...field })),
})

describe.skipIf(isMissing)(`Virtual data resources from elsewhere${reason}`, () => {
  let system: System
  beforeAll(async () => {
    system = await startSystem()
  })
  afterAll(() => system.stop())

  const ok = async (method: string, path: string, body?: unknown) => {
    const answer = await system.api.call(method, path, body === undefined ? {} : { body })
    expect(answer.status, `${method} ${path}: ${answer.text}`).toBe(200)
    return answer.body
  }
  const statusOf = async (method: string, path: string, body?: unknown) =>
    (await system.api.call(method, path, body === undefined ? {} : { body })).status

  describe.each(wholes)('%s', (path) => {
    it('is exported as it was imported', async () => {
      const whole: Export = read(path)

      await ok('PUT', '/vdrs/import', whole)
      const list = await ok(
        'GET',
        `/vdrs?where=${encodeURIComponent(`objectName in ('${whole.vdrName}')`)}`,
      )

      expect(list.map(({ objectName }: Json) => objectName)).toEqual([whole.vdrName])
      // The tool asks with a doubled slash, and sorts what it gets by path.
      const back: Export = await ok('GET', `//vdrs/${whole.vdrName}/export`)
      const byPath = (a: Json, b: Json) => (String(a['path']) < String(b['path']) ? -1 : 1)
      expect({
        ...back,
        definition: { ...back.definition, fields: back.definition.fields.sort(byPath) },
      }).toEqual(whole)
      await ok('DELETE', `/common-resources/${whole.vdrName}?force=true`)
      expect(await ok('GET', '/vdrs')).toEqual([])
    })

    it('goes through the older layout, a level at a time, and comes back the same', async () => {
      const whole: Export = read(path)
      const name = whole.vdrName
      expect(await statusOf('GET', '/organizations/objects/definitions')).toBe(404)
      await ok('POST', `/organizations/objects/${name}/definitions`, whole.definition)
      for (const [key, transformation] of Object.entries(whole.transformation)) {
        expect(await statusOf('GET', `/organizations/elements/${key}/transformations`)).toBe(404)
        await ok('POST', `/organizations/elements/${key}/transformations/${name}`, transformation)
      }

      const definitions = await ok('GET', '/organizations/objects/definitions')
      expect(comparable(definitions[name])).toEqual(comparable(withLevel(whole.definition)))
      for (const [key, transformation] of Object.entries(whole.transformation)) {
        const mapped = await ok('GET', `/organizations/objects/${name}/transformations`)
        expect(mapped).toMatchObject([{ level: 'organization', element: { key } }])
        const back = await ok('GET', `/organizations/elements/${key}/transformations`)
        expect(comparable(back[name])).toEqual(comparable(withLevel(transformation)))
        expect(back[name].scripts).toEqual(transformation['scripts'])
        await ok('PUT', `/organizations/elements/${key}/transformations/${name}`, back[name])
        await ok('DELETE', `/organizations/elements/${key}/transformations/${name}`)
      }
      await ok('DELETE', `/organizations/objects/${name}/definitions`)
    })
  })

  describe.each(parts)('$definition', ({ name, definition, transformations }) => {
    it('is given back as it was made', async () => {
      const defined = read(definition)
      await ok('POST', `/organizations/objects/${name}/definitions`, defined)
      expect(comparable(await ok('GET', `/organizations/objects/${name}/definitions`))).toEqual(
        comparable(withLevel({ objectName: name, ...defined })),
      )
      for (const [key, file] of Object.entries(transformations)) {
        const body = read(file)
        const url = `/organizations/elements/${key}/transformations/${name}`
        await ok('POST', url, body)
        const back = await ok('GET', url)
        const rules = (body.configuration as Json[]).map((rule) => ({
          level: 'organization',
          ...rule,
        }))
        expect(comparable(back)).toEqual(
          comparable(withLevel({ objectName: name, ...body, configuration: rules })),
        )
      }
      const whole: Export = await ok('GET', `/vdrs/${name}/export`)
      expect(Object.keys(whole.transformation).sort()).toEqual(Object.keys(transformations).sort())
      await ok('DELETE', `/common-resources/${name}?force=true`)
      await ok('PUT', '/vdrs/import', whole)
      expect(await ok('GET', `/vdrs/${name}/export`)).toEqual(whole)
      await ok('DELETE', `/common-resources/${name}?force=true`)
    })
  })

  it('are all gone then, as the tool deletes them', async () => {
    await ok('DELETE', '/organizations/objects/definitions')
    expect(await statusOf('GET', '/organizations/objects/definitions')).toBe(404)
  })
})
