import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aParameter, aResource } from '../catalog/an-element.ts'
import type { ElementDefinition } from '../catalog/format.ts'
import { anEngine, aVendor, type HubCall, type TestEngine, type TestVendor } from './testing.ts'

const record = { ID: 7, FULL_NAME: 'Ada', MAILS: [{ main: true, at: 'a@x.test' }], PHASE: '3' }

const element: Partial<ElementDefinition> = {
  valueTables: { phases: { 1: 'open', 2: 'open', 3: 'won' } },
  objects: [
    {
      name: 'contacts',
      fields: [
        {
          path: 'FULL_NAME',
          type: 'string',
          vendorPath: 'FULL_NAME',
          search: [{ operators: ['='] }],
        },
      ],
      normalized: {
        fields: [
          { path: 'id', type: 'string', vendorPath: 'ID', vendorReadOnly: true },
          { path: 'name', type: 'string', vendorPath: 'FULL_NAME' },
          { path: 'email', type: 'string', vendorPath: 'MAILS[main=true].at' },
          { path: 'status', type: 'string', vendorPath: 'PHASE', valueTable: 'phases' },
          { path: 'address.city', type: 'string', vendorPath: 'CITY' },
        ],
      },
    },
  ],
  resources: [
    aResource({
      objectName: 'contacts',
      parameters: [
        aParameter('query', 'page'),
        aParameter('query', 'pageSize'),
        aParameter('query', 'where', { converter: 'toQueryParameters' }),
      ],
    }),
    aResource({
      method: 'POST',
      vendorMethod: 'POST',
      objectName: 'contacts',
      parameters: [aParameter('body', 'body')],
    }),
    aResource({ path: '/hubs/crm/others' }),
  ],
}

describe('The normalised view', () => {
  let vendor: TestVendor
  let engine: TestEngine
  beforeAll(async () => {
    vendor = await aVendor()
    engine = anEngine(vendor)
  })
  afterAll(async () => {
    await engine.close()
    await vendor.close()
  })
  beforeEach(() => {
    vendor.calls.length = 0
    vendor.answer = () => ({ body: [record] })
  })
  const call = (method: string, path: string, options: HubCall = {}) =>
    engine.call(element, method, path, { headers: { 'elements-normalized': 'True' }, ...options })
  const list = (query: Record<string, string> = {}) => call('GET', '/contacts', { query })

  it('answers records in the names of the model, and says so', async () => {
    const { body, headers } = await list()

    expect(body).toEqual([{ id: '7', name: 'Ada', email: 'a@x.test', status: 'won' }])
    expect(headers['elements-normalized']).toBe('true')
  })

  it("answers in the vendor's names when it is not asked for", async () => {
    const { body, headers } = await call('GET', '/contacts', { headers: {} })

    expect(body).toEqual([record])
    expect(headers).not.toHaveProperty('elements-normalized')
  })

  it('asks the vendor what it can in the names of the object', async () => {
    await list({ where: "name='Ada' AND email='a@x.test'" })

    expect(vendor.calls[0]?.query.get('FULL_NAME')).toBe('Ada')
  })

  it.each([
    ["email='a@x.test'", 1],
    ["email='other'", 0],
    ["status='won'", 1],
    ["status='open'", 0],
    ["status!='open'", 1],
    ["status IN ('open', 'won')", 1],
    ['address.city IS NULL', 1],
    ["id='7' OR name='Bob'", 1],
  ])('evaluates %s here', async (where, count) => {
    expect((await list({ where })).body).toHaveLength(count)
  })

  it('sorts and chooses by the names of the model', async () => {
    vendor.answer = () => ({ body: [record, { ...record, ID: 8, FULL_NAME: 'Zoe' }] })
    const { body } = await list({ orderBy: 'name desc', fields: 'id,email' })

    expect(body).toEqual([
      { id: '8', email: 'a@x.test' },
      { id: '7', email: 'a@x.test' },
    ])
  })

  it('keeps the caller’s names in the token of the next page', async () => {
    vendor.answer = ({ query }) => ({ body: query.get('page') === '1' ? [record] : [] })
    const first = await list({ pageSize: '1', fields: 'name', where: "name='Ada'" })
    const second = await list({ nextPage: first.headers['elements-next-page-token'] ?? '' })

    expect([first.body, second.body]).toEqual([[{ name: 'Ada' }], []])
    expect(vendor.calls.map(({ query }) => query.get('FULL_NAME'))).toEqual(['Ada', 'Ada'])
  })

  it('sends bodies in the names of the object', async () => {
    vendor.answer = () => ({ body: record })
    const { body } = await call('POST', '/contacts', {
      body: { name: 'Ada', email: 'a@x.test', status: 'won', address: { city: 'Turin' }, id: '9' },
    })

    expect(JSON.parse(vendor.calls[0]?.body ?? '')).toEqual({
      FULL_NAME: 'Ada',
      MAILS: [{ main: true, at: 'a@x.test' }],
      PHASE: '3',
      CITY: 'Turin',
    })
    expect(body).toMatchObject({ id: '7', name: 'Ada' })
  })

  it.each([
    [() => list({ where: "FULL_NAME='Ada'" }), 'invalid_request', "'FULL_NAME'"],
    [() => list({ orderBy: 'PHASE' }), 'invalid_request', "'PHASE'"],
    [
      () => call('POST', '/contacts', { body: { FULL_NAME: 'x' } }),
      'invalid_request',
      "'FULL_NAME'",
    ],
    [() => call('GET', '/others'), 'not_supported', 'contacts'],
  ])('refuses what it has not: %#', async (work, code, words) => {
    await expect(work()).rejects.toMatchObject({ code, message: expect.stringContaining(words) })
  })
})
