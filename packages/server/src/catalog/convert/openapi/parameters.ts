/** Parameters of operations, of all versions of OpenAPI. */
import { isJsonObject, type JsonObject, textOf } from '../../json.ts'
import type { ApiParameter } from '../description.ts'
import { pointer } from '../report.ts'
import type { OpenApiSource } from './openapi.ts'

/** What an operation takes. */
export interface OperationInputs {
  readonly parameters: readonly ApiParameter[]
  /** `in: body` and `in: formData` of version 2.0. */
  readonly bodyParameters: readonly JsonObject[]
}

/** Headers the engine sets itself, or a media type decides (OpenAPI 3.0, "Parameter Object"). */
const ownHeaders = new Set(['accept', 'content-type', 'authorization', 'content-length', 'host'])
const maxParameters = 500

/** Those of the path, overridden by those of the operation. */
export function readParameters(
  source: OpenApiSource,
  {
    path,
    item,
    operation,
    place,
  }: { path: string; item: JsonObject; operation: JsonObject; place: string },
): OperationInputs {
  const byIdentity = new Map<string, readonly [JsonObject, string]>()
  const gather = (list: unknown, at: string) => {
    for (const [index, entry] of (Array.isArray(list)
      ? list.slice(0, maxParameters)
      : []
    ).entries()) {
      const parameter = source.follow(entry, `${at}/${index}`)
      if (parameter)
        byIdentity.set(`${parameter.in} ${parameter.name}`, [parameter, `${at}/${index}`])
    }
  }
  gather(item.parameters, `${pointer('paths', path)}/parameters`)
  gather(operation.parameters, `${place}/parameters`)
  const found = [...byIdentity.values()]
  return {
    parameters: found.flatMap(([parameter, at]) => readParameter(source, parameter, at) ?? []),
    bodyParameters: found
      .map(([one]) => one)
      .filter((one) => one.in === 'body' || one.in === 'formData'),
  }
}

function readParameter(
  { report, schemas, version }: OpenApiSource,
  parameter: JsonObject,
  at: string,
): ApiParameter | undefined {
  const name = textOf(parameter.name)
  const place = parameter.in
  if (!name || place === 'body' || place === 'formData') return undefined
  if (place === 'cookie') {
    report.note(
      'warning',
      at,
      `The cookie parameter '${name}' was left out: resources send no cookies.`,
    )
    return undefined
  }
  if (place !== 'path' && place !== 'query' && place !== 'header') {
    report.note(
      'warning',
      at,
      `'${name}' is in '${String(place)}', which is no place of parameters; it was left out.`,
    )
    return undefined
  }
  if (place === 'header' && ownHeaders.has(name.toLowerCase())) return undefined
  noteStyle(report, parameter, name, at)
  return {
    place,
    name,
    required: parameter.required === true || place === 'path',
    description: textOf(parameter.description) ?? '',
    schema: schemas.read(version === 2 ? parameter : schemaOf(parameter), at),
  }
}

/** A parameter of 3.x has a schema, or content of one media type. */
function schemaOf(parameter: JsonObject): unknown {
  if (!isJsonObject(parameter.content)) return parameter.schema
  const [media] = Object.values(parameter.content)
  return isJsonObject(media) ? media.schema : undefined
}

function noteStyle(
  report: OpenApiSource['report'],
  parameter: JsonObject,
  name: string,
  at: string,
): void {
  const { style } = parameter
  if (style === 'deepObject') {
    report.note(
      'warning',
      at,
      `'${name}' is a deepObject: send its members as one parameter each, by a parameter you add.`,
    )
  } else if (style === 'spaceDelimited' || style === 'pipeDelimited') {
    report.note(
      'info',
      at,
      `'${name}' is a list in one text (${style}): callers join it themselves.`,
    )
  }
}
