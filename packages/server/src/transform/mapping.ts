/** A compiled field mapping between our records and a vendor's. */

/** One pair of fields. */
export interface FieldMapping {
  readonly path: string
  readonly type?: string
  readonly vendorPath?: string
  readonly vendorType?: string
  readonly vendorWritePath?: string
  readonly vendorReadOnly?: boolean
  readonly valueTable?: string
  readonly separator?: string
  /** Never read. */
  readonly vendorWriteOnly?: boolean
  /** Taken where the source has no value; of a list, for each element without one. */
  readonly defaultValue?: { readonly fromVendor?: unknown; readonly toVendor?: unknown }
  /** How our dates are written, and the vendor's: letters of `date-mask.ts`. */
  readonly mask?: string
  readonly vendorMask?: string
}

/** A record: what JSON calls an object. */
export type Row = Record<string, unknown>

/** A mapping in both directions. Pure: the argument is never changed. */
export interface Mapping {
  /** Ours -> the vendor's. Fields absent from `row` stay absent; unmapped members of `row` are left out. */
  toVendor(row: Readonly<Row>): Row
  /** The vendor's -> ours. Absent or null sources leave the target absent. */
  fromVendor(row: Readonly<Row>): Row
}
