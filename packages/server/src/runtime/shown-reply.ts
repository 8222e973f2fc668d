/** The last step of a request: an answer in the names, and with the fields, that the caller asked for. */
import type { Match } from '../catalog/plan.ts'
import { compileProjection } from '../ceql/fields.ts'
import type { HubReply } from './hub-port.ts'
import type { LiveInstance } from './live-instance.ts'
import { NORMALIZED_HEADER, type NormalizedView } from './normalized-view.ts'

/** The answer in the model's names when they were asked for, with the fields that were. */
export function shownReply(
  reply: HubReply,
  fields: string | undefined,
  view: NormalizedView | undefined,
): HubReply {
  if (!view) return { ...reply, body: project(reply.body, fields) }
  const headers = { ...reply.headers, [NORMALIZED_HEADER]: 'true' }
  return { ...reply, headers, body: project(view.fromOwn(reply.body), fields) }
}

function project(body: unknown, fields: string | undefined): unknown {
  if (!fields || body === undefined) return body
  const projection = compileProjection(fields)
  return Array.isArray(body) ? body.map(projection) : projection(body)
}

/** Fields the element chooses for callers who choose none; its own names, so none in the hub's view. */
export function defaultFields(
  { resource }: Match,
  { plan }: LiveInstance,
  view: NormalizedView | undefined,
): string | undefined {
  if (view) return undefined
  return plan.defaultFields.get(resource.objectName ?? resource.segments[0] ?? '')
}
