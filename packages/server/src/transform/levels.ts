/** How the levels of a virtual data resource become one. */
import {
  type Definition,
  type Level,
  levels,
  ruleOf,
  type Transformation,
} from './transformation.ts'

/** What each level says; absent levels say nothing. */
export type AtLevels<Said> = Readonly<Partial<Record<Level, Said>>>

/**
 * The fields of all levels. The same path at a lower level replaces the higher one's field, in its place.
 *
 * @returns `undefined` when no level has a definition.
 */
export function mergeDefinitions(said: AtLevels<Definition>): Definition | undefined {
  const present = levels.flatMap((level) => said[level] ?? [])
  if (present.length === 0) return undefined
  return { fields: byPath(present.flatMap(({ fields }) => fields)) }
}

/**
 * The transformation that counts. A level with the rule `inherit` adds to what is above it: fields by path, rules by
 * type, and its script replaces the inherited one. A level without it stands alone; a level that says nothing changes
 * nothing.
 *
 * @returns `undefined` when no level has one.
 */
export function mergeTransformations(said: AtLevels<Transformation>): Transformation | undefined {
  let merged: Transformation | undefined
  for (const level of levels) {
    const own = said[level]
    if (!own) continue
    merged = merged && ruleOf(own.configuration, 'inherit') ? inherit(merged, own) : own
  }
  return merged
}

function inherit(above: Transformation, own: Transformation): Transformation {
  const types = new Set(own.configuration.map(({ type }) => type))
  return {
    vendorName: own.vendorName ?? above.vendorName,
    fields: byPath([...above.fields, ...own.fields]),
    configuration: [
      ...above.configuration.filter(({ type }) => !types.has(type)),
      ...own.configuration,
    ],
    ...(own.script?.body
      ? { script: own.script, isLegacy: own.isLegacy }
      : { script: above.script, isLegacy: above.isLegacy }),
  }
}

function byPath<Field extends { readonly path: string }>(fields: readonly Field[]): Field[] {
  const found = new Map<string, Field>()
  for (const field of fields) found.set(field.path, field)
  return [...found.values()]
}
