/** Swagger 2.0 of an element or an instance: what `GET …/docs` answers, and what generators read. */
import { ValenceError } from '../lib/errors.ts'
import type { JsonObject } from './json.ts'
import { responseFields } from './model-fields.ts'
import { objectSchema } from './object-schema.ts'
import type { ElementPlan, ResourcePlan } from './plan.ts'
import { resourcesOfObject } from './resources-of-object.ts'
import { createDefinitions, type SwaggerDefinitions } from './swagger-definitions.ts'
import { genericPaths } from './swagger-generic.ts'
import { nativeDefinitions, nativePaths } from './swagger-native.ts'
import { operationIdOf, swaggerOperation } from './swagger-operation.ts'

export interface SwaggerOptions {
  /** Host and port callers reach us at: `localhost:3000`. */
  readonly host: string
  readonly schemes: readonly ('http' | 'https')[]
  /** Default `/elements/api-v2`. */
  readonly basePath?: string
  /** `true` for an element (`/hubs/crm/contacts`), `false` for an instance (`/contacts`). */
  readonly hubPrefix: boolean
  /** Version of the described interface. Default `api-v2`. */
  readonly version?: string
  /** The caller's own address for us: replaces host and scheme, and the base path when it has a path. */
  readonly baseUrl?: string
}

/** A Swagger 2.0 document. */
export interface SwaggerDocument {
  readonly swagger: '2.0'
  readonly info: JsonObject
  readonly host: string
  readonly schemes: readonly string[]
  readonly basePath: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, JsonObject>>>>
  readonly definitions: Readonly<Record<string, JsonObject>>
  readonly securityDefinitions: JsonObject
  readonly [member: string]: unknown
}

/**
 * Describe an element's documented resources (`type: api`) and the engine's own operations.
 *
 * @throws {ValenceError} `invalid_request`: `baseUrl` is no `http:` or `https:` address.
 */
export function elementSwagger(plan: ElementPlan, options: SwaggerOptions): SwaggerDocument {
  const definitions = createDefinitions()
  for (const name of Object.keys(nativeDefinitions)) definitions.adopt(nativeDefinitions, name)
  const paths = elementPaths(plan, options.hubPrefix ? `/hubs/${plan.hub}` : '', definitions)
  return {
    swagger: '2.0',
    info: infoOf(plan, options),
    ...addressOf(options),
    consumes: ['application/json'],
    produces: ['application/json'],
    tags: tagsOf(paths).map((name) => ({ name })),
    paths,
    definitions: definitions.all(),
    securityDefinitions: {
      secrets: { type: 'apiKey', name: 'Authorization', in: 'header' },
    },
    security: [{ secrets: [] }],
  }
}

/**
 * The part of a document that one operation needs: its path and method, and the definitions it reaches.
 *
 * @returns `undefined` when the element has no operation of that id.
 */
export function operationSwagger(
  plan: ElementPlan,
  options: SwaggerOptions,
  operationId: string,
): SwaggerDocument | undefined {
  const document = elementSwagger(plan, options)
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      if (operation.operationId !== operationId) continue
      const paths = { [path]: { [method]: operation } }
      const definitions = reachable(operation, document.definitions)
      return { ...document, tags: tagsOf(paths).map((name) => ({ name })), paths, definitions }
    }
  }
  return undefined
}

/** The schemas of an element by name: what `GET …/definitions` answers. */
export function elementDefinitions(plan: ElementPlan): Readonly<Record<string, JsonObject>> {
  const options = { host: 'localhost', schemes: ['https'], hubPrefix: false } as const
  return elementSwagger(plan, options).definitions
}

/**
 * The schema of one object with all it refers to: what `GET /objects/{name}/docs` answers.
 *
 * @returns `undefined` when nothing is known of the object.
 */
export function objectDefinitions(
  plan: ElementPlan,
  objectName: string,
): Readonly<Record<string, JsonObject>> | undefined {
  const object = plan.objects.get(objectName)
  if (object && object.fields.length > 0) return { [objectName]: objectSchema(object) }
  const definitions = createDefinitions()
  const described = resourcesOfObject(plan, objectName).filter(
    ({ definition }) => responseFields(definition.model).length > 0,
  )
  const model = described[0]?.definition.model
  if (!model?.swagger || !model.name) return undefined
  definitions.adopt(model.swagger, model.name)
  return definitions.all()
}

function elementPaths(
  plan: ElementPlan,
  prefix: string,
  definitions: SwaggerDefinitions,
): SwaggerDocument['paths'] {
  const paths: Record<string, Record<string, JsonObject>> = {}
  const native = Object.values({ ...genericPaths, ...nativePaths }).flatMap(Object.values)
  const ids = new Set(native.map(({ operationId }) => String(operationId)))
  for (const resource of plan.resources.filter(({ type }) => type === 'api')) {
    const path = `${prefix}/${resource.segments.join('/')}`
    const operations = paths[path] ?? {}
    const method = resource.method.toLowerCase()
    if (operations[method]) continue
    operations[method] = swaggerOperation(plan, resource, freeId(resource, ids), definitions)
    paths[path] = operations
  }
  // A resource of the element's own at a native path is the one that answers.
  for (const [path, operations] of Object.entries({ ...genericPaths, ...nativePaths })) {
    paths[prefix + path] = { ...operations, ...paths[prefix + path] }
  }
  return Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function freeId(resource: ResourcePlan, taken: Set<string>): string {
  const base = operationIdOf(resource)
  let id = base
  for (let number = 2; taken.has(id); number += 1) id = `${base}-${number}`
  taken.add(id)
  return id
}

function infoOf(plan: ElementPlan, { version }: SwaggerOptions): JsonObject {
  const description = plan.definition.description ?? ''
  return { title: plan.name, version: version ?? 'api-v2', ...(description ? { description } : {}) }
}

function addressOf(
  options: SwaggerOptions,
): Pick<SwaggerDocument, 'host' | 'schemes' | 'basePath'> {
  const { host, schemes, basePath = '/elements/api-v2', baseUrl } = options
  if (!baseUrl) return { host, schemes, basePath }
  const url = parseBaseUrl(baseUrl)
  const path = url.pathname.replace(/\/+$/, '')
  return { host: url.host, schemes: [url.protocol.slice(0, -1)], basePath: path || basePath }
}

function parseBaseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url
  throw new ValenceError(
    'invalid_request',
    `The baseUrl '${text}' is no http or https address. Send one like https://api.example.com.`,
  )
}

function tagsOf(paths: SwaggerDocument['paths']): readonly string[] {
  const operations = Object.values(paths).flatMap((item) => Object.values(item))
  return [...new Set(operations.flatMap(({ tags }) => (Array.isArray(tags) ? tags : [])))].sort()
}

function reachable(
  operation: JsonObject,
  definitions: SwaggerDocument['definitions'],
): SwaggerDocument['definitions'] {
  const names = new Set(referencesIn(operation))
  for (const name of names) {
    for (const reference of referencesIn(definitions[name])) names.add(reference)
  }
  return Object.fromEntries([...names].sort().map((name) => [name, definitions[name] ?? {}]))
}

function referencesIn(value: unknown): readonly string[] {
  const text = JSON.stringify(value) ?? ''
  return [...text.matchAll(/"\$ref":"#\/definitions\/([^"]+)"/g)].map((match) => match[1] ?? '')
}
