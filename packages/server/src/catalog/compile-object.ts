import { compileMapping } from '../transform/compile.ts'
import type { ElementDefinition, ObjectDefinition } from './format.ts'
import type { NormalizedPlan, ObjectPlan } from './plan.ts'

/** The objects of an element by name, each with its compiled mapping. Of two with one name the first counts. */
export function compileObjects({
  objects,
  valueTables,
}: ElementDefinition): ReadonlyMap<string, ObjectPlan> {
  const plans = new Map<string, ObjectPlan>()
  for (const object of objects ?? []) {
    if (!plans.has(object.name)) plans.set(object.name, compileObject(object, valueTables ?? {}))
  }
  return plans
}

function compileObject(
  object: ObjectDefinition,
  valueTables: NonNullable<ElementDefinition['valueTables']>,
): ObjectPlan {
  const fields = object.fields ?? []
  const primaryKey = object.primaryKeyName || undefined
  return Object.freeze({
    name: object.name,
    vendorName: object.vendorName || object.name,
    primaryKey,
    fields,
    fieldsByPath: new Map(fields.map((field) => [field.path, field])),
    mapping: compileMapping(fields, { valueTables, primaryKey }),
    customFieldModel: object.customFieldModel,
    normalized: compileNormalized(object, valueTables),
  })
}

function compileNormalized(
  { normalized }: ObjectDefinition,
  valueTables: NonNullable<ElementDefinition['valueTables']>,
): NormalizedPlan | undefined {
  if (!normalized) return undefined
  return Object.freeze({
    fields: new Map(normalized.fields.map((field) => [field.path, field])),
    mapping: compileMapping(normalized.fields, { valueTables }),
  })
}
