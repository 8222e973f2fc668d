/** Which resources of an element a virtual data resource stands for. */
import type { ElementPlan, ObjectPlan, ResourcePlan } from '../../catalog/plan.ts'
import { resourcesOfObject } from '../../catalog/resources-of-object.ts'
import { ValenceError } from '../../lib/errors.ts'
import type { TransformationPlan } from '../../transform/compile-transformation.ts'

/**
 * The path segment under which an element serves what a transformation calls `vendorName`: a resource's first segment, an
 * object's name, or the vendor's own word for the object; spelt so, or else in any case.
 */
export function vendorSegment(plan: ElementPlan, vendorName: string): string | undefined {
  const callable = plan.resources.filter((resource) => resource.callable)
  const objects = [...plan.objects.values()]
  for (const same of [exactly, inAnyCase]) {
    const is = same(vendorName)
    const direct = callable.find(({ segments }) => is(segments[0]))
    const named = callable.find(({ objectName }) => is(objectName))
    const object = objects.find((one) => is(one.name) || is(one.vendorName))
    const ofObject = object && callable.find(({ objectName }) => objectName === object.name)
    const segment = (direct ?? named ?? ofObject)?.segments[0]
    if (segment !== undefined) return segment
    if (object && callable.some(({ segments }) => segments[0] === object.name)) return object.name
  }
  return undefined
}

function exactly(name: string): (other: string | undefined) => boolean {
  return (other) => other === name
}

function inAnyCase(name: string): (other: string | undefined) => boolean {
  const lower = name.toLowerCase()
  return (other) => other?.toLowerCase() === lower
}

/** The failure for a transformation that names no object of the element. */
export function noSuchVendorObject(plan: ElementPlan, vdr: TransformationPlan): ValenceError {
  return new ValenceError(
    'not_found',
    `${vdr.objectName} is mapped to '${vdr.vendorName}', which ${plan.name} does not have. GET /objects lists its objects; ` +
      `correct vendorName of the transformation.`,
  )
}

/**
 * An element's plan with virtual data resources among its objects and resources, for descriptions: metadata and
 * Swagger. Requests do not run on it.
 */
export function withVdrs(plan: ElementPlan, vdrs: readonly TransformationPlan[]): ElementPlan {
  const objects = new Map(plan.objects)
  const added: ResourcePlan[] = []
  for (const vdr of vdrs) {
    const segment = vendorSegment(plan, vdr.vendorName)
    const object = objectOf(vdr)
    objects.set(vdr.objectName, object)
    if (segment === undefined) continue
    added.push(...resourcesOf(plan, segment).map((resource) => renamed(resource, object)))
  }
  const names = new Set(vdrs.map(({ objectName }) => objectName))
  const others = plan.resources.filter(({ segments }) => !names.has(segments[0] ?? ''))
  return { ...plan, objects, resources: [...others, ...added] }
}

function resourcesOf(plan: ElementPlan, segment: string): readonly ResourcePlan[] {
  const own = plan.resources.filter(
    (resource) =>
      resource.callable && resource.segments[0] === segment && resource.segments.length <= 2,
  )
  return own.length > 0 ? own : resourcesOfObject(plan, segment)
}

function renamed(resource: ResourcePlan, object: ObjectPlan): ResourcePlan {
  const segments = [object.name, ...resource.segments.slice(1)]
  const { operationId: _, ...definition } = resource.definition
  return {
    ...resource,
    definition: { ...definition, objectName: object.name },
    type: 'api',
    path: `${resource.path.split('/').slice(0, 3).join('/')}/${segments.join('/')}`,
    segments,
    objectName: object.name,
    object,
  }
}

function objectOf(vdr: TransformationPlan): ObjectPlan {
  const fields = vdr.fields
    .filter(({ isRead, isWritten }) => isRead || isWritten)
    .map(({ isRead: _read, isWritten, isRemoved: _removed, ...field }) => ({
      ...field,
      ...(isWritten ? {} : { vendorReadOnly: true }),
    }))
  return {
    name: vdr.objectName,
    vendorName: vdr.vendorName,
    primaryKey: undefined,
    fields,
    fieldsByPath: new Map(fields.map((field) => [field.path, field])),
    mapping: {
      fromVendor: (row) => vdr.map(row, 'fromVendor'),
      toVendor: (row) => vdr.map(row, 'toVendor'),
    },
    customFieldModel: undefined,
    normalized: undefined,
  }
}
