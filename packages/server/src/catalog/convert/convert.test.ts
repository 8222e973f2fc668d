import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compileElement } from '../compile.ts'
import { isJsonObject } from '../json.ts'
import { elementSwagger } from '../swagger.ts'
import { converted, lintErrors, messages, resourceOf } from './testing.ts'

/** The smallest OpenAPI document with these paths. */
function api(paths: object, rest: object = {}) {
  return {
    openapi: '3.0.3',
    info: { title: 'X' },
    servers: [{ url: 'https://x.test' }],
    paths,
    ...rest,
  }
}

const get = { get: { responses: {} } }

describe('A document that is not what it should be', () => {
  it.each([
    ['{"openapi": "3.0.0",', /JSON is not valid/],
    ['a: [1', /YAML is not valid: .*line 1/],
    ['<wsdl/>', /this is XML, and JSON or YAML is wanted/],
    ['[]', /it is no object/],
    ['just words', /it is no object/],
    ['{"info": {}}', /neither 'swagger' nor 'openapi'/],
    ['{"openapi": "4.0.0", "paths": {}}', /its version is '4.0.0'/],
    ['{"openapi": "3.0.0"}', /it has no paths/],
    ['{"openapi": "3.0.0", "paths": {}}', /its paths have no operation/],
  ])('is refused with the reason: %s', (text, reason) => {
    expect(() => converted('openapi', text)).toThrow(reason)
  })

  it('is refused when it is larger than 10 MB', () => {
    expect(() => converted('openapi', ' '.repeat(10 * 1024 * 1024 + 1))).toThrow(
      'larger than 10485760 bytes',
    )
  })

  it('is refused when aliases would multiply it', () => {
    const levels = Array.from(
      { length: 12 },
      (_, level) => `l${level + 1}: &l${level + 1} [${Array(10).fill(`*l${level}`).join(', ')}]`,
    )
    const laughs = ['l0: &l0 [x, x]', ...levels].join('\n')

    expect(() => converted('openapi', laughs)).toThrow(/YAML is not valid: Excessive alias count/)
  })
})

describe('A document of odd parts', () => {
  it('keeps operations of one method and shape apart', () => {
    const draft = converted('openapi', api({ '/a/{x}': get, '/a/{y}': get, '/b': get, '/b/': get }))

    expect(draft.element.resources?.map(({ path }) => path)).toEqual([
      '/hubs/general/a/{x}',
      '/hubs/general/a/{y}/2',
      '/hubs/general/b',
      '/hubs/general/b-2',
    ])
    expect(messages(draft)).toContain(
      '/paths/~1b~1/get: There is another GET /b: this one became /b-2.',
    )
    expect(lintErrors(draft)).toEqual([])
  })

  it('makes public paths of any vendor path', () => {
    const draft = converted(
      'openapi',
      api({
        '/': get,
        '/x?action=list': get,
        '/Übung/a%20b': get,
        '/{+path}:run': get,
        '/a/{b': get,
        '/hubs/x': get,
      }),
    )

    expect(draft.element.resources?.map(({ path, vendorPath }) => [path, vendorPath])).toEqual([
      ['/hubs/general/root', '/'],
      ['/hubs/general/x', '/x?action=list'],
      ['/hubs/general/bung/a-b', '/Übung/a%20b'],
      ['/hubs/general/{path}/run', '/{path}:run'],
      ['/hubs/general/a/b', '/a/%7Bb'],
      ['/hubs/general/vendor/hubs/x', '/hubs/x'],
    ])
    expect(lintErrors(draft)).toEqual([])
  })

  it('ends references that go in a circle or nowhere, and fetches no other document', () => {
    const schemas = { A: { $ref: '#/components/schemas/B' }, B: { $ref: '#/components/schemas/A' } }
    const body = (ref: string) => ({
      post: {
        requestBody: { content: { 'application/json': { schema: { $ref: ref } } } },
        responses: {},
      },
    })
    const draft = converted(
      'openapi',
      api(
        {
          '/circle': body('#/components/schemas/A'),
          '/lost': body('#/components/schemas/C'),
          '/far': body('https://other.test/x.json#/A'),
          '/item': { $ref: '#/paths/~1item' },
        },
        { components: { schemas } },
      ),
    )

    expect(resourceOf(draft, 'POST /circle').model?.requestSwagger).toEqual({
      A: { $ref: '#/definitions/B' },
      B: { $ref: '#/definitions/A' },
    })
    expect(messages(draft)).toEqual([
      "/paths/~1lost/post/requestBody: '#/components/schemas/C' is not in the document.",
      "/paths/~1far/post/requestBody: 'https://other.test/x.json#/A' is in another document, which is not fetched. Bundle the documents into one to have it.",
    ])
  })

  it('bounds the models that every resource carries a copy of', () => {
    const names = Array.from({ length: 300 }, (_, index) => `S${index}`)
    const properties = Object.fromEntries(
      names.map((name) => [name, { $ref: `#/components/schemas/${name}` }]),
    )
    const schemas = Object.fromEntries(names.map((name) => [name, { properties }]))
    const paths = Object.fromEntries(
      names.map((name) => [
        `/${name}`,
        {
          get: {
            responses: {
              200: {
                content: {
                  'application/json': { schema: { $ref: `#/components/schemas/${name}` } },
                },
              },
            },
          },
        },
      ]),
    )
    const draft = converted('openapi', api(paths, { components: { schemas } }))

    expect(JSON.stringify(draft.element).length).toBeLessThan(12_000_000)
    expect(messages(draft)).toContain(
      ': Models are large: definitions that did not fit are plain objects in them.',
    )
    expect(resourceOf(draft, 'GET /S7').model?.name).toBe('S7')
  })

  it('cuts schemas that nest too deeply', () => {
    let schema: object = { type: 'string' }
    for (let depth = 0; depth < 500; depth += 1) schema = { type: 'array', items: schema }
    const draft = converted(
      'openapi',
      api({
        '/deep': { get: { responses: { 200: { content: { 'application/json': { schema } } } } } },
      }),
    )

    expect(messages(draft)[0]).toMatch(/deeper than 60 levels/)
  })
})

