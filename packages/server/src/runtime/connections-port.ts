/** What the HTTP routes ask of the runtime about instances: connect, look after, forget. */
import type { Credential, Instance, InstanceFilter, Page } from '../store/store.ts'
import type { Caller } from './caller.ts'

/** The body of POST, PUT and PATCH `/instances`, already checked for JSON types. */
export interface InstanceInput {
  readonly name?: string
  readonly element?: { readonly key?: string; readonly id?: number | string }
  readonly tags?: readonly string[]
  /** Values as they came; numbers and booleans are turned into strings. */
  readonly configuration?: Readonly<Record<string, unknown>>
  readonly providerData?: Readonly<Record<string, unknown>>
  readonly externalAuthentication?: string
  readonly retrieveObjectsAfterInstantiation?: boolean
}

/** An instance, ready to be shown: secrets in `configuration` are masked, the token is not. */
export interface InstanceView {
  readonly instance: Instance
  readonly token: string
  readonly configuration: Readonly<Record<string, string | null>>
  readonly credential: Credential | undefined
  /** Configuration keys of the input that were accepted but have no effect any more. */
  readonly unusedKeys: readonly string[]
  /** Names of the vendor's objects, when the input asked for them. */
  readonly objects?: readonly string[]
}

/** One entry of `GET /instances/{id}/configuration`. */
export interface ConfigurationEntry {
  readonly id: number
  readonly key: string
  readonly name: string
  readonly description: string
  readonly propertyValue: string | undefined
  readonly type: string
  readonly required: boolean
  readonly active: boolean
  readonly hideFromConsole: boolean
}

/** Every function throws `ValenceError`; what the caller may not see is `not_found`. */
export interface Connections {
  /**
   * @param caller - `undefined`: anybody, who sees the catalogue only.
   * @param input - apiKey, apiSecret, callbackUrl, state, scope, siteAddress and any configuration key.
   */
  consentUrl(
    caller: Caller | undefined,
    elementKeyOrId: string,
    input: Readonly<Record<string, string>>,
  ): Promise<{ oauthUrl: string; element: string }>
  /** OAuth 1: temporary credentials, to ask for consent with. `input` as above. */
  requestToken(
    caller: Caller | undefined,
    elementKeyOrId: string,
    input: Readonly<Record<string, string>>,
  ): Promise<{ token: string; secret: string }>
  /** `elementKeyOrId` from the path wins over the body's. */
  create(
    caller: Caller,
    elementKeyOrId: string | undefined,
    input: InstanceInput,
  ): Promise<InstanceView>
  /** PUT: id and token stay. With `providerData`, or changed credentials, authenticates again unless told not to. */
  replace(
    caller: Caller,
    id: number,
    input: InstanceInput,
    options: { reAuthenticate: boolean },
  ): Promise<InstanceView>
  patch(caller: Caller, id: number, input: InstanceInput): Promise<InstanceView>
  get(caller: Caller, id: number): Promise<InstanceView>
  list(
    caller: Caller,
    filter: InstanceFilter,
    page: Page,
  ): Promise<{ views: readonly InstanceView[]; total: number }>
  /** Revokes at the vendor when the element says how; forgets in any case. */
  delete(caller: Caller, id: number): Promise<void>
  setEnabled(caller: Caller, id: number, enabled: boolean): Promise<InstanceView>
  setTraceLogging(caller: Caller, id: number, enabled: boolean): Promise<InstanceView>
  configuration(caller: Caller, id: number): Promise<readonly ConfigurationEntry[]>
  setConfiguration(
    caller: Caller,
    id: number,
    entryId: number,
    propertyValue: string,
  ): Promise<ConfigurationEntry>
}
