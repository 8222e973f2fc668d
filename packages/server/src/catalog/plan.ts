/**
 * What an element is compiled to, once: frozen, with every string of the format already parsed. Requests run on plans.
 */
import type { Script } from '../script/script.ts'
import type { Mapping } from '../transform/mapping.ts'
import type {
  ConfigurationDefinition,
  CustomFieldModelDefinition,
  ElementDefinition,
  FieldDefinition,
  NormalizedFieldDefinition,
  ParameterDefinition,
  ResourceDefinition,
} from './format.ts'

/** A key into a body: `data[0].items[*]` is `['data', 0, 'items', '*']`. `*` stands for every member of a list. */
export type RootPath = readonly (string | number)[]

/** Where the next page's cursor is found. */
export interface NextPageKey {
  readonly from: 'body' | 'header'
  readonly path: RootPath
  /** Header name when `from` is `header`, lower case. */
  readonly header: string
  /** The value found is a URL: take this query parameter out of it. */
  readonly queryParameter: string | undefined
}

/** A value of the vendor's answer that the configuration keeps. */
export interface CapturePlan {
  /** The configuration's key. */
  readonly key: string
  readonly from: 'header' | 'body'
  /** Into the body as the vendor sent it; empty for a header. */
  readonly path: RootPath
  /** Lower case; empty for the body. */
  readonly header: string
}

/** An object, ready to map and search. */
export interface ObjectPlan {
  readonly name: string
  readonly vendorName: string
  readonly primaryKey: string | undefined
  readonly fields: readonly FieldDefinition[]
  readonly fieldsByPath: ReadonlyMap<string, FieldDefinition>
  readonly mapping: Mapping
  readonly customFieldModel: CustomFieldModelDefinition | undefined
  readonly normalized: NormalizedPlan | undefined
}

/** The hub's view of an object. */
export interface NormalizedPlan {
  /** By normalised name. */
  readonly fields: ReadonlyMap<string, NormalizedFieldDefinition>
  /** Its "vendor" side is the object's own record. */
  readonly mapping: Mapping
}

/** A resource, ready to run. */
export interface ResourcePlan {
  readonly definition: ResourceDefinition
  readonly method: string
  /** `/hubs/crm/contacts/{id}` */
  readonly path: string
  /** Segments below the hub: `['contacts', '{id}']`. */
  readonly segments: readonly string[]
  readonly type: string
  readonly callable: boolean
  readonly vendorMethod: string
  readonly vendorPath: string
  /** Request parameters, the element's before the resource's: later ones override. */
  readonly parameters: readonly ParameterDefinition[]
  /** `source: response` parameters: what is captured into the configuration. */
  readonly captures: readonly CapturePlan[]
  readonly requestRoot: RootPath
  readonly responseRoot: RootPath
  readonly preHook: Script | undefined
  readonly postHook: Script | undefined
  /** A list: GET whose public parameters include paging or `where`. */
  readonly isList: boolean
  /** One of its public query parameters is `nextPage`. */
  readonly hasCursorParameter: boolean
  /** Largest page its vendor gives. */
  readonly maxPageSize: number
  readonly paginationType: 'vendor' | 'engine' | 'none'
  readonly nextPageKey: NextPageKey | undefined
  /** Chain target: method and path. */
  readonly nextResource: { readonly method: string; readonly path: string } | undefined
  /** Answers lists with a condition or an order that this resource can't ask for. */
  readonly searchResource: { readonly method: string; readonly path: string } | undefined
  /** A value names `{customFields}`: the tenant's fields are known before the call. */
  readonly asksCustomFields: boolean
  readonly objectName: string | undefined
  /** The object whose mapping shapes the bodies, when `model.transform` says so. */
  readonly object: ObjectPlan | undefined
}

/** A resource found for a request. */
export interface Match {
  readonly resource: ResourcePlan
  readonly variables: Readonly<Record<string, string>>
}

/** How the element pages when its vendor does. */
export interface PaginationPlan {
  readonly type: 'page' | 'offset' | 'cursor' | 'none'
  /** The vendor's number of the first page. */
  readonly startIndex: 0 | 1
  /** Smallest and largest page the vendor gives. */
  readonly min: number
  readonly max: number
  /** Largest pages of single objects, by name. */
  readonly maxByObject: ReadonlyMap<string, number>
  /** Page size of callers who name none; `undefined`: the server's. */
  readonly default: number | undefined
}

/** An element, ready to run. */
export interface ElementPlan {
  readonly definition: ElementDefinition
  readonly id: number
  readonly key: string
  readonly name: string
  readonly hub: string
  readonly authenticationType: string
  readonly configuration: ReadonlyMap<string, ConfigurationDefinition>
  /** Every declared key with its default, `null` where there is none. */
  readonly defaults: Readonly<Record<string, string | null>>
  /** Keys whose values are sealed and masked: `PASSWORD`, client credentials, tokens. */
  readonly secretKeys: ReadonlySet<string>
  readonly resources: readonly ResourcePlan[]
  /** Resources that are not callable, by type: `onProvision`, `provisionAuthValidation`… in their order. */
  readonly lifecycle: ReadonlyMap<string, readonly ResourcePlan[]>
  readonly preHook: Script | undefined
  readonly postHook: Script | undefined
  readonly objects: ReadonlyMap<string, ObjectPlan>
  readonly pagination: PaginationPlan
  /** `fields` of callers who send none, by object name. */
  readonly defaultFields: ReadonlyMap<string, string>
  /** Somewhere in it stands a token for the address that vendors report events to. */
  readonly namesCallbacks: boolean
  /**
   * Find the callable resource for a method and the decoded segments below the hub. Literal segments win over
   * variables. `undefined` when the path is unknown; `allowedMethods` tells a wrong method from a wrong path.
   */
  match(method: string, segments: readonly string[]): Match | undefined
  allowedMethods(segments: readonly string[]): readonly string[]
  /** Find any resource, callable or not, by method and path (chains). */
  find(method: string, path: string): ResourcePlan | undefined
}
