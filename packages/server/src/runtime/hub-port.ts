/** What the HTTP routes ask of the runtime about vendors' records. */
import type { Readable } from 'node:stream'
import type { Caller } from './caller.ts'
import type { Tracer } from './trace/trace.ts'
import type { VendorCalls } from './vendor-calls.ts'

/** One call of `/hubs/{hub}/…` or `/{resource}`. */
export interface HubRequest {
  /** Its `instance` is set. */
  readonly caller: Caller
  readonly requestId: string
  readonly method: string
  /** Decoded segments below the hub: `['contacts', '42']`. */
  readonly segments: readonly string[]
  /** Decoded query; a repeated parameter keeps every value. */
  readonly query: Readonly<Record<string, string | readonly string[]>>
  /** Inbound headers, lower-case names, without `authorization`. */
  readonly headers: Readonly<Record<string, string>>
  /** Parsed JSON, text, or a stream for other media types; `undefined` without a body. */
  readonly body: unknown
  /** Where calls of the vendor are noted; absent: nowhere. */
  readonly vendorCalls?: VendorCalls | undefined
  /** Where the pipeline's stages are noted. Set by the runtime for instances with trace logging. */
  readonly tracer?: Tracer | undefined
}

/** The answer. */
export interface HubReply {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** JSON value, stream, or `undefined` for an empty body. */
  readonly body: unknown | Readable
}

export interface HubRuntime {
  /** @throws {ValenceError} everything that is not a 2xx. */
  execute(request: HubRequest): Promise<HubReply>
  /** `GET /objects`: names of the objects the instance offers; of those with a normalised view when that is asked for. */
  objectNames(caller: Caller, requestId: string, isNormalized?: boolean): Promise<readonly string[]>
  /** `GET /objects/{name}/metadata`, custom fields included. */
  objectMetadata(
    caller: Caller,
    objectName: string,
    requestId: string,
    isNormalized?: boolean,
  ): Promise<{ readonly fields: readonly object[] }>
  /** `GET /ping`: asks the vendor. */
  ping(
    caller: Caller,
    requestId: string,
  ): Promise<{ dateTime: string; endpoint: string; valid: boolean }>
}
