/** Bodies of a request and of its saved answers. */
import { isJsonObject, type JsonObject } from '../../json.ts'
import type { ApiBody, ApiParameter } from '../description.ts'
import type { Report } from '../report.ts'
import { schemaOfExample } from './infer-schema.ts'
import type { FoundRequest } from './items.ts'
import { describe, isTelling } from './text.ts'

/** What a request sends and gets. */
export interface PostmanBodies {
  readonly request?: ApiBody
  readonly response?: ApiBody
  readonly parameters: readonly ApiParameter[]
}

/** Schemas are those of the examples. */
export function readBodies(found: FoundRequest, report: Report): PostmanBodies {
  const response = responseOf(found.responses)
  return { ...requestOf(found, report), ...(response ? { response } : {}) }
}

function requestOf(
  { request, place }: FoundRequest,
  report: Report,
): Omit<PostmanBodies, 'response'> {
  const body = isJsonObject(request.body) ? request.body : undefined
  if (!body || body.disabled === true) return { parameters: [] }
  switch (body.mode) {
    case 'raw':
      return rawOf(body, headerOf(request, 'content-type'))
    case 'urlencoded':
      return {
        request: {
          schema: formOf(body.urlencoded),
          mediaType: 'application/x-www-form-urlencoded',
          required: true,
        },
        parameters: [],
      }
    case 'formdata':
      return { parameters: entriesOf(body.formdata).map(partOf) }
    case 'graphql':
      report.note(
        'info',
        `${place}/request/body`,
        'The GraphQL query is the caller’s: it is sent as {query, variables}.',
      )
      return {
        request: { schema: graphqlSchema, mediaType: 'application/json', required: true },
        parameters: [],
      }
    case 'file':
      return {
        request: { schema: {}, mediaType: 'application/octet-stream', required: true },
        parameters: [],
      }
    default:
      return { parameters: [] }
  }
}

const graphqlSchema: JsonObject = {
  type: 'object',
  required: ['query'],
  properties: { query: { type: 'string' }, variables: { type: 'object' } },
}

function headerOf(request: JsonObject, name: string): string | undefined {
  const headers = Array.isArray(request.header) ? request.header.filter(isJsonObject) : []
  const found = headers.find(({ key }) => String(key).toLowerCase() === name)
  return found && String(found.value ?? '')
}

const languages: Readonly<Record<string, string>> = {
  json: 'application/json',
  xml: 'application/xml',
  html: 'text/html',
  text: 'text/plain',
  javascript: 'application/javascript',
}

function rawOf(body: JsonObject, contentType: string | undefined): Omit<PostmanBodies, 'response'> {
  const text = String(body.raw ?? '')
  if (text.trim() === '') return { parameters: [] }
  const options =
    isJsonObject(body.options) && isJsonObject(body.options.raw) ? body.options.raw : {}
  const value = parseExample(text)
  const named =
    contentType && !contentType.includes('{{')
      ? contentType.split(';')[0]?.trim().toLowerCase()
      : undefined
  const mediaType =
    named ||
    (value === undefined ? languages[String(options.language)] : undefined) ||
    (value === undefined ? guessed(text) : 'application/json')
  return {
    request: {
      schema: value === undefined ? {} : schemaOfExample(value),
      mediaType,
      required: true,
    },
    parameters: [],
  }
}

function guessed(text: string): string {
  return text.trimStart().startsWith('<') ? 'application/xml' : 'text/plain'
}

/** JSON in which variables stand for values, quoted or not, and lines may be commented out. */
export function parseExample(text: string): unknown {
  const plain = text.replace(/^\s*\/\/.*$/gm, '')
  for (const candidate of [
    plain,
    plain.replace(/"?\{\{[^{}]+\}\}"?/g, (found) =>
      found.startsWith('"') === found.endsWith('"') ? '"text"' : 'text',
    ),
  ]) {
    try {
      const value: unknown = JSON.parse(candidate)
      return typeof value === 'object' && value !== null ? value : undefined
    } catch {
      // The next candidate, or no JSON at all.
    }
  }
  return undefined
}

function entriesOf(list: unknown): readonly JsonObject[] {
  return (Array.isArray(list) ? list.filter(isJsonObject) : []).filter(
    (entry) => entry.key !== undefined && entry.key !== '',
  )
}

function formOf(list: unknown): JsonObject {
  const properties = entriesOf(list).map((entry) => [String(entry.key), fieldOf(entry)])
  return { type: 'object', properties: Object.fromEntries(properties) }
}

function fieldOf(entry: JsonObject): JsonObject {
  const value = String(entry.value ?? '')
  const isShown =
    value !== '' && value.length <= 100 && !value.includes('{{') && !isTelling(String(entry.key))
  const description = describe(entry.description)
  return {
    type: 'string',
    ...(description ? { description } : {}),
    ...(isShown ? { example: value } : {}),
  }
}

function partOf(entry: JsonObject): ApiParameter {
  return {
    place: 'multipart',
    name: String(entry.key),
    required: false,
    description: describe(entry.description),
    schema: { type: entry.type === 'file' ? 'file' : 'string' },
  }
}

/** The first saved answer of a success that is JSON. */
function responseOf(responses: readonly unknown[]): ApiBody | undefined {
  for (const response of responses.filter(isJsonObject)) {
    const code = Number(response.code ?? 200)
    const value = code >= 200 && code < 300 ? parseExample(String(response.body ?? '')) : undefined
    if (value !== undefined)
      return { schema: schemaOfExample(value), mediaType: 'application/json', required: false }
  }
  return undefined
}
