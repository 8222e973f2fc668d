/**
 * Usage records as the wire shows them: in the snake case that the vendor platform's own tests read, and in the camel
 * case of its client library.
 */
import { Type } from 'typebox'
import type { UsageRecord } from '../../store/store.ts'

export const UsageSchema = Type.Object(
  {
    traffic_id: Type.String({ description: 'The Elements-Request-Id of the call' }),
    request_id: Type.String(),
    request_status: Type.String(),
    request_method: Type.String(),
    request_uri: Type.String({ description: 'The path, without the query' }),
    process_time: Type.Integer({ description: 'Milliseconds' }),
    traffic_date: Type.String({ format: 'date-time' }),
    request_ip: Type.String({ description: "The caller's address" }),
    request_query: Type.Optional(
      Type.Object({}, { additionalProperties: true, description: 'Secrets are ********' }),
    ),
    status_code: Type.Integer(),
    error_code: Type.Optional(Type.String()),
    error_message: Type.Optional(Type.String()),
    provider_message: Type.Optional(Type.String({ description: 'The words of the vendor' })),
    vendor_calls: Type.Optional(
      Type.Integer({ description: 'Calls of the vendor; what follows is of the last one' }),
    ),
    vendor_method: Type.Optional(Type.String()),
    vendor_host: Type.Optional(Type.String()),
    vendor_path: Type.Optional(Type.String({ description: 'Without query and secrets' })),
    vendor_status: Type.Optional(Type.Integer({ description: 'Absent: no answer' })),
    vendor_duration: Type.Optional(
      Type.Integer({ description: 'Milliseconds until the head of the answer' }),
    ),
    element_key: Type.String(),
    element_instance_id: Type.Integer(),
    user_id: Type.Integer(),
    account_id: Type.Integer(),
    company_id: Type.Integer(),
  },
  { title: 'Usage', additionalProperties: true },
)

/** A usage record on the wire. */
export type PresentedUsage = Type.Static<typeof UsageSchema>

/** What is not known here is shown as an empty text where clients demand one, and left out elsewhere. */
export function presentUsage(record: UsageRecord): PresentedUsage {
  const snake = {
    traffic_id: record.requestId,
    request_id: record.requestId,
    request_status: statusWord(record.status),
    request_method: record.method,
    request_uri: record.path,
    request_ip: record.requestIp ?? '',
    element_api: record.path,
    process_time: Math.round(record.durationMs),
    traffic_date: record.at.toISOString(),
    status_code: record.status,
    element_key: record.elementKey,
    element_instance_id: record.instanceId,
    user_id: record.userId,
    account_id: record.accountId,
    company_id: record.organizationId,
    company_external_id: '',
    company_external_name: '',
    ...(record.query ? { request_query: record.query } : {}),
    ...errorMembers(record),
    ...vendorMembers(record),
  }
  return { ...snake, ...inCamelCase(snake) }
}

function errorMembers({ error }: UsageRecord) {
  if (!error) return {}
  const { code, message, providerMessage } = error
  return {
    error_code: code,
    error_message: message,
    ...(providerMessage === null ? {} : { provider_message: providerMessage }),
  }
}

function vendorMembers({ vendor }: UsageRecord) {
  if (!vendor) return {}
  return {
    vendor_calls: vendor.calls,
    vendor_method: vendor.method,
    vendor_host: vendor.host,
    vendor_path: vendor.path,
    ...(vendor.status === null ? {} : { vendor_status: vendor.status }),
    vendor_duration: Math.round(vendor.durationMs),
  }
}

/** The two words a `status` filter knows. */
function statusWord(status: number): 'SUCCESS' | 'FAILED' {
  return status < 400 ? 'SUCCESS' : 'FAILED'
}

function inCamelCase(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(members).map(([name, value]) => [
      name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  )
}
