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
 * The fields of all levels. The same path at a lower level replaces the higher one's field.
 *
 * @returns `undefined` when no level has a definition.
 */
export function mergeDefinitions(said: AtLevels<Definition>): Definition | undefined {
  const present = levels.flatMap((level) => said[level] ?? [])
  if (present.length === 0) return undefined
  return {
    fields: present.reduce<Definition['fields']>((above, own) => override(above, own.fields), []),
  }
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
    fields: override(above.fields, own.fields),
    configuration: [
      ...above.configuration.filter(({ type }) => !types.has(type)),
      ...own.configuration,
    ],
    ...(own.script?.body
      ? { script: own.script, isLegacy: own.isLegacy }
      : { script: above.script, isLegacy: above.isLegacy }),
  }
}

/** A level may map one path to several of the vendor's; it replaces all that is said of the path above it. */
function override<Field extends { readonly path: string }>(
  above: readonly Field[],
  own: readonly Field[],
): Field[] {
  const paths = new Set(own.map(({ path }) => path))
  return [...above.filter(({ path }) => !paths.has(path)), ...own]
}
