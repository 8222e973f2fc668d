import { describe, expect, it } from 'vitest'
import { anElement, aServer } from '../testing.ts'

const base = '/elements/api-v2'
const elements = [
  anElement(),
  anElement({ id: 502, key: 'othercrm', name: 'Other CRM', private: true }),
  anElement({ id: 503, key: 'thirdcrm', name: 'Third CRM', extended: true }),
]

async function get(path: string) {
  await using server = await aServer({ elements })
  const { statusCode, headers, body } = await server.app.inject({ url: encodeURI(base + path) })
  return { statusCode, headers, json: JSON.parse(body) }
}

async function keysOf(path: string) {
  const { json } = await get(path)
  return json.map((element: { key: string }) => element.key)
}

describe('GET /elements', () => {
  it.each([
    ["/elements?where=private='true'", ['othercrm']],
    ["/elements?where=extended='true'", ['thirdcrm']],
    ["/elements?where=private='true' AND key in ('nope')", []],
    ["/elements?where=key = 'examplecrm'", ['examplecrm']],
    ["/elements?where=private='false' AND abridged='true'", ['examplecrm', 'thirdcrm']],
  ])('evaluates %s', async (path, keys) => {
    expect(await keysOf(path)).toEqual(keys)
  })

  it('is an empty list, not 404, when nothing matches', async () => {
    const { statusCode, headers, json } = await get("/elements?where=key='nope'")

    expect([statusCode, json]).toEqual([200, []])
    expect(headers['elements-total-count']).toBe('0')
  })

  it('refuses a condition it cannot evaluate', async () => {
    expect((await get("/elements?where=nope='x'")).statusCode).toBe(400)
  })

  it('gives whole elements, or short ones when asked', async () => {
    expect((await get('/elements')).json[0]).toHaveProperty('resources')
    expect((await get("/elements?where=abridged='true'")).json[0]).not.toHaveProperty('resources')
    expect((await get('/elements?abridged=true')).json[0]).not.toHaveProperty('resources')
  })

  it('pages with a token that keeps size and condition', async () => {
    const first = await get("/elements?pageSize=1&where=private='false'")
    const token = first.headers['elements-next-page-token']
    const second = await get(`/elements?nextPage=${token}`)

    expect(first.json.map((element: { key: string }) => element.key)).toEqual(['examplecrm'])
    expect(second.json.map((element: { key: string }) => element.key)).toEqual(['thirdcrm'])
    expect(first.headers).toMatchObject({
      'elements-returned-count': '1',
      'elements-total-count': '2',
    })
    expect(second.headers).not.toHaveProperty('elements-next-page-token')
  })
})

describe('One element', () => {
  it.each(['examplecrm', '501'])('is found by key or id: %s', async (keyOrId) => {
    expect((await get(`/elements/${keyOrId}`)).json).toMatchObject({ id: 501, key: 'examplecrm' })
  })

  it('is 404 when unknown, in words that are no empty list', async () => {
    const { statusCode, json } = await get('/elements/nope')

    expect(statusCode).toBe(404)
    expect(json.message).not.toMatch(/^No (.*) found$/)
  })

  it('has metadata, in short and expanded', async () => {
    const short = await get('/elements/501/metadata')
    const expanded = await get('/elements/501/metadata?expand=True')

    expect(short.json).toMatchObject({ id: 501, key: 'examplecrm', events: { supported: false } })
    expect(short.json).not.toHaveProperty('usage')
    expect(expanded.json).toHaveProperty('usage')
    expect((await get('/elements/metadata')).json).toHaveLength(3)
  })

  it('can be exported', async () => {
    expect((await get('/elements/examplecrm/export')).json).toMatchObject({ key: 'examplecrm' })
    expect((await get('/elements/examplecrm/export?extendedOnly=true')).json.resources).toEqual([])
  })

  it('describes its resources in Swagger 2.0, below the hub and at the address asked for', async () => {
    const { json } = await get('/elements/examplecrm/docs?version=-1')
    const elsewhere = await get('/elements/examplecrm/docs?baseUrl=https://foo.bar')

    expect(json).toMatchObject({
      swagger: '2.0',
      host: '127.0.0.1:3000',
      schemes: ['http'],
      basePath: base,
    })
    expect(Object.keys(json.paths)).toContain('/hubs/crm/contacts')
    expect(elsewhere.json).toMatchObject({ host: 'foo.bar', schemes: ['https'] })
    expect((await get('/elements/examplecrm/docs?baseUrl=nonsense')).statusCode).toBe(400)
  })

  it('describes one operation, and its definitions', async () => {
    const { json } = await get('/elements/examplecrm/docs')
    const { operationId } = json.paths['/hubs/crm/contacts'].get

    const one = await get(`/elements/examplecrm/docs/${operationId}`)

    expect(Object.keys(one.json.paths)).toEqual(['/hubs/crm/contacts'])
    expect((await get(`/elements/examplecrm/docs?operationId=${operationId}`)).json).toEqual(
      one.json,
    )
    expect((await get('/elements/examplecrm/docs/nope')).statusCode).toBe(404)
    expect((await get('/elements/examplecrm/definitions')).json).toEqual(json.definitions)
  })
})

describe('Hubs', () => {
  it('are listed, with their resources when asked', async () => {
    expect((await get('/hubs')).json).toEqual([
      { id: 1, key: 'crm', name: 'CRM', description: 'Customers', active: true, videoLink: '' },
    ])
    expect((await get('/hubs?hydrate=true')).json[0].resources).toContainEqual({
      method: 'GET',
      path: '/hubs/crm/contacts',
    })
    expect((await get('/hubs/crm')).json.key).toBe('crm')
    expect((await get('/hubs/nope')).statusCode).toBe(404)
    expect(await keysOf('/hubs/crm/elements')).toEqual(['examplecrm', 'othercrm', 'thirdcrm'])
  })
})
