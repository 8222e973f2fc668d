/** Operations of a description as resources of an element. */

import { hubPath } from '../compile-resource.ts'
import type { ParameterDefinition, ResourceDefinition } from '../format.ts'
import type { JsonObject } from '../json.ts'
import { fixedHeader } from './authentication.ts'
import type { ApiBody, ApiOperation, Definitions } from './description.ts'
import { envelopeOf } from './envelope.ts'
import { createModelMaker, type NamedSchema, namedSchema } from './models.ts'
import { createNamer, type PathTemplate, pathTemplateOf } from './names.ts'
import { type ListPaging, listPagingOf, type PagingKind } from './paging.ts'
import { inputParameters } from './parameters.ts'
import type { Report } from './report.ts'
import { referenceOf, resolveSchema } from './schema-lookup.ts'

/** What resources take from their element. */
export interface ResourceContext {
  readonly hub: string
  readonly definitions: Definitions
  /** The element's kind of paging. */
  readonly paging: PagingKind | undefined
  readonly report: Report
}

/** One resource an operation, in their order. */
export function resourcesOf(
  operations: readonly ApiOperation[],
  context: ResourceContext,
): readonly ResourceDefinition[] {
  const { definitions, hub, report } = context
  const bodies = operations.reduce(
    (count, { request, response }) => count + (request ? 1 : 0) + (response ? 1 : 0),
    0,
  )
  const models = createModelMaker(definitions, bodies)
  const paths = createPathNamer(report)
  const resources = operations.map((operation) => {
    const template = pathTemplateOf(operation.vendorPath)
    const publicPath = paths.unique(operation, operation.publicPath ?? template.publicPath)
    const paging = pagingWithin(operation, context)
    const answer = answerOf(operation, definitions, paging !== undefined)
    const request = requestOf(operation, definitions)
    const model = models.model(answer.model, request)
    return {
      path: hubPath(withoutHub(publicPath), hub),
      method: operation.method,
      vendorPath: template.vendorPath,
      vendorMethod: operation.vendorMethod ?? operation.method,
      type: 'api',
      kind: 'eb',
      description: operation.description,
      ...(operation.operationId ? { operationId: operation.operationId } : {}),
      parameters: parametersOf(operation, template, paging, request),
      hooks: operation.hooks ?? [],
      ...(answer.rootKey ? { rootKey: answer.rootKey } : {}),
      ...(paging ? { paginationType: 'VENDOR_SUPPORTED' } : {}),
      ...(paging?.nextPageKey ? { nextPageKey: paging.nextPageKey } : {}),
      ...(operation.objectName ? { objectName: operation.objectName } : {}),
      ...(model ? { model } : {}),
      response: { contentType: operation.response?.mediaType ?? 'application/json' },
    } satisfies ResourceDefinition
  })
  if (models.isCut()) {
    report.note(
      'info',
      '',
      'Models are large: definitions that did not fit are plain objects in them.',
    )
  }
  return resources
}

/** A path that begins with `/hubs/` would be taken for a whole one. */
function withoutHub(path: string): string {
  return path.startsWith('/hubs/') ? `/vendor${path}` : path
}

/** Public paths, each once a method whatever its variables are called. */
function createPathNamer(report: Report) {
  const namer = createNamer('-')
  return {
    unique({ method, place }: ApiOperation, publicPath: string): string {
      const path = publicPath === '/' ? '/root' : publicPath
      const shape = path.replace(/\{[^{}]*\}/g, '{}')
      const wanted = `${method} ${shape}`
      const given = namer.unique(wanted)
      if (given === wanted) return path
      const suffix = given.slice(wanted.length)
      report.note(
        'warning',
        place,
        `There is another ${method} ${path}: this one became ${path}${suffix}.`,
      )
      // Behind a variable the number would be part of the name: it goes into a segment of its own.
      return path.endsWith('}') ? `${path}/${suffix.slice(1)}` : path + suffix
    },
  }
}

