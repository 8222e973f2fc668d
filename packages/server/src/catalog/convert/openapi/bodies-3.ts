/** Bodies of OpenAPI 3.0 and 3.1. */
import { isJsonObject, type JsonObject, textOf } from '../../json.ts'
import type { ApiBody, ApiParameter } from '../description.ts'
import { resolveSchema } from '../schema-lookup.ts'
import type { Bodies } from './bodies-2.ts'
import { plainMediaType, preferredMediaType } from './media-types.ts'
import type { OpenApiSource } from './openapi.ts'

/** An operation's bodies; multipart requests are parameters, one a part. */
export function readBodiesOfVersion3(
  source: OpenApiSource,
  operation: JsonObject,
  place: string,
): Bodies {
  const response = responseOf(source, operation, place)
  return { ...requestOf(source, operation, place), ...(response ? { response } : {}) }
}

function requestOf(
  source: OpenApiSource,
  operation: JsonObject,
  place: string,
): Omit<Bodies, 'response'> {
  const at = `${place}/requestBody`
  const body = source.follow(operation.requestBody, at)
  const media = body && mediaOf(body.content)
  if (!media) return { parameters: [] }
  const schema = source.schemas.read(media.schema, at)
  const required = body.required === true
  if (media.type === 'multipart/form-data') return { parameters: partsOf(source, schema) }
  if (media.others > 0) {
    source.report.note(
      'info',
      at,
      `The body is sent as ${media.type}; ${media.others} other media types were left out.`,
    )
  }
  return { request: { schema, mediaType: media.type, required }, parameters: [] }
}

interface Media {
  readonly type: string
  readonly schema: unknown
  /** How many more there are. */
  readonly others: number
}

function mediaOf(content: unknown): Media | undefined {
  if (!isJsonObject(content)) return undefined
  const types = Object.keys(content)
  const chosen = preferredMediaType(types)
  const media = chosen === undefined ? undefined : content[chosen]
  if (chosen === undefined) return undefined
  return {
    type: plainMediaType(chosen),
    schema: isJsonObject(media) ? media.schema : undefined,
    others: types.length - 1,
  }
}

function partsOf(source: OpenApiSource, schema: JsonObject): readonly ApiParameter[] {
  const definitions = source.schemas.definitions()
  const { properties, required } = resolveSchema(schema, definitions)
  const names = Array.isArray(required) ? required : []
  return Object.entries(isJsonObject(properties) ? properties : {}).map(([name, member]) => {
    const part = resolveSchema(member, definitions)
    return {
      place: 'multipart',
      name,
      required: names.includes(name),
      description: textOf(part.description) ?? '',
      schema: part,
    }
  })
}

/** The response of a success: the lowest 2xx, else `2XX`, else `default`. */
export function successOf(
  source: OpenApiSource,
  responses: unknown,
  place: string,
): { response: JsonObject; place: string } | undefined {
  if (!isJsonObject(responses)) return undefined
  const statuses = Object.keys(responses)
    .filter((status) => /^2\d\d$/.test(status))
    .sort()
  const withBody = [...statuses, '2XX', '2xx', 'default'].filter(
    (status) => responses[status] !== undefined,
  )
  const [status] = withBody
  const response =
    status === undefined ? undefined : source.follow(responses[status], `${place}/${status}`)
  return response && { response, place: `${place}/${status}` }
}

function responseOf(
  source: OpenApiSource,
  operation: JsonObject,
  place: string,
): ApiBody | undefined {
  const found = successOf(source, operation.responses, `${place}/responses`)
  const media = found && mediaOf(found.response.content)
  if (!media) return undefined
  return {
    schema: source.schemas.read(media.schema, `${found.place}/content`),
    mediaType: media.type,
    required: false,
  }
}
