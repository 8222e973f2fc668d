import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../packages/server/src/catalog/json.ts'
import { loadCatalogue } from '../../packages/server/src/catalog/load.ts'
import { root } from './source-files.ts'

const catalogue = await loadCatalogue(join(root, 'elements'))
const models = catalogue.modelsOf('crm')
const views = catalogue
  .list()
  .filter(({ definition }) => definition.hub === 'crm')
  .flatMap(({ definition }) =>
    (definition.objects ?? []).flatMap(({ name, normalized, fields }) =>
      normalized ? [{ element: definition.key, name, normalized, own: fields ?? [] }] : [],
    ),
  )

/** The schema of a member, `address.city` of an object in it included. */
function memberOf(schema: JsonObject | undefined, path: string): JsonObject | undefined {
  return path
    .split('.')
    .reduce<JsonObject | undefined>(
      (inner, name) => (inner?.properties as Record<string, JsonObject> | undefined)?.[name],
      schema,
    )
}

describe('The normalised CRM model', () => {
  it('is JSON Schema for the objects of the hub', () => {
    expect([...models.keys()].sort()).toEqual([
      'accounts',
      'contacts',
      'leads',
      'notes',
      'opportunities',
      'tasks',
      'users',
    ])
    for (const schema of models.values()) {
      expect(schema).toMatchObject({
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        type: 'object',
        additionalProperties: false,
      })
    }
  })

  it('has a view of contacts, accounts and opportunities in every CRM', () => {
    const crms = catalogue.list().filter(({ definition }) => definition.hub === 'crm')
    const covered = crms.filter(({ definition }) =>
      ['contacts', 'accounts', 'opportunities'].every((name) =>
        views.some((view) => view.element === definition.key && view.name === name),
      ),
    )

    expect(covered.map(({ definition }) => definition.key)).toEqual(
      crms.map(({ definition }) => definition.key),
    )
  })
})

describe.each(views)('The view of $name in $element', ({ name, normalized, own }) => {
  it('has only members of the model, of the model’s types, and an id', () => {
    const schema = models.get(name)
    const types = normalized.fields.map(({ path, type }) => {
      const member = memberOf(schema, path)
      const wanted = member?.format === 'date-time' ? 'date' : member?.type
      return { path, type, isOfTheModel: wanted === type }
    })

    expect(types.filter(({ isOfTheModel }) => !isOfTheModel)).toEqual([])
    expect(types.map(({ path }) => path)).toContain('id')
  })

  it('never writes what the model says is read only', () => {
    const writable = normalized.fields.filter(
      ({ path, vendorReadOnly }) =>
        memberOf(models.get(name), path)?.readOnly === true && !vendorReadOnly,
    )

    expect(writable.map(({ path }) => path)).toEqual([])
  })

  it('reads members the object has', () => {
    const first = (path: string | undefined) => path?.split(/[.[]/)[0]
    const known = own.map(({ path }) => first(path))
    const lost = normalized.fields.filter(({ vendorPath }) => !known.includes(first(vendorPath)))

    expect(lost.map(({ path }) => path)).toEqual([])
  })
})

/** Which vendor has which field: `r` read, `w` also written. */
function fieldTables(): string {
  const crms = [...new Set(views.map(({ element }) => element))]
  return [...models].map(([name, schema]) => fieldTable(name, schema, crms)).join('\n')
}

function fieldTable(name: string, schema: JsonObject, crms: readonly string[]): string {
  const cell = (element: string, path: string) => {
    const view = views.find((one) => one.element === element && one.name === name)
    const field = view?.normalized.fields.find((one) => one.path === path)
    return field ? (field.vendorReadOnly ? 'r' : 'w') : ''
  }
  const rows = pathsOf(schema).map(
    (path) => `| \`${path}\` | ${crms.map((element) => cell(element, path)).join(' | ')} |`,
  )
  const head = [
    `### ${name}`,
    '',
    `| | ${crms.join(' | ')} |`,
    `|---|${crms.map(() => '---|').join('')}`,
  ]
  return `${[...head, ...rows].join('\n')}\n`
}

function pathsOf({ properties }: JsonObject, prefix = ''): readonly string[] {
  return Object.entries(properties as Record<string, JsonObject>).flatMap(([name, member]) =>
    member.properties ? pathsOf(member, `${prefix}${name}.`) : [prefix + name],
  )
}

describe('The page of the model', () => {
  it('says which vendor has which field (UPDATE_GOLDEN=1 writes it)', () => {
    const file = join(root, 'docs/reference/crm-model.md')
    const [text = ''] = readFileSync(file, 'utf8').split('## Fields')
    const page = `${text}## Fields

\`r\`: read, \`w\`: read and written; an empty cell: the vendor has no such field, or not on the record.

${fieldTables()}`
    if (process.env['UPDATE_GOLDEN']) writeFileSync(file, page)

    expect(readFileSync(file, 'utf8')).toBe(page)
  })
})

describe('The element infusionsoftrest', () => {
  const plan = catalogue.plan('infusionsoftrest')
  const paths = (plan?.resources ?? []).map(
    ({ method, segments }) => `${method} /${segments.join('/')}`,
  )

  it('is data alone: no hook, no mapping', () => {
    const scripts = plan?.resources.flatMap(({ preHook, postHook }) => [preHook, postHook]) ?? []
    const mapped = plan?.resources.filter(({ object }) => object) ?? []

    expect([...scripts, plan?.preHook, plan?.postHook].filter(Boolean)).toEqual([])
    expect(mapped).toEqual([])
  })

  it('keeps its id and the resources clients know', () => {
    const known = [
      'GET /account/profile',
      'GET /affiliates/commissions',
      ...['GET', 'POST'].map((method) => `${method} /appointments`),
      ...['GET', 'PATCH', 'DELETE'].map((method) => `${method} /appointments/{id}`),
      ...['GET', 'POST'].map((method) => `${method} /contacts`),
      ...['GET', 'PATCH', 'DELETE'].map((method) => `${method} /contacts/{id}`),
      'GET /contactCustomFields',
      'POST /contacts/{id}/tags',
      'GET /contacts/{id}/tags',
      'DELETE /contacts/{id}/tags/{tagId}',
      'GET /contacts/{id}/emails',
      'POST /contacts/{id}/emails',
      'GET /emails',
      'POST /emails',
      'GET /emails/{id}',
      'DELETE /emails/{id}',
      'POST /emails/sync',
      'POST /emails/unsync',
      'GET /files',
      'GET /files/{id}',
      'GET /opportunities',
      'POST /opportunities',
      'GET /opportunities/{id}',
      'PATCH /opportunities/{id}',
      'GET /opportunity/stage_pipeline',
      'GET /orders',
      'GET /orders/{id}',
      'GET /orders/{id}/transactions',
      'GET /products',
      'GET /products/{id}',
      'GET /tags',
      'POST /tags',
      'GET /tags/{id}',
      'POST /tags/categories',
      'GET /tags/{id}/contacts',
      'POST /tags/{id}/contacts',
      'DELETE /tags/{id}/contacts/{contactId}',
      'GET /tasks',
      'POST /tasks',
      'GET /tasks/{id}',
      'PATCH /tasks/{id}',
      'DELETE /tasks/{id}',
      'GET /tasks/search',
      'GET /transactions',
      'GET /transactions/{id}',
      'GET /oauth/connect/userinfo',
    ]

    expect(plan?.id).toBe(6158)
    expect(paths).toEqual(expect.arrayContaining(known))
  })
})
