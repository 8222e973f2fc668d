/**
 * What every element answers about its objects: from its definition, or from a resource of its own at the same path.
 * Such a resource asks the vendor; its answer stands for ours, or adds to it when a hook says `metadata_merge`.
 */
import { normalizedMetadata, objectMetadata, objectNames } from '../catalog/metadata.ts'
import type { ElementPlan, Match } from '../catalog/plan.ts'
import { ValenceError } from '../lib/errors.ts'
import { customFieldsOf } from './custom-fields.ts'
import type { Engine } from './engine.ts'
import { type Exchange, startExchange } from './exchange.ts'
import { isObject } from './json-path.ts'
import type { LiveInstance } from './live-instance.ts'
import { runStages } from './pipeline.ts'
import { sampleFields } from './sample-fields.ts'

/** The objects of an element with a normalised view. */
export function normalizedNames({ objects }: ElementPlan): readonly string[] {
  const views = [...objects.values()].filter(({ normalized }) => normalized)
  return views.map(({ name }) => name).sort()
}

/** The fields of an object's normalised view. @throws {ValenceError} `not_found` for an object without one. */
export function describeNormalized(plan: ElementPlan, objectName: string) {
  const described = normalizedMetadata(plan, objectName)
  if (described) return described
  throw new ValenceError(
    'not_found',
    `${plan.name} has no normalised view of '${objectName}', only of ${normalizedNames(plan).join(', ') || 'nothing'}.`,
  )
}

/** `GET /objects`, sorted. An own resource may answer names, or records with a `name`. */
export async function listObjectNames(
  live: LiveInstance,
  engine: Engine,
  requestId: string,
): Promise<readonly string[]> {
  const match = ownResource(live.plan, ['objects'])
  if (!match) return objectNames(live.plan)
  const { reply } = await ask(match, ['objects'], live, engine, requestId)
  const entries: readonly unknown[] = Array.isArray(reply.body) ? reply.body : []
  const names = entries.map((entry) => (isObject(entry) ? entry['name'] : entry))
  return names.filter((name) => typeof name === 'string').sort()
}

/** Fields of an object, the tenant's custom ones included. @throws {ValenceError} `not_found` for an unknown object. */
export async function describeObject(
  live: LiveInstance,
  engine: Engine,
  objectName: string,
  requestId: string,
): Promise<{ readonly fields: readonly object[] }> {
  const segments = ['objects', objectName, 'metadata']
  const match = ownResource(live.plan, segments)
  if (!match) return ownDescription(live, engine, objectName, requestId)
  const { reply } = await ask(match, segments, live, engine, requestId)
  const said = fieldsIn(reply.body)
  if (!reply.isMetadataMerged) return { fields: said }
  const { fields } = objectMetadata(live.plan, objectName)
  return { fields: mergedByPath(fields, said) }
}

async function ownDescription(
  live: LiveInstance,
  engine: Engine,
  objectName: string,
  requestId: string,
): Promise<{ readonly fields: readonly object[] }> {
  const { plan } = live
  if (!objectNames(plan).includes(objectName)) {
    throw new ValenceError(
      'not_found',
      `${plan.name} has no object '${objectName}'. GET /objects lists its objects.`,
    )
  }
  const object = plan.objects.get(objectName)
  const custom = object ? [...(await customFieldsOf(live, engine, object)).byId.values()] : []
  const described = objectMetadata(plan, objectName, custom)
  if (described.fields.length > custom.length) return described
  const sampled = await sampleFields(live, engine, objectName, requestId)
  return { fields: [...sampled, ...described.fields] }
}

/** A resource that is written for this path: `/{objectName}/{id}/{child}` would fit as well and means something else. */
function ownResource(plan: ElementPlan, segments: readonly string[]): Match | undefined {
  const match = plan.match('GET', segments)
  return match?.resource.segments[0] === 'objects' ? match : undefined
}

async function ask(
  { resource, variables }: Match,
  segments: readonly string[],
  live: LiveInstance,
  engine: Engine,
  requestId: string,
): Promise<Exchange> {
  const path = `/hubs/${live.plan.hub}/${segments.join('/')}`
  const inbound = { method: 'GET', path, query: {}, headers: {}, body: undefined }
  const exchange = startExchange({ resource, variables, inbound, requestId, live })
  await runStages(exchange, engine)
  return exchange
}

function fieldsIn(body: unknown): readonly object[] {
  const list = isObject(body) ? body['fields'] : body
  return Array.isArray(list) ? list.filter(isObject) : []
}

/** What was asked wins, member by member, over what the definition says of the same path. */
function mergedByPath(own: readonly object[], said: readonly object[]): readonly object[] {
  const byPath = new Map<unknown, object>()
  for (const field of [...own, ...said]) {
    const { path, vendorPath } = field as { path?: unknown; vendorPath?: unknown }
    const key = path ?? vendorPath
    byPath.set(key, { ...byPath.get(key), ...field })
  }
  return [...byPath.values()]
}
