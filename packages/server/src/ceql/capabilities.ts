import type { Expression } from './expression.ts'

/** How a comparison is said to the vendor: an entry of a field's `search`. */
export interface SearchCapability {
  readonly operators: readonly string[]
  /** The vendor's filter name; absent: the field's own name. `searchCapabilities` fills it from the vendor path. */
  readonly vendorName?: string
  readonly vendorOperator?: string
  readonly approximate?: boolean
  /** The field's type, for languages that write values by it. `searchCapabilities` fills it. */
  readonly type?: string | undefined
}

/** What the vendor can filter, by our field name. */
export type SearchCapabilities = ReadonlyMap<string, readonly SearchCapability[]>

/** The part of a field's definition that says how it is searched. */
export interface SearchableField {
  readonly path: string
  readonly type?: string
  readonly vendorPath?: string
  readonly search?: readonly SearchCapability[]
}

/**
 * What the vendor can filter, out of field definitions. The filter's name is `vendorName`, else the vendor path; an entry
 * with neither, or whose vendor path has selectors (no vendor's filter is called that), is left out.
 */
export function searchCapabilities(fields: readonly SearchableField[]): SearchCapabilities {
  const capabilities = new Map<string, readonly SearchCapability[]>()
  for (const { path, type, vendorPath, search } of fields) {
    const named = (search ?? []).flatMap((entry) => {
      const vendorName = entry.vendorName ?? vendorPath
      const isName = entry.vendorName !== undefined || !vendorPath?.includes('[')
      return vendorName && isName ? [{ ...entry, vendorName, ...(type ? { type } : {}) }] : []
    })
    if (named.length > 0) capabilities.set(path, named)
  }
  return capabilities
}

/** The entries of a condition's field that serve its operator, in their order. */
export function capabilitiesFor(
  field: string,
  operator: string,
  fields: SearchCapabilities,
): readonly SearchCapability[] {
  return (fields.get(field) ?? []).filter(({ operators }) =>
    operators.some((declared) => normalOperator(declared) === operator),
  )
}

function normalOperator(operator: string): string {
  return operator === '<>' ? '!=' : operator.trim().toUpperCase()
}

/** A single-valued or many-valued condition that a vendor may be asked: no OR, no NOT, no null test. */
export type Condition = Extract<Expression, { kind: 'comparison' | 'in' }>

/** Is this a condition on one field whose operator has a name vendors may declare? */
export function isCondition(expression: Expression): expression is Condition {
  return expression.kind === 'comparison' || (expression.kind === 'in' && !expression.negated)
}
