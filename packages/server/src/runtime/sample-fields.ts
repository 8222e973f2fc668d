/**
 * The fields of an object whose vendor and whose element say nothing of them: those that a few of its records have. They
 * are marked, because records leave out what is empty.
 */
import type { ElementPlan } from '../catalog/plan.ts'
import { resourcesOfObject } from '../catalog/resources-of-object.ts'
import type { Engine } from './engine.ts'
import { startExchange } from './exchange.ts'
import { isObject } from './json-path.ts'
import type { LiveInstance } from './live-instance.ts'
import { runStages } from './pipeline.ts'

/** A field seen in records. */
export interface SampledField {
  readonly path: string
  readonly type: string
  readonly vendorPath: string
  readonly vendorRequired: false
  readonly vendorReadOnly: false
  /** Nobody declared it. */
  readonly sampled: true
  readonly method: readonly string[]
}

const maxRecords = 20
const maxFields = 500
const maxDepth = 4

/**
 * Look at the first records of an object.
 *
 * @returns Empty when the element can't list them, and when there are none.
 * @throws {ValenceError} when the vendor refuses.
 */
export async function sampleFields(
  live: LiveInstance,
  engine: Engine,
  objectName: string,
  requestId: string,
): Promise<readonly SampledField[]> {
  const resource = listOf(live.plan, objectName)
  if (!resource) return []
  const inbound = { method: 'GET', path: resource.path, query: {}, headers: {}, body: undefined }
  const page = {
    size: Math.min(maxRecords, live.plan.pagination.max),
    number: 1,
    cursor: undefined,
  }
  const exchange = startExchange({ resource, variables: {}, inbound, requestId, live, page })
  await runStages(exchange, engine)
  const { body } = exchange.reply
  return fieldsOf(Array.isArray(body) ? body : [])
}

function listOf(plan: ElementPlan, objectName: string) {
  return resourcesOfObject(plan, objectName).find(
    ({ method, segments, isList, callable }) =>
      method === 'GET' &&
      callable &&
      isList &&
      !segments.some((segment) => segment.startsWith('{')),
  )
}

/** The fields of records, in the order they are first seen: `a.b` of objects, `a[*].b` of lists of objects. */
export function fieldsOf(records: readonly unknown[]): readonly SampledField[] {
  const types = new Map<string, Set<string>>()
  for (const record of records.slice(0, maxRecords)) collect(record, '', types, 0)
  return [...types].map(([path, seen]) => ({
    path,
    // Values of several kinds, and only null: text holds both.
    type: seen.size === 1 ? ([...seen][0] ?? 'string') : 'string',
    vendorPath: path,
    vendorRequired: false,
    vendorReadOnly: false,
    sampled: true,
    method: ['GET'],
  }))
}

function collect(
  value: unknown,
  prefix: string,
  types: Map<string, Set<string>>,
  depth: number,
): void {
  if (!isObject(value)) return
  for (const [name, member] of Object.entries(value)) {
    if (types.size >= maxFields) return
    const own = /[.[\]`]/.test(name) ? `\`${name.replaceAll('`', '')}\`` : name
    const path = prefix ? `${prefix}.${own}` : own
    const elements = Array.isArray(member) ? member.filter(isObject) : []
    if (elements.length > 0 && depth < maxDepth) {
      for (const element of elements) collect(element, `${path}[*]`, types, depth + 1)
    } else if (isObject(member) && depth < maxDepth) collect(member, path, types, depth + 1)
    else note(types, path, member)
  }
}

function note(types: Map<string, Set<string>>, path: string, value: unknown): void {
  const seen = types.get(path) ?? new Set<string>()
  if (value !== null) seen.add(Array.isArray(value) ? 'array' : typeof value)
  types.set(path, seen)
}