describe('A hostile document', () => {
  it('of folders in folders is cut', () => {
    let item: object = { request: 'https://x.test/deep' }
    for (let depth = 0; depth < 200; depth += 1) item = { name: 'folder', item: [item] }
    const info = { name: 'Deep' }

    expect(() => converted('postman', { info, item: [item] })).toThrow('there is no request in it')
  })

  it('of entities is refused before any is made', () => {
    const laughs = `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><definitions>&b;</definitions>`

    expect(() => converted('soap', laughs)).toThrow('it has a DOCTYPE, which is not accepted')
    expect(() => converted('odata', laughs)).toThrow('it has a DOCTYPE, which is not accepted')
  })

  it('of names that reach a prototype changes nothing', () => {
    const text = `{"openapi": "3.0.3", "info": {"title": "P"}, "paths": {"/a": {"get": {"responses": {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/__proto__"}}}}}}}},
      "components": {"schemas": {"__proto__": {"properties": {"polluted": {"type": "string"}}}, "constructor": {"properties": {"a": {}}}}}}`

    expect(messages(converted('openapi', text))[0]).toContain(
      "'#/components/schemas/__proto__' is not in the document",
    )
    expect(({} as { properties?: unknown }).properties).toBeUndefined()
  })

  it('with more operations than an element can have is refused', () => {
    const paths = Object.fromEntries(
      Array.from({ length: 3_001 }, (_, index) => [`/p${index}`, get]),
    )

    expect(() => converted('openapi', api(paths))).toThrow('more than 3000 operations')
  })

  it('that names its schema as the draft does keeps the two apart', () => {
    const draft = converted(
      'openapi',
      api(
        {
          '/a': {
            post: {
              operationId: 'x',
              requestBody: {
                content: {
                  'application/json': {
                    schema: { properties: { of: { $ref: '#/components/schemas/x_request' } } },
                  },
                },
              },
              responses: {},
            },
          },
        },
        { components: { schemas: { x_request: { type: 'string' } } } },
      ),
    )

    expect(resourceOf(draft, 'POST /a').model).toMatchObject({
      requestName: 'x_request_body',
      requestSwagger: { x_request: { type: 'string' } },
    })
  })
})

const corpus = join(
  process.env.VALENCE_CORPUS ?? join(import.meta.dirname, '../../../../../../shared/exports'),
  'elements',
)
const folders = existsSync(corpus)
  ? readdirSync(corpus).filter((name) => existsSync(join(corpus, name, 'swagger.json')))
  : []
const reason = folders.length === 0 ? ` (skipped: no exports in ${corpus}; set VALENCE_CORPUS)` : ''

describe.skipIf(folders.length === 0)(`The Swagger document of a real element${reason}`, () => {
  it.each(folders)('%s becomes an element that covers it', (name) => {
    const text = readFileSync(join(corpus, name, 'swagger.json'), 'utf8')
    const draft = converted('swagger', text)
    const { paths } = elementSwagger(compileElement(draft.element), {
      host: 'x.test',
      schemes: ['https'],
      hubPrefix: false,
    })

    const missing = operationsOf(JSON.parse(text).paths).filter(
      ([path, method]) => !paths[path]?.[method],
    )

    expect(missing).toEqual([])
    expect(lintErrors(draft)).toEqual([])
  })
})

function operationsOf(paths: Record<string, unknown>): readonly (readonly [string, string])[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(isJsonObject(item) ? item : {})
      .filter((method) => /^(get|put|post|delete|patch)$/.test(method))
      .map((method) => [path, method] as const),
  )
}
