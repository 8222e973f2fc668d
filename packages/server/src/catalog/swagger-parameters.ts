/** What a caller may send to a resource, as Swagger 2.0 parameters. */
import type { ParameterDefinition } from './format.ts'
import type { JsonObject } from './json.ts'
import type { ResourcePlan } from './plan.ts'
import { swaggerType } from './swagger-schema.ts'

/** The header every operation takes. */
export const authorizationParameter: JsonObject = {
  name: 'Authorization',
  in: 'header',
  required: true,
  type: 'string',
  description: 'Element <token>, User <user secret>, Organization <organization secret>',
}

/** Paging as callers ask for it. */
export const pageParameters: readonly JsonObject[] = [
  {
    name: 'pageSize',
    in: 'query',
    required: false,
    type: 'integer',
    format: 'int64',
    description: 'How many records a page holds',
  },
  {
    name: 'nextPage',
    in: 'query',
    required: false,
    type: 'string',
    description: 'The next page: the Elements-Next-Page-Token header of the answer before',
  },
]

/** Projection, where callers may ask for it. */
export const fieldsParameter: JsonObject = {
  name: 'fields',
  in: 'query',
  required: false,
  type: 'string',
  description: 'Names of the fields to answer, separated by commas',
}

export interface ParameterOptions {
  /** Schema of the request body. */
  readonly bodySchema: JsonObject
  /** `allow.select.fields`: callers may choose the fields of an answer. */
  readonly allowsFields: boolean
}

/**
 * Parameters of a resource: no two of one name and place, one for each variable of the path, `page` replaced by the
 * engine's own paging, and form fields in place of a body where there are any.
 */
export function swaggerParameters(
  resource: ResourcePlan,
  options: ParameterOptions,
): readonly JsonObject[] {
  const ofPath = pathVariables(resource).map((name) => pathParameter(resource, name))
  return distinct([
    authorizationParameter,
    ...ofPath,
    ...queryParameters(resource, options),
    ...publicOnes(resource, 'header').map((parameter) => simple(parameter, 'header')),
    ...payload(resource, options.bodySchema),
  ])
}

/** Media types a resource takes; `undefined` for JSON, the document's default. */
export function consumedTypes(resource: ResourcePlan): readonly string[] | undefined {
  if (publicOnes(resource, 'multipart').length > 0) return ['multipart/form-data']
  return publicOnes(resource, 'form').length > 0 ? ['application/x-www-form-urlencoded'] : undefined
}

function publicOnes(
  { definition }: ResourcePlan,
  type: ParameterDefinition['type'],
): readonly ParameterDefinition[] {
  return (definition.parameters ?? []).filter(
    (parameter) => parameter.type === type && parameter.source !== 'response',
  )
}

function pathVariables({ segments }: ResourcePlan): readonly string[] {
  return segments.flatMap((segment) =>
    [...segment.matchAll(/\{([^{}]+)\}/g)].map((m) => m[1] ?? ''),
  )
}

function pathParameter(resource: ResourcePlan, name: string): JsonObject {
  const declared = publicOnes(resource, 'path').find((parameter) => parameter.name === name)
  return declared
    ? { ...simple(declared, 'path'), required: true }
    : { name, in: 'path', required: true, type: 'string', description: '' }
}

function queryParameters(
  resource: ResourcePlan,
  { allowsFields }: ParameterOptions,
): readonly JsonObject[] {
  const declared = publicOnes(resource, 'query')
    .filter((parameter) => parameter.name !== 'page')
    .map((parameter) => simple(parameter, 'query'))
  const isPaged = resource.isList && resource.paginationType !== 'none'
  const isSelectable = allowsFields && resource.method === 'GET'
  return [
    ...declared,
    ...(isPaged ? pageParameters : []),
    ...(isSelectable ? [fieldsParameter] : []),
  ]
}

function payload(resource: ResourcePlan, schema: JsonObject): readonly JsonObject[] {
  const forms = [...publicOnes(resource, 'multipart'), ...publicOnes(resource, 'form')]
  if (forms.length > 0) return forms.map(formParameter)
  const bodies = publicOnes(resource, 'body')
  if (bodies.length === 0 && publicOnes(resource, 'bodyField').length === 0) return []
  const isRequired = bodies.some((parameter) => parameter.required)
  const description = bodies[0]?.description ?? ''
  return [{ name: 'body', in: 'body', required: isRequired, description, schema }]
}

function formParameter(parameter: ParameterDefinition): JsonObject {
  const isFile =
    parameter.type === 'multipart' && (parameter.dataType ?? 'file').toLowerCase() === 'file'
  const described = simple(parameter, 'formData')
  const { name, required, description } = described
  return isFile ? { name, in: 'formData', required, description, type: 'file' } : described
}

/** A parameter that is no body: a plain type, or a list of plain values; structures travel as text. */
function simple(parameter: ParameterDefinition, place: string): JsonObject {
  const type = swaggerType(parameter.dataType) ?? { type: 'string' }
  return {
    name: parameter.name,
    in: place,
    required: parameter.required ?? false,
    description: parameter.description ?? '',
    ...(type.type === 'object' ? { type: 'string' } : type),
    ...(type.type === 'array' ? { items: { type: 'string' }, collectionFormat: 'csv' } : {}),
  }
}

function distinct(parameters: readonly JsonObject[]): readonly JsonObject[] {
  const seen = new Map<string, JsonObject>()
  for (const parameter of parameters) {
    const identity = `${parameter.in} ${parameter.name}`
    if (!seen.has(identity)) seen.set(identity, parameter)
  }
  return [...seen.values()]
}
