/** Which resources serve an object, and what they do with it. */
import { isCallableType } from './compile-resource.ts'
import type { ElementPlan, ResourcePlan } from './plan.ts'
import { variableName } from './router.ts'

/**
 * Names of the element's objects, sorted: those it declares, those its resources name, and, when it does neither, the
 * first segment of every documented path that stands for records (`/contacts`, `/contacts/{id}`).
 */
export function objectNames(plan: ElementPlan): readonly string[] {
  const documented = plan.resources.filter((resource) => resource.type === 'api')
  const named = documented.flatMap(({ objectName }) => (objectName ? [objectName] : []))
  const declared = new Set([...plan.objects.keys(), ...named])
  const names = declared.size > 0 ? declared : new Set(documented.flatMap(recordSegment))
  return [...names].sort()
}

/** The callable resources of an object's records: lists, single records and their changes; not those of its children. */
export function resourcesOfObject(plan: ElementPlan, objectName: string): readonly ResourcePlan[] {
  const callable = plan.resources.filter((resource) => isCallableType(resource.type))
  const named = callable.filter((resource) => resource.objectName === objectName)
  if (named.length > 0) return named
  return callable.filter((resource) => recordSegment(resource)[0] === objectName)
}

/** Does the path end in a variable, that is, address one record? */
export function isSingleRecord({ segments }: ResourcePlan): boolean {
  return variableName(segments.at(-1) ?? '') !== undefined
}

function recordSegment({ segments }: ResourcePlan): readonly string[] {
  const [first, second] = segments
  if (first === undefined || variableName(first) !== undefined || segments.length > 2) return []
  return second === undefined || variableName(second) !== undefined ? [first] : []
}
