/**
 * bind: every parameter of the element and the resource moves one value from the inbound call into the vendor request.
 * Later ones override earlier ones: defaults, authentication, the element's, the resource's.
 * @see reference/element-format.md, sections 3.2 and 3.3
 */
import type { ParameterDefinition } from '../catalog/format.ts'
import { ValenceError } from '../lib/errors.ts'
import { authSchemeOf } from './authentication-type.ts'
import { bindFile, takesFile } from './bind-file.ts'
import { controlValue, isQueryControl, putListValue } from './bind-list.ts'
import { bindOrder } from './bind-order.ts'
import { bindWhere } from './bind-where.ts'
import type { Stage } from './engine.ts'
import { type Exchange, setHeader } from './exchange.ts'
import { isObject, parseDottedPath, valueAt } from './json-path.ts'
import { putValue } from './sinks.ts'
import { interpolate } from './template.ts'
import { Upload } from './upload.ts'

export const bind: Stage = (exchange) => {
  const { vendor, live, resource } = exchange
  vendor.base = live.configuration['base.url'] ?? ''
  setHeader(vendor, 'Accept', 'application/json')
  setHeader(vendor, 'Content-Type', 'application/json')
  authSchemeOf(exchange).authorize?.(vendor, live.configuration)
  for (const parameter of resource.parameters) bindParameter(exchange, parameter)
  bindWhere(exchange)
  bindOrder(exchange)
}

/** Bind the query parameters of one name anew, after a hook gave it another value. */
export function rebindQueryParameter(exchange: Exchange, name: string): void {
  for (const parameter of exchange.resource.parameters) {
    if (parameter.type === 'query' && parameter.name === name) bindParameter(exchange, parameter)
  }
}

function bindParameter(exchange: Exchange, parameter: ParameterDefinition): void {
  if (isQueryControl(parameter)) {
    putListValue(exchange, parameter, controlValue(exchange, parameter))
    return
  }
  if (takesFile(exchange, parameter)) {
    bindFile(exchange, parameter)
    return
  }
  const value = readSource(exchange, parameter)
  if ((value === undefined || value === null) && isAskedOfCaller(exchange, parameter))
    throw missingParameter(exchange, parameter)
  putValue(exchange, parameter, listed(parameter, value))
}

/** A literal list: `a,b,c` as a JSON list, where the author says that the vendor wants one. */
function listed(
  { type, vendorType, vendorDataType }: ParameterDefinition,
  value: unknown,
): unknown {
  const isList = type === 'value' && vendorType === 'bodyField' && vendorDataType === 'array'
  return isList && typeof value === 'string' ? value.split(',') : value
}

const publicSources = new Set(['path', 'query', 'header', 'body', 'bodyField', 'form', 'multipart'])

/**
 * Can the caller give it, and must it? A path parameter whose variable the path lacks is the author's slip: nobody can. An
 * upload is the body, though there is no value of it to move.
 */
function isAskedOfCaller(exchange: Exchange, { required, type, name }: ParameterDefinition) {
  if (required !== true || !publicSources.has(type)) return false
  if (type === 'body') return !(exchange.inbound.body instanceof Upload)
  return type !== 'path' || name in exchange.variables
}

function missingParameter(exchange: Exchange, parameter: ParameterDefinition): ValenceError {
  const what =
    parameter.type === 'body'
      ? 'a request body'
      : `the ${parameter.type} parameter '${parameter.name}'`
  return new ValenceError(
    'invalid_request',
    `${exchange.inbound.method} ${exchange.resource.path} needs ${what}.`,
  )
}

function readSource(exchange: Exchange, parameter: ParameterDefinition): unknown {
  const { inbound, variables, live, previous } = exchange
  const { name } = parameter
  switch (parameter.type) {
    case 'value':
      return interpolate(name, {
        configuration: live.configuration,
        headers: inbound.headers,
        body: inbound.body,
      })
    case 'configuration':
      return live.configuration[name]
    case 'path':
      return variables[name]
    case 'query':
      return Object.hasOwn(inbound.query, name) ? inbound.query[name] : undefined
    case 'header':
      return inbound.headers[name.toLowerCase()]
    case 'body':
      return inbound.body instanceof Upload ? undefined : inbound.body
    case 'bodyField':
      return valueAt(inbound.body, parseDottedPath(name))
    case 'form':
    case 'multipart':
      return fieldOf(inbound.body, name)
    case 'prevBody':
      return previous?.body
    case 'prevBodyField':
      return valueAt(previous?.body, parseDottedPath(name))
  }
}

/** A field of a form: names are literal there. Clients send forms as JSON too, where a path may lead further down. */
function fieldOf(body: unknown, name: string): unknown {
  const fields = body instanceof Upload ? body.fields : body
  if (isObject(fields) && Object.hasOwn(fields, name)) return fields[name]
  return valueAt(fields, parseDottedPath(name))
}
