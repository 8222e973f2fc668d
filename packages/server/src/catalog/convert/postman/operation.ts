/** One request of a collection as an operation. */
import type { ParameterDefinition } from '../../format.ts'
import { isJsonObject, type JsonObject } from '../../json.ts'
import { fixedHeader, fromConfiguration } from '../authentication.ts'
import type { ApiOperation, ApiParameter } from '../description.ts'
import { slugOf } from '../names.ts'
import type { Report } from '../report.ts'
import { readBodies } from './bodies.ts'
import type { FoundRequest } from './items.ts'
import { describe, isTelling } from './text.ts'
import { splitUrl } from './url.ts'
import { type Variables, variablesIn } from './variables.ts'

/** What requests share. */
export interface PostmanContext {
  /** The address most requests have. */
  readonly base: string
  readonly variables: Variables
  readonly report: Report
}

const methods = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])

/** @returns `undefined` for a method that elements don't have. */
export function operationOf(
  found: FoundRequest,
  context: PostmanContext,
): ApiOperation | undefined {
  const { place, name, folders, request } = found
  const { base, variables, report } = context
  const method = String(request.method ?? 'GET').toUpperCase()
  if (!methods.has(method)) {
    report.note(
      'info',
      place,
      `${method.slice(0, 20)} is no method of resources; '${name}' was left out.`,
    )
    return undefined
  }
  noteAuthentication(found, report)
  const url = splitUrl(request.url)
  const path = pathOf(url.path, variables)
  const isElsewhere = url.base !== '' && url.base !== base
  const query = url.query.map((entry) => queryOf(entry, variables))
  const headers = headersOf(request.header, variables)
  const bodies = readBodies(found, report)
  return {
    place,
    method,
    vendorPath: isElsewhere ? variables.address(url.base) + path : path,
    ...(isElsewhere ? { publicPath: path } : {}),
    operationId: slugOf([...folders, name].filter(Boolean).join(' ')),
    description: [name, describe(request.description)].filter(Boolean).join('. ').slice(0, 2_000),
    parameters: [
      ...pathParameters(request.url, path),
      ...query.flatMap((one) => one.parameter ?? []),
      ...bodies.parameters,
    ],
    movers: [...query.flatMap((one) => one.mover ?? []), ...headers],
    ...(bodies.request ? { request: bodies.request } : {}),
    ...(bodies.response ? { response: bodies.response } : {}),
  }
}

function noteAuthentication({ request, place, name }: FoundRequest, report: Report): void {
  if (isJsonObject(request.auth) && request.auth.type !== undefined) {
    report.note(
      'info',
      `${place}/request/auth`,
      `'${name}' has an authentication of its own (${String(request.auth.type).slice(0, 20)}); the element has that of the collection.`,
    )
  }
}

/** `:id` and `{{contactId}}` become `{id}` and `{contactId}`; other variables are those of whoever connects. */
function pathOf(path: string, variables: Variables): string {
  const segments = path.split('/').map((segment) => {
    const colon = /^:([A-Za-z_][\w-]*)(.*)$/.exec(segment)
    if (colon) return `{${colon[1]}}${variables.segment(colon[2] ?? '')}`
    const callers = variablesIn(segment).filter((name) => variables.isCallers(name))
    const own = callers.reduce(
      (text, name) =>
        text.replaceAll(new RegExp(`\\{\\{\\s*${escaped(name)}\\s*\\}\\}`, 'g'), `{${name}}`),
      segment,
    )
    return variables.segment(own)
  })
  const joined = segments.join('/')
  return joined.length > 1 ? joined.replace(/\/$/, '') : joined
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

function pathParameters(url: unknown, path: string): readonly ApiParameter[] {
  const variables =
    isJsonObject(url) && Array.isArray(url.variable) ? url.variable.filter(isJsonObject) : []
  return variables.flatMap((variable) => {
    const name = String(variable.key ?? variable.id ?? '')
    if (!path.includes(`{${name}}`)) return []
    const schema: JsonObject = { type: 'string' }
    return [
      {
        place: 'path' as const,
        name,
        required: true,
        description: describe(variable.description),
        schema,
      },
    ]
  })
}

interface QueryReading {
  readonly parameter?: ApiParameter
  readonly mover?: ParameterDefinition
}

/** A parameter of the caller, unless its value is a variable that whoever connects gives, or a secret. */
function queryOf(entry: JsonObject, variables: Variables): QueryReading {
  const name = String(entry.key ?? '')
  if (name === '') return {}
  const value = String(entry.value ?? '')
  const [variable] = variablesIn(value)
  if (
    variable !== undefined &&
    /^\{\{[^{}]+\}\}$/.test(value.trim()) &&
    isTelling(`${name} ${variable}`)
  ) {
    return { mover: fromConfiguration(variables.use(variable), 'query', name) }
  }
  if (isTelling(name) && !pagingToken.test(name))
    return { mover: fromConfiguration(variables.use(name), 'query', name) }
  const sample =
    value === '' || variable !== undefined || value.length > 100 ? '' : `Example: ${value}`
  const description = [describe(entry.description), sample].filter(Boolean).join('. ')
  const type = /^\d{1,15}$/.test(value)
    ? 'integer'
    : /^(true|false)$/.test(value)
      ? 'boolean'
      : 'string'
  return { parameter: { place: 'query', name, required: false, description, schema: { type } } }
}

const pagingToken = /(page|next|continuation|cursor|skip)[-_]?token/i
const ownHeaders =
  /^(accept|content-type|content-length|host|user-agent|cache-control|connection|accept-encoding)$/i

/** Headers are sent as they are, with the variables of whoever connects; secrets are asked for. */
function headersOf(headers: unknown, variables: Variables): readonly ParameterDefinition[] {
  return (Array.isArray(headers) ? headers.filter(isJsonObject) : []).flatMap((header) => {
    const name = String(header.key ?? '').trim()
    const value = String(header.value ?? '')
    if (name === '' || header.disabled === true || ownHeaders.test(name)) return []
    if (isTelling(name) && variablesIn(value).length === 0)
      return [fromConfiguration(variables.use(name), 'header', name)]
    return value === '' ? [] : [fixedHeader(name, variables.interpolated(value))]
  })
}
