/** One hub request: match, authorize, credentials, then the pipeline (once, or as a list) and the projection. */
import { objectMetadata } from '../catalog/metadata.ts'
import type { Match } from '../catalog/plan.ts'
import { parseCeql } from '../ceql/parse.ts'
import { ValenceError } from '../lib/errors.ts'
import { singleValue } from './bind-list.ts'
import type { Caller } from './caller.ts'
import type { Engine } from './engine.ts'
import { type Exchange, startExchange } from './exchange.ts'
import { inboundOf } from './hub-inbound.ts'
import { runAsList } from './hub-list.ts'
import type { HubRequest, HubRuntime } from './hub-port.ts'
import type { LiveInstance } from './live-instance.ts'
import { describeNormalized, describeObject, listObjectNames, normalizedNames } from './native.ts'
import { type NormalizedView, normalizedViewOf } from './normalized-view.ts'
import { runStages } from './pipeline.ts'
import { defaultFields, shownReply } from './shown-reply.ts'
import { isStream } from './stream.ts'
import { runTraced } from './trace/run-traced.ts'
import {
  findVdr,
  type RunReply,
  runThroughVdr,
  type VdrContext,
  type VdrMatch,
} from './vdrs/vdr-request.ts'
import { withVdrs } from './vdrs/vendor-object.ts'

/** Gives instances with tokens that are good to use. */
export interface CredentialKeeper {
  /** The caller's instance, unsealed, its token refreshed when stale. @throws {ValenceError} `needs_reauthorization`, `vendor_unreachable`… */
  fresh(caller: Caller): LiveInstance | Promise<LiveInstance>
}

/** @param vdrs - Absent: instances have no virtual data resources. */
export function createHub(engine: Engine, keeper: CredentialKeeper, vdrs?: VdrContext): HubRuntime {
  const live = (caller: Caller) => {
    assertEnabled(caller)
    return keeper.fresh(caller)
  }
  return {
    execute: async (request) => {
      const held = live(request.caller)
      const instance = held instanceof Promise ? await held : held
      const finding = vdrs && vdrOf(vdrs, request, instance)
      const found = finding instanceof Promise ? await finding : finding
      const run = (own: HubRequest) =>
        request.caller.instance?.traceLoggingEnabled
          ? runTraced(own, instance, engine, runRequest)
          : runRequest(own, instance, engine)
      if (!vdrs || !found) return run(request)
      const { publicUrl } = vdrs
      return runThroughVdr(request, found, instance, { ...engine, publicUrl }, run)
    },
    // `GET /objects` answers for a disabled instance too (the vendor's own acceptance suite says so).
    objectNames: async (caller, requestId, isNormalized = false) => {
      const instance = await keeper.fresh(caller)
      if (isNormalized) return normalizedNames(instance.plan)
      const names = await listObjectNames(instance, engine, requestId)
      const own = caller.instance && vdrs ? await vdrs.index.of(caller.instance) : new Map()
      return own.size === 0 ? names : [...new Set([...names, ...own.keys()])].sort()
    },
    objectMetadata: async (caller, objectName, requestId, isNormalized = false) => {
      const instance = await live(caller)
      if (isNormalized) return describeNormalized(instance.plan, objectName)
      const vdr = vdrs && (await vdrOf(vdrs, { caller, segments: [objectName] }, instance))
      return vdr
        ? objectMetadata(withVdrs(instance.plan, [vdr.vdr]), objectName)
        : describeObject(instance, engine, objectName, requestId)
    },
    ping: async (caller, requestId) => ping(await live(caller), engine, requestId),
  }
}

// Not a promise once the instance's are known: then a request waits for nothing here.
function vdrOf(
  { index }: VdrContext,
  request: Pick<HubRequest, 'caller' | 'segments'>,
  live: LiveInstance,
): VdrMatch | undefined | Promise<VdrMatch | undefined> {
  const { instance } = request.caller
  const known = instance ? index.of(instance) : undefined
  if (!known) return undefined
  if (known instanceof Promise) return known.then((vdrs) => findVdr(vdrs, request, live))
  return findVdr(known, request, live)
}

function assertEnabled({ instance }: Caller): void {
  if (!instance?.disabled) return
  throw new ValenceError(
    'instance_disabled',
    `Instance ${instance.id} is disabled. PUT /instances/${instance.id}/enabled enables it.`,
  )
}

