import { describe, expect, it } from 'vitest'
import type { InstanceInput } from '../../runtime/connections-port.ts'
import type { Page } from '../../store/store.ts'
import {
  aCaller,
  anInstance,
  anInstanceView,
  aServer,
  tokenHeaders,
  userHeaders,
} from '../testing.ts'

const base = '/elements/api-v2'

describe('The instance on the wire', () => {
  it('has every member that clients read', async () => {
    await using server = await aServer({ connections: { get: async () => anInstanceView() } })

    const { json, statusCode } = await server.app.inject({
      url: `${base}/instances/31`,
      headers: userHeaders,
    })

    expect(statusCode).toBe(200)
    expect(json()).toEqual({
      id: 31,
      name: 'My CRM',
      createdDate: '2026-01-02T03:04:05Z',
      token: 't',
      element: expect.objectContaining({
        id: 501,
        name: 'Example CRM',
        key: 'examplecrm',
        hub: 'crm',
        description: 'A CRM of nobody',
        image: '',
        active: true,
        deleted: false,
        typeOauth: false,
        trialAccount: false,
        bulkDownloadEnabled: false,
        bulkUploadEnabled: false,
        cloneable: false,
        extendable: false,
        extended: false,
        beta: false,
        authentication: { type: 'oauth2' },
        protocolType: 'http',
        parameters: [],
      }),
      elementId: 501,
      tags: ['My CRM'],
      provisionInteractions: [],
      valid: true,
      disabled: false,
      maxCacheSize: 0,
      cacheTimeToLive: 0,
      configuration: { 'oauth.api.secret': '********' },
      eventsEnabled: false,
      traceLoggingEnabled: false,
      cachingEnabled: false,
      externalAuthentication: 'none',
      user: { id: 21, emailAddress: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' },
    })
  })

  it('is shown with the user who made it', async () => {
    const view = anInstanceView({ instance: anInstance({ userId: 22 }) })
    const grace = { ...aCaller().user, id: 22, email: 'grace@example.com' }
    const users = { get: async (_scope: object, id: number) => (id === 22 ? grace : undefined) }
    await using server = await aServer({ connections: { get: async () => view }, store: { users } })

    const { json } = await server.app.inject({ url: `${base}/instances/31`, headers: userHeaders })

    expect(json().user).toMatchObject({ id: 22, emailAddress: 'grace@example.com' })
  })

  it('is not valid any more when the vendor ended the connection', async () => {
    const credential = {
      instanceId: 31,
      organizationId: 1,
      version: 1,
      state: 'needs_reauthorization',
      reason: 'revoked',
      sealed: Buffer.alloc(0),
      expiresAt: null,
      refreshDueAt: null,
      failures: 0,
      nextAttemptAt: null,
    } as const
    const get = async () => anInstanceView({ credential })
    await using server = await aServer({ connections: { get } })

    const { json } = await server.app.inject({ url: `${base}/instances/31`, headers: userHeaders })

    expect(json().valid).toBe(false)
  })
})

describe('POST /instances', () => {
  function aCreator(unusedKeys: readonly string[] = []) {
    const asked: { element: string | undefined; input: InstanceInput }[] = []
    const create = async (_caller: object, element: string | undefined, input: InstanceInput) => {
      asked.push({ element, input })
      return anInstanceView({ unusedKeys })
    }
    return { asked, connections: { create } }
  }

  it.each([
    ['/instances', undefined],
    ['/instances/', undefined],
    ['/elements/examplecrm/instances', 'examplecrm'],
    ['/elements/501/instances', '501'],
  ])('at %s answers 200 with the instance', async (path, element) => {
    const { asked, connections } = aCreator()
    await using server = await aServer({ connections })

    const response = await server.app.inject({
      method: 'POST',
      url: base + path,
      headers: userHeaders,
      payload: { name: 'x', element: { key: 'examplecrm' }, providerData: { code: 'c' } },
    })

    expect(response.statusCode).toBe(200)
    expect(response.json().token).toBe('t')
    expect(asked).toEqual([
      {
        element,
        input: { name: 'x', element: { key: 'examplecrm' }, providerData: { code: 'c' } },
      },
    ])
  })

  it('takes HTML out of names, ignores unknown members and takes null for absent', async () => {
    const { asked, connections } = aCreator()
    await using server = await aServer({ connections })

    await server.app.inject({
      method: 'POST',
      url: `${base}/instances`,
      headers: userHeaders,
      payload: {
        id: 7,
        name: '<b>My</b> CRM',
        tags: ['<i>a</i>'],
        element: { id: 501, key: null },
        configuration: { 'a.b': true, n: 5 },
        providerData: null,
        createdDate: '0001-01-01T00:00:00Z',
      },
    })

    expect(asked[0]?.input).toEqual({
      name: 'My CRM',
      tags: ['a'],
      element: { id: 501 },
      configuration: { 'a.b': true, n: 5 },
    })
  })

  it('accepts JSON under any media type', async () => {
    const { asked, connections } = aCreator()
    await using server = await aServer({ connections })
    const post = (type: string, payload: string) =>
      server.app.inject({
        method: 'POST',
        url: `${base}/instances`,
        headers: { ...userHeaders, 'content-type': type },
        payload,
      })

    expect((await post('application/x-www-form-urlencoded', '{"name":"x"}')).statusCode).toBe(200)
    expect((await post('text/plain', 'name=x')).statusCode).toBe(415)
    expect(asked).toHaveLength(1)
  })

  it('names unused configuration keys once, in a header', async () => {
    const { connections } = aCreator(['oauth.basic.header', 'ключ\r\nx: y'])
    await using server = await aServer({ connections })

    const { headers } = await server.app.inject({
      method: 'POST',
      url: `${base}/instances`,
      headers: userHeaders,
      payload: { name: 'x' },
    })

    expect(headers['elements-warning']).toBe(
      'unused configuration keys: oauth.basic.header, %D0%BA%D0%BB%D1%8E%D1%87%0D%0Ax%3A%20y',
    )
  })
})

describe('PUT, POST, PATCH and DELETE of an instance', () => {
  function aKeeper() {
    const asked: unknown[] = []
    const connections = {
      replace: async (_caller: object, id: number, _input: object, options: object) => {
        asked.push(['replace', id, options])
        return anInstanceView()
      },
      patch: async (_caller: object, id: number, input: object) => {
        asked.push(['patch', id, input])
        return anInstanceView()
      },
      delete: async (_caller: object, id: number) => void asked.push(['delete', id]),
      setEnabled: async (_caller: object, id: number, isOn: boolean) => {
        asked.push(['enabled', id, isOn])
        return anInstanceView()
      },
      setTraceLogging: async (_caller: object, id: number, isOn: boolean) => {
        asked.push(['trace-logging', id, isOn])
        return anInstanceView()
      },
    }
    const store = { instances: { get: async () => anInstance() } }
    return { asked, connections, store }
  }

  const again = { reAuthenticate: true }
  const keep = { reAuthenticate: false }

  it.each([
    ['PUT', '/instances/31', ['replace', 31, again]],
    ['PUT', '/instances/31?reAuthenticate=false', ['replace', 31, keep]],
    ['PUT', '/elements/examplecrm/instances/31?reAuthenticate=False', ['replace', 31, keep]],
    ['PUT', '/instances', ['replace', 31, again]],
    ['POST', '/instances/31', ['replace', 31, keep]],
    ['PATCH', '/instances/31', ['patch', 31, { name: 'y' }]],
    ['PATCH', '/instances', ['patch', 31, { name: 'y' }]],
    ['PUT', '/instances/31/enabled', ['enabled', 31, true]],
    ['PUT', '/instances/enabled', ['enabled', 31, true]],
    ['PUT', '/instances/31/trace-logging', ['trace-logging', 31, true]],
  ] as const)('%s %s answers 200 with the instance', async (method, path, asked) => {
    const keeper = aKeeper()
    await using server = await aServer(keeper)

    const response = await server.app.inject({
      method,
      url: base + path,
      headers: tokenHeaders,
      payload: { name: 'y' },
    })

    expect(response.statusCode).toBe(200)
    expect(response.json().id).toBe(31)
    expect(keeper.asked).toEqual([asked])
  })

  it.each([
    ['/instances/31', ['delete', 31]],
    ['/instances', ['delete', 31]],
    ['/elements/501/instances/31', ['delete', 31]],
    ['/instances/31/enabled', ['enabled', 31, false]],
    ['/instances/enabled', ['enabled', 31, false]],
    ['/instances/trace-logging', ['trace-logging', 31, false]],
  ] as const)('DELETE %s answers 200 with nothing', async (path, asked) => {
    const keeper = aKeeper()
    await using server = await aServer(keeper)

    const response = await server.app.inject({
      method: 'DELETE',
      url: base + path,
      headers: { ...tokenHeaders, 'content-type': 'application/json' },
      payload: 'null',
    })

    expect([response.statusCode, response.body]).toEqual([200, ''])
    expect(keeper.asked).toEqual([asked])
  })

  it.each([
    ['PUT', '/instances'],
    ['DELETE', '/instances'],
    ['PUT', '/instances/enabled'],
    ['GET', '/instances/docs'],
    ['GET', '/instances/configuration'],
  ] as const)('%s %s needs an Element token', async (method, path) => {
    await using server = await aServer()

    const response = await server.app.inject({
      method,
      url: base + path,
      headers: userHeaders,
      ...(method === 'PUT' ? { payload: {} } : {}),
    })

    expect(response.statusCode).toBe(401)
  })

  it('does not find an instance below another element, nor by an id that none can have', async () => {
    const store = {
      instances: { get: async () => anInstance({ elementId: 999, elementKey: 'other' }) },
    }
    await using server = await aServer({ store })

    for (const path of [
      '/elements/examplecrm/instances/31',
      '/instances/-1',
      '/instances/9999999999',
    ]) {
      const response = await server.app.inject({ url: base + path, headers: userHeaders })

      expect(response.statusCode).toBe(404)
      expect(response.json().message).not.toMatch(/^No (.*) found$/)
    }
  })
})

describe('GET /instances', () => {
  function aList(names: readonly string[]) {
    const asked: unknown[] = []
    const list = async (_caller: object, filter: object, { limit, afterId = 0 }: Page) => {
      asked.push(filter)
      const views = names.map((name, index) =>
        anInstanceView({ instance: anInstance({ id: index + 1, name }) }),
      )
      const rest = views.filter(({ instance }) => instance.id > afterId)
      return { views: rest.slice(0, limit), total: names.length }
    }
    return { asked, connections: { list } }
  }

  it('is the list, with an Element token too', async () => {
    await using server = await aServer({ connections: aList(['a', 'b']).connections })

    for (const headers of [userHeaders, tokenHeaders]) {
      const response = await server.app.inject({ url: `${base}/instances`, headers })

      expect(response.json()).toHaveLength(2)
      expect(response.headers).toMatchObject({
        'elements-returned-count': '2',
        'elements-total-count': '2',
      })
    }
  })

  it('answers 404 in the words of an empty list when there is none', async () => {
    await using server = await aServer({ connections: aList([]).connections })

    for (const path of ['/instances', '/elements/examplecrm/instances']) {
      const response = await server.app.inject({ url: base + path, headers: userHeaders })

      expect(response.statusCode).toBe(404)
      expect(response.json().message).toBe('No element instances found')
    }
  })

  it('filters by tags, text and element', async () => {
    const { asked, connections } = aList(['a'])
    await using server = await aServer({ connections })

    await server.app.inject({
      url: `${base}/elements/501/instances?tags[]=x&tags[]=y&searchText=a`,
      headers: userHeaders,
    })

    expect(asked).toEqual([{ tags: ['x', 'y'], searchText: 'a', elementId: 501 }])
  })

  it('evaluates where', async () => {
    await using server = await aServer({ connections: aList(['a', 'b']).connections })
    const get = (where: string) =>
      server.app.inject({
        url: `${base}/instances?where=${encodeURIComponent(where)}`,
        headers: userHeaders,
      })

    expect((await get("name='b' and element.key='examplecrm'")).json()).toMatchObject([
      { name: 'b' },
    ])
    expect((await get("name='nope'")).statusCode).toBe(404)
    expect((await get("token='t'")).statusCode).toBe(400)
  })

  it('pages', async () => {
    await using server = await aServer({ connections: aList(['a', 'b', 'c']).connections })
    const first = await server.app.inject({
      url: `${base}/instances?pageSize=2`,
      headers: userHeaders,
    })
    const token = String(first.headers['elements-next-page-token'])

    const second = await server.app.inject({
      url: `${base}/instances?nextPage=${token}`,
      headers: userHeaders,
    })

    expect(first.headers['elements-total-count']).toBe('3')
    expect(second.json()).toMatchObject([{ name: 'c' }])
    expect(second.headers).not.toHaveProperty('elements-next-page-token')
  })

  it('leaves the heavy parts out when asked', async () => {
    await using server = await aServer({ connections: aList(['a']).connections })

    const { json } = await server.app.inject({
      url: `${base}/instances?hydrate=false`,
      headers: userHeaders,
    })

    expect(json()[0]).not.toHaveProperty('configuration')
    expect(json()[0].element).toEqual({
      id: 501,
      key: 'examplecrm',
      name: 'Example CRM',
      hub: 'crm',
    })
  })
})

describe('The configuration of an instance', () => {
  const entry = {
    id: 5,
    key: 'a',
    name: 'A',
    description: '',
    propertyValue: undefined,
    type: 'TEXTFIELD_32',
    required: false,
    active: true,
    hideFromConsole: false,
  }
  const connections = {
    configuration: async () => [entry, { ...entry, id: 6, propertyValue: 'x' }],
    setConfiguration: async (_caller: object, _id: number, entryId: number, value: string) => ({
      ...entry,
      id: entryId,
      propertyValue: value,
    }),
  }

  it.each(['/instances/31/configuration', '/instances/configuration'])(
    'is read and changed at %s',
    async (path) => {
      await using server = await aServer({ connections })
      const get = async (suffix: string) =>
        (await server.app.inject({ url: base + path + suffix, headers: tokenHeaders })).json()
      const { propertyValue: _, ...unset } = entry

      expect(await get('')).toEqual([unset, { ...entry, id: 6, propertyValue: 'x' }])
      expect(await get('/6')).toMatchObject({ id: 6, propertyValue: 'x' })
      expect(await get('/7')).toMatchObject({ status: 404 })
      const changed = await server.app.inject({
        method: 'PATCH',
        url: `${base + path}/6`,
        headers: tokenHeaders,
        payload: { ...entry, id: 6, propertyValue: true },
      })
      expect(changed.json()).toMatchObject({ id: 6, propertyValue: 'true' })
    },
  )
})

describe('The documentation of an instance', () => {
  const store = { instances: { get: async () => anInstance() } }

  it.each(['/instances/31', '/instances'])('is Swagger 2.0 without the hub at %s', async (path) => {
    await using server = await aServer({ store })
    const get = async (suffix: string) =>
      (await server.app.inject({ url: base + path + suffix, headers: tokenHeaders })).json()

    const docs = await get('/docs?version=-1')

    expect(docs).toMatchObject({ swagger: '2.0', basePath: base })
    expect(Object.keys(docs.paths)).toContain('/contacts')
    const { operationId } = docs.paths['/contacts'].get
    expect(Object.keys((await get(`/docs/${operationId}`)).paths)).toEqual(['/contacts'])
    expect(await get('/definitions')).toEqual(docs.definitions)
  })
})
