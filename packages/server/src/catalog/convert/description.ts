/**
 * An API as every source format describes it: what the readers (`openapi.ts`, `wsdl.ts`, `odata.ts`, `postman.ts`) give
 * and `draft-element.ts` makes an element of.
 */
import type {
  ConfigurationDefinition,
  HookDefinition,
  ObjectDefinition,
  ParameterDefinition,
} from '../format.ts'
import type { JsonObject } from '../json.ts'

/** Swagger 2.0 schemas by name; they refer to each other as `#/definitions/{name}`. */
export type Definitions = Readonly<Record<string, JsonObject>>

/** One input of an operation that is not its body. */
export interface ApiParameter {
  readonly place: 'path' | 'query' | 'header' | 'multipart'
  /** The vendor's name. */
  readonly name: string
  readonly required: boolean
  readonly description: string
  /** Swagger 2.0 schema: type, format, enum, default, maximum… */
  readonly schema: JsonObject
}

/** A body, of a request or of an answer. */
export interface ApiBody {
  readonly schema: JsonObject
  readonly mediaType: string
  readonly required: boolean
  /** For a request whose body is made by a template: what becomes of the inbound one. Default: it is the body. */
  readonly sink?: 'bodyToken' | 'no-op'
}

/** One operation. */
export interface ApiOperation {
  /** Where it stands in the source document. */
  readonly place: string
  readonly method: string
  /** Method of the vendor's request, where it is another. */
  readonly vendorMethod?: string
  /** Template below the base URL, or an absolute one: `/contacts/{id}`. */
  readonly vendorPath: string
  /** Template of the public path below the hub, where it can't be had from the vendor's. */
  readonly publicPath?: string
  readonly operationId?: string
  readonly description: string
  readonly parameters: readonly ApiParameter[]
  /** Further parameters, in the words of the element format: templates, fixed headers, filters. */
  readonly movers?: readonly ParameterDefinition[]
  readonly request?: ApiBody
  readonly response?: ApiBody
  readonly hooks?: readonly HookDefinition[]
  /** Where it is known for certain; absent: looked for in the response schema. */
  readonly rootKey?: string
  readonly objectName?: string
}

/** How the vendor is told who calls. */
export interface ApiAuthentication {
  /** `authentication.type` of the element. */
  readonly type: string
  readonly configuration: readonly ConfigurationDefinition[]
  readonly parameters: readonly ParameterDefinition[]
}

/** Where the API is. */
export interface ApiAddress {
  /** May hold `{tokens}`, each with an entry in `configuration`; empty: whoever connects gives it. */
  readonly url: string
  readonly configuration: readonly ConfigurationDefinition[]
}

/** A whole API. */
export interface ApiDescription {
  readonly title: string
  readonly description: string
  readonly protocolType: 'http' | 'soap' | 'odata'
  readonly address: ApiAddress
  readonly authentication: ApiAuthentication
  readonly operations: readonly ApiOperation[]
  readonly definitions: Definitions
  /** Parameters of every vendor request. */
  readonly parameters?: readonly ParameterDefinition[]
  readonly hooks?: readonly HookDefinition[]
  readonly objects?: readonly ObjectDefinition[]
  readonly configuration?: readonly ConfigurationDefinition[]
}
