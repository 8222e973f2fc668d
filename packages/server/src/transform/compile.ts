/**
 * A mapping of fields, compiled once: reading is one pass over the source (`source.ts`), writing one pass over the target
 * (`target.ts`), with one slot a field between them.
 * @see docs/reference/field-mapping.md
 */

import type { Conversion } from './coercion.ts'
import { conversionIn, conversionOut, type ValueTables } from './conversion.ts'
import type { FieldMapping, Mapping, Row } from './mapping.ts'
import { isForbidden, type Path, parsePath } from './path.ts'
import { addSource, compileSource, newSource } from './source.ts'
import { addTarget, compileTarget, newTarget } from './target.ts'

/** What fields may refer to. */
export interface MappingOptions {
  readonly valueTables?: ValueTables | undefined
  /** Our name of the identifier. Where no field maps it, it is read from the vendor's member of that name. */
  readonly primaryKey?: string | undefined
}

/** One field in one direction. */
interface Leg {
  readonly source: Path
  readonly target: Path
  readonly conversion: Conversion
  /** Taken in place of a source without a value; `undefined`: nothing is. */
  readonly fallback: unknown
}

/**
 * Compile fields to a mapping. Of two fields that write one place, the later wins when it has a value.
 *
 * @throws {ValenceError} `invalid_request` when a path is not valid, a value table is missing, or two paths can't both be
 *   written (`a.b` and `a[0]`).
 */
export function compileMapping(
  fields: readonly FieldMapping[],
  options: MappingOptions = {},
): Mapping {
  const tables = options.valueTables ?? {}
  const all = withPrimaryKey(fields, options.primaryKey)
  const legsIn = all.flatMap((field) => legIn(field, tables))
  const legsOut = all.flatMap((field) => legOut(field, tables))
  return Object.freeze({
    fromVendor: compileDirection(legsIn, { keepsNull: false }),
    toVendor: compileDirection(legsOut, { keepsNull: true }),
  })
}

function withPrimaryKey(fields: readonly FieldMapping[], primaryKey: string | undefined) {
  const isMapped = fields.some(
    ({ path, vendorPath }) => path === primaryKey || vendorPath === primaryKey,
  )
  if (!primaryKey || isMapped || fields.length === 0) return fields
  return [{ path: primaryKey, vendorPath: primaryKey, vendorReadOnly: true }, ...fields]
}

function legIn(field: FieldMapping, tables: ValueTables): Leg[] {
  if (!field.vendorPath || field.vendorWriteOnly) return []
  const conversion = conversionIn(field, tables)
  return leg(field.vendorPath, field.path, conversion, field.defaultValue?.fromVendor)
}

function legOut(field: FieldMapping, tables: ValueTables): Leg[] {
  const target = field.vendorWritePath || field.vendorPath
  if (!target || field.vendorReadOnly) return []
  return leg(field.path, target, conversionOut(field, tables), field.defaultValue?.toVendor)
}

function leg(
  sourceText: string,
  targetText: string,
  conversion: Conversion,
  fallback: unknown,
): Leg[] {
  const source = parsePath(sourceText)
  const target = parsePath(targetText)
  const isWritable = !isForbidden(target) && target.at(-1)?.kind !== 'size'
  return isWritable ? [{ source, target, conversion, fallback }] : []
}

function compileDirection(
  legs: readonly Leg[],
  { keepsNull }: { keepsNull: boolean },
): (row: Readonly<Row>) => Row {
  const source = newSource()
  const target = newTarget()
  legs.forEach((one, slot) => {
    addSource(source, one.source, slot)
    const listDepth = { source: depthOf(one.source), target: depthOf(one.target) }
    addTarget(target, one.target, { slot, conversion: one.conversion, listDepth })
  })
  const read = compileSource(source, keepsNull)
  const write = compileTarget(target)
  const fillIn = compileFallbacks(legs)
  return (row) => {
    // Fresh for every record: a value can't stay behind for the next one, whatever goes wrong in between.
    const slots = new Array<unknown>(legs.length)
    read(row, slots)
    fillIn?.(slots)
    return write(slots)
  }
}

function compileFallbacks(legs: readonly Leg[]): ((slots: unknown[]) => void) | undefined {
  const given = legs.flatMap(({ fallback }, slot) =>
    fallback === undefined || fallback === null ? [] : [{ slot, fallback }],
  )
  if (given.length === 0) return undefined
  const isList = legs.map(({ source }) => depthOf(source) > 0)
  return (slots) => {
    for (const { slot, fallback } of given) {
      const value = slots[slot]
      if (isList[slot]) slots[slot] = withoutGaps(value, fallback)
      else if (value === undefined) slots[slot] = fallback
    }
  }
}

/** How many elements a list has is for its other fields to say: without a list there is nothing to fill. */
function withoutGaps(value: unknown, fallback: unknown): unknown {
  if (!Array.isArray(value)) return value
  return value.map((element) =>
    element === undefined
      ? fallback
      : Array.isArray(element)
        ? withoutGaps(element, fallback)
        : element,
  )
}

function depthOf(path: Path): number {
  return path.filter((step) => step.kind === 'all').length
}
