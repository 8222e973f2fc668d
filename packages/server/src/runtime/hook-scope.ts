/** What hooks see. @see reference/element-format.md, sections 3.5 and 3.8 */
import { toHookExpression } from '../ceql/hook-expression.ts'
import type { Exchange } from './exchange.ts'
import { vendorUrl } from './resolve.ts'

/** Variables of a pre hook. */
export function preHookScope(exchange: Exchange): Record<string, unknown> {
  const { inbound, vendor, resource, plan, previous } = exchange
  return {
    request_body: inbound.body === undefined ? null : textOf(inbound.body),
    request_body_map: inbound.body ?? null,
    request_headers: inbound.headers,
    request_path: inbound.path,
    request_path_variables: exchange.variables,
    request_method: inbound.method,
    request_parameters: requestParameters(exchange),
    request_expression: exchange.where ? toHookExpression(exchange.where) : null,
    request_vendor_parameters: Object.fromEntries(vendor.query),
    request_vendor_headers: Object.fromEntries(vendor.headers.values()),
    request_vendor_path: vendor.path,
    request_vendor_method: vendor.method,
    request_vendor_url: vendorUrl(exchange),
    request_vendor_body: vendor.body === undefined ? null : textOf(vendor.body),
    request_vendor_body_map: vendor.body ?? null,
    request_previous_response: previous?.body ?? null,
    request_previous_response_headers: previous?.headers ?? null,
    request_root_key: resource.requestRoot.join('.'),
    response_root_key: resource.responseRoot.join('.'),
    configuration: exchange.live.configuration,
    object_name: resource.segments[0] ?? null,
    meta_data: resource.objectName ? (plan.objects.get(resource.objectName)?.fields ?? null) : null,
  }
}

/** Variables of a post hook. */
export function postHookScope(exchange: Exchange): Record<string, unknown> {
  const { reply } = exchange
  return {
    ...preHookScope(exchange),
    response_body: reply.body ?? null,
    response_body_map: reply.body ?? null,
    response_body_raw: reply.raw === undefined ? null : textOf(reply.raw),
    response_body_raw_map: reply.raw ?? null,
    response_headers: Object.fromEntries(reply.headers),
    response_status_code: reply.status,
    response_iserror: isErrorStatus(reply.status),
    response_error_message: reply.errorMessage ?? null,
  }
}

/** Outside 200–207 is an error (element format 3.8). */
export function isErrorStatus(status: number): boolean {
  return status < 200 || status > 207
}

/** Declared query parameters exist with `null` when absent. */
function requestParameters({ resource, inbound }: Exchange): Record<string, unknown> {
  const declared = resource.parameters.filter((parameter) => parameter.type === 'query')
  return {
    ...Object.fromEntries(declared.map((parameter) => [parameter.name, null])),
    ...inbound.query,
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
