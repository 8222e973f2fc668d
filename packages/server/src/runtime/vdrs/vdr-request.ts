/**
 * A hub request for a virtual data resource: the same request for the element's object, with the query and the body in its
 * names, and the answer in ours.
 */
import { compileProjection } from '../../ceql/fields.ts'
import { isValenceError } from '../../lib/errors.ts'
import type { TransformationPlan } from '../../transform/compile-transformation.ts'
import type { Row } from '../../transform/mapping.ts'
import {
  type ScriptSurroundings,
  transformList,
  transformRecord,
} from '../../transform/transform-records.ts'
import { singleValue } from '../bind-list.ts'
import type { Engine } from '../engine.ts'
import { withoutNulls } from '../finish.ts'
import type { HubReply, HubRequest } from '../hub-port.ts'
import { isObject } from '../json-path.ts'
import type { LiveInstance } from '../live-instance.ts'
import { NORMALIZED_HEADER } from '../normalized-view.ts'
import { decodePageToken } from '../page-token.ts'
import { isStream } from '../stream.ts'
import { translateFields, translateOrderBy, translateWhere } from './translate-query.ts'
import type { InstanceVdrs, VdrIndex } from './vdr-index.ts'
import { noSuchVendorObject, vendorSegment } from './vendor-object.ts'

/** Says in words why a script did not do its work. */
export const warningHeader = 'elements-transformation-warning'

/** Where the caller's own `fields` travel in a page token: the element knows them under other names. */
const ownFields = 'vdr.fields'

/** Hubs whose resources are no records. */
const withoutVdrs = new Set(['documents', 'messaging'])

/** A virtual data resource found in a path. */
export interface VdrMatch {
  readonly vdr: TransformationPlan
  /** Which segment names it. */
  readonly at: number
}

/**
 * The virtual data resource a path means: the last segment that stands where a resource's name does (`contacts`,
 * `lists/5/contacts`) and is the name of one. A resource of the element with the same name gives way.
 *
 * @throws {ValenceError} why it can't be used, when its levels do not fit together.
 */
export function findVdr(
  vdrs: InstanceVdrs,
  { segments }: Pick<HubRequest, 'segments'>,
  { plan }: LiveInstance,
): VdrMatch | undefined {
  if (vdrs.size === 0 || withoutVdrs.has(plan.hub)) return undefined
  for (let at = (segments.length - 1) & ~1; at >= 0; at -= 2) {
    const vdr = vdrs.get(segments[at] ?? '')
    if (vdr === undefined) continue
    if (isValenceError(vdr)) throw vdr
    return { vdr, at }
  }
  return undefined
}

/** What requests for virtual data resources need, besides the engine. */
export interface VdrContext {
  readonly index: VdrIndex
  /** The address callers reach us at: scripts are told. */
  readonly publicUrl: () => string
}

/** What came of a request, with the vendor's whole answer. */
export type RunReply = HubReply & { readonly raw?: unknown }

/**
 * Run a request through a virtual data resource.
 *
 * @param run - Runs the translated request.
 */
export async function runThroughVdr(
  request: HubRequest,
  { vdr, at }: VdrMatch,
  live: LiveInstance,
  engine: Pick<Engine, 'scripts' | 'log'> & Pick<VdrContext, 'publicUrl'>,
  run: (request: HubRequest) => Promise<RunReply>,
): Promise<HubReply> {
  const warnings: string[] = []
  const around = surroundings(engine, request.requestId, warnings)
  const segment = vendorSegment(live.plan, vdr.vendorName)
  if (segment === undefined) throw noSuchVendorObject(live.plan, vdr)
  const reply = await run({
    ...request,
    segments: request.segments.with(at, segment),
    // The fields are mapped to the element's own names, not to those of the hub's model.
    headers: withoutView(request.headers),
    query: await translateQuery(request, vdr, around),
    body: await outward(request, vdr, around),
  })
  const shown = isStream(reply.body) ? reply : await inward(reply, request, vdr, around, live)
  return { ...shown, headers: { ...shown.headers, ...warningHeaders(warnings) } }
}

