import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aParameter, aResource } from '../catalog/an-element.ts'
import type { ResourceDefinition } from '../catalog/format.ts'
import { anEngine, aVendor, type TestEngine, type TestVendor } from './testing.ts'

describe('A hook', () => {
  let vendor: TestVendor
  let engine: TestEngine
  beforeAll(async () => {
    vendor = await aVendor()
    engine = anEngine(vendor)
  })
  beforeEach(() => {
    vendor.calls.length = 0
    vendor.answer = () => ({ body: { data: { id: 1 } } })
    engine.captured.clear()
  })
  afterAll(async () => {
    await engine.close()
    await vendor.close()
  })

  const last = () => vendor.calls.at(-1) as TestVendor['calls'][0]
  const hooked = (
    type: 'preRequest' | 'postRequest',
    body: string,
    overrides: Partial<ResourceDefinition> = {},
  ) => ({
    resources: [
      aResource({
        path: '/hubs/crm/things',
        parameters: [aParameter('query', 'code'), aParameter('query', 'colour')],
        hooks: [{ type, body }],
        ...overrides,
      }),
    ],
  })
  const get = (element: ReturnType<typeof hooked>, query: Record<string, string> = {}) =>
    engine.call(element, 'GET', '/things', { query })

  it('assigns a request parameter by a dotted key, and what is made of it follows', async () => {
    const source =
      'done({ "request_parameters.code": decodeURIComponent(request_parameters.code) })'

    await get(hooked('preRequest', source), { code: 'a%2Fb' })

    expect(last().query.get('code')).toBe('a/b')
  })

  it('sets one header and one parameter by dotted keys', async () => {
    const source = 'done({ "request_vendor_headers.X-A": "1", "request_vendor_parameters.a.b": 2 })'

    await get(hooked('preRequest', source), { colour: 'red' })

    expect(last().headers['x-a']).toBe('1')
    expect(Object.fromEntries(last().query)).toEqual({ colour: 'red', 'a.b': '2' })
  })

  it('finds declared parameters that were not sent as null, and the body as text and as data', async () => {
    const source = `done({ continue: false, response_body: {
      code: request_parameters.code, colour: request_parameters.colour === null,
      text: request_vendor_body, map: request_vendor_body_map, none: request_body } })`
    const template = aParameter('value', '{"a":1}', { vendorType: 'body', vendorName: 'body' })
    const parameters = [aParameter('query', 'code'), aParameter('query', 'colour'), template]

    const { body } = await get(hooked('preRequest', source, { parameters }), { code: '7' })

    expect(body).toEqual({ code: '7', colour: true, text: '{"a":1}', map: { a: 1 } })
  })

  it('of a list sees which of the vendor’s pages is asked for', async () => {
    vendor.answer = ({ query }) => ({
      body: query.get('from') === '0' ? [{ id: 1 }, { id: 2 }] : [{ id: 3 }],
    })
    const source = `done({
      request_vendor_parameters: { from: (request_parameters.page - 1) * request_parameters.pageSize } })`
    const noOp = { vendorType: 'no-op' as const }
    const parameters = [aParameter('query', 'page', noOp), aParameter('query', 'pageSize', noOp)]

    const element = hooked('preRequest', source, { parameters })
    const first = await get(element, { pageSize: '2' })
    const nextPage = first.headers['elements-next-page-token'] as string
    const second = await get(element, { nextPage })

    expect([first.body, second.body]).toEqual([[{ id: 1 }, { id: 2 }], [{ id: 3 }]])
  })

  it('gives the next page’s cursor in a header, and gets it back', async () => {
    const parameters = [aParameter('query', 'nextPage', { vendorName: 'after' })]
    const source = `if (request_parameters.nextPage) done()
      else done({ response_headers: { 'Elements-Next-Page-Token': 'c2' } })`
    vendor.answer = ({ query }) => ({ body: [{ after: query.get('after') ?? 'start' }] })

    const element = hooked('postRequest', source, { parameters })
    const first = await get(element, { pageSize: '1' })
    const nextPage = first.headers['elements-next-page-token'] as string
    const second = await get(element, { nextPage })

    expect([first.body, second.body]).toEqual([[{ after: 'start' }], [{ after: 'c2' }]])
    expect(second.headers).not.toHaveProperty('elements-next-page-token')
  })

  it('may say how many records the whole list has', async () => {
    vendor.answer = () => ({ body: { total: 57, items: [{ id: 1 }] } })
    const parameters = [aParameter('query', 'page'), aParameter('query', 'pageSize')]
    const source = `done({ response_body: response_body.items,
      response_headers: { 'elements-total-count': response_body.total } })`

    const reply = await get(hooked('postRequest', source, { parameters }), { pageSize: '1' })

    expect(reply.headers).toMatchObject({
      'elements-total-count': '57',
      'elements-returned-count': '1',
    })
  })

  it('that names the cursor with its root key is understood', async () => {
    vendor.answer = ({ query }) => ({
      body: { data: [{ id: query.get('after') ?? 'a', meta: { cursor: 'b' } }] },
    })
    const element = {
      ...hooked('postRequest', 'done()', {
        rootKey: '|data',
        nextPageKey: 'data.nextId',
        hooks: [],
        parameters: [
          aParameter('query', 'nextPage', { vendorName: 'after' }),
          aParameter('query', 'pageSize'),
        ],
      }),
      hooks: [
        {
          type: 'postRequest' as const,
          body: 'response_body.nextId = response_body.data[0].meta.cursor; done({ response_body })',
        },
      ],
    }

    const first = await get(element, { pageSize: '1' })
    const nextPage = first.headers['elements-next-page-token'] as string
    const second = await get(element, { nextPage })

    expect(second.body).toMatchObject([{ id: 'b' }])
  })

  it('sees several cookies as a list', async () => {
    vendor.answer = () => ({
      headers: { 'set-cookie': ['a=1; expires=Wed, 01 Jan 2031 00:00:00 GMT', 'b=2'] as never },
      body: {},
    })

    const { body } = await get(
      hooked('postRequest', 'done({ response_body: response_headers["set-cookie"] })'),
    )

    expect(body).toEqual(['a=1; expires=Wed, 01 Jan 2031 00:00:00 GMT', 'b=2'])
  })

  it('may answer with JSON as text', async () => {
    const source = 'done({ response_body: JSON.stringify({ data: { a: 1 } }) })'

    expect((await get(hooked('postRequest', source))).body).toEqual({ data: { a: 1 } })
  })

  it('is given the older names of operators where the element asks for them', async () => {
    const source = 'done({ continue: false, response_body: request_expression })'
    const where = aParameter('query', 'where', { vendorType: 'no-op' })
    const element = hooked('preRequest', source, { parameters: [where] })

    const { body } = await engine.call(element, 'GET', '/things', {
      query: { where: 'a>=1' },
      configuration: { 'request_expression.operators': 'names' },
    })

    expect(body).toEqual([{ attribute: 'a', operator: 'GREATERTHANEQUALS', value: 1 }])
  })
})

