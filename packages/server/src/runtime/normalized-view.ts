/**
 * The hub's normalised view (docs/reference/crm-model.md): with `Elements-Normalized: true` callers speak the hub's model,
 * whatever the vendor. It lies around a request as it is: names, values and bodies are put into those of the object on the
 * way in, records into those of the model on the way out.
 */
import type { Match } from '../catalog/plan.ts'
import type { Expression } from '../ceql/expression.ts'
import { ValenceError } from '../lib/errors.ts'
import type { HubRequest } from './hub-port.ts'
import { isObject } from './json-path.ts'
import type { LiveInstance } from './live-instance.ts'
import { type NormalizedNames, ownOrderBy, ownWhere } from './normalized-where.ts'

/** Asks for the view, and tells in the answer that it was used. */
export const NORMALIZED_HEADER = 'elements-normalized'

/** One object in the words of the hub's model. */
export interface NormalizedView {
  /** @throws {ValenceError} `invalid_request` for a member the view has not. */
  ownBody(body: unknown): unknown
  ownWhere(where: Expression): Expression
  ownOrderBy(orderBy: string): string
  /** A record, or a list of them. */
  fromOwn(body: unknown): unknown
}

/** Does the caller ask for the view? */
export function wantsNormalized(headers: HubRequest['headers']): boolean {
  return headers[NORMALIZED_HEADER]?.trim().toLowerCase() === 'true'
}

/**
 * The view a request asks for; `undefined` when it asks for none.
 *
 * @throws {ValenceError} `not_supported` for a resource without one: answering in the vendor's names would pass for the model.
 */
export function normalizedViewOf(
  { headers }: Pick<HubRequest, 'headers'>,
  { resource }: Match,
  { plan }: LiveInstance,
): NormalizedView | undefined {
  if (!wantsNormalized(headers)) return undefined
  const { objectName } = resource
  const normalized = objectName === undefined ? undefined : plan.objects.get(objectName)?.normalized
  if (!normalized) {
    throw new ValenceError(
      'not_supported',
      `${plan.name} has no normalised view of ${resource.path}. It has one of: ${normalizedNames(plan)}.`,
    )
  }
  const names = {
    title: `${objectName} of ${plan.name}`,
    plan: normalized,
    valueTables: plan.definition.valueTables ?? {},
  }
  return {
    ownBody: (body) => ownBody(names, body),
    ownWhere: (where) => ownWhere(names, where),
    ownOrderBy: (orderBy) => ownOrderBy(names, orderBy),
    fromOwn: (body) => fromOwn(names, body),
  }
}

function normalizedNames({ objects }: LiveInstance['plan']): string {
  const names = [...objects.values()].filter(({ normalized }) => normalized).map(({ name }) => name)
  return names.join(', ') || 'nothing'
}

function ownBody({ plan, title }: NormalizedNames, body: unknown): unknown {
  if (!isObject(body)) return body
  const known = [...plan.fields.keys()]
  const isKnown = (name: string) =>
    known.some(
      (path) => path === name || path.startsWith(`${name}.`) || path.startsWith(`${name}[`),
    )
  const unknown = Object.keys(body).filter((name) => !isKnown(name))
  if (unknown.length === 0) return plan.mapping.toVendor(body)
  const quoted = unknown.map((name) => `'${name}'`).join(', ')
  throw new ValenceError(
    'invalid_request',
    `The normalised ${title} have no field ${quoted}. They have: ${known.join(', ')}.`,
  )
}

function fromOwn({ plan }: NormalizedNames, body: unknown): unknown {
  if (Array.isArray(body))
    return body.map((row) => (isObject(row) ? plan.mapping.fromVendor(row) : row))
  return isObject(body) ? plan.mapping.fromVendor(body) : body
}
