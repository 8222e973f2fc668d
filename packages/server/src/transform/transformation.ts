/**
 * Virtual data resources: an object with fields of the application's own, and for each element a transformation that
 * says which of the vendor's fields each of them is.
 * @see docs/reference/vdr.md
 */

/** Where a definition or a transformation belongs; lower levels refine the ones before them. */
export type Level = 'organization' | 'account' | 'instance'

/** From the highest to the lowest. */
export const levels: readonly Level[] = ['organization', 'account', 'instance']

/** Which way a record goes. */
export type Direction = 'fromVendor' | 'toVendor'

/** A rule of a transformation or of one of its fields. Types that mean nothing to the engine are kept. */
export interface Rule {
  readonly type: string
  readonly properties?: Readonly<Record<string, unknown>> | null
  readonly [member: string]: unknown
}

/** A field of a virtual data resource. */
export interface DefinitionField {
  readonly path: string
  readonly type?: string
  readonly displayName?: string
  readonly [member: string]: unknown
}

/** What is said of the object at one level. */
export interface Definition {
  readonly fields: readonly DefinitionField[]
}

/** A field and the vendor's field it is. */
export interface TransformationField {
  readonly path: string
  readonly type?: string
  readonly vendorPath?: string
  readonly vendorType?: string
  readonly configuration?: readonly Rule[] | null
  readonly [member: string]: unknown
}

/** JavaScript that sees every record after its fields were mapped. */
export interface TransformationScript {
  readonly body?: string
  readonly mimeType?: string
  readonly filterEmptyResponse?: boolean
  readonly [member: string]: unknown
}

/** What is said at one level about one element; or, once merged, at all of them. */
export interface Transformation {
  /** The element's object; `undefined` where a level leaves it to the one above. */
  readonly vendorName?: string | undefined
  readonly fields: readonly TransformationField[]
  readonly configuration: readonly Rule[]
  readonly script?: TransformationScript | undefined
  readonly isLegacy: boolean
}

/** The rule of this type, if there is one. Of several the last counts. */
export function ruleOf(rules: readonly Rule[] | null | undefined, type: string): Rule | undefined {
  return rules?.findLast((rule) => rule?.type === type)
}

/** What a rule says of a direction; texts count as what they spell, and `undefined` is "says nothing". */
export function directionOf(rule: Rule | undefined, direction: Direction): boolean | undefined {
  const value = rule?.properties?.[direction]
  if (value === true || value === 'true') return true
  return value === false || value === 'false' ? false : undefined
}
