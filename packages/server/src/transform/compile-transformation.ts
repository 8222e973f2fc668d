/**
 * A transformation, compiled once: fields to a mapping of both directions, rules to what happens around it. What scripts
 * do to a record comes afterwards, in `transform-records.ts`.
 */
import { compileMapping } from './compile.ts'
import type { FieldMapping, Mapping, Row } from './mapping.ts'
import { compilePassThrough } from './pass-through.ts'
import { parsePath } from './path.ts'
import {
  type Definition,
  type Direction,
  directionOf,
  ruleOf,
  type Transformation,
  type TransformationField,
  type TransformationScript,
} from './transformation.ts'

/** A field as it counts. */
export interface PlannedField extends FieldMapping {
  readonly displayName?: string
  /** Mapped in this direction. */
  readonly isRead: boolean
  readonly isWritten: boolean
  readonly isRemoved: Readonly<Record<Direction, boolean>>
}

/** A transformation, ready to run. */
export interface TransformationPlan {
  readonly objectName: string
  /** The element's object. */
  readonly vendorName: string
  readonly fields: readonly PlannedField[]
  /** Do members that no field maps go along? */
  readonly passes: Readonly<Record<Direction, boolean>>
  readonly script: TransformationScript | undefined
  /** The script sees `where`, too. */
  readonly isScriptForWhere: boolean
  readonly isDocumented: boolean
  /**
   * Map one record, without the script. Pure: the argument is never changed.
   *
   * @param isPartial - The record holds changes only: defaults would overwrite what the vendor has.
   */
  map(record: Readonly<Row>, direction: Direction, isPartial?: boolean): Row
}

/**
 * Compile a merged transformation.
 *
 * @param definition - Gives the types of fields that have none of their own.
 * @throws {ValenceError} `invalid_request` for a path or a date mask that can't be read, and for fields of which one
 *   writes a place as a list and another as an object.
 */
export function compileTransformation(
  objectName: string,
  definition: Definition,
  transformation: Transformation,
): TransformationPlan {
  const types = new Map(definition.fields.map((field) => [field.path, field]))
  const fields = transformation.fields.map((field) => planField(field, types.get(field.path)))
  const passThrough = ruleOf(transformation.configuration, 'passThrough')
  const query = ruleOf(transformation.configuration, 'applyJSOnQueryFieldValue')
  const passes = {
    fromVendor: directionOf(passThrough, 'fromVendor') !== false,
    toVendor: directionOf(passThrough, 'toVendor') !== false,
  }
  const { script } = transformation
  return Object.freeze({
    objectName,
    vendorName: transformation.vendorName || objectName,
    fields,
    passes,
    script: script?.body?.trim() ? script : undefined,
    isScriptForWhere: query !== undefined && directionOf(query, 'toVendor') !== false,
    isDocumented: ruleOf(transformation.configuration, 'addToDocumentation') !== undefined,
    map: compileMap(fields, passes),
  })
}

function planField(
  field: TransformationField,
  defined: { type?: string; displayName?: string } | undefined,
): PlannedField {
  const rules = field.configuration
  const type = field.type ?? defined?.type
  const remove = ruleOf(rules, 'remove')
  const passThrough = ruleOf(rules, 'passThrough')
  const isRemoved = {
    fromVendor: remove !== undefined && directionOf(remove, 'fromVendor') !== false,
    toVendor: remove !== undefined && directionOf(remove, 'toVendor') !== false,
  }
  const goes = (direction: Direction) =>
    !isRemoved[direction] && directionOf(passThrough, direction) !== false
  const isRead = goes('fromVendor')
  const isWritten = goes('toVendor')
  return {
    path: field.path,
    ...(type ? { type } : {}),
    ...(field.vendorPath ? { vendorPath: field.vendorPath } : {}),
    // Without a type of the vendor's, ours is what is sent.
    ...(field.vendorType || type ? { vendorType: field.vendorType || (type as string) } : {}),
    ...(defined?.displayName ? { displayName: defined.displayName } : {}),
    ...(isRead ? {} : { vendorWriteOnly: true }),
    ...(isWritten ? {} : { vendorReadOnly: true }),
    ...defaultsOf(field),
    ...masksOf(field),
    isRead,
    isWritten,
    isRemoved,
  }
}

function defaultsOf({ configuration }: TransformationField): Pick<FieldMapping, 'defaultValue'> {
  const defaults = ruleOf(configuration, 'defaultValue')?.properties
  return defaults ? { defaultValue: defaults } : {}
}

function masksOf({
  configuration,
}: TransformationField): Pick<FieldMapping, 'mask' | 'vendorMask'> {
  const properties = ruleOf(configuration, 'transformDate')?.properties
  const { pattern, vendorPattern } = properties ?? {}
  return {
    ...(typeof pattern === 'string' && pattern ? { mask: pattern } : {}),
    ...(typeof vendorPattern === 'string' && vendorPattern ? { vendorMask: vendorPattern } : {}),
  }
}

function compileMap(
  fields: readonly PlannedField[],
  passes: TransformationPlan['passes'],
): TransformationPlan['map'] {
  const mapping = compileMapping(fields)
  const partial = fields.some((field) => field.defaultValue?.toVendor !== undefined)
    ? compileMapping(fields.map(({ defaultValue: _, ...field }) => field))
    : mapping
  const leftovers = {
    fromVendor: passes.fromVendor ? compilePassThrough(takenFrom(fields, 'fromVendor')) : undefined,
    toVendor: passes.toVendor ? compilePassThrough(takenFrom(fields, 'toVendor')) : undefined,
  }
  return (record, direction, isPartial = false) => {
    const { [direction]: map } = (isPartial ? partial : mapping) satisfies Mapping
    const mapped = map(record)
    const add = leftovers[direction]
    return add ? add(record, mapped) : mapped
  }
}

/** What does not go along by itself: sources that are mapped, and both names of what is removed. */
function takenFrom(fields: readonly PlannedField[], direction: Direction) {
  const paths = fields.flatMap((field) => {
    const { path, vendorPath, isRemoved } = field
    const source = direction === 'fromVendor' ? vendorPath : path
    const target = direction === 'fromVendor' ? path : vendorPath
    return [source, isRemoved[direction] ? target : undefined]
  })
  return paths.flatMap((path) => (path ? [parsePath(path)] : []))
}
