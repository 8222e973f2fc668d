/** Bodies of OpenAPI 2.0. */
import { isJsonObject, type JsonObject, textOf } from '../../json.ts'
import type { ApiBody, ApiParameter } from '../description.ts'
import { successOf } from './bodies-3.ts'
import { plainMediaType, preferredMediaType } from './media-types.ts'
import type { OpenApiSource } from './openapi.ts'

/** An operation's bodies; multipart requests are parameters, one a part. */
export interface Bodies {
  readonly request?: ApiBody
  readonly response?: ApiBody
  readonly parameters: readonly ApiParameter[]
}

/** @param inputs - Its parameters `in: body` and `in: formData`. */
export function readBodiesOfVersion2(
  source: OpenApiSource,
  operation: JsonObject,
  inputs: readonly JsonObject[],
  place: string,
): Bodies {
  const response = responseOf(source, operation, place)
  const request = requestOf(source, operation, inputs, place)
  return { ...request, ...(response ? { response } : {}) }
}

function typesOf(source: OpenApiSource, operation: JsonObject, member: string): readonly string[] {
  const own = operation[member] ?? source.document[member]
  return Array.isArray(own) ? own.filter((type) => typeof type === 'string') : []
}

function requestOf(
  source: OpenApiSource,
  operation: JsonObject,
  inputs: readonly JsonObject[],
  place: string,
): Omit<Bodies, 'response'> {
  const consumes = typesOf(source, operation, 'consumes')
  const body = inputs.find((input) => input.in === 'body')
  if (body) {
    const mediaType = plainMediaType(preferredMediaType(consumes) ?? 'application/json')
    const schema = source.schemas.read(body.schema, `${place}/parameters`)
    return { request: { schema, mediaType, required: body.required === true }, parameters: [] }
  }
  const fields = inputs.filter((input) => input.in === 'formData' && textOf(input.name))
  if (fields.length === 0) return { parameters: [] }
  const isMultipart =
    fields.some(({ type }) => type === 'file') ||
    (consumes.length > 0 && !consumes.some((type) => /urlencoded/i.test(type)))
  return isMultipart
    ? { parameters: fields.map((field) => part(source, field, place)) }
    : form(source, fields, place)
}

function part(source: OpenApiSource, field: JsonObject, place: string): ApiParameter {
  return {
    place: 'multipart',
    name: String(field.name),
    required: field.required === true,
    description: textOf(field.description) ?? '',
    schema: source.schemas.read(field, `${place}/parameters`),
  }
}

/** Form fields as the members of one body. */
function form(
  source: OpenApiSource,
  fields: readonly JsonObject[],
  place: string,
): Omit<Bodies, 'response'> {
  const required = fields.filter((field) => field.required === true).map(({ name }) => String(name))
  const properties = fields.map((field) => {
    const { required: _required, ...schema } = field
    return [String(field.name), source.schemas.read(schema, `${place}/parameters`)] as const
  })
  const schema = {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length > 0 ? { required } : {}),
  }
  const mediaType = 'application/x-www-form-urlencoded'
  return { request: { schema, mediaType, required: required.length > 0 }, parameters: [] }
}

function responseOf(
  source: OpenApiSource,
  operation: JsonObject,
  place: string,
): ApiBody | undefined {
  const found = successOf(source, operation.responses, `${place}/responses`)
  if (!found || !isJsonObject(found.response)) return undefined
  const mediaType = plainMediaType(
    preferredMediaType(typesOf(source, operation, 'produces')) ?? 'application/json',
  )
  const { schema } = found.response
  return {
    schema:
      isJsonObject(schema) && schema.type === 'file'
        ? {}
        : source.schemas.read(schema, `${found.place}/schema`),
    mediaType,
    required: false,
  }
}
