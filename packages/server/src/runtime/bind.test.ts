import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aParameter, aResource } from '../catalog/an-element.ts'
import type { ConfigurationDefinition, ParameterDefinition } from '../catalog/format.ts'
import { anEngine, aVendor, type TestEngine, type TestVendor } from './testing.ts'

const key = (name: string, defaultValue: string): ConfigurationDefinition => ({
  key: name,
  name,
  type: 'TEXTFIELD_1000',
  defaultValue,
})

describe('bind', () => {
  let vendor: TestVendor
  let engine: TestEngine
  beforeAll(async () => {
    vendor = await aVendor()
    engine = anEngine(vendor)
  })
  beforeEach(() => {
    vendor.calls.length = 0
    vendor.answer = () => ({ body: [] })
  })
  afterAll(async () => {
    await engine.close()
    await vendor.close()
  })

  const last = () => vendor.calls.at(-1) as TestVendor['calls'][0]
  const list = (parameters: ParameterDefinition[], vendorPath = '/things') =>
    aResource({ path: '/hubs/crm/things', vendorPath, parameters })

  describe('sends paging where the parameters say', () => {
    const soql = 'select Id from Thing where {where} limit {size} offset {start}'
    const resource = list([
      aParameter('query', 'page', { vendorType: 'bodyToken', vendorName: 'start' }),
      aParameter('query', 'pageSize', { vendorType: 'bodyToken', vendorName: 'size' }),
      aParameter('query', 'where', { vendorType: 'bodyToken', vendorName: '{where}' }),
      aParameter('value', soql, { vendorName: 'q' }),
    ])

    it('into tokens of a query', async () => {
      await engine.call(
        { resources: [resource], configuration: [key('pagination.type', 'offset')] },
        'GET',
        '/things',
        { query: { page: '3', pageSize: '10', where: "Name='x'" } },
      )

      expect(last().query.get('q')).toBe("select Id from Thing where Name = 'x' limit 10 offset 20")
    })

    it('the cursor through a parameter called page where none is called nextPage', async () => {
      vendor.answer = ({ query }) => ({
        body: query.get('token') ? { data: [{ id: 2 }] } : { data: [{ id: 1 }], next: 'c2' },
      })
      const element = {
        resources: [
          {
            ...list([
              aParameter('query', 'page', { vendorName: 'token' }),
              aParameter('query', 'pageSize', { vendorName: 'size' }),
            ]),
            rootKey: '|data',
            nextPageKey: 'body.next',
          },
        ],
        configuration: [key('pagination.type', 'cursor')],
      }
      const first = await engine.call(element, 'GET', '/things', { query: { pageSize: '1' } })
      const nextPage = first.headers['elements-next-page-token'] as string

      const second = await engine.call(element, 'GET', '/things', { query: { nextPage } })

      expect(second.body).toEqual([{ id: 2 }])
      expect(last().query.get('token')).toBe('c2')
    })

    it('outside lists as it came', async () => {
      const search = aResource({
        path: '/hubs/crm/search',
        method: 'POST',
        vendorMethod: 'POST',
        parameters: [aParameter('query', 'page', { vendorName: 'p' })],
      })

      await engine.call({ resources: [search] }, 'POST', '/search', { query: { page: '4' } })

      expect(last().query.get('p')).toBe('4')
    })
  })

  describe('fills tokens of a path', () => {
    const things = (parameter: ParameterDefinition) => ({
      resources: [list([parameter], '/{at}/x')],
    })

    it('with what a caller sends as one segment', async () => {
      const at = aParameter('query', 'q', { vendorType: 'path', vendorName: 'at' })

      await engine.call(things(at), 'GET', '/things', { query: { q: 'a/b c' } })

      expect(last().path).toBe('/a%2Fb%20c/x')
    })

    it('with a configuration value as it is', async () => {
      const at = aParameter('configuration', 'root', { vendorType: 'path', vendorName: '{:at}' })

      await engine.call(things(at), 'GET', '/things', { configuration: { root: 'v2/eu' } })

      expect(last().path).toBe('/v2/eu/x')
    })

    it('and joins base and path with one slash', async () => {
      const resource = list([], 'a//things')

      await engine.call({ resources: [resource] }, 'GET', '/things', {
        configuration: { 'base.url': `${vendor.url}/v1/` },
      })

      expect(last().path).toBe('/v1/a/things')
    })
  })

  it('does not ask a caller for a path variable that the path does not have', async () => {
    const orphan = aParameter('path', 'bucket', { required: true })

    await engine.call({ resources: [list([orphan])] }, 'GET', '/things')

    expect(vendor.calls).toHaveLength(1)
  })

  it('adds body fields and root key to a JSON template', async () => {
    const resource = aResource({
      path: '/hubs/crm/things',
      method: 'POST',
      vendorMethod: 'POST',
      rootKey: 'data|',
      parameters: [
        aParameter('value', '{"name":"{name}"}', { vendorType: 'body', vendorName: 'body' }),
        aParameter('body', 'body', { vendorType: 'bodyToken' }),
        aParameter('configuration', 'api.key', { vendorType: 'bodyField', vendorName: 'key' }),
      ],
    })

    await engine.call({ resources: [resource] }, 'POST', '/things', {
      body: { name: 'x' },
      configuration: { 'api.key': 'k' },
    })

    expect(JSON.parse(last().body)).toEqual({ data: { name: 'x' }, key: 'k' })
  })

  it('leaves a query to us whose converter it does not know', async () => {
    vendor.answer = () => ({ body: [{ name: 'x' }, { name: 'y' }] })
    const where = aParameter('query', 'where', { vendorName: 'converter:toNothing' })

    const { body } = await engine.call({ resources: [list([where])] }, 'GET', '/things', {
      query: { where: "name='x'" },
    })

    expect(body).toEqual([{ name: 'x' }])
    expect([...last().query.keys()]).toEqual([])
  })

  it('sends an OData filter under its own name', async () => {
    const where = aParameter('query', 'where', { vendorName: 'converter:toODataFilter' })

    await engine.call({ resources: [list([where])] }, 'GET', '/things', {
      query: { where: "name='x' AND n>1" },
    })

    expect(last().query.get('$filter')).toBe("name eq 'x' and n gt 1")
  })

  it('answers the default fields of an object to callers who name none', async () => {
    vendor.answer = () => ({ body: [{ id: 1, name: 'x', more: true }] })
    const element = {
      resources: [list([aParameter('query', 'pageSize')])],
      configuration: [key('default.select.fields.map', '{"things":"id,name"}')],
    }

    const byDefault = await engine.call(element, 'GET', '/things')
    const asked = await engine.call(element, 'GET', '/things', { query: { fields: 'more' } })

    expect([byDefault.body, asked.body]).toEqual([[{ id: 1, name: 'x' }], [{ more: true }]])
  })

  it('tells the vendor where to report events, wherever the token stands', async () => {
    const resource = aResource({
      path: '/hubs/crm/webhooks',
      method: 'POST',
      vendorMethod: 'POST',
      parameters: [
        aParameter('value', '{{webhookCallbackUrl}}', { vendorType: 'header', vendorName: 'X-To' }),
      ],
      hooks: [
        {
          type: 'preRequest',
          body: 'done({ request_vendor_body: { url: "{webhookCallbackUrl}", all: "${elementWebhookCallbackUrl}" } })',
        },
      ],
    })

    await engine.call({ resources: [resource] }, 'POST', '/webhooks')

    const url = 'https://valence.example/elements/api-v2/events/example'
    expect(JSON.parse(last().body)).toEqual({ url: `${url}/MQ==`, all: url })
    expect(last().headers['x-to']).toBe(`${url}/MQ==`)
  })
})
