/** Findings about objects and their field mappings. */
import { isValenceError } from '../lib/errors.ts'
import { compileMapping } from '../transform/compile.ts'
import { error, type Finding, info, warning } from './finding.ts'
import type { ElementDefinition, FieldDefinition, ObjectDefinition } from './format.ts'

const operators = new Set(['=', '!=', '<>', '<', '<=', '>', '>=', 'LIKE', 'IN'])

export function lintObjects(element: ElementDefinition): readonly Finding[] {
  const names = new Set<string>()
  return (element.objects ?? []).flatMap((object, index) => {
    const place = `/objects/${index}`
    const isRepeated = names.has(object.name)
    names.add(object.name)
    const fields = object.fields ?? []
    const ofFields = fields.flatMap((field, at) =>
      lintField(field, element, `${place}/fields/${at}`),
    )
    return [
      ...(isRepeated
        ? [error(place, `There are two objects '${object.name}'; the first counts.`)]
        : []),
      ...lintKey(object.primaryKeyName, fields, place),
      ...lintRepeatedPaths(fields, place),
      ...ofFields,
      ...(ofFields.some(({ severity }) => severity === 'error')
        ? []
        : lintMapping(object, element, place)),
      ...lintNormalized(object, element, `${place}/normalized`),
    ]
  })
}

function lintKey(
  primaryKey: string | undefined,
  fields: readonly FieldDefinition[],
  place: string,
): readonly Finding[] {
  if (!primaryKey || fields.length === 0) return []
  if (fields.some((field) => field.path === primaryKey)) return []
  const message = `'${primaryKey}' is none of the fields: it is read from the vendor's member of that name.`
  return [info(`${place}/primaryKeyName`, message)]
}

/** Two fields of one path: reading, the later overwrites the earlier. */
function lintRepeatedPaths(fields: readonly FieldDefinition[], place: string): readonly Finding[] {
  const seen = new Set<string>()
  return fields.flatMap(({ path }, index) => {
    const isRepeated = seen.has(path)
    seen.add(path)
    return isRepeated
      ? [warning(`${place}/fields/${index}/path`, `'${path}' is mapped more than once.`)]
      : []
  })
}

function lintField(
  field: FieldDefinition,
  element: ElementDefinition,
  place: string,
): readonly Finding[] {
  const findings: Finding[] = []
  const { valueTable } = field
  if (valueTable && !Object.hasOwn(element.valueTables ?? {}, valueTable)) {
    findings.push(error(`${place}/valueTable`, `There is no value table '${valueTable}'.`))
  }
  if (field.vendorReadOnly && field.vendorWritePath) {
    const message = 'A read-only field is never written: its vendorWritePath has no effect.'
    findings.push(warning(`${place}/vendorWritePath`, message))
  }
  field.search?.forEach((search, index) => {
    const unknown = search.operators.filter((one) => !operators.has(one.trim().toUpperCase()))
    if (unknown.length === 0) return
    const message = `${unknown.map((one) => `'${one}'`).join(', ')}: no operator a vendor can be asked with.`
    findings.push(error(`${place}/search/${index}/operators`, message))
  })
  return findings
}

function lintNormalized(
  { normalized }: ObjectDefinition,
  element: ElementDefinition,
  place: string,
): readonly Finding[] {
  if (!normalized) return []
  const { fields } = normalized
  const tables = fields.flatMap((field, at) => lintField(field, element, `${place}/fields/${at}`))
  if (tables.some(({ severity }) => severity === 'error')) return tables
  return [...tables, ...lintMapping({ name: '', fields }, element, place)]
}

/** The mapping says best what is wrong with its paths. */
function lintMapping(
  { fields, primaryKeyName }: ObjectDefinition,
  { valueTables }: ElementDefinition,
  place: string,
): readonly Finding[] {
  try {
    compileMapping(fields ?? [], { valueTables, primaryKey: primaryKeyName || undefined })
    return []
  } catch (problem) {
    if (!isValenceError(problem)) throw problem
    return [error(`${place}/fields`, problem.message)]
  }
}