function pagingWithin(operation: ApiOperation, context: ResourceContext): ListPaging | undefined {
  const paging = listPagingOf(operation, context.definitions)
  if (!paging) return undefined
  if (paging.kind === context.paging) return paging
  const message = `This list pages by ${paging.kind}, most others by ${context.paging}: its '${paging.position.name}' is left to the caller.`
  context.report.note('info', operation.place, message)
  return undefined
}

interface Answer {
  readonly model: NamedSchema | undefined
  readonly rootKey: string | undefined
}

/** Callers of a list get what is inside its envelope; its model says so. */
function answerOf(operation: ApiOperation, definitions: Definitions, isList: boolean): Answer {
  const { response } = operation
  const modelOf = (schema: JsonObject) =>
    nameOf(operation, isList ? recordOf(schema, definitions) : schema, definitions)
  if (!response) return { rootKey: operation.rootKey, model: undefined }
  if (operation.rootKey !== undefined) {
    return { rootKey: operation.rootKey, model: modelOf(response.schema) }
  }
  const envelope = envelopeOf(operation, definitions)
  const schema = envelope ? { type: 'array', items: envelope.items } : response.schema
  return { rootKey: envelope && `|${envelope.path}`, model: modelOf(schema) }
}

/** The model of a paged list is that of one entry. */
function recordOf(schema: JsonObject, definitions: Definitions): JsonObject {
  const { type, items } = resolveSchema(schema, definitions)
  const isNamed =
    type === 'array' &&
    (referenceOf(items) ?? resolveSchema(items, definitions).properties) !== undefined
  return isNamed ? (items as JsonObject) : schema
}

function nameOf(
  operation: ApiOperation,
  schema: JsonObject,
  definitions: Definitions,
): NamedSchema | undefined {
  if (Object.keys(schema).length === 0) return undefined
  return namedSchema(schema, `${modelWords(operation)}_response`, definitions)
}

function requestOf(operation: ApiOperation, definitions: Definitions): NamedSchema | undefined {
  const { request } = operation
  if (!request || Object.keys(request.schema).length === 0) return undefined
  return namedSchema(request.schema, `${modelWords(operation)}_request`, definitions)
}

function modelWords({ operationId, method, vendorPath, publicPath }: ApiOperation): string {
  const words = (publicPath ?? vendorPath).split(/[^A-Za-z0-9]+/).filter((word) => word !== '')
  return operationId ?? [method.toLowerCase(), ...words].join('_')
}

function parametersOf(
  operation: ApiOperation,
  template: PathTemplate,
  paging: ListPaging | undefined,
  request: NamedSchema | undefined,
): readonly ParameterDefinition[] {
  return [
    ...inputParameters(operation, template, paging),
    ...multipartHeader(operation),
    ...(operation.movers ?? []),
    ...(operation.request ? bodyParameters(operation.request, request) : []),
    ...(operation.response ? acceptHeader(operation.response.mediaType) : []),
  ]
}

/** Forms are sent from a JSON body: its members become the fields. */
function bodyParameters(
  body: ApiBody,
  named: NamedSchema | undefined,
): readonly ParameterDefinition[] {
  const isForm = body.mediaType === 'application/x-www-form-urlencoded'
  const dataType = named?.name ?? 'body'
  const parameter: ParameterDefinition = {
    name: named?.name ?? 'body',
    vendorName: named?.name ?? 'body',
    type: 'body',
    vendorType: body.sink ?? (isForm ? 'form' : 'body'),
    source: 'request',
    required: body.required,
    description: 'The request body',
    dataType,
    vendorDataType: dataType,
  }
  const isDefault = isForm || body.sink || body.mediaType === 'application/json'
  return [...(isDefault ? [] : [fixedHeader('Content-Type', body.mediaType)]), parameter]
}

/** Without a file among them, fields would be sent as a URL-encoded form. */
function multipartHeader({ parameters }: ApiOperation): readonly ParameterDefinition[] {
  const hasParts = parameters.some(({ place }) => place === 'multipart')
  return hasParts ? [fixedHeader('Content-Type', 'multipart/form-data')] : []
}

function acceptHeader(mediaType: string): readonly ParameterDefinition[] {
  return mediaType === 'application/json' ? [] : [fixedHeader('Accept', mediaType)]
}
