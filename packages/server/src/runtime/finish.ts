/** finish: the vendor's record inward, the null filter, and failures in one shape. */
import type { ObjectPlan } from '../catalog/plan.ts'
import { isListed, withOurCustomFields } from './custom-fields.ts'
import type { Engine, Stage } from './engine.ts'
import type { Exchange } from './exchange.ts'
import { isErrorStatus } from './hook-scope.ts'
import { isObject } from './json-path.ts'
import { isStream } from './stream.ts'
import { vendorError } from './vendor-error.ts'

export const finish: Stage = (exchange, engine) => {
  const { reply, resource } = exchange
  if (isErrorStatus(reply.status)) throw vendorError(exchange)
  reply.status = 200
  if (isStream(reply.body)) return
  if (resource.object && !reply.isReplaced) return mapInward(exchange, engine, resource.object)
  if (reply.isReplaced) reply.body = dataOf(reply.body)
  dropNulls(exchange)
}

/** Hooks answer with data or with its JSON as text: callers get data either way. */
function dataOf(body: unknown): unknown {
  if (typeof body !== 'string' || !/^\s*[{[]/.test(body)) return body
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}

/**
 * A list that isn't one is the vendor's breach of its own contract: saying so beats answering something else.
 * A hook that replaced the body has already said it in our words, so only the vendor's own records are mapped.
 */
function mapInward(exchange: Exchange, engine: Engine, object: ObjectPlan): void | Promise<void> {
  const { reply } = exchange
  const records = Array.isArray(reply.body)
    ? reply.body
    : isObject(reply.body)
      ? [reply.body]
      : undefined
  if (!records) return
  const custom = object.customFieldModel
  if (isListed(custom) && records.some((record) => hasCustomValues(record, custom.recordKey))) {
    return withOurCustomFields({ exchange, engine, object, custom, records }).then((rows) =>
      setRows(exchange, rows),
    )
  }
  setRows(
    exchange,
    records.map((record) => object.mapping.fromVendor(record)),
  )
}

function hasCustomValues(record: unknown, key: string): boolean {
  const values = isObject(record) ? record[key] : undefined
  return Array.isArray(values) && values.length > 0
}

function setRows({ reply }: Exchange, rows: unknown[]): void {
  reply.body = Array.isArray(reply.body) ? rows : rows[0]
}

/** `filter.response.nulls` (default true): members that are null are left out, at any depth; list items stay. */
function dropNulls({ reply, live }: Exchange): void {
  if (live.configuration['filter.response.nulls'] !== 'false') reply.body = withoutNulls(reply.body)
}

/** A copy without null members. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (!isObject(value)) return value
  const kept: Record<string, unknown> = {}
  for (const name in value) {
    const member = value[name]
    if (member === null) continue
    kept[name] = typeof member === 'object' ? withoutNulls(member) : member
  }
  return kept
}
