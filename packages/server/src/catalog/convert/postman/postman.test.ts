import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anEngine, aVendor, type TestEngine, type TestVendor } from '../../../runtime/testing.ts'
import { converted, defaultOf, lintErrors, messages, moves, resourceOf } from '../testing.ts'

const schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json'

/** A collection as people keep them: folders, variables, examples, and a token somebody forgot. */
const club = {
  info: { name: 'Chess Club', description: { content: 'Members and games' }, schema },
  auth: {
    type: 'apikey',
    apikey: [
      { key: 'key', value: 'X-Club-Key' },
      { key: 'value', value: 'sk-live-1' },
      { key: 'in', value: 'header' },
    ],
  },
  variable: [
    { key: 'baseUrl', value: 'https://{{region}}.club.test/v1/' },
    { key: 'region', value: 'eu' },
    { key: 'tenantId', value: 't-1' },
    { key: 'apiToken', value: 'sk-live-2' },
  ],
  event: [{ listen: 'prerequest', script: { exec: ['pm.environment.set("x", 1)'] } }],
  item: [
    {
      name: 'Members',
      item: [
        {
          name: 'List members',
          request: {
            method: 'GET',
            header: [
              { key: 'Accept', value: 'application/json' },
              { key: 'X-Tenant', value: '{{tenantId}}' },
              { key: 'X-Secret', value: 'sk-live-3' },
            ],
            url: {
              raw: '{{baseUrl}}/members?limit=20&offset=0&rank=master&sig={{apiToken}}',
              query: [
                { key: 'limit', value: '20' },
                { key: 'offset', value: '0' },
                { key: 'rank', value: 'master', description: 'Only of this rank' },
                { key: 'sig', value: '{{apiToken}}' },
              ],
            },
          },
          response: [
            { code: 500, body: '{"error": true}' },
            {
              code: 200,
              body: '{"total": 1, "members": [{"id": 7, "joined": "2026-01-02", "elo": 1800.5}]}',
            },
          ],
        },
        { name: 'List masters', request: { method: 'GET', url: '{{baseUrl}}/members?title=gm' } },
        {
          name: 'Add member',
          request: {
            method: 'POST',
            url: { raw: '{{baseUrl}}/members', host: ['{{baseUrl}}'], path: ['members'] },
            body: {
              mode: 'raw',
              raw: '{"name": "Ada", "club": {{clubNumber}}, "tags": ["a"]}',
              options: { raw: { language: 'json' } },
            },
          },
        },
        {
          name: 'Add guest',
          request: {
            method: 'POST',
            url: '{{baseUrl}}/members',
            body: { mode: 'raw', raw: '{"guest": true}' },
          },
        },
        {
          name: 'One member',
          request: {
            method: 'GET',
            url: {
              raw: '{{baseUrl}}/members/:id',
              variable: [{ key: 'id', description: 'Their number' }],
            },
          },
        },
        {
          name: 'Games of a member',
          request: 'https://games.club.test/{{tenantId}}/by/{{memberId}}',
        },
      ],
    },
    {
      name: 'Log in',
      request: {
        method: 'POST',
        url: '{{baseUrl}}/login',
        body: {
          mode: 'urlencoded',
          urlencoded: [
            { key: 'user', value: 'ada' },
            { key: 'password', value: 'sk-live-4' },
          ],
        },
      },
    },
    {
      name: 'Photo',
      request: {
        method: 'PUT',
        url: '{{baseUrl}}/photo',
        body: {
          mode: 'formdata',
          formdata: [
            { key: 'photo', type: 'file' },
            { key: 'title', type: 'text', value: 'x' },
          ],
        },
      },
    },
    { name: 'Peek', request: { method: 'HEAD', url: '{{baseUrl}}/members' } },
  ],
}

