/**
 * The element format: the JSON that `GET /elements/{keyOrId}/export` gives and `POST /elements` takes.
 * These types describe what the engine reads; anything else in an export is kept as it came.
 *
 * Some members are ours (docs/reference/element-format.md, "What we added"): they extend the vocabulary so that no code of
 * the server has to know a vendor.
 * @see docs/reference/element-format.md
 */

/** What a parameter reads from. */
export type SourceType =
  | 'value'
  | 'configuration'
  | 'path'
  | 'query'
  | 'header'
  | 'body'
  | 'bodyField'
  | 'form'
  | 'multipart'
  | 'prevBody'
  | 'prevBodyField'

/** What a parameter writes to. */
export type SinkType =
  | 'query'
  | 'header'
  | 'path'
  | 'body'
  | 'bodyField'
  | 'bodyToken'
  | 'form'
  | 'multipart'
  | 'configuration'
  | 'value'
  | 'no-op'
  | 'url'

/** A parameter mover: takes the value at (type, name) and puts it at (vendorType, vendorName). */
export interface ParameterDefinition {
  readonly id?: number
  readonly name: string
  readonly vendorName: string
  readonly type: SourceType
  readonly vendorType: SinkType
  readonly source?: 'request' | 'response'
  readonly required?: boolean
  readonly description?: string
  readonly dataType?: string
  readonly vendorDataType?: string
  readonly converter?: string
  /** Ours, of list parameters: text that goes before the value, when there is one. */
  readonly prefix?: string
  /** Ours, of `orderBy`: what is sent for either direction; `{field}` is the vendor's name of the field. */
  readonly orderFormat?: OrderFormat
  /** Ours, of `where` with the converter `toFilterObjects`: how the vendor calls the members of a condition. */
  readonly filterMembers?: FilterMembers
}

/** What an order is said as. */
export interface OrderFormat {
  readonly ascending: string
  readonly descending: string
}

/** Names of a filter object's members. */
export interface FilterMembers {
  readonly field: string
  readonly operator: string
  readonly value: string
  /** Holds the values of IN; absent: `value` does. */
  readonly values?: string
}

/** A script of the element or of one of its resources. */
export interface HookDefinition {
  readonly id?: number
  readonly type: 'preRequest' | 'postRequest' | 'event'
  readonly mimeType?: string
  readonly isLegacy?: boolean
  readonly body?: string
}

/** Swagger 2.0 definitions of a resource's bodies. */
export interface ModelDefinition {
  readonly name?: string
  readonly requestName?: string
  readonly swagger?: Readonly<Record<string, unknown>>
  readonly requestSwagger?: Readonly<Record<string, unknown>>
  /** `true`: bodies of this resource pass through the field mapping of the object named by `objectName`. */
  readonly transform?: boolean
}

/** One operation of the element. */
export interface ResourceDefinition {
  readonly id?: number
  readonly path: string
  readonly vendorPath?: string
  readonly method: string
  readonly vendorMethod: string
  readonly type: string
  readonly kind?: string
  readonly description?: string
  readonly operationId?: string
  readonly parameters?: readonly ParameterDefinition[]
  readonly hooks?: readonly HookDefinition[]
  readonly rootKey?: string
  readonly paginationType?: string
  readonly nextPageKey?: string
  readonly nextResource?: string
  /** Ours: `METHOD:/path` of the resource that answers lists with a condition or an order only it can ask for. */
  readonly searchResource?: string
  readonly objectName?: string
  readonly model?: ModelDefinition
  readonly response?: { readonly contentType?: string }
  readonly ownerAccountId?: number
}

/** One key of an instance's configuration. */
export interface ConfigurationDefinition {
  readonly id?: number
  readonly key: string
  readonly name: string
  readonly description?: string
  readonly defaultValue?: string
  readonly type: string
  readonly required?: boolean
  readonly hideFromConsole?: boolean
  readonly internal?: boolean
  readonly active?: boolean
  readonly companyConfig?: boolean
  readonly resellerConfig?: boolean
  readonly groupControl?: boolean
  readonly displayOrder?: number
  readonly options?: readonly { readonly value: string; readonly description?: string }[]
}

/** How a CEQL comparison on a field is said to the vendor. */
export interface SearchDefinition {
  /** CEQL operators this entry serves: `=`, `LIKE`, `>=`, `IN`… */
  readonly operators: readonly string[]
  /** The vendor's filter name, where it differs from the field's vendor path. */
  readonly vendorName?: string
  /** The vendor's operator, where it differs from the converter's own. */
  readonly vendorOperator?: string
  /** The vendor may answer records that don't match exactly: evaluate the comparison here once more. */
  readonly approximate?: boolean
}