function withoutView(headers: HubRequest['headers']): HubRequest['headers'] {
  if (!(NORMALIZED_HEADER in headers)) return headers
  const { [NORMALIZED_HEADER]: _view, ...others } = headers
  return others
}

/** What scripts of a request are given, and where their complaints go. */
export function surroundings(
  engine: Pick<Engine, 'scripts' | 'log'> & Pick<VdrContext, 'publicUrl'>,
  requestId: string,
  warnings: string[],
): ScriptSurroundings {
  const url = URL.parse(engine.publicUrl())
  return {
    scripts: engine.scripts,
    configuration: {
      protocol: url?.protocol.replace(':', '') ?? null,
      host: url?.host ?? null,
      pathPrefix: '/elements/api-v2',
    },
    warn(message) {
      warnings.push(message)
      engine.log.warn({ requestId }, message)
    },
    say: (line) => engine.log.debug({ requestId }, line),
  }
}

/** The header that tells of warnings; header values are one line of ASCII. */
export function warningHeaders(warnings: readonly string[]): Record<string, string> {
  if (warnings.length === 0) return {}
  const text = [...new Set(warnings)].join('; ').replace(/[^\x20-\x7e]+/g, ' ')
  return { [warningHeader]: text.slice(0, 500) }
}

async function translateQuery(
  { query }: HubRequest,
  vdr: TransformationPlan,
  around: ScriptSurroundings,
): Promise<HubRequest['query']> {
  // A token brings the translated query of the first page.
  if (singleValue(query['nextPage'])) return query
  const { where: _where, orderBy: _order, fields: _fields, ...others } = query
  const where = singleValue(query['where'])
  const orderBy = singleValue(query['orderBy'])
  const fields = singleValue(query['fields'])
  const wanted = fields && translateFields(vdr, fields)
  return {
    ...others,
    ...(where ? { where: await translateWhere(vdr, where, around) } : {}),
    ...(orderBy ? { orderBy: translateOrderBy(vdr, orderBy) } : {}),
    ...(wanted ? { fields: wanted } : {}),
    ...(fields ? { [ownFields]: fields } : {}),
  }
}

async function outward(
  { method, body }: HubRequest,
  vdr: TransformationPlan,
  around: ScriptSurroundings,
): Promise<unknown> {
  if (method === 'GET' || method === 'DELETE') return body
  const how = { direction: 'toVendor', isPartial: method === 'PATCH' } as const
  if (Array.isArray(body) && body.every(isObject)) return transformList(vdr, body, how, around)
  return isObject(body) ? transformRecord(vdr, body, how, around) : body
}

async function inward(
  reply: RunReply,
  request: HubRequest,
  vdr: TransformationPlan,
  around: ScriptSurroundings,
  live: LiveInstance,
): Promise<HubReply> {
  const { body, headers } = reply
  const raw = request.method === 'POST' ? reply.raw : undefined
  const how = { direction: 'fromVendor', ...(raw === undefined ? {} : { raw }) } as const
  const keepsNulls = live.configuration['filter.response.nulls'] === 'false'
  const finished = (value: unknown) => project(keepsNulls ? value : withoutNulls(value), request)
  if (isObject(body)) {
    return { ...reply, body: finished(await transformRecord(vdr, body, how, around)) }
  }
  if (!Array.isArray(body)) return reply
  const rows = await transformList(vdr, body.filter(isObject) as Row[], how, around)
  const counted = 'elements-returned-count' in headers && {
    'elements-returned-count': String(rows.length),
  }
  return { ...reply, headers: { ...headers, ...counted }, body: finished(rows) }
}

function project(body: unknown, { query }: HubRequest): unknown {
  const token = singleValue(query['nextPage'])
  const fields = token
    ? singleValue(decodePageToken(token).query[ownFields])
    : singleValue(query['fields'])
  if (!fields) return body
  const projection = compileProjection(fields)
  return Array.isArray(body) ? body.map(projection) : projection(body)
}
