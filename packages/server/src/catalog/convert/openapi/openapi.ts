/**
 * OpenAPI 2.0 (Swagger), 3.0 and 3.1 -> a description of the API.
 *
 * References are followed within the document only and stay references in the models, so no dereferencing parser stands
 * here: a circle costs nothing and a document can't make this server fetch another.
 * @see OpenAPI Specification 2.0, 3.0.4 and 3.1.1
 */
import { ValenceError } from '../../../lib/errors.ts'
import { isJsonObject, type JsonObject, textOf } from '../../json.ts'
import type { ApiDescription, ApiOperation } from '../description.ts'
import { pointer, type Report } from '../report.ts'
import { addressOf } from './address.ts'
import { readBodiesOfVersion2 } from './bodies-2.ts'
import { readBodiesOfVersion3 } from './bodies-3.ts'
import { followed } from './json-pointer.ts'
import { readParameters } from './parameters.ts'
import { createSchemaReader, lostReference, type SchemaReader } from './schemas.ts'
import { authenticationOf } from './security.ts'

/** What the readers of parts share. */
export interface OpenApiSource {
  readonly document: JsonObject
  readonly version: 2 | 3
  readonly schemas: SchemaReader
  readonly report: Report
  /** The object itself, its own `$ref` followed; `undefined` for what is none. */
  follow(value: unknown, place: string): JsonObject | undefined
}

/** What the caller may choose. */
export interface OpenApiOptions {
  /** Where the document came from: relative server addresses are read against it. */
  readonly location?: string | undefined
  /** Name of the security scheme to use, where the API offers several. */
  readonly authentication?: string | undefined
}

const methods = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options', 'trace']
/** Methods an element can have. */
const callable = new Set(['get', 'put', 'post', 'delete', 'patch'])
const maxOperations = 3_000

/** @throws {ValenceError} `invalid_request`: it is no OpenAPI document, or it has no operation an element can have. */
export function readOpenApi(
  document: unknown,
  options: OpenApiOptions,
  report: Report,
): ApiDescription {
  const source = sourceOf(document, report)
  const { document: api } = source
  if (!isJsonObject(api.paths)) throw invalid('it has no paths')
  const operations = readPaths(source, api.paths)
  if (operations.length === 0) throw invalid('its paths have no operation')
  if (isJsonObject(api.webhooks) && Object.keys(api.webhooks).length > 0) {
    report.note('warning', '/webhooks', 'Webhooks were left out: events are set up by hand.')
  }
  const info = isJsonObject(api.info) ? api.info : {}
  const variables = operations
    .flatMap(({ parameters }) => parameters)
    .filter(({ place }) => place === 'path')
  return {
    title: textOf(info.title) ?? '',
    description: textOf(info.description) ?? '',
    protocolType: 'http',
    address: addressOf(source, options.location, new Set(variables.map(({ name }) => name))),
    authentication: authenticationOf(source, options.authentication),
    operations,
    definitions: source.schemas.definitions(),
  }
}

function sourceOf(document: unknown, report: Report): OpenApiSource {
  if (!isJsonObject(document)) throw invalid('it is no object')
  const version = versionOf(document)
  return {
    document,
    version,
    report,
    schemas: createSchemaReader(document, report),
    follow: (value, place) =>
      followed(document, value, (ref) => report.note('warning', place, lostReference(ref))),
  }
}

function versionOf({ swagger, openapi }: JsonObject): 2 | 3 {
  if (/^2(\.|$)/.test(String(swagger ?? ''))) return 2
  if (/^3\.[0-9]/.test(String(openapi ?? ''))) return 3
  const found = swagger ?? openapi
  if (found === undefined) throw invalid("it has neither 'swagger' nor 'openapi'")
  throw invalid(`its version is '${String(found).slice(0, 20)}', and 2.0, 3.0 and 3.1 can be read`)
}

function invalid(problem: string): ValenceError {
  return new ValenceError(
    'invalid_request',
    `This is no OpenAPI document that can be converted: ${problem}.`,
  )
}

function readPaths(source: OpenApiSource, paths: JsonObject): readonly ApiOperation[] {
  const operations: ApiOperation[] = []
  for (const [path, value] of Object.entries(paths)) {
    const place = pointer('paths', path)
    if (!path.startsWith('/')) {
      if (!path.startsWith('x-'))
        source.report.note(
          'warning',
          place,
          `'${path}' does not begin with a slash and was left out.`,
        )
      continue
    }
    const item = source.follow(value, place)
    for (const method of item ? methods : []) {
      const operation = source.follow(item?.[method], `${place}/${method}`)
      if (!operation || !item) continue
      if (callable.has(method))
        operations.push(
          readOperation(source, { path, method, item, operation, place: `${place}/${method}` }),
        )
      else
        source.report.note(
          'info',
          `${place}/${method}`,
          `${method.toUpperCase()} is no method of resources; it was left out.`,
        )
      if (operations.length > maxOperations)
        throw invalid(`it has more than ${maxOperations} operations`)
    }
  }
  return operations
}

interface Found {
  readonly path: string
  readonly method: string
  readonly item: JsonObject
  readonly operation: JsonObject
  readonly place: string
}

function readOperation(source: OpenApiSource, found: Found): ApiOperation {
  const { path, method, item, operation, place } = found
  const inputs = readParameters(source, found)
  const bodies =
    source.version === 2
      ? readBodiesOfVersion2(source, operation, inputs.bodyParameters, place)
      : readBodiesOfVersion3(source, operation, place)
  noteLeftOut(source, operation, place)
  const server = source.version === 3 ? (ownServer(operation) ?? ownServer(item)) : undefined
  const operationId = textOf(operation.operationId)?.trim()
  return {
    place,
    method: method.toUpperCase(),
    vendorPath: server ? server.replace(/\/+$/, '') + path : path,
    ...(server ? { publicPath: path } : {}),
    ...(operationId ? { operationId } : {}),
    description: descriptionOf(operation),
    parameters: [...inputs.parameters, ...bodies.parameters],
    ...(bodies.request ? { request: bodies.request } : {}),
    ...(bodies.response ? { response: bodies.response } : {}),
  }
}

/** An address that is this operation's alone, with its variables at their defaults. */
function ownServer({ servers }: JsonObject): string | undefined {
  const server = Array.isArray(servers) ? servers.find(isJsonObject) : undefined
  const url = server && textOf(server.url)
  if (!url || !/^https?:\/\//i.test(url)) return undefined
  const variables = isJsonObject(server.variables) ? server.variables : {}
  return url.replace(/\{([^{}]*)\}/g, (whole, name: string) => {
    const variable = variables[name]
    return isJsonObject(variable) ? (textOf(variable.default) ?? whole) : whole
  })
}

const maxDescription = 2_000

function descriptionOf(operation: JsonObject): string {
  const words = textOf(operation.summary) ?? textOf(operation.description) ?? ''
  const deprecated = operation.deprecated === true ? 'Deprecated. ' : ''
  return (deprecated + words.trim()).slice(0, maxDescription)
}

function noteLeftOut({ report }: OpenApiSource, operation: JsonObject, place: string): void {
  if (isJsonObject(operation.callbacks) && Object.keys(operation.callbacks).length > 0) {
    report.note(
      'warning',
      `${place}/callbacks`,
      'Callbacks were left out: events are set up by hand.',
    )
  }
}
