/** One list request: condition, order and view made ready, then the walk over the vendor's pages. */
import type { Match } from '../catalog/plan.ts'
import type { Expression } from '../ceql/expression.ts'
import { parseCeql } from '../ceql/parse.ts'
import { ValenceError } from '../lib/errors.ts'
import { allOf, isImpliedWhere } from './bind-list.ts'
import { canPushOrder } from './bind-order.ts'
import { canPushWhere } from './bind-where.ts'
import type { Engine } from './engine.ts'
import type { Inbound } from './exchange.ts'
import { inboundOf } from './hub-inbound.ts'
import type { HubReply, HubRequest } from './hub-port.ts'
import { runList } from './list.ts'
import { type ListQuery, readListQuery } from './list-query.ts'
import type { LiveInstance } from './live-instance.ts'
import { type NormalizedView, normalizedViewOf } from './normalized-view.ts'
import { defaultFields, shownReply } from './shown-reply.ts'

/** Answer a list. @throws {ValenceError} as `runList`, and `invalid_request` for a query that makes no sense. */
export async function runAsList(
  request: HubRequest,
  match: Match,
  live: LiveInstance,
  engine: Engine,
): Promise<HubReply> {
  const view = normalizedViewOf(request, match, live)
  const asked = readListQuery(request.query, engine.settings, live.plan.pagination)
  const query = view ? inOwnNames(asked, view) : asked
  const condition = conditionOf(asked, match, live, view)
  const where = allOf(condition, ...impliedConditions(match))
  const page = await runList(
    {
      match: searching(match, live, where, query.orderBy),
      live,
      inbound: inboundOf(request, live, view ? ownQuery(query) : query.original),
      requestId: request.requestId,
      where,
      query,
    },
    engine,
  )
  return shownReply(
    { status: 200, ...page, body: page.body ?? undefined },
    asked.fields ?? defaultFields(match, live, view),
    view,
  )
}

function conditionOf(
  { where }: ListQuery,
  match: Match,
  live: LiveInstance,
  view: NormalizedView | undefined,
): Expression | undefined {
  if (!where) return undefined
  const condition = parseCeql(where)
  if (view) return view.ownWhere(condition)
  assertKnownFields(match, live, condition)
  return condition
}

/** The order in the object's names; the token of the next page keeps what the caller wrote. */
function inOwnNames(query: ListQuery, view: NormalizedView): ListQuery {
  return { ...query, orderBy: query.orderBy && view.ownOrderBy(query.orderBy) }
}

/** What the vendor's side of a normalised list sees of the query: fields are chosen of the model's names, here. */
function ownQuery({ original, orderBy }: ListQuery): Inbound['query'] {
  const { fields: _fields, where: _where, orderBy: _orderBy, ...others } = original
  return orderBy ? { ...others, orderBy } : others
}

/** Vendors that search at another address than they list at: the resource for it, when it has something to say. */
function searching(
  match: Match,
  { plan }: LiveInstance,
  where: Expression | undefined,
  orderBy: string | undefined,
): Match {
  const { searchResource } = match.resource
  const found = searchResource && plan.find(searchResource.method, searchResource.path)
  if (!found) return match
  const isWanted = canPushWhere(plan, found, where) || canPushOrder(plan, found, orderBy)
  return isWanted ? { ...match, resource: found } : match
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
