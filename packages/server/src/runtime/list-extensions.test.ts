import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aParameter, aResource } from '../catalog/an-element.ts'
import type { ElementDefinition, ObjectDefinition, ParameterDefinition } from '../catalog/format.ts'
import { anEngine, aVendor, type TestEngine, type TestVendor } from './testing.ts'

const value = (name: string, vendorName: string, more: Partial<ParameterDefinition> = {}) =>
  aParameter('value', name, { vendorName, vendorType: 'query', ...more })

const people: ObjectDefinition = {
  name: 'contacts',
  fields: [
    {
      path: 'Name',
      type: 'string',
      vendorPath: 'Name',
      search: [{ operators: ['=', 'LIKE'] }],
      vendorOrderBy: 'Name',
    },
    { path: 'City', type: 'string', vendorPath: 'City' },
  ],
  customFieldModel: {
    vendorPath: '/fields',
    listKey: 'fields',
    idKey: 'name',
    nameKey: 'name',
    prefix: '',
    only: { key: 'custom', value: true },
  },
}

describe('A list', () => {
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
    vendor.answer = ({ path }) => ({
      body:
        path === '/fields'
          ? {
              fields: [
                { name: 'Own__c', custom: true },
                { name: 'Name', custom: false },
              ],
            }
          : { records: [] },
    })
  })
  const list = (element: Partial<ElementDefinition>, query: Record<string, string> = {}) =>
    engine.call(element, 'GET', '/contacts', { query })

  describe('whose query is a template', () => {
    const element: Partial<ElementDefinition> = {
      configuration: [
        { key: 'base.url', name: 'Base URL', type: 'TEXTFIELD_128' },
        { key: 'pagination.type', name: 'Paging', type: 'TEXTFIELD_32', defaultValue: 'cursor' },
      ],
      objects: [people],
      resources: [
        aResource({
          vendorPath: '/query',
          rootKey: '|records',
          nextPageKey: 'body.next',
          objectName: 'contacts',
          parameters: [
            value('SELECT Name{customFields} FROM People{where}{order}', 'q'),
            aParameter('query', 'where', {
              vendorType: 'bodyToken',
              converter: 'toSoqlFilter',
              prefix: ' WHERE ',
            }),
            aParameter('query', 'orderBy', {
              vendorName: 'order',
              vendorType: 'bodyToken',
              prefix: ' ORDER BY ',
              orderFormat: { ascending: '{field} ASC', descending: '{field} DESC' },
            }),
            aParameter('query', 'pageSize', {
              vendorName: 'X-Options',
              vendorType: 'header',
              prefix: 'size=',
            }),
            aParameter('query', 'nextPage', { vendorType: 'url' }),
          ],
        }),
      ],
    }

    it('fills in condition, order and custom fields, and leaves out what was not asked', async () => {
      await list(element, { where: "Name='a' AND City='b'", orderBy: 'Name desc', pageSize: '5' })
      await list(element)
      const sent = vendor.calls.filter(({ path }) => path === '/query')

      expect(sent.map(({ query }) => query.get('q'))).toEqual([
        "SELECT Name,Own__c FROM People WHERE Name = 'a' ORDER BY Name DESC",
        'SELECT Name,Own__c FROM People',
      ])
      expect(sent[0]?.headers['x-options']).toBe('size=5')
    })

    it('goes on at the address the vendor gave, below its own', async () => {
      vendor.answer = ({ path }) => ({
        body: path === '/query' ? { records: [1], next: '/query/abc-1' } : { records: [2] },
      })
      const first = await list(element, { pageSize: '1' })
      const second = await list(element, {
        nextPage: first.headers['elements-next-page-token'] ?? '',
      })

      expect([first.body, second.body]).toEqual([[1], [2]])
      expect(vendor.calls.at(-1)).toMatchObject({ path: '/query/abc-1' })
      expect(vendor.calls.at(-1)?.query.size).toBe(0)
    })

    it.each(['https://elsewhere.example/query/1', '/queryish', '/admin', '/query/../admin'])(
      'refuses a next page at %s',
      async (next) => {
        vendor.answer = () => ({ body: { records: [1], next } })
        const first = await list(element, { pageSize: '1' })

        await expect(
          list(element, { nextPage: first.headers['elements-next-page-token'] ?? '' }),
        ).rejects.toMatchObject({ code: 'invalid_request' })
      },
    )
  })

  describe('whose vendor searches at another address', () => {
    const element: Partial<ElementDefinition> = {
      objects: [people],
      resources: [
        aResource({
          rootKey: '|records',
          objectName: 'contacts',
          searchResource: 'POST:/contacts-search',
          parameters: [aParameter('query', 'nextPage', { vendorName: 'after' })],
        }),
        aResource({
          path: '/hubs/crm/contacts-search',
          method: 'POST',
          vendorMethod: 'POST',
          vendorPath: '/people/search',
          type: 'apiNoDocumentation',
          rootKey: '|records',
          objectName: 'contacts',
          parameters: [
            value('Name,City', 'properties', { vendorType: 'bodyField', vendorDataType: 'array' }),
            aParameter('query', 'where', {
              vendorName: 'groups[0].filters',
              vendorType: 'bodyField',
              converter: 'toFilterObjects',
              filterMembers: { field: 'name', operator: 'op', value: 'v' },
            }),
            aParameter('query', 'orderBy', {
              vendorName: 'sorts[0].by',
              vendorType: 'bodyField',
              orderFormat: { ascending: '{field}', descending: '{field}' },
            }),
            aParameter('query', 'orderBy', {
              vendorName: 'sorts[0].direction',
              vendorType: 'bodyField',
              orderFormat: { ascending: 'UP', descending: 'DOWN' },
            }),
            aParameter('query', 'pageSize', { vendorName: 'limit', vendorType: 'bodyField' }),
          ],
        }),
      ],
    }

    it('is searched when there is a condition or an order for the vendor', async () => {
      await list(element, { where: "Name='a'", pageSize: '5' })
      await list(element, { orderBy: 'Name desc', pageSize: '5' })

      expect(
        vendor.calls.map(({ method, path, body }) => [method, path, JSON.parse(body)]),
      ).toEqual([
        [
          'POST',
          '/people/search',
          {
            properties: ['Name', 'City'],
            groups: [{ filters: [{ name: 'Name', op: 'EQ', v: 'a' }] }],
            limit: 5,
          },
        ],
        [
          'POST',
          '/people/search',
          { properties: ['Name', 'City'], limit: 5, sorts: [{ by: 'Name', direction: 'DOWN' }] },
        ],
      ])
    })

    it('is listed when there is none', async () => {
      await list(element)
      await list(element, { where: "City='b'" })

      expect(vendor.calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
        'GET /people',
        'GET /people',
      ])
    })
  })
})
