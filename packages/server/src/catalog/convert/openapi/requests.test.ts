import { Readable } from 'node:stream'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readUpload } from '../../../runtime/codecs/read-upload.ts'
import { anEngine, aVendor, type TestEngine, type TestVendor } from '../../../runtime/testing.ts'
import { converted } from '../testing.ts'

const { element } = converted('openapi', {
  openapi: '3.0.3',
  info: { title: 'Library' },
  servers: [{ url: 'https://library.test' }],
  components: {
    securitySchemes: {
      key: { type: 'apiKey', in: 'query', name: 'key' },
      cookie: { type: 'apiKey', in: 'cookie', name: 'sid' },
    },
  },
  security: [{ key: [], cookie: [] }],
  paths: {
    '/books': {
      get: {
        parameters: [
          { name: 'page[number]', in: 'query', schema: { type: 'integer' } },
          { name: 'page[size]', in: 'query', schema: { type: 'integer', maximum: 2 } },
          { name: 'genre', in: 'query', required: true, schema: { type: 'string' } },
        ],
        responses: {
          200: {
            content: {
              'application/json': {
                schema: {
                  properties: {
                    books: { type: 'array', items: { type: 'object' } },
                    meta: { type: 'object' },
                  },
                },
              },
            },
          },
        },
      },
      post: {
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { type: 'object' } } },
        },
        responses: {},
      },
    },
    "/books('{id}')/pages.{format}": {
      get: {
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        responses: {},
      },
    },
    '/covers': {
      post: {
        requestBody: {
          content: {
            'multipart/form-data': {
              schema: {
                properties: {
                  image: { type: 'string', format: 'binary' },
                  caption: { type: 'string' },
                },
              },
            },
          },
        },
        responses: {},
      },
    },
    '/loans': {
      post: {
        requestBody: {
          content: {
            'application/x-www-form-urlencoded': {
              schema: { properties: { book: { type: 'string' }, days: { type: 'integer' } } },
            },
          },
        },
        responses: {},
      },
    },
  },
})

describe('An element from OpenAPI, running', () => {
  let vendor: TestVendor
  let engine: TestEngine
  const configuration = { 'api.key': 'secret' }
  beforeAll(async () => {
    vendor = await aVendor()
    engine = anEngine(vendor)
  })
  beforeEach(() => {
    vendor.calls.length = 0
  })
  afterAll(async () => {
    await engine.close()
    await vendor.close()
  })

  it('pages as the vendor does, and answers the list without its envelope', async () => {
    vendor.answer = ({ query }) => ({
      body: {
        meta: {},
        books: query.get('page[number]') === '1' ? [{ id: 1 }, { id: 2 }] : [{ id: 3 }],
      },
    })

    const reply = await engine.call(element, 'GET', '/books', {
      query: { genre: 'crime', pageSize: '3' },
      configuration,
    })

    expect(reply.body).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }])
    expect(vendor.calls.map(({ query }) => Object.fromEntries(query))).toEqual([
      { 'page[number]': '1', 'page[size]': '2', genre: 'crime', key: 'secret' },
      { 'page[number]': '2', 'page[size]': '2', genre: 'crime', key: 'secret' },
    ])
  })

  it('asks callers for what the vendor requires', async () => {
    await expect(engine.call(element, 'GET', '/books', { configuration })).rejects.toThrow(
      "needs the query parameter 'genre'",
    )
    await expect(engine.call(element, 'POST', '/books', { configuration })).rejects.toThrow(
      'needs a request body',
    )
    expect(vendor.calls).toEqual([])
  })

  it('fills variables that are part of a segment', async () => {
    vendor.answer = () => ({ body: {} })

    await engine.call(element, 'GET', '/books/a b/pages/json', { configuration })

    expect(vendor.calls[0]?.path).toBe("/books('a%20b')/pages.json")
  })

  it('sends a JSON body as the form the vendor wants, and all keys', async () => {
    await engine.call(element, 'POST', '/loans', {
      body: { book: 'Emma & co', days: 3 },
      configuration: { 'api.key': 'k', 'api.key.2': 's' },
    })

    const [call] = vendor.calls
    expect(call?.headers['content-type']).toBe('application/x-www-form-urlencoded')
    expect(call?.body).toBe('book=Emma%20%26%20co&days=3')
    expect(call?.query.get('key')).toBe('k')
    expect(call?.headers.cookie).toBe('sid=s')
  })

  it('sends the parts of an upload, and parts without a file too', async () => {
    const part = (head: string, text: string) =>
      `--b\r\nContent-Disposition: form-data; ${head}\r\n\r\n${text}\r\n`
    const bytes = `${part('name="caption"', 'Emma')}${part('name="image"; filename="e.png"', 'PNG')}--b--\r\n`
    const headers = { 'content-type': 'multipart/form-data; boundary=b' }
    const upload = await readUpload(headers, Readable.from([Buffer.from(bytes)]))

    await engine.call(element, 'POST', '/covers', { body: upload, configuration })
    await engine.call(element, 'POST', '/covers', { body: { caption: 'None' }, configuration })

    const [withFile, without] = vendor.calls
    expect(withFile?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/)
    expect(withFile?.body).toMatch(/name="caption"\r\n\r\nEmma/)
    expect(withFile?.body).toMatch(/name="image"; filename="e.png"[\s\S]*PNG/)
    expect(without?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/)
    expect(without?.body).toContain('name="caption"\r\n\r\nNone')
  })
})
