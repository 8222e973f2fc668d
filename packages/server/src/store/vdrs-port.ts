/** The store's port for virtual data resources. Part of `Store`. */
import type { Scope } from './store.ts'

/** Where something is said: for the organization, for one account of it, or for one instance of that account. */
export interface VdrPlace {
  /** `null`: for every account. */
  readonly accountId: number | null
  /** `null`: for every instance. */
  readonly instanceId: number | null
}

/** A name in an organization; what it means is said by its definitions. */
export interface Vdr {
  readonly id: number
  readonly organizationId: number
  readonly objectName: string
  /** `YYYY-MM-DD HH:MM:SS.ffffff` in UTC. */
  readonly createdDate: string
}

/** JSON that the store keeps and does not read. */
export type JsonMember = Readonly<Record<string, unknown>>

/** What is said of an object at one place. */
export interface DefinitionInput {
  readonly fields: readonly JsonMember[]
  readonly userId: number
  readonly description: string | null
  readonly shared: boolean
  readonly shareLevel: string | null
}

export interface StoredDefinition extends DefinitionInput, VdrPlace {
  readonly id: number
  readonly vdrId: number
  readonly objectName: string
  readonly createdDate: string
}

/** What is said of an object and an element at one place. */
export interface TransformationInput {
  /** `null`: the level above says it. */
  readonly vendorName: string | null
  readonly fields: readonly JsonMember[]
  readonly configuration: readonly JsonMember[]
  /** `null`: none at this level. */
  readonly script: JsonMember | null
  readonly isLegacy: boolean
}

export interface StoredTransformation extends TransformationInput, VdrPlace {
  readonly id: number
  readonly vdrId: number
  readonly objectName: string
  readonly elementKey: string
  readonly createdDate: string
}

/** Which rows are wanted; absent members let all through. */
export interface VdrFilter {
  readonly vdrId?: number
  readonly objectName?: string
  readonly place?: VdrPlace
  /** Of instances only this one. */
  readonly forInstance?: number
}

export interface TransformationFilter extends VdrFilter {
  readonly id?: number
  readonly elementKey?: string
}

/**
 * Rows without an account are seen by everybody of the organization, and changed only in a scope that has all of its
 * accounts.
 */
export interface VdrStore {
  /** Those with a definition in the scope, by rising id. */
  list(scope: Scope): Promise<readonly Vdr[]>
  find(scope: Scope, by: { id: number } | { objectName: string }): Promise<Vdr | undefined>
  /** The one of this name, made when the organization has none. `createdDate` counts for a new one only. */
  ensure(scope: Scope, objectName: string, createdDate?: string): Promise<Vdr>
  /** Every level at once, so only in a scope of the whole organization. @throws {ValenceError} `conflict`. */
  rename(scope: Scope, id: number, objectName: string): Promise<Vdr | undefined>
  /** Let go of a name under which nothing is left. */
  prune(scope: Scope, id: number): Promise<void>
  nextFieldIds(count: number): Promise<readonly number[]>

  definitions(scope: Scope, filter: VdrFilter): Promise<readonly StoredDefinition[]>
  /** @throws {ValenceError} `conflict`: there is one at this place. */
  createDefinition(
    scope: Scope,
    vdrId: number,
    place: VdrPlace,
    input: DefinitionInput,
  ): Promise<StoredDefinition>
  updateDefinition(
    scope: Scope,
    id: number,
    patch: Partial<DefinitionInput> & { readonly vdrId?: number },
  ): Promise<StoredDefinition | undefined>
  /** Returns how many there were. */
  deleteDefinitions(scope: Scope, filter: VdrFilter): Promise<number>

  transformations(
    scope: Scope,
    filter: TransformationFilter,
  ): Promise<readonly StoredTransformation[]>
  /** @throws {ValenceError} `conflict`: there is one at this place. */
  createTransformation(
    scope: Scope,
    vdrId: number,
    place: VdrPlace & { readonly elementKey: string },
    input: TransformationInput,
  ): Promise<StoredTransformation>
  updateTransformation(
    scope: Scope,
    id: number,
    patch: Partial<TransformationInput> & { readonly vdrId?: number },
  ): Promise<StoredTransformation | undefined>
  /** Returns how many there were. */
  deleteTransformations(scope: Scope, filter: TransformationFilter): Promise<number>

  /** All levels that count for an instance. */
  ofInstance(instance: {
    readonly organizationId: number
    readonly accountId: number
    readonly id: number
    readonly elementKey: string
  }): Promise<{
    readonly definitions: readonly StoredDefinition[]
    readonly transformations: readonly StoredTransformation[]
  }>

  /** Several changes, all or none. */
  atomically<T>(work: (vdrs: VdrStore) => Promise<T>): Promise<T>
}
