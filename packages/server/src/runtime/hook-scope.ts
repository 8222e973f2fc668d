/**
 * What hooks see. Every variable is a getter: a script is given only those it mentions, and the others (a body as text,
 * say) are never made. @see reference/element-format.md, sections 3.5 and 3.8
 */
import { type HookCondition, toHookExpression } from '../ceql/hook-expression.ts'
import type { Exchange } from './exchange.ts'
import { vendorUrl } from './resolve.ts'
import { isStream } from './stream.ts'
import { Upload } from './upload.ts'

/** The older names of operators, for elements whose configuration asks for them. */
const operatorNames: Readonly<Record<string, string>> = {
  '=': 'EQUALS',
  '!=': 'NOTEQUALS',
  '<': 'LESSTHAN',
  '<=': 'LESSTHANEQUALS',
  '>': 'GREATERTHAN',
  '>=': 'GREATERTHANEQUALS',
}

/** Variables of a pre hook. */
export function preHookScope(exchange: Exchange): Record<string, unknown> {
  const { inbound, vendor, resource, plan, previous, live } = exchange
  return {
    get request_body() {
      return textOf(inbound.body)
    },
    get request_body_map() {
      return mapOf(inbound.body)
    },
    request_headers: inbound.headers,
    request_path: inbound.path,
    request_path_variables: exchange.variables,
    request_method: inbound.method,
    get request_parameters() {
      return requestParameters(exchange)
    },
    get request_expression() {
      return requestExpression(exchange)
    },
    get request_vendor_parameters() {
      return Object.fromEntries(vendor.query)
    },
    get request_vendor_headers() {
      return Object.fromEntries(vendor.headers.values())
    },
    request_vendor_path: vendor.path,
    request_vendor_method: vendor.method,
    get request_vendor_url() {
      return vendorUrl(exchange)
    },
    get request_vendor_body() {
      return textOf(vendor.body)
    },
    get request_vendor_body_map() {
      return mapOf(vendor.body)
    },
    request_previous_response: previous?.body ?? null,
    request_previous_response_headers: previous?.headers ?? null,
    request_root_key: resource.requestRoot.join('.'),
    response_root_key: resource.responseRoot.join('.'),
    configuration: live.configuration,
    object_name: resource.segments[0] ?? null,
    meta_data: resource.objectName ? (plan.objects.get(resource.objectName)?.fields ?? null) : null,
  }
}

/** Variables of a post hook. */
export function postHookScope(exchange: Exchange): Record<string, unknown> {
  const { reply } = exchange
  const own = {
    response_body: visible(reply.body),
    response_body_map: visible(reply.body),
    get response_body_raw() {
      return textOf(reply.raw)
    },
    response_body_raw_map: visible(reply.raw),
    get response_headers() {
      return responseHeaders(exchange)
    },
    response_status_code: reply.status,
    response_iserror: isErrorStatus(reply.status),
    response_error_message: reply.errorMessage ?? null,
  }
  return Object.defineProperties(preHookScope(exchange), Object.getOwnPropertyDescriptors(own))
}

/** Outside 200–207 is an error (element format 3.8). */
export function isErrorStatus(status: number): boolean {
  return status < 200 || status > 207
}

/**
 * Declared query parameters exist with `null` when absent. In a list the paging ones say which of the vendor's pages is
 * asked for: one page of ours may take several, and the caller's token is not the vendor's.
 */
function requestParameters({ resource, inbound, page }: Exchange): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const { type, name } of resource.parameters) if (type === 'query') values[name] = null
  Object.assign(values, inbound.query)
  if (!page || resource.paginationType === 'engine') return values
  if ('page' in values) values['page'] = String(page.number)
  if ('pageSize' in values) values['pageSize'] = String(page.size)
  if ('nextPage' in values) values['nextPage'] = page.cursor ?? null
  return values
}

function requestExpression({ where, live }: Exchange): HookCondition[] | null {
  if (!where) return null
  const conditions = toHookExpression(where)
  if (live.configuration['request_expression.operators'] !== 'names') return conditions
  return conditions.map((condition) => ({
    ...condition,
    operator: operatorNames[condition.operator] ?? condition.operator,
  }))
}

/** Several cookies are a list: a comma may stand inside one of them. */
function responseHeaders({ reply }: Exchange): Record<string, unknown> {
  const headers: Record<string, unknown> = Object.fromEntries(reply.headers)
  const cookies = reply.headers.get('set-cookie')?.split(/,\s*(?=[^;,=\s]+=)/)
  if (cookies && cookies.length > 1) headers['set-cookie'] = cookies
  return headers
}

/** What flows through is not offered to hooks (element format 3.7); of an upload they see the text fields. */
function visible(value: unknown): unknown {
  if (value instanceof Upload) return value.fields
  return isStream(value) ? null : (value ?? null)
}

function textOf(value: unknown): string | null {
  const shown = visible(value)
  return typeof shown === 'string' || shown === null ? shown : JSON.stringify(shown)
}

/** A body as data. Text that is JSON (a filled template, say) is read; other text has no members. */
function mapOf(value: unknown): unknown {
  if (typeof value !== 'string') return visible(value)
  try {
    return JSON.parse(value)
  } catch {
    return null
  }
}