describe('An element from a Postman collection', () => {
  const draft = converted('postman', club)

  it('has the address its variables make, each of them a configuration key', () => {
    expect(draft.element).toMatchObject({ key: 'chessclub', description: 'Members and games' })
    expect(defaultOf(draft, 'base.url')).toBe('https://{region}.club.test/v1')
    expect(defaultOf(draft, 'region')).toBe('eu')
    expect(defaultOf(draft, 'tenantId')).toBe('t-1')
    expect(lintErrors(draft)).toEqual([])
  })

  it('has a resource for each request, out of its folders', () => {
    expect(
      draft.element.resources?.map(({ method, path, vendorPath }) => [method, path, vendorPath]),
    ).toEqual([
      ['GET', '/hubs/general/members', '/members'],
      ['POST', '/hubs/general/members', '/members'],
      ['POST', '/hubs/general/members/add-guest', '/members'],
      ['GET', '/hubs/general/members/{id}', '/members/{id}'],
      [
        'GET',
        '/hubs/general/{tenantId}/by/{memberId}',
        'https://games.club.test/{tenantId}/by/{memberId}',
      ],
      ['POST', '/hubs/general/login', '/login'],
      ['PUT', '/hubs/general/photo', '/photo'],
    ])
    expect(resourceOf(draft, 'GET /members')).toMatchObject({
      operationId: 'members-list-members',
      description: 'List members',
    })
  })

  it('tells what callers send from what whoever connects gives', () => {
    expect(moves(resourceOf(draft, 'GET /members').parameters)).toEqual([
      'query pageSize -> query limit',
      'query page -> query offset',
      'query rank -> query rank',
      'query title -> query title',
      'configuration apiToken -> query sig',
      'value ${configuration.tenantId} -> header X-Tenant',
      'configuration X-Secret -> header X-Secret',
    ])
    expect(draft.element.authentication).toEqual({ type: 'custom' })
    expect(moves(draft.element.parameters)).toEqual(['configuration api.key -> header X-Club-Key'])
  })

  it('copies no secret', () => {
    expect(JSON.stringify(draft)).not.toContain('sk-live')
  })

  it('has models of the examples', () => {
    expect(resourceOf(draft, 'GET /members')).toMatchObject({ rootKey: '|members' })
    expect(resourceOf(draft, 'GET /members').model?.swagger).toMatchObject({
      'members-list-members_response': {
        properties: {
          id: { type: 'integer', example: 7 },
          joined: { type: 'string', format: 'date' },
          elo: { type: 'number' },
        },
      },
    })
    expect(resourceOf(draft, 'POST /members').model?.requestSwagger).toMatchObject({
      'members-add-member_request': {
        properties: {
          name: { type: 'string' },
          club: { type: 'string' },
          tags: { type: 'array', items: { type: 'string' } },
        },
      },
    })
  })

  it('says what it left out or merged', () => {
    expect(messages(draft)).toEqual([
      '/event: A script that runs before requests was left out; a hook can take its place.',
      "/item/3: HEAD is no method of resources; 'Peek' was left out.",
      '/item/0/item/1: The same as /item/0/item/0: the two are one resource with the parameters of both.',
      '/item/0/item/3: Another body of /item/0/item/2: this one is reached as /members/add-guest.',
    ])
  })

  it.each([
    [
      { info: { schema: 'https://schema.getpostman.com/json/collection/v1.0.0/' }, item: [] },
      /v2.0.0 and v2.1.0 can be read/,
    ],
    [{ item: [] }, /it has no 'info'/],
    [{ info: { schema } }, /no list 'item'/],
    [{ info: { schema }, item: [{ name: 'empty', item: [] }] }, /there is no request in it/],
    ['openapi: 3.0.0', /JSON is not valid/],
  ])('is refused with the reason: %j', (document, reason) => {
    expect(() => converted('postman', document)).toThrow(reason)
  })

  it('reads the authentication of v2.0, which is an object', () => {
    const oauth = converted('postman', {
      info: {
        name: 'X',
        schema: 'https://schema.getpostman.com/json/collection/v2.0.0/collection.json',
      },
      auth: {
        type: 'oauth2',
        oauth2: {
          authUrl: 'https://id.test/a',
          accessTokenUrl: 'https://id.test/t',
          scope: 'read write',
          clientSecret: 'sk-live-5',
        },
      },
      item: [{ request: { url: 'x.test/a' } }],
    })

    expect(oauth.element.authentication).toEqual({ type: 'oauth2' })
    expect(defaultOf(oauth, 'oauth.token.url')).toBe('https://id.test/t')
    expect(defaultOf(oauth, 'oauth.scope')).toBe('read write')
    expect(defaultOf(oauth, 'base.url')).toBe('https://x.test')
    expect(JSON.stringify(oauth)).not.toContain('sk-live')
  })
})

describe('An element from a Postman collection, running', () => {
  const { element } = converted('postman', club)
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

  it('asks as the collection does', async () => {
    vendor.answer = () => ({ body: { total: 1, members: [{ id: 7 }] } })
    const configuration = { 'api.key': 'k', apiToken: 's', 'X-Secret': 'x' }

    const reply = await engine.call(element, 'GET', '/members', {
      query: { rank: 'master', pageSize: '10' },
      configuration,
    })
    await engine.call(element, 'POST', '/login', {
      body: { user: 'ada', password: 'p' },
      configuration,
    })

    expect(reply.body).toEqual([{ id: 7 }])
    const [list, login] = vendor.calls
    expect(Object.fromEntries(list?.query ?? [])).toEqual({
      limit: '10',
      offset: '0',
      rank: 'master',
      sig: 's',
    })
    expect(list?.headers).toMatchObject({ 'x-club-key': 'k', 'x-tenant': 't-1', 'x-secret': 'x' })
    expect(login).toMatchObject({ path: '/login', body: 'user=ada&password=p' })
  })
})
