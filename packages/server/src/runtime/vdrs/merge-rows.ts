/** Rows of the store, read as the levels of virtual data resources. */
import type { StoredDefinition, StoredTransformation, VdrPlace } from '../../store/vdrs-port.ts'
import { type AtLevels, mergeDefinitions, mergeTransformations } from '../../transform/levels.ts'
import type {
  Definition,
  DefinitionField,
  Level,
  Rule,
  Transformation,
  TransformationField,
  TransformationScript,
} from '../../transform/transformation.ts'

/** The level of a place. */
export function levelOf({ accountId, instanceId }: VdrPlace): Level {
  if (instanceId !== null) return 'instance'
  return accountId === null ? 'organization' : 'account'
}

/** A row as the engine reads it. What is in the rows was checked when it was written. */
export function toTransformation(row: StoredTransformation): Transformation {
  return {
    vendorName: row.vendorName ?? undefined,
    fields: row.fields as unknown as readonly TransformationField[],
    configuration: row.configuration as unknown as readonly Rule[],
    script: (row.script ?? undefined) as TransformationScript | undefined,
    isLegacy: row.isLegacy,
  }
}

/** The definition that counts where all of these rows do. */
export function mergeDefinitionRows(rows: readonly StoredDefinition[]): Definition | undefined {
  return mergeDefinitions(
    atLevels(rows, (row) => ({ fields: row.fields as unknown as readonly DefinitionField[] })),
  )
}

/** The transformation that counts where all of these rows do. */
export function mergeTransformationRows(
  rows: readonly StoredTransformation[],
): Transformation | undefined {
  return mergeTransformations(atLevels(rows, toTransformation))
}

function atLevels<Row extends VdrPlace, Said>(
  rows: readonly Row[],
  read: (row: Row) => Said,
): AtLevels<Said> {
  return Object.fromEntries(rows.map((row) => [levelOf(row), read(row)]))
}