/** A field of an object, and how it maps to the vendor's record. */
export interface FieldDefinition {
  readonly id?: number
  /** Name on our side, in the path grammar of transformations. */
  readonly path: string
  readonly type?: string
  /** Path in the vendor's record when reading. */
  readonly vendorPath?: string
  readonly vendorType?: string
  /** Path in the vendor's record when writing, where it differs from `vendorPath`. */
  readonly vendorWritePath?: string
  /** Never sent to the vendor. */
  readonly vendorReadOnly?: boolean
  readonly vendorRequired?: boolean
  readonly displayName?: string
  readonly vendorNativeType?: string
  /** Name of a table in the element's `valueTables` (vendor value -> our value); unknown values pass unchanged. */
  readonly valueTable?: string
  /** A list at the vendor, one string joined by this separator on our side. */
  readonly separator?: string
  /** How `where` on this field reaches the vendor; absent: evaluated here. */
  readonly search?: readonly SearchDefinition[]
  /** The vendor's name for `orderBy`; absent: sorted here. */
  readonly vendorOrderBy?: string
}

/** How a vendor lists its custom fields and where records carry their values. */
export interface CustomFieldModelDefinition {
  /** Vendor path of the model, below base.url. */
  readonly vendorPath: string
  /** Where the list of fields is in the answer. */
  readonly listKey: string
  /** Members of an entry: identifier, name, label and type. */
  readonly idKey: string
  readonly nameKey: string
  readonly labelKey?: string
  readonly typeKey?: string
  /**
   * Where a record carries the values: a list of `{[valueIdKey]: id, [valueKey]: value}`. The three are absent where custom
   * fields are members like the others.
   */
  readonly recordKey?: string
  readonly valueIdKey?: string
  readonly valueKey?: string
  /** What our names of custom fields begin with. */
  readonly prefix: string
  /** The entries that are custom fields, where the vendor lists all fields together. */
  readonly only?: { readonly key: string; readonly value: string | number | boolean }
}

/** A model whose records carry the values in a list. */
export type ListedCustomFields = CustomFieldModelDefinition &
  Required<Pick<CustomFieldModelDefinition, 'recordKey' | 'valueIdKey' | 'valueKey'>>

/** A field of the hub's normalised model, and where the object has it. */
export interface NormalizedFieldDefinition extends FieldDefinition {
  /** The object's field that `where` on this one asks; absent: the one at `vendorPath`. */
  readonly whereField?: string
  /** The object's field that `orderBy` sorts by; absent: the one at `vendorPath`. */
  readonly orderField?: string
}

/** An object in the hub's normalised model. */
export interface NormalizedDefinition {
  readonly fields: readonly NormalizedFieldDefinition[]
}

/** An object of the vendor that resources serve. */
export interface ObjectDefinition {
  readonly id?: number
  readonly name: string
  readonly vendorName?: string
  readonly primaryKeyName?: string
  readonly createdDateName?: string
  readonly createdDateFormat?: string
  readonly updatedDateName?: string
  readonly updatedDateFormat?: string
  readonly fields?: readonly FieldDefinition[]
  readonly customFieldModel?: CustomFieldModelDefinition
  /** The object as the hub's model of the same name has it; `vendorPath` is a path in this object's own record. */
  readonly normalized?: NormalizedDefinition
}

/** A schema of the vendor's, apart from resources. The engine reads none of it; clients keep their fields there. */
export interface SchemaDefinition {
  readonly id?: number
  readonly name?: string
  readonly fields?: readonly { readonly id?: number; readonly vendorName?: string }[]
}

/** A whole element. */
export interface ElementDefinition {
  readonly id?: number
  readonly key: string
  readonly name: string
  readonly hub: string
  readonly description?: string
  readonly image?: string
  readonly logo?: string
  readonly hookName?: string
  readonly protocolType?: string
  readonly authentication?: { readonly type: string }
  readonly active?: boolean
  readonly deleted?: boolean
  readonly beta?: boolean
  readonly private?: boolean
  readonly extended?: boolean
  readonly extendable?: boolean
  readonly cloneable?: boolean
  readonly typeOauth?: boolean
  readonly trialAccount?: boolean
  readonly transformationsEnabled?: boolean
  readonly bulkDownloadEnabled?: boolean
  readonly bulkUploadEnabled?: boolean
  readonly paginatorVersion?: string
  readonly configuration?: readonly ConfigurationDefinition[]
  readonly parameters?: readonly ParameterDefinition[]
  readonly hooks?: readonly HookDefinition[]
  readonly resources?: readonly ResourceDefinition[]
  readonly objects?: readonly ObjectDefinition[]
  readonly models?: readonly SchemaDefinition[]
  /** Named tables of values for `valueTable`: vendor value -> our value. */
  readonly valueTables?: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly elementMetadata?: Readonly<Record<string, unknown>>
}
