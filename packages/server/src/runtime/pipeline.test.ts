import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aParameter, aResource } from '../catalog/an-element.ts'
import type { HookDefinition, ResourceDefinition } from '../catalog/format.ts'
import { anEngine, aVendor, type TestEngine, type TestVendor } from './testing.ts'

const pre = (body: string): HookDefinition => ({ type: 'preRequest', body })
const post = (body: string): HookDefinition => ({ type: 'postRequest', body })
const one = (overrides: Partial<ResourceDefinition> = {}) =>
  aResource({
    path: '/hubs/crm/things/{id}',
    vendorPath: '/v/things/{id}',
    parameters: [aParameter('path', 'id')],
    ...overrides,
  })

describe('the pipeline', () => {
  let vendor: TestVendor
  let engine: TestEngine
  beforeAll(async () => {
    vendor = await aVendor()
    engine = anEngine(vendor)
  })
  beforeEach(() => {
    vendor.calls.length = 0
    vendor.answer = () => ({ body: { data: { id: 1, none: null } } })
  })
  afterAll(async () => {
    await engine.close()
    await vendor.close()
  })

  const last = () => vendor.calls.at(-1) as TestVendor['calls'][0]

  describe('binds', () => {
    it('a path variable as one encoded segment', async () => {
      await engine.call({ resources: [one()] }, 'GET', '/things/a b%')

      expect(last().path).toBe('/v/things/a%20b%25')
    })

    it('every kind of source to every kind of sink', async () => {
      const resource = aResource({
        path: '/hubs/crm/things',
        method: 'POST',
        vendorMethod: 'POST',
        vendorPath: '/{account}/things',
        parameters: [
          aParameter('body', 'body'),
          aParameter('query', 'colour', { vendorName: 'filter[colour]' }),
          aParameter('configuration', 'tenant', { vendorType: 'path', vendorName: 'account' }),
          aParameter('value', 'Token ${configuration.api.key}', {
            vendorType: 'header',
            vendorName: 'X-Auth',
          }),
          aParameter('value', '7', { vendorType: 'bodyField', vendorName: 'meta.version' }),
          aParameter('query', 'absent', { vendorName: 'absent' }),
          aParameter('query', 'ignored', { vendorType: 'no-op' }),
        ],
      })

      await engine.call({ resources: [resource] }, 'POST', '/things', {
        body: { name: 'x' },
        query: { colour: 'red & blue', ignored: '1' },
        configuration: { tenant: 'acme', 'api.key': 'k' },
      })

      expect(last()).toMatchObject({
        method: 'POST',
        path: '/acme/things',
        body: '{"name":"x","meta":{"version":"7"}}',
      })
      expect(last().headers).toMatchObject({
        'x-auth': 'Token k',
        authorization: 'Bearer the-token',
        'content-type': 'application/json',
      })
      expect(Object.fromEntries(last().query)).toEqual({ 'filter[colour]': 'red & blue' })
    })

    it("the element's parameters before the resource's, and both over the scheme's header", async () => {
      const header = (name: string) =>
        aParameter('value', name, { vendorType: 'header', vendorName: 'authorization' })

      await engine.call(
        {
          parameters: [header('element')],
          resources: [one({ parameters: [aParameter('path', 'id'), header('resource')] })],
        },
        'GET',
        '/things/1',
      )

      expect(last().headers.authorization).toBe('resource')
    })

    it('form fields as a form', async () => {
      const resource = aResource({
        path: '/hubs/crm/things',
        method: 'POST',
        vendorMethod: 'POST',
        parameters: [aParameter('body', 'body', { vendorType: 'form' })],
      })

      await engine.call({ resources: [resource] }, 'POST', '/things', { body: { 'a.b': 'c d' } })

      expect(last().headers['content-type']).toBe('application/x-www-form-urlencoded')
      expect(last().body).toBe('a.b=c%20d')
    })

    it('a template with body tokens, escaped where it is XML', async () => {
      const template = '<add><a>{intA}</a><b>{missing}</b></add>'
      const resource = aResource({
        path: '/hubs/crm/add',
        method: 'POST',
        vendorMethod: 'POST',
        parameters: [
          aParameter('value', template, { vendorType: 'body', vendorName: 'body' }),
          aParameter('body', 'body', { vendorType: 'bodyToken' }),
          aParameter('value', 'text/xml', { vendorType: 'header', vendorName: 'Content-Type' }),
        ],
      })

      await engine.call({ resources: [resource] }, 'POST', '/add', { body: { intA: '1 < 2' } })

      expect(last().body).toBe('<add><a>1 &#60; 2</a><b>{missing}</b></add>')
    })

    it('nothing before a required parameter is there', async () => {
      const resource = aResource({ parameters: [aParameter('query', 'since', { required: true })] })

      await expect(
        engine.call({ resources: [resource] }, 'GET', '/contacts'),
      ).rejects.toMatchObject({
        code: 'invalid_request',
        message: expect.stringContaining("'since'"),
      })
      expect(vendor.calls).toEqual([])
    })

    it('a request root key around the body', async () => {
      const resource = aResource({
        path: '/hubs/crm/things',
        method: 'POST',
        vendorMethod: 'POST',
        rootKey: 'data.item|data',
        parameters: [aParameter('body', 'body')],
      })

      const reply = await engine.call({ resources: [resource] }, 'POST', '/things', {
        body: { a: 1 },
      })

      expect(last().body).toBe('{"data":{"item":{"a":1}}}')
      expect(reply.body).toEqual({ id: 1 })
    })
  })

  describe('a pre hook', () => {
    it('merges headers and parameters, and null deletes', async () => {
      const hook = pre(
        `done({request_vendor_headers: {Authorization: null, 'X-New': 'n'}, request_vendor_parameters: {added: 'a b', gone: null}})`,
      )
      const resource = one({
        parameters: [
          aParameter('path', 'id'),
          aParameter('value', '1', { vendorName: 'gone' }),
          aParameter('value', '2', { vendorName: 'kept' }),
        ],
        hooks: [hook],
      })

      await engine.call({ resources: [resource] }, 'GET', '/things/1')

      expect(last().headers.authorization).toBeUndefined()
      expect(last().headers['x-new']).toBe('n')
      expect(Object.fromEntries(last().query)).toEqual({ kept: '2', added: 'a b' })
    })

    it('replaces when it gives back the very object', async () => {
      const hook = pre(
        'delete request_vendor_parameters.gone; done({request_vendor_parameters: request_vendor_parameters})',
      )
      const resource = one({
        parameters: [aParameter('path', 'id'), aParameter('value', '1', { vendorName: 'gone' })],
        hooks: [hook],
      })

      await engine.call({ resources: [resource] }, 'GET', '/things/1')

      expect([...last().query]).toEqual([])
    })

    it('runs after the element’s and may answer with a path of tokens', async () => {
      const resource = one({
        hooks: [
          pre(`done({request_vendor_path: request_vendor_path + '/{id}/' + configuration.seen})`),
        ],
      })

      await engine.call(
        { hooks: [pre(`done({configuration: {seen: 'first'}})`)], resources: [resource] },
        'GET',
        '/things/9',
      )

      expect(last().path).toBe('/v/things/9/9/first')
    })

    it('that says continue:false spares the vendor; post hooks run', async () => {
      const resource = one({
        hooks: [
          pre(`done({continue: false, response_body: {from: 'hook'}})`),
          post('done({response_body: {seen: response_body.from}})'),
        ],
      })

      const reply = await engine.call({ resources: [resource] }, 'GET', '/things/1')

      expect(vendor.calls).toEqual([])
      expect(reply.body).toEqual({ seen: 'hook' })
    })

    it('refuses in its own words and status', async () => {
      const resource = one({
        hooks: [
          pre(
            `done({continue: false, response_status_code: 422, response_error_message: 'Quantity is missing'})`,
          ),
        ],
      })

      await expect(
        engine.call({ resources: [resource] }, 'GET', '/things/1'),
      ).rejects.toMatchObject({ status: 422, message: 'Quantity is missing' })
    })

    it('that throws is named', async () => {
      await expect(
        engine.call({ resources: [one({ hooks: [pre('nothing.here')] })] }, 'GET', '/things/1'),
      ).rejects.toMatchObject({ code: 'script_failed' })
    })
  })

  describe('an answer', () => {
    it('is unwrapped, then seen by the resource’s hook, and without its nulls', async () => {
      const resource = one({
        rootKey: '|data',
        hooks: [post('done({response_body: {got: response_body, raw: response_body_raw_map}})')],
      })

      const reply = await engine.call({ resources: [resource] }, 'GET', '/things/1')

      expect(reply.body).toEqual({ got: { id: 1 }, raw: { data: { id: 1 } } })
    })

    it('keeps its nulls when the configuration says so', async () => {
      const reply = await engine.call(
        { resources: [one({ rootKey: 'data' })] },
        'GET',
        '/things/1',
        { configuration: { 'filter.response.nulls': 'false' } },
      )

      expect(reply.body).toEqual({ id: 1, none: null })
    })

    it('that the root key does not fit stays as it is', async () => {
      expect(
        (await engine.call({ resources: [one({ rootKey: '|nosuch' })] }, 'GET', '/things/1')).body,
      ).toEqual({ data: { id: 1 } })
    })

    it('leaves what response parameters name in the configuration', async () => {
      vendor.answer = () => ({ headers: { 'x-session': 's1' }, body: { list: [{ token: 't1' }] } })
      const capture = (type: 'body' | 'header', name: string, key: string) =>
        aParameter(type, name, { source: 'response', vendorType: 'configuration', vendorName: key })
      const resource = one({
        parameters: [
          aParameter('path', 'id'),
          capture('body', 'list[0].token', 'api.token'),
          capture('header', 'X-Session', 'session'),
        ],
      })

      await engine.call({ resources: [resource] }, 'GET', '/things/1')

      expect(Object.fromEntries(engine.captured)).toEqual({ 'api.token': 't1', session: 's1' })
    })

    it('of another media type streams through', async () => {
      vendor.answer = () => ({
        headers: {
          'content-type': 'application/pdf',
          'content-disposition': 'attachment; filename="a.pdf"',
        },
        body: '%PDF',
      })

      const reply = await engine.call({ resources: [one()] }, 'GET', '/things/1')
      let text = ''
      for await (const chunk of reply.body as AsyncIterable<Buffer>) text += chunk

      expect(text).toBe('%PDF')
      expect(reply.headers['content-disposition']).toContain('a.pdf')
    })

    it('that failed becomes one shape, without our token', async () => {
      vendor.answer = () => ({
        status: 409,
        body: [{ message: 'duplicate for the-token', errorCode: 'X' }],
      })

      await expect(engine.call({ resources: [one()] }, 'GET', '/things/1')).rejects.toMatchObject({
        status: 409,
        providerMessage: 'duplicate for ********',
      })
    })

    it('that failed can be mended by a post hook', async () => {
      vendor.answer = () => ({ status: 404, body: {} })
      const resource = one({
        hooks: [
          post(
            'if (response_iserror) done({response_status_code: 200, response_body: {missing: true}})',
          ),
        ],
      })

      expect((await engine.call({ resources: [resource] }, 'GET', '/things/1')).body).toEqual({
        missing: true,
      })
    })
  })

  describe('a chain', () => {
    const step = (nextResource?: string): ResourceDefinition[] => [
      one({
        method: 'PATCH',
        vendorMethod: 'GET',
        nextResource: nextResource ?? 'PATCH:/hubs/crm/things-update/{id}',
      }),
      one({
        path: '/hubs/crm/things-update/{id}',
        method: 'PATCH',
        vendorMethod: 'PATCH',
        type: 'apiNoDocumentation',
        hooks: [
          pre(
            'done({request_vendor_body: {former: request_previous_response.data.id, wanted: request_body_map}})',
          ),
        ],
      }),
    ]

    it('runs the next resource with the same call and the former answer; the last answer counts', async () => {
      vendor.answer = ({ method }) => ({
        body: method === 'GET' ? { data: { id: 5 } } : { ok: true },
      })

      const reply = await engine.call({ resources: step() }, 'PATCH', '/things/5', {
        body: { a: 1 },
      })

      expect(vendor.calls.map(({ method }) => method)).toEqual(['GET', 'PATCH'])
      expect(JSON.parse(last().body)).toEqual({ former: 5, wanted: { a: 1 } })
      expect(reply.body).toEqual({ ok: true })
    })

    it('stops at a failure', async () => {
      vendor.answer = () => ({ status: 404, body: { message: 'gone' } })

      await expect(
        engine.call({ resources: step() }, 'PATCH', '/things/5', { body: {} }),
      ).rejects.toMatchObject({ status: 404 })
      expect(vendor.calls).toHaveLength(1)
    })

    it('that leads nowhere has already answered', async () => {
      const reply = await engine.call(
        { resources: step('GET:/hubs/music/nosuch') },
        'PATCH',
        '/things/5',
        { body: {} },
      )

      expect(reply.status).toBe(200)
    })

    it('that runs in a circle is ended', async () => {
      const resources = [one({ nextResource: 'GET:/hubs/crm/things/{id}' })]

      await expect(engine.call({ resources }, 'GET', '/things/5')).rejects.toMatchObject({
        code: 'invalid_request',
      })
      expect(vendor.calls.length).toBeLessThanOrEqual(6)
    })
  })
})
