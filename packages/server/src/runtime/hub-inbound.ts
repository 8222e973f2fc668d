import type { Inbound } from './exchange.ts'
import type { HubRequest } from './hub-port.ts'
import type { LiveInstance } from './live-instance.ts'

/** A hub request as the pipeline takes it, with the query that it is to see. */
export function inboundOf(
  request: HubRequest,
  live: LiveInstance,
  query: Inbound['query'],
): Inbound {
  const path = `/hubs/${live.plan.hub}/${request.segments.join('/')}`
  const { method, headers, body, vendorCalls, tracer } = request
  return { method, path, query, headers, body, vendorCalls, tracer }
}
