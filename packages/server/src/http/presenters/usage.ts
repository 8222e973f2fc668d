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

/** What is not recorded here (addresses and bodies of callers) is shown as an empty text, because clients demand it. */
export function presentUsage(record: UsageRecord): PresentedUsage {
  const snake = {
    traffic_id: record.requestId,
    request_id: record.requestId,
    request_status: statusWord(record.status),
    request_method: record.method,
    request_uri: record.path,
    request_ip: '',
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
  }
  return { ...snake, ...inCamelCase(snake) }
}

/** The two words a `status` filter knows. */
export function statusWord(status: number): 'SUCCESS' | 'FAILED' {
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