describe("A hook's own call", () => {
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
  const things = (body: string) => ({
    resources: [
      aResource({
        path: '/hubs/crm/things',
        method: 'POST',
        vendorMethod: 'POST',
        parameters: [aParameter('body', 'body')],
        hooks: [{ type: 'preRequest' as const, body }],
      }),
    ],
  })

  it('may stand in for the one the engine makes', async () => {
    vendor.calls.length = 0
    vendor.answer = () => ({ body: '--batch\n\n{"ok":true}\n--batch--' })
    const source = `
      const http = require('http')
      const [hostname, port] = request_vendor_url.split('//')[1].split('/')[0].split(':')
      const req = http.request({ method: 'POST', hostname, port, path: '/$batch',
        headers: { 'content-type': 'multipart/mixed;boundary=batch' } }, function (res) {
        var text = ''
        res.on('data', function (data) { text += data })
        res.on('end', function () {
          done({ continue: false, response_body: JSON.parse(text.substring(text.indexOf('{'), text.lastIndexOf('}') + 1)) })
        })
      })
      req.write(request_body)
      req.end()`

    const { body } = await engine.call(things(source), 'POST', '/things', { body: { a: 1 } })

    expect(body).toEqual({ ok: true })
    expect(vendor.calls).toMatchObject([{ method: 'POST', path: '/$batch', body: '{"a":1}' }])
  })

  it.each([
    ['a private address', 'http://10.1.2.3/'],
    ['the address of cloud credentials', 'http://169.254.169.254/latest/meta-data/'],
    ['a private address as a number', 'http://167772161/'],
    ['a name that means this machine elsewhere', 'https://metadata.google.internal/'],
    ['a file', 'file:///etc/passwd'],
  ])('does not reach %s', async (_what, url) => {
    const source = `require('http').get('${url}', () => done({ continue: false, response_body: 'reached' }))
      .on('error', (error) => done({ continue: false, response_body: { error: error.message } }))`

    const { body } = await engine.call(things(source), 'POST', '/things', { body: {} })

    expect(body).toHaveProperty('error')
  })
})

describe('A response parameter', () => {
  it('names the configuration key on either side', async () => {
    const vendor = await aVendor()
    const engine = anEngine(vendor)
    vendor.answer = () => ({ headers: { 'x-id': '9' }, body: { list: [{ token: 't' }], id: 5 } })
    const captured = { source: 'response' as const }
    const resource = aResource({
      parameters: [
        aParameter('configuration', 'the.token', {
          ...captured,
          vendorType: 'bodyToken',
          vendorName: 'list[0].token',
        }),
        aParameter('configuration', 'the.header', {
          ...captured,
          vendorType: 'header',
          vendorName: 'X-Id',
        }),
        aParameter('body', 'id', {
          ...captured,
          vendorType: 'configuration',
          vendorName: 'the.id',
        }),
      ],
    })

    await engine.call({ resources: [resource] }, 'GET', '/contacts')
    await engine.close()
    await vendor.close()

    expect(Object.fromEntries(engine.captured)).toEqual({
      'the.token': 't',
      'the.header': '9',
      'the.id': '5',
    })
  })
})
