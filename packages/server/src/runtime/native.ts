/** What every element answers without the vendor: names and fields of its objects. */
import { objectMetadata, objectNames } from '../catalog/metadata.ts'
import type { ElementPlan } from '../catalog/plan.ts'
import { ValenceError } from '../lib/errors.ts'
import { customFieldsOf } from './custom-fields.ts'
import type { Engine } from './engine.ts'
import type { LiveInstance } from './live-instance.ts'

export function listObjectNames(plan: ElementPlan): readonly string[] {
  return objectNames(plan)
}

/** Fields of an object, the tenant's custom ones included. @throws {ValenceError} `not_found` for an unknown object. */
export async function describeObject(live: LiveInstance, engine: Engine, objectName: string) {
  const { plan } = live
  if (!objectNames(plan).includes(objectName)) {
    throw new ValenceError(
      'not_found',
      `${plan.name} has no object '${objectName}'. GET /objects lists its objects.`,
    )
  }
  const object = plan.objects.get(objectName)
  const custom = object ? [...(await customFieldsOf(live, engine, object)).byId.values()] : []
  return objectMetadata(plan, objectName, custom)
}
