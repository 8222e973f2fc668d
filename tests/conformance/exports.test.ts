/** Every export at hand: loads, normalises, lints, compiles, exports back, and describes itself as the platform did. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compileElement } from '../../packages/server/src/catalog/compile.ts'
import { isJsonObject, type JsonObject, objectsOf } from '../../packages/server/src/catalog/json.ts'
import { lintElement } from '../../packages/server/src/catalog/lint.ts'
import { loadElement } from '../../packages/server/src/catalog/load.ts'
import {
  elementMetadata,
  objectMetadata,
  objectNames,
} from '../../packages/server/src/catalog/metadata.ts'
import { exportElement, presentElement } from '../../packages/server/src/catalog/present.ts'
import { variableName } from '../../packages/server/src/catalog/router.ts'
import { elementSwagger } from '../../packages/server/src/catalog/swagger.ts'
import { swaggerProblems } from '../../packages/server/src/catalog/swagger-problems.ts'
import { corpus, exportNames, skipReason } from './support/exports.ts'

describe.skipIf(exportNames.length === 0)(`A real export${skipReason}`, () => {
  describe.each(exportNames)('%s', (name) => {
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
        expect(missingOf(name, document.paths, oracle.paths)).toEqual([])
        expect(pagedPaths(document.paths)).toEqual(pagedPaths(oracle.paths))
      }
    })
  })
})

/** What the platform's Swagger has and ours has not, with the reason; `*` stands for every element. */
const exceptions: Readonly<Record<string, string>> = {
  '* /bulk': 'bulk jobs are no part of an instance’s own interface here',
  '* query discovery of get /objects/{objectName}/docs': 'schemas are always whole',
  '* query resolveReferences of get /objects/{objectName}/docs': 'schemas are always whole',
  '* query basic of get /objects/{objectName}/docs': 'schemas are always whole',
  '* query version of get /objects/{objectName}/docs': 'schemas are always whole',
  'adpvantage header Elements-Version of get /objects/{objectName}/metadata':
    'a resource of its own, which does not read it',
  'discordbot path with_counts? of get /invites/{invite.code}': 'the path has no such variable',
  'google_cloud_storage path bucket of get /files/{id}': 'the path has no such variable',
  'sprinklr path stream id of get /stream/{id}/feed': 'the path has no such variable',
  'knowledgeowl body of post /files': 'a form takes the place of the body',
}

/** Operations, and parameters of operations, that callers of the platform know and ours lacks. */
function missingOf(name: string, ours: Paths, theirs: Paths): readonly string[] {
  const missing = Object.entries(theirs).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, operation]) => {
      const own = ours[path]?.[method]
      if (!own) return [path.startsWith('/bulk') ? '/bulk' : `${method} ${path}`]
      const known = new Set(objectsOf(own.parameters).map(placeOf))
      return objectsOf(operation.parameters)
        .map(placeOf)
        .filter((place) => !known.has(place) && !isStaleForm(path, place))
        .map((place) => `${place} of ${method} ${path}`)
    }),
  )
  return [...new Set(missing)].filter(
    (one) => !(`* ${one}` in exceptions) && !(`${name} ${one}` in exceptions),
  )
}

function placeOf(parameter: JsonObject): string {
  return parameter.in === 'body' ? 'body' : `${parameter.in} ${parameter.name}`
}

/** The stale copies of generic resources describe path variables as form fields. */
function isStaleForm(path: string, place: string): boolean {
  return path.startsWith('/{objectName}') && place.startsWith('formData ')
}

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
