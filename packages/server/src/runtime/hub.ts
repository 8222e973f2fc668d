/** One hub request: match, authorize, credentials, then the pipeline (once, or as a list) and the projection. */
import type { Match } from '../catalog/plan.ts'
import type { Expression } from '../ceql/expression.ts'
import { compileProjection } from '../ceql/fields.ts'
import { parseCeql } from '../ceql/parse.ts'
import { ValenceError } from '../lib/errors.ts'
import { allOf, isImpliedWhere, singleValue } from './bind-list.ts'
import type { Caller } from './caller.ts'
import type { Engine } from './engine.ts'
import { type Exchange, type Inbound, startExchange } from './exchange.ts'
import type { HubReply, HubRequest, HubRuntime } from './hub-port.ts'
import { type ListReply, runList } from './list.ts'
import { readListQuery } from './list-query.ts'
import type { LiveInstance } from './live-instance.ts'
import { describeObject, listObjectNames } from './native.ts'
import { runStages } from './pipeline.ts'
import { isStream } from './stream.ts'

/** Gives instances with tokens that are good to use. */
export interface CredentialKeeper {
  /** The caller's instance, unsealed, its token refreshed when stale. @throws {ValenceError} `needs_reauthorization`, `vendor_unreachable`… */
  fresh(caller: Caller): LiveInstance | Promise<LiveInstance>
}

export function createHub(engine: Engine, keeper: CredentialKeeper): HubRuntime {
  const live = (caller: Caller) => {
    assertEnabled(caller)
    return keeper.fresh(caller)
  }
  return {
    execute: async (request) => {
      const held = live(request.caller)
      const instance = held instanceof Promise ? await held : held
      return runRequest(request, instance, engine)
    },
    // `GET /objects` answers for a disabled instance too (the vendor's own acceptance suite says so).
    objectNames: async (caller, requestId) =>
      listObjectNames(await keeper.fresh(caller), engine, requestId),
    objectMetadata: async (caller, objectName, requestId) =>
      describeObject(await live(caller), engine, objectName, requestId),
    ping: async (caller, requestId) => ping(await live(caller), engine, requestId),
  }
}

function assertEnabled({ instance }: Caller): void {
  if (!instance?.disabled) return
  throw new ValenceError(
    'instance_disabled',
    `Instance ${instance.id} is disabled. PUT /instances/${instance.id}/enabled enables it.`,
  )
}

function runRequest(request: HubRequest, live: LiveInstance, engine: Engine): Promise<HubReply> {
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

function inboundOf(request: HubRequest, live: LiveInstance, query: Inbound['query']): Inbound {
  const path = `/hubs/${live.plan.hub}/${request.segments.join('/')}`
  const { method, headers, body, vendorCalls } = request
  return { method, path, query, headers, body, vendorCalls }
}

async function runOnce(
  request: HubRequest,
  match: Match,
  live: LiveInstance,
  engine: Engine,
): Promise<HubReply> {
  const where = singleValue(request.query['where'])
  const exchange = startExchange({
    resource: match.resource,
    variables: match.variables,
    inbound: inboundOf(request, live, request.query),
    requestId: request.requestId,
    live,
    where: where ? parseCeql(where) : undefined,
  })
  await runStages(exchange, engine)
  return onceReply(exchange, singleValue(request.query['fields']) ?? defaultFields(match, live))
}

function defaultFields({ resource }: Match, { plan }: LiveInstance): string | undefined {
  return plan.defaultFields.get(resource.objectName ?? resource.segments[0] ?? '')
}

function onceReply(exchange: Exchange, fields: string | undefined): HubReply {
  const { reply } = exchange
  if (isStream(reply.body))
    return { status: 200, headers: streamHeaders(exchange), body: reply.body }
  const headers: Record<string, string> = {}
  for (const [name, value] of reply.headers) if (name.startsWith('elements-')) headers[name] = value
  if (Array.isArray(reply.body)) headers['elements-returned-count'] ??= String(reply.body.length)
  const isEmpty = reply.body === null || reply.body === undefined || reply.body === ''
  return { status: 200, headers, body: isEmpty ? undefined : project(reply.body, fields) }
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

async function runAsList(
  request: HubRequest,
  match: Match,
  live: LiveInstance,
  engine: Engine,
): Promise<HubReply> {
  const query = readListQuery(request.query, engine.settings, live.plan.pagination)
  const where = allOf(query.where ? parseCeql(query.where) : undefined, ...impliedConditions(match))
  if (query.where) assertKnownFields(match, live, parseCeql(query.where))
  const inbound = inboundOf(request, live, query.original)
  const page = await runList(
    { match, live, inbound, requestId: request.requestId, where, query },
    engine,
  )
  return listReply(page, query.fields ?? defaultFields(match, live))
}

function listReply({ body, headers }: ListReply, fields: string | undefined): HubReply {
  return { status: 200, headers, body: body === null ? undefined : project(body, fields) }
}

function impliedConditions({ resource }: Match): Expression[] {
  return resource.parameters.filter(isImpliedWhere).map((parameter) => parseCeql(parameter.name))
}

/** A mapped object says what it can be asked for; evaluating a misspelt field would answer with an empty list. */
function assertKnownFields({ resource }: Match, live: LiveInstance, where: Expression): void {
  const { object } = resource
  if (!object) return
  const prefix = object.customFieldModel?.prefix
  for (const field of fieldsOf(where)) {
    if (object.fieldsByPath.has(field) || (prefix && field.startsWith(prefix))) continue
    throw new ValenceError(
      'invalid_request',
      `where names '${field}', which ${object.name} of ${live.plan.name} has not. GET /objects/${object.name}/metadata lists its fields.`,
    )
  }
}

function fieldsOf(expression: Expression): string[] {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return expression.operands.flatMap(fieldsOf)
    case 'not':
      return fieldsOf(expression.operand)
    default:
      return [expression.field]
  }
}

function project(body: unknown, fields: string | undefined): unknown {
  if (!fields) return body
  const projection = compileProjection(fields)
  return Array.isArray(body) ? body.map(projection) : projection(body)
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
