/**
 * bind: every parameter of the element and the resource moves one value from the inbound call into the vendor request.
 * Later ones override earlier ones: defaults, authentication, the element's, the resource's.
 * @see reference/element-format.md, sections 3.2 and 3.3
 */
import { authScheme } from '../auth/scheme.ts'
import type { ParameterDefinition } from '../catalog/format.ts'
import { ValenceError } from '../lib/errors.ts'
import { bindOrder, bindPageParameter, bindWhere, isQueryControl } from './bind-list.ts'
import type { Stage } from './engine.ts'
import { type Exchange, setHeader } from './exchange.ts'
import { isObject, parseDottedPath, valueAt } from './json-path.ts'
import { interpolate } from './template.ts'

/** Writes one value of one kind of sink. */
type Sink = (exchange: Exchange, name: string, value: unknown) => void

export const bind: Stage = (exchange) => {
  const { vendor, live, resource } = exchange
  vendor.base = live.configuration['base.url'] ?? ''
  setHeader(vendor, 'Accept', 'application/json')
  setHeader(vendor, 'Content-Type', 'application/json')
  authScheme(exchange.plan.authenticationType).authorize(vendor, live.configuration)
  for (const parameter of resource.parameters) bindParameter(exchange, parameter)
  bindWhere(exchange)
  bindOrder(exchange)
}

function bindParameter(exchange: Exchange, parameter: ParameterDefinition): void {
  if (isQueryControl(parameter)) {
    bindPageParameter(exchange, parameter)
    return
  }
  const value = readSource(exchange, parameter)
  if (value === undefined || value === null) {
    if (parameter.required && isPublic(parameter)) throw missingParameter(exchange, parameter)
    return
  }
  sinks[parameter.vendorType]?.(exchange, parameter.vendorName, value)
}

function isPublic(parameter: ParameterDefinition): boolean {
  return ['path', 'query', 'header', 'body', 'bodyField', 'form', 'multipart'].includes(
    parameter.type,
  )
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
      return inbound.body
    case 'bodyField':
    case 'form':
    case 'multipart':
      return valueAt(inbound.body, parseDottedPath(name))
    case 'prevBody':
      return previous?.body
    case 'prevBodyField':
      return valueAt(previous?.body, parseDottedPath(name))
  }
}

/** Text of a value on its way into a header, a path or a query. */
function textOf(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function textsOf(value: unknown): string | readonly string[] {
  return Array.isArray(value) ? value.map(textOf) : textOf(value)
}

/** An object spreads its members (element format 3.3: `body -> query`, `body -> form`), anything else is one value. */
function spreadInto(
  target: Map<string, string | readonly string[]>,
  name: string,
  value: unknown,
): void {
  if (!isObject(value)) {
    target.set(name, textsOf(value))
    return
  }
  for (const [member, memberValue] of Object.entries(value)) {
    if (memberValue !== null && memberValue !== undefined) target.set(member, textsOf(memberValue))
  }
}

const nothing: Sink = () => {}

const sinks: Readonly<Record<ParameterDefinition['vendorType'], Sink>> = {
  query: (exchange, name, value) => spreadInto(exchange.vendor.query, name, value),
  header: (exchange, name, value) => setHeader(exchange.vendor, name, textOf(value)),
  path: (exchange, name, value) =>
    exchange.vendor.tokens.set(name.replace(/^[{:]+|}$/g, ''), textOf(value)),
  body: (exchange, _name, value) => {
    exchange.vendor.body = value
  },
  bodyField: (exchange, name, value) => exchange.vendor.bodyFields.push([name, value]),
  bodyToken: (exchange, name, value) => {
    exchange.vendor.bodyTokens.set(name, value)
    if (isObject(value)) {
      for (const [member, memberValue] of Object.entries(value))
        exchange.vendor.bodyTokens.set(member, memberValue)
    }
  },
  form: (exchange, name, value) => spreadInto(exchange.vendor.form, name, value),
  multipart: (exchange, name, value) => spreadInto(exchange.vendor.form, name, value),
  configuration: nothing,
  value: nothing,
  'no-op': nothing,
}
