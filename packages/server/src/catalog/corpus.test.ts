/**
 * Real exports, where they are at hand: the folder `elements` below VALENCE_CORPUS holds one folder an element, as
 * tools keep them in version control. They belong to others and are never part of this project.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compileElement } from './compile.ts'
import { isJsonObject, type JsonObject, objectsOf } from './json.ts'
import { lintElement } from './lint.ts'
import { loadElement } from './load.ts'
import { elementMetadata, objectMetadata, objectNames } from './metadata.ts'
import { exportElement, presentElement } from './present.ts'
import { variableName } from './router.ts'
import { elementSwagger } from './swagger.ts'
import { swaggerProblems } from './swagger-problems.ts'

const root = join(import.meta.dirname, '../../../..')
const corpus = join(process.env.VALENCE_CORPUS ?? join(root, '../shared/exports'), 'elements')
const folders = existsSync(corpus)
  ? readdirSync(corpus).filter((name) => existsSync(join(corpus, name, 'element.json')))
  : []

const reason = folders.length === 0 ? ` (skipped: no exports in ${corpus}; set VALENCE_CORPUS)` : ''

describe.skipIf(folders.length === 0)(`A real export${reason}`, () => {
  describe.each(folders)('%s', (name) => {
    const directory = join(corpus, name)
    const load = async () => (await loadElement(directory)).definition

    it('compiles', async () => {
      const plan = compileElement(await load())

      expect(plan.resources.length).toBeGreaterThan(0)
    })

    it('serves every callable resource at its own path', async () => {
      const plan = compileElement(await load())
      const callable = plan.resources.filter((resource) => resource.callable)

      const missed = callable.filter((resource) => {
        const segments = resource.segments.map((one) => (variableName(one) ? 'value 1/2' : one))
        const match = plan.match(resource.method, segments)
        const isOwn = match?.resource.definition.path === resource.definition.path
        return !isOwn || Object.values(match.variables).some((value) => value !== 'value 1/2')
      })

      expect(missed.map(({ method, path }) => `${method} ${path}`)).toEqual([])
    })

    it('exports what was imported, but for ids and artefacts', async () => {
      const original = JSON.parse(readFileSync(join(directory, 'element.json'), 'utf8'))
      const exported = exportElement(await load())

      // More is allowed: hook bodies that the original keeps in files.
      expect(comparable(exported)).toMatchObject(comparable(original))
    })

    it('lints, presents and describes itself', async () => {
      const definition = await load()
      const plan = compileElement(definition)

      for (const { place } of lintElement(definition)) {
        expect(place === '/configuration' || pointed(definition, place)).toBeTruthy()
      }
      expect(objectsOf(presentElement(definition).resources)).toHaveLength(plan.resources.length)
      expect(elementMetadata(plan, { expand: true })).toMatchObject({
        key: plan.key,
        hub: plan.hub,
      })
      for (const object of objectNames(plan)) {
        expect(Array.isArray(objectMetadata(plan, object).fields)).toBe(true)
      }
    })

    it('has valid Swagger with the public surface the platform generated for it', async () => {
      const plan = compileElement(await load())
      const document = elementSwagger(plan, {
        host: 'localhost',
        schemes: ['https'],
        hubPrefix: false,
      })

      expect(swaggerProblems(document)).toEqual([])
      const file = join(directory, 'swagger.json')
      if (existsSync(file)) {
        const oracle = JSON.parse(readFileSync(file, 'utf8'))
        expect(surface(document.paths)).toEqual(surface(oracle.paths))
        expect(pagedPaths(document.paths)).toEqual(pagedPaths(oracle.paths))
      }
    })
  })
})

/** Paths the platform adds to every element. */
const isNative = (path: string) => /^\/(ping|objects|bulk|\{objectName\})($|\/)/.test(path)

type Paths = Readonly<Record<string, Readonly<Record<string, JsonObject>>>>

function surface(paths: Paths): readonly string[] {
  return Object.entries(paths)
    .filter(([path]) => !isNative(path))
    .flatMap(([path, item]) => Object.keys(item).map((method) => `${method} ${path}`))
    .sort()
}

/** Operations that offer a page size: there the engine pages. */
function pagedPaths(paths: Paths): readonly string[] {
  return surface(paths).filter((line) => {
    const [method = '', path = ''] = line.split(' ')
    const names = objectsOf(paths[path]?.[method]?.parameters).map((parameter) => parameter.name)
    return names.includes('pageSize') && names.includes('nextPage') && method === 'get'
  })
}

const ids = new Set([
  'id',
  'elementId',
  'resourceId',
  'ownerAccountId',
  'createdDate',
  'updatedDate',
  'private',
])

/** What an import may not change: everything but ids, artefacts, and spellings the format unifies. */
function comparable(element: JsonObject): JsonObject {
  const resources = objectsOf(element.resources).filter(
    (resource) => !/\/\{objectName\}/.test(String(resource.path)) || resource.vendorPath,
  )
  return stripped({ ...element, resources }) as JsonObject
}

function stripped(value: unknown, isInModel = false): unknown {
  if (value === 'webhook') return 'webhooks'
  if (Array.isArray(value)) return value.map((member) => stripped(member, isInModel))
  if (!isJsonObject(value)) return typeof value === 'string' ? value.trim() : value
  const entries = Object.entries(value).filter(([name, member]) => {
    const isEmpty = member === null || (Array.isArray(member) && member.length === 0)
    return !isEmpty && (isInModel || !ids.has(name))
  })
  return Object.fromEntries(
    entries.map(([name, member]) => [name, stripped(member, isInModel || name === 'model')]),
  )
}

function pointed(document: unknown, place: string): boolean {
  let value = document
  for (const part of place.split('/').slice(1)) {
    if (value === null || typeof value !== 'object') return false
    value = (value as Record<string, unknown>)[part]
  }
  return true
}
