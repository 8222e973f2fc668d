import { compileTransformation, type TransformationPlan } from './compile-transformation.ts'
import type { Row } from './mapping.ts'
import type { Definition, Direction, Transformation } from './transformation.ts'

const plans = new WeakMap<Definition, WeakMap<Transformation, TransformationPlan>>()

/** The plan of a pair, made once. @throws as `compileTransformation`. */
export function planOf(definition: Definition, transformation: Transformation): TransformationPlan {
  const known = plans.get(definition) ?? new WeakMap<Transformation, TransformationPlan>()
  plans.set(definition, known)
  const plan =
    known.get(transformation) ??
    compileTransformation(transformation.vendorName ?? 'object', definition, transformation)
  known.set(transformation, plan)
  return plan
}

/**
 * Map one record by the fields of a transformation, without its script. A pure function: compiled with the first record of
 * a pair and kept for as long as the pair itself.
 *
 * @throws {ValenceError} `invalid_request` when the transformation can't be compiled.
 */
export function transform(
  definition: Definition,
  transformation: Transformation,
  object: Readonly<Row>,
  direction: Direction,
): Row {
  return planOf(definition, transformation).map(object, direction)
}
