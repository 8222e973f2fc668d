/** Making elements through the API: a whole server, its real store, and a vendor on a socket. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answer, Api } from '../support/api.ts'
import { dumpDatabase, withEmbedded } from '../support/database.ts'
import { addOrganization } from '../support/second-organization.ts'
import { type Server, type System, startSystem } from '../support/system.ts'

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape
type Json = any

describe('Elements', () => {
  let system: System
  let second: Server
  let api: Api
  let vendor: Awaited<ReturnType<typeof aVendor>>

  beforeAll(async () => {
    system = await startSystem({ env: { VALENCE_EGRESS_ALLOW: 'loopback' } })
    second = await system.addServer()
    api = system.api
    vendor = await aVendor()
  })
  afterAll(async () => {
    await system.stop()
    vendor.close()
  })

  /** Answers every call with what it was asked. */
  async function aVendor() {
    const server = createServer((request, response) => {
      response.setHeader('content-type', 'application/json')
      const { url, headers } = request
      response.end(
        JSON.stringify([{ id: '1', url, key: headers['x-api-key'] ?? null, null: null }]),
      )
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    return { url, close: () => server.close() }
  }

  /** An export as other platforms make them: ids of theirs, junk, sloppy spelling. */
  const anExport = (overrides: object = {}) => ({
    id: 4711,
    name: 'Own CRM',
    key: 'owncrm',
    hub: 'crm',
    description: 'Of our own',
    authentication: { type: 'custom' },
    strange: { kept: [1, null] },
    configuration: [
      { id: 1, key: 'base.url', name: 'URL', type: 'TEXTFIELD_128', defaultValue: vendor.url },
      {
        key: 'api.secret',
        name: 'Secret',
        type: 'PASSWORD',
        defaultValue: 'hush-hush',
        'di¸splayOrder': 3,
      },
    ],
    parameters: [
      {
        id: 5,
        name: 'api.secret',
        vendorName: 'x-api-key',
        type: 'configuration',
        vendorType: 'header',
      },
    ],
    hooks: [],
    resources: [
      { id: 9, path: 'contacts', method: 'get', vendorPath: '/people', parameters: [], hooks: [] },
    ],
    objects: [{ name: 'contacts', fields: [{ id: 3, path: 'id', type: 'string' }] }],
    ...overrides,
  })

  const post = (path: string, body?: unknown, by: Api = api) => by.call('POST', path, { body })
  const put = (path: string, body?: unknown, by: Api = api) => by.call('PUT', path, { body })
  const get = async (path: string, by: Api = api): Promise<Json> =>
    (await by.call('GET', path)).body
  const remove = (path: string, by: Api = api) => by.call('DELETE', path)
  const keysOf = async (where: string) =>
    (await get(`/elements?where=${encodeURIComponent(where)}`)).map(({ key }: Json) => key)
  async function made(overrides: object = {}): Promise<Json> {
    const { status, body, text } = await post('/elements', anExport(overrides))
    expect(status, text).toBe(200)
    return body
  }
  const statusAndMessage = ({ status, body }: Answer) => [status, body?.message]

  describe('that are imported', () => {
    it('come back with ids of ours, and tell that there is a report', async () => {
      const answer = await post('/elements', anExport({ key: 'imported' }))
      const { body } = answer

      expect(answer.status).toBe(200)
      expect(body).toMatchObject({ key: 'imported', private: true, extended: false, active: true })
      expect(body.id).toBeGreaterThanOrEqual(1_000_000)
      const ids = [body, body.configuration[0], body.parameters[0], body.resources[0]].map(
        ({ id }) => id,
      )
      for (const id of ids) expect(Number.isInteger(id) && id < 2 ** 31).toBe(true)
      expect(body.resources[0]).toMatchObject({ path: '/hubs/crm/contacts', method: 'GET' })
      expect(body.resources[0].ownerAccountId).not.toBe(1)
      const report = await api.call('GET', '/elements/imported/validate')
      expect(answer.headers.get('elements-findings-count')).toBe(
        String(report.body.findings.length),
      )
      expect(report.headers.get('elements-findings-count')).toBe(
        answer.headers.get('elements-findings-count'),
      )
    })

    it('are found by key and id, listed, described and exported', async () => {
      const { id } = await made({ key: 'everywhere' })

      for (const name of ['everywhere', id]) {
        expect(await get(`/elements/${name}`)).toMatchObject({ id, key: 'everywhere' })
      }
      expect(await keysOf("private='true' AND key in ('everywhere')")).toEqual(['everywhere'])
      expect(await get('/elements/keys')).toContain('everywhere')
      const metadata: Json[] = await get('/elements/metadata?expand=true')
      expect(metadata.find(({ key }) => key === 'everywhere')).toMatchObject({
        elementType: 'private',
      })
      const swagger = await get('/elements/everywhere/docs')
      expect(Object.keys(swagger.paths)).toContain('/hubs/crm/contacts')
      const hub: Json[] = await get('/hubs/crm/elements')
      expect(hub.map(({ key }) => key)).toContain('everywhere')
      const logo = await api.call('GET', '/elements/everywhere/logo')
      expect(logo.text).toContain('<svg')
      expect(logo.headers.get('cache-control')).toMatch(/^private/)
      expect(await api.call('GET', '/elements/everywhere/readme')).toMatchObject({
        status: 200,
        text: '',
      })
      expect(await get('/elements/everywhere/export')).toMatchObject({
        private: true,
        strange: { kept: [1, null] },
        configuration: [{}, { 'di¸splayOrder': 3 }],
      })
    })

    it('need a name and a hub, get their key from the name, and no key twice', async () => {
      const { key: _key, ...keyless } = anExport({ name: 'Name Only Crm' })

      expect((await post('/elements', keyless)).body.key).toBe('nameonlycrm')
      expect(statusAndMessage(await post('/elements', keyless))).toEqual([
        409,
        expect.stringContaining("'nameonlycrm'"),
      ])
      expect(statusAndMessage(await post('/elements', { key: 'x' }))).toEqual([
        400,
        expect.stringMatching(/\/name: .*\/hub: /),
      ])
      for (const taken of ['infusionsoftcrm', '123', 'metadata']) {
        const { status } = await post('/elements', anExport({ key: taken }))
        expect([taken, status]).toEqual([taken, taken === 'infusionsoftcrm' ? 409 : 400])
      }
    })

    it('are refused with the place of what can’t be stored', async () => {
      const body = anExport({ key: 'broken', resources: [{ path: '/x' }, 'text'] })

      expect(statusAndMessage(await post('/elements', body))).toEqual([
        400,
        expect.stringMatching(/\/resources\/0\/method: .*\/resources\/1: /),
      ])
      expect((await post('/elements', [])).status).toBe(400)
      const misplaced = anExport({
        key: 'b2',
        hookFiles: { 'hooks/GET-nothing-preRequest.js': '' },
      })
      expect(statusAndMessage(await post('/elements', misplaced))).toEqual([
        400,
        expect.stringContaining('hooks/GET-nothing-preRequest.js'),
      ])
    })

    it('take hooks from files that come with them', async () => {
      const body = await made({
        key: 'withfiles',
        hookFiles: {
          'resources/GET-contacts-postRequestHook.js': 'done({})',
          'preRequestHook.js': 'done()',
        },
      })

      expect(body.resources[0].hooks).toMatchObject([{ type: 'postRequest', body: 'done({})' }])
      expect(body.hooks).toMatchObject([{ type: 'preRequest', body: 'done()' }])
      expect(await get('/elements/withfiles/export')).not.toHaveProperty('hookFiles')
    })

    it('keep defaults that are secret: masked in every answer, kept when the mask comes back, sealed at rest', async () => {
      const element = await made({ key: 'secretive' })
      const secretOf = (one: Json) =>
        one.configuration.find(({ key }: Json) => key === 'api.secret').defaultValue

      expect(secretOf(element)).toBe('********')
      const exported = await get('/elements/secretive/export')
      expect(secretOf(exported)).toBe('********')
      await put('/elements/secretive', exported)
      const { body: instance } = await post('/elements/secretive/instances', { name: 'i' })
      const { body } = await api.call('GET', '/hubs/crm/contacts', {
        authorization: api.withToken(instance.token),
      })
      expect(body[0].key).toBe('hush-hush')
      const dump = await withEmbedded(system.dataDir, dumpDatabase)
      expect(dump).toContain('secretive')
      expect(dump).not.toContain('hush-hush')
      expect(system.output.join('\n')).not.toContain('hush-hush')
    })
  })

  describe('that are replaced', () => {
    it('keep the ids of what is the same, whatever ids the body has', async () => {
      const before = await made({ key: 'replaced' })
      const added = { path: '/leads', method: 'GET', parameters: [], hooks: [] }
      const resources = [added, ...before.resources.map((one: Json) => ({ ...one, id: 77 }))]

      const { status, body } = await put('/elements/replaced', {
        ...before,
        name: 'New',
        resources,
      })

      expect(status).toBe(200)
      expect(body).toMatchObject({ id: before.id, key: 'replaced', name: 'New' })
      expect(body.resources[1].id).toBe(before.resources[0].id)
      expect(body.resources[0].id).not.toBe(before.resources[0].id)
      expect(body.configuration.map(({ id }: Json) => id)).toEqual(
        before.configuration.map(({ id }: Json) => id),
      )
      expect(body.objects[0].fields[0].id).toBe(before.objects[0].fields[0].id)
    })

    it('are seen by every process at once or soon after, running instances included', async () => {
      await made({ key: 'moving' })
      const { body: instance } = await post('/elements/moving/instances', { name: 'm' })
      const call = async (server: Server) => {
        const authorization = server.api.withToken(instance.token)
        return (await server.api.call('GET', '/hubs/crm/contacts', { authorization })).body[0].url
      }
      expect([await call(second), await call(system.servers[0] as Server)]).toEqual([
        '/people',
        '/people',
      ])

      const resources = [{ path: '/contacts', method: 'GET', vendorPath: '/humans' }]
      await put('/elements/moving', anExport({ key: 'moving', resources }))

      expect(await call(system.servers[0] as Server)).toBe('/humans')
      let seen = ''
      for (let i = 0; i < 100 && seen !== '/humans'; i++) seen = await call(second)
      expect(seen).toBe('/humans')
    })

    it('must be the organization’s own', async () => {
      const { status, body } = await put('/elements/infusionsoftcrm', anExport())

      expect(status).toBe(403)
      expect(body.message).toContain('/clone')
      for (const path of ['/elements/infusionsoftcrm', '/elements/infusionsoftcrm/active']) {
        expect((await remove(path)).status).toBe(403)
      }
      expect((await put('/elements/nothing', anExport())).status).toBe(404)
    })
  })

  describe('that have instances', () => {
    it('can be connected and called, and not be deleted or renamed until the last is gone', async () => {
      const { id } = await made({ key: 'used' })
      const { status, body: instance } = await post('/instances', {
        name: 'Mine',
        element: { key: 'used' },
      })

      expect(status).toBe(200)
      expect(instance.element).toMatchObject({ id, key: 'used' })
      const called = await api.call('GET', '/contacts?pageSize=5', {
        authorization: api.withToken(instance.token),
      })
      expect(called.body).toMatchObject([{ id: '1', key: 'hush-hush' }])
      expect(await get(`/elements/${id}/instances`)).toMatchObject([{ id: instance.id }])
      expect(statusAndMessage(await remove('/elements/used'))).toEqual([
        409,
        expect.stringContaining('1 instance'),
      ])
      expect((await put('/elements/used', anExport({ key: 'renamed' }))).status).toBe(409)

      await remove(`/instances/${instance.id}`)

      expect((await put('/elements/used', anExport({ key: 'renamed' }))).body.key).toBe('renamed')
      expect(await remove('/elements/renamed')).toMatchObject({ status: 200, text: '' })
      expect((await api.call('GET', '/elements/renamed')).status).toBe(404)
    })

    it('make no more while they are switched off', async () => {
      await made({ key: 'switched' })

      expect(await remove('/elements/switched/active')).toMatchObject({ status: 200, text: '' })
      expect(await get('/elements/switched')).toMatchObject({ active: false })
      expect((await post('/elements/switched/instances', { name: 'x' })).status).toBe(409)
      expect((await put('/elements/switched/active')).status).toBe(200)
      expect((await post('/elements/switched/instances', { name: 'x' })).status).toBe(200)
    })
  })

  describe('that are cloned', () => {
    it('are private copies with a key, ids and no secrets of their own, whatever the body says', async () => {
      const source = await get('/elements/infusionsoftcrm')

      const { status, body } = await post('/elements/infusionsoftcrm/clone', { $schema: 'junk' })
      const { body: again } = await post('/elements/infusionsoftcrm/clone')

      expect(status).toBe(200)
      expect(body).toMatchObject({ key: 'infusionsoftcrm-clone', private: true })
      expect(again.key).toBe('infusionsoftcrm-clone-2')
      expect(body.resources).toHaveLength(source.resources.length)
      expect(
        body.configuration.find(({ key }: Json) => key === 'oauth.api.key')?.defaultValue ?? '',
      ).toBe('')
      expect((await remove(`/elements/${body.key}`)).status).toBe(200)
      expect((await remove(`/elements/${again.id}`)).status).toBe(200)
    })
  })

  describe('whose parts are changed', () => {
    const cases = [
      ['hooks', { type: 'preRequest', body: 'done()' }, { body: 'done({})' }],
      [
        'parameters',
        { name: 'a', vendorName: 'a', type: 'value', vendorType: 'query' },
        { name: 'b' },
      ],
      ['resources', { path: '/leads', method: 'POST', vendorPath: '/l' }, { vendorPath: '/m' }],
      ['objects', { name: 'leads', vendorName: 'Lead' }, { vendorName: 'Lead2' }],
      ['models', { name: 'lead', fields: [{ vendorName: 'a', id: 3 }] }, { modelType: 'x' }],
      ['resources/{resources}/hooks', { type: 'postRequest', body: 'done()' }, { body: '1' }],
      [
        'resources/{resources}/parameters',
        { name: 'q', vendorName: 'q', type: 'query', vendorType: 'query' },
        { required: true },
      ],
      ['objects/{objects}/fields', { path: 'name', type: 'string' }, { type: 'number' }],
    ] as const

    it.each(cases)('%s: made, read, replaced and removed', async (form, body, change) => {
      const key = `parts${form.replace(/\W/g, '')}`
      const element = await made({ key })
      const path = form.replace(/\{(\w+)\}/, (_, list) => element[list][0].id)
      const url = `/elements/${key}/${path}`
      const before: Json[] = await get(url)

      const added = await post(url, { id: 5, ...body })
      expect([added.status, added.text]).toEqual([200, expect.anything()])
      const { id } = added.body
      expect(added.body).toMatchObject(
        path === 'resources' ? { path: '/hubs/crm/leads' } : withoutFields(body),
      )
      expect(await get(`${url}/${id}`)).toEqual(added.body)
      expect((await get(url)).map((one: Json) => one.id)).toEqual([
        ...before.map((one) => one.id),
        id,
      ])

      const replaced = await put(`${url}/${id}`, { ...body, ...change, id: 1 })
      expect(replaced.body).toMatchObject({ ...change, id })

      expect(await remove(`${url}/${id}`)).toMatchObject({ status: 200, text: '' })
      expect((await api.call('GET', `${url}/${id}`)).status).toBe(404)
      expect((await remove(`${url}/${id}`)).status).toBe(404)
      expect(await get(url)).toEqual(before)
    })

    const withoutFields = ({ fields: _, ...rest }: Json) => rest

    it('configuration: by key, in an object', async () => {
      await made({ key: 'configured' })
      const url = '/elements/configured/configuration'
      const entry = { key: 'my.key', name: 'Mine', type: 'TEXTFIELD_32', defaultValue: 7 }

      const added = await post(url, entry)
      expect(added.body).toMatchObject({ key: 'my.key', defaultValue: '7', active: true })
      expect((await post(url, entry)).status).toBe(409)
      expect((await get(url)).configuration.map(({ key }: Json) => key)).toEqual([
        'base.url',
        'api.secret',
        'my.key',
      ])
      const { body } = await put(`${url}/my.key`, {
        name: 'Renamed',
        type: 'PASSWORD',
        defaultValue: 's3',
      })
      expect(body).toMatchObject({ id: added.body.id, key: 'my.key', defaultValue: '********' })
      expect((await remove(`${url}/my.key`)).status).toBe(200)
      expect((await remove(`${url}/my.key`)).status).toBe(404)
    })

    it('models of a resource', async () => {
      const { resources } = await made({ key: 'modelled' })
      const url = `/elements/modelled/resources/${resources[0].id}/models`

      expect(await get(url)).toEqual({})
      const model = {
        name: 'contact',
        swagger: { contact: { properties: { id: { type: 'string' } } } },
      }
      expect((await post(url, model)).body).toMatchObject(model)
      expect((await put(url, { name: 'other' })).body).toMatchObject({ name: 'other' })
      expect((await remove(url)).status).toBe(200)
      expect(await get(url)).toEqual({})
    })

    it('a hook of today does not become a legacy one, the other way round it does', async () => {
      await made({ key: 'legacy' })
      const url = '/elements/legacy/hooks'
      const hook = { type: 'preRequest', body: 'return {}', isLegacy: true }
      const { id } = (await post(url, hook)).body

      expect((await put(`${url}/${id}`, { ...hook, isLegacy: false })).body.isLegacy).toBe(false)
      expect((await put(`${url}/${id}`, hook)).status).toBe(400)
      expect((await post(url, { type: 'postRequest', body: '' })).body.isLegacy).toBe(false)
    })

    it('all at once, as clients upload them', async () => {
      const { id } = await made({ key: 'hurried' })
      const names = Array.from({ length: 40 }, (_, index) => `/r${index}`)

      const answers = await Promise.all(
        names.map((path, index) =>
          post(`/elements/${id}/resources`, { path, method: 'GET' }, index % 2 ? second.api : api),
        ),
      )

      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
      const resources: Json[] = await get(`/elements/${id}/resources`)
      expect(resources).toHaveLength(41)
      expect(new Set(resources.map((one) => one.id)).size).toBe(41)
    })

    it('are refused when nobody could store them', async () => {
      await made({ key: 'strict' })

      expect(statusAndMessage(await post('/elements/strict/resources', { path: '/x' }))).toEqual([
        400,
        expect.stringContaining('/resources/1/method'),
      ])
      expect(
        (await post('/elements/strict/resources', { path: '/contacts', method: 'GET' })).status,
      ).toBe(409)
      expect(
        (await post('/elements/strict/resources/1/hooks', { type: 'preRequest' })).status,
      ).toBe(404)
    })
  })

  describe('of the catalogue that are extended', () => {
    const base = '/elements/infusionsoftcrm'
    const own = { path: '/hubs/crm/own-things', method: 'GET', vendorPath: '/own', type: 'api' }

    it('have the account’s resources over the vendor’s, and are never changed in place', async () => {
      const before = await get(base)
      const theirs = before.resources.find(
        (one: Json) => one.path === '/hubs/crm/contacts' && one.method === 'GET',
      )

      const added = await post(`${base}/resources`, own)
      const over = await post(`${base}/resources`, { ...theirs, vendorPath: '/overlaid' })

      expect(added.body).toMatchObject({ path: '/hubs/crm/own-things' })
      expect(added.body.ownerAccountId).not.toBe(1)
      expect(over.body.id).not.toBe(theirs.id)
      const after = await get(base)
      expect(after).toMatchObject({ id: before.id, extended: true, private: false })
      expect(after.resources).toHaveLength(before.resources.length + 1)
      expect(await keysOf("extended='true'")).toEqual(['infusionsoftcrm'])
      expect((await get(`${base}/resources?accountOnly=true`)).map((one: Json) => one.id)).toEqual([
        added.body.id,
        over.body.id,
      ])
      const swagger = await get(`${base}/docs`)
      expect(Object.keys(swagger.paths)).toContain('/hubs/crm/own-things')
      const anybodys = await api.call('GET', base, { authorization: null })
      expect(anybodys.body).toEqual(before)

      const extension = await get(`${base}/export?extendedOnly=true`)
      expect(extension).toMatchObject({ key: 'infusionsoftcrm', extended: true })
      expect(extension).not.toHaveProperty('private')
      expect(extension.resources.map((one: Json) => one.path)).toEqual([
        '/hubs/crm/own-things',
        '/hubs/crm/contacts',
      ])

      const hook = await post(`${base}/resources/${added.body.id}/hooks`, {
        type: 'preRequest',
        body: 'done()',
      })
      expect(hook.status).toBe(200)
      expect(
        (await put(`${base}/resources/${added.body.id}`, { ...own, vendorPath: '/o2' })).body
          .vendorPath,
      ).toBe('/o2')

      for (const id of [added.body.id, over.body.id]) await remove(`${base}/resources/${id}`)
      expect(await get(base)).toEqual(before)
      expect(await keysOf("extended='true'")).toEqual([])
    })

    it('answer 404 for changes of the vendor’s parts, and say why', async () => {
      const { resources, hooks } = await get(base)
      const [first] = resources
      const answers = [
        await put(`${base}/resources/${first.id}`, first),
        await remove(`${base}/resources/${first.id}`),
        await post(`${base}/resources/${first.id}/parameters`, { name: 'a' }),
        await put(`${base}/resources/${first.id}/models`, {}),
        await remove(`${base}/configuration/base.url`),
      ]

      for (const answer of answers) {
        expect(statusAndMessage(answer)).toEqual([
          404,
          expect.stringContaining('belongs to the catalogue'),
        ])
      }
      expect((await post(`${base}/hooks`, { type: 'preRequest', body: '' })).status).toBe(403)
      expect((await post(`${base}/parameters`, { name: 'a' })).status).toBe(403)
      expect(await get(`${base}/hooks`)).toEqual(hooks)
    })

    it('take fields, objects and configuration, too', async () => {
      const { objects, configuration } = await get(base)
      const contacts = objects.find(({ name }: Json) => name === 'contacts')
      const fields = `${base}/objects/${contacts.id}/fields`

      const field = await post(fields, { path: 'ownField', type: 'string', vendorPath: 'own' })
      expect(field.body).toMatchObject({ path: 'ownField' })
      expect(await get(`${fields}?accountOnly=true`)).toEqual([field.body])
      expect(await get(fields)).toHaveLength(contacts.fields.length + 1)
      const { body: object } = await post(`${base}/objects`, { name: 'gadgets' })
      expect(await get(`${base}/objects/${object.id}`)).toMatchObject({ name: 'gadgets' })
      const changed = configuration.map((one: Json) =>
        one.key === 'pagination.max' ? { ...one, defaultValue: '7' } : one,
      )
      const whole = await put(`${base}/configurations`, { configuration: changed })
      expect(
        whole.body.configuration.find(({ key }: Json) => key === 'pagination.max').defaultValue,
      ).toBe('7')
      const extension = await get(`${base}/export?extendedOnly=true`)
      expect(extension.configuration.map(({ key }: Json) => key)).toEqual(['pagination.max'])

      await remove(`${fields}/${field.body.id}`)
      await remove(`${base}/objects/${object.id}`)
      await remove(`${base}/configuration/pagination.max`)
      expect(await get(base)).toMatchObject({ extended: false, objects, configuration })
    })

    it('run the account’s resources through the hub', async () => {
      const { body: resource } = await post(`${base}/resources`, {
        ...own,
        vendorPath: `${vendor.url}/own`,
      })
      const { body: instance } = await api.connect(system.control, { name: 'Extended' })
      const call = () =>
        api.call('GET', '/hubs/crm/own-things', { authorization: api.withToken(instance.token) })

      expect((await call()).body).toMatchObject([{ url: '/own' }])
      await remove(`${base}/resources/${resource.id}`)
      expect((await call()).status).toBe(404)
    })
  })

  describe('of another organization', () => {
    it('do not exist, and neither do its extensions', async () => {
      const { id } = await made({ key: 'hidden' })
      const { body: resource } = await post('/elements/infusionsoftcrm/resources', {
        path: '/mine',
        method: 'GET',
      })
      const rival = await addOrganization(system, 'Elementrival')
      const [{ id: partId }] = await get(`/elements/${id}/resources`)

      for (const name of ['hidden', id]) {
        const url = `/elements/${name}`
        const nobodys = await rival.call('GET', '/elements/nonesuch')
        const theirs = await rival.call('GET', url)
        expect(theirs.status).toBe(404)
        expect(theirs.body.message.replace(String(name), 'nonesuch')).toBe(nobodys.body.message)
        for (const [method, path] of [
          ['PUT', url],
          ['DELETE', url],
          ['POST', `${url}/clone`],
          ['PUT', `${url}/active`],
          ['POST', `${url}/resources`],
          ['DELETE', `${url}/resources/${partId}`],
          ['GET', `${url}/export`],
          ['GET', `${url}/docs`],
          ['GET', `${url}/validate`],
        ] as const) {
          const options = method === 'GET' || method === 'DELETE' ? {} : { body: anExport() }
          expect([method, path, (await rival.call(method, path, options)).status]).toEqual([
            method,
            path,
            404,
          ])
        }
      }
      const connecting = await post('/instances', { name: 'x', element: { key: 'hidden' } }, rival)
      expect([connecting.status, connecting.body.code]).toEqual([400, 'unknown_element'])
      expect(await get('/elements/keys', rival)).not.toContain('hidden')
      expect((await api.call('GET', '/elements/hidden', { authorization: null })).status).toBe(404)
      expect(await get('/elements/infusionsoftcrm', rival)).toMatchObject({ extended: false })
      expect(
        (await rival.call('DELETE', `/elements/infusionsoftcrm/resources/${resource.id}`)).status,
      ).toBe(404)
      expect((await post('/elements', anExport({ key: 'hidden' }), rival)).status).toBe(200)
      await remove(`/elements/infusionsoftcrm/resources/${resource.id}`)
    })
  })
})
