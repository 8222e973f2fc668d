/** Rows of virtual data resources as the wire shows them. */
import type {
  JsonMember,
  StoredDefinition,
  StoredTransformation,
  VdrPlace,
} from '../../store/vdrs-port.ts'
import { levels } from '../../transform/transformation.ts'
import { levelOf } from './merge-rows.ts'

/** A field or rule with its level. */
export type Levelled = JsonMember & { readonly level: string }

/** How much is shown of the place that a field belongs to. */
export type Detail = 'level' | 'place'

/** The fields of definitions, the lowest level's where several have one path. */
export function presentFields(
  rows: readonly StoredDefinition[],
  organizationId: number,
  detail: Detail,
): Levelled[] {
  return fieldsOf(rows).map(({ field, row }) => {
    const { id, ...rest } = field
    const shown = { ...rest, level: levelOf(row) }
    return detail === 'level' ? shown : { id, ...shown, ...association(row, organizationId) }
  })
}

function fieldsOf<Row extends VdrPlace & { readonly fields: readonly JsonMember[] }>(
  rows: readonly Row[],
): { field: JsonMember; row: Row }[] {
  return byLevel(rows).flatMap((row) => row.fields.map((field) => ({ field, row })))
}

/** From the organization's to the instances'. */
export function byLevel<Row extends VdrPlace>(rows: readonly Row[]): Row[] {
  const rank = (row: Row) => levels.indexOf(levelOf(row))
  return [...rows].sort((a, b) => rank(a) - rank(b))
}

function association(row: VdrPlace, organizationId: number): JsonMember {
  return {
    associatedLevel: levelOf(row),
    associatedId: row.instanceId ?? row.accountId ?? organizationId,
  }
}

/** What is shown of a definition at one level. */
export function presentDefinition(
  rows: readonly StoredDefinition[],
  organizationId: number,
): JsonMember {
  const top = byLevel(rows)[0] as StoredDefinition
  const bottom = byLevel(rows).at(-1) as StoredDefinition
  return {
    id: top.vdrId,
    objectName: top.objectName,
    createdDate: top.createdDate,
    level: levelOf(bottom),
    ...(top.description === null ? {} : { description: top.description }),
    fields: presentFields(rows, organizationId, 'place'),
  }
}

/** Ids of the definition's fields by path, for `vdrFieldId`. */
export type FieldIds = ReadonlyMap<string, unknown>

/** The fields of transformations, each with its level. */
export function presentTransformationFields(
  rows: readonly StoredTransformation[],
  ids?: FieldIds,
): Levelled[] {
  return fieldsOf(rows).map(({ field, row }) => {
    const id = ids?.get(String(field['path']))
    const reference = id === undefined ? {} : { vdrFieldId: id }
    return { ...field, ...reference, level: levelOf(row) }
  })
}

/** The rules of transformations; each says the level it was made for. */
export function presentRules(rows: readonly StoredTransformation[]): Levelled[] {
  return byLevel(rows).flatMap((row) =>
    row.configuration.map((rule) => ({ ...rule, level: String(rule['level'] ?? levelOf(row)) })),
  )
}

/** The scripts of transformations, the one that counts first. */
export function presentScripts(rows: readonly StoredTransformation[]): Levelled[] {
  return byLevel(rows)
    .reverse()
    .flatMap((row) => (row.script ? [{ ...row.script, level: levelOf(row) }] : []))
}

/** A transformation at the levels of these rows. `sorted`: rules as exports order them. */
export function presentTransformation(
  rows: readonly StoredTransformation[],
  options: {
    readonly ids?: FieldIds
    readonly elementId?: number | undefined
    readonly isExport?: boolean
  } = {},
): JsonMember {
  const [top] = byLevel(rows) as [StoredTransformation]
  const bottom = byLevel(rows).at(-1) as StoredTransformation
  const scripts = presentScripts(rows)
  const rules = presentRules(rows)
  return {
    ...(options.isExport ? {} : { id: top.id, level: levelOf(bottom), startDate: top.createdDate }),
    elementKey: top.elementKey,
    ...(options.elementId === undefined ? {} : { elementId: options.elementId }),
    objectName: top.objectName,
    vendorName:
      byLevel(rows).findLast(({ vendorName }) => vendorName)?.vendorName ?? top.objectName,
    isLegacy: bottom.isLegacy,
    fields: presentTransformationFields(rows, options.ids),
    configuration: rows.length > 1 || options.isExport ? sortedRules(rules) : rules,
    ...(scripts.length > 0 ? { script: scripts[0], scripts } : {}),
  }
}

const lowestFirst = [...levels].reverse() as readonly string[]

function sortedRules(rules: readonly Levelled[]): Levelled[] {
  return [...rules].sort(
    (a, b) =>
      String(a['type']).localeCompare(String(b['type'])) ||
      lowestFirst.indexOf(a.level) - lowestFirst.indexOf(b.level),
  )
}