function runRequest(request: HubRequest, live: LiveInstance, engine: Engine): Promise<RunReply> {
  const match = matchOf(request, live)
  assertExecutable(match, live)
  const isList =
    request.method === 'GET' &&
    (match.resource.isList ||
      request.query['where'] !== undefined ||
      request.query['nextPage'] !== undefined)
  return isList ? runAsList(request, match, live, engine) : runOnce(request, match, live, engine)
}

function matchOf({ method, segments }: HubRequest, live: LiveInstance): Match {
  const match = live.plan.match(method, segments)
  if (match) return match
  const path = `/${segments.join('/')}`
  const allowed = live.plan.allowedMethods(segments)
  if (allowed.length > 0) {
    throw new ValenceError(
      'method_not_allowed',
      `${live.plan.name} offers no ${method} on ${path}, only ${allowed.join(', ')}.`,
    )
  }
  throw new ValenceError(
    'not_found',
    `${live.plan.name} has no resource ${path}. GET /elements/${live.plan.key}/docs lists its resources.`,
  )
}

/** Resources that were native code of another platform are in exports by name only. */
function assertExecutable({ resource }: Match, { plan }: LiveInstance): void {
  if (resource.definition.kind !== 'java') return
  throw new ValenceError(
    'not_supported',
    `This API is not currently supported for this element: ${plan.name} has no definition of ${resource.method} ${resource.path}.`,
  )
}

async function runOnce(
  request: HubRequest,
  match: Match,
  live: LiveInstance,
  engine: Engine,
): Promise<RunReply> {
  const view = normalizedViewOf(request, match, live)
  const { fields, ...query } = request.query
  const where = singleValue(query['where'])
  const inbound = inboundOf(request, live, view ? query : request.query)
  const exchange = startExchange({
    resource: match.resource,
    variables: match.variables,
    inbound: view ? { ...inbound, body: view.ownBody(request.body) } : inbound,
    requestId: request.requestId,
    live,
    where: where ? parseCeql(where) : undefined,
  })
  await runStages(exchange, engine)
  return onceReply(exchange, singleValue(fields) ?? defaultFields(match, live, view), view)
}

function onceReply(
  exchange: Exchange,
  fields: string | undefined,
  view: NormalizedView | undefined,
): RunReply {
  const { reply } = exchange
  if (isStream(reply.body))
    return { status: 200, headers: streamHeaders(exchange), body: reply.body }
  const headers: Record<string, string> = {}
  for (const [name, value] of reply.headers) if (name.startsWith('elements-')) headers[name] = value
  const type = reply.headers.get('content-type')
  if (type && typeof reply.body === 'string' && !reply.isReplaced) headers['content-type'] = type
  if (Array.isArray(reply.body)) headers['elements-returned-count'] ??= String(reply.body.length)
  const isEmpty = reply.body === null || reply.body === undefined || reply.body === ''
  if (isEmpty) return { status: 200, headers, body: undefined, raw: reply.raw }
  const shown = shownReply({ status: 200, headers, body: reply.body }, fields, view)
  return { ...shown, raw: reply.raw }
}

/** What a caller needs to know of a stream; the vendor's cookies and limits are none of it. */
function streamHeaders({ reply }: Exchange): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const name of [
    'content-type',
    'content-disposition',
    'content-length',
    'last-modified',
    'etag',
  ]) {
    const value = reply.headers.get(name)
    if (
      value !== undefined &&
      !(name === 'content-length' && reply.headers.has('content-encoding'))
    )
      headers[name] = value
  }
  return headers
}

/** Ask the vendor through the element's own ping resource, else through its provisioning check. */
async function ping(live: LiveInstance, engine: Engine, requestId: string) {
  const resource =
    live.plan.find('GET', `/hubs/${live.plan.hub}/ping`) ??
    live.plan.lifecycle.get('provisionAuthValidation')?.[0]
  if (resource) {
    const inbound = {
      method: 'GET',
      path: `/hubs/${live.plan.hub}/ping`,
      query: {},
      headers: {},
      body: undefined,
    }
    await runStages(startExchange({ resource, variables: {}, inbound, requestId, live }), engine)
  }
  return {
    dateTime: new Date(engine.clock.now()).toISOString(),
    endpoint: live.plan.key,
    valid: true,
  }
}
