import type { Readable } from 'node:stream'
import type { ElementPlan, ResourcePlan } from '../catalog/plan.ts'
import type { Expression } from '../ceql/expression.ts'
import type { LiveInstance } from './live-instance.ts'
import type { Tracer } from './trace/trace.ts'
import type { Upload } from './upload.ts'
import type { VendorCalls } from './vendor-calls.ts'

/** The call as it came from the caller; never changed. */
export interface Inbound {
  readonly method: string
  /** `/hubs/{hub}/…` with concrete values and no query, whatever form the caller used. */
  readonly path: string
  readonly query: Readonly<Record<string, string | readonly string[]>>
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
  /** Where calls of the vendor are noted; absent: nowhere. */
  readonly vendorCalls?: VendorCalls | undefined
  /** Where the stages are noted; absent: nowhere. */
  readonly tracer?: Tracer | undefined
}

/** Which page of the vendor's list is wanted. */
export interface VendorPage {
  readonly size: number
  /** 1-based; used by `page` and `offset` paging. */
  readonly number: number
  /** Used by `cursor` paging; `undefined` is the first page. */
  readonly cursor: string | undefined
}

/** The request to the vendor, under construction. */
export interface VendorRequest {
  method: string
  base: string
  /** Path template or, once resolved, the path; may hold a query string or be an absolute URL. */
  path: string
  readonly query: Map<string, string | readonly string[]>
  /** By lower-case name; the pair keeps the author's spelling for the wire. */
  readonly headers: Map<string, readonly [name: string, value: string]>
  /** Values for `{token}`s of path and base, encoded for their place. */
  readonly tokens: Map<string, string>
  readonly form: Map<string, string | readonly string[]>
  /** Parts of an upload that go on to the vendor: their names here, and there. */
  readonly files: Map<string, string>
  /** The upload they are parts of. */
  upload: Upload | undefined
  /** The part of an upload that becomes the body, as JSON with its content in base64. */
  fileAsBody: string | undefined
  /** Members set inside a JSON body after its root key was wrapped. */
  readonly bodyFields: [path: string, value: unknown][]
  readonly bodyTokens: Map<string, unknown>
  /** The address of the wanted page, in place of path and query: the vendor gave it with the page before. */
  address: string | undefined
  /** JSON value, text (a template or what a hook wrote), a stream, or `undefined`. */
  body: unknown | Readable
}

/** The request as it goes over the wire: encoded, and signed. Made anew for every attempt. */
export interface WireRequest {
  readonly method: string
  url: string
  readonly headers: Map<string, readonly [name: string, value: string]>
  body: string | Readable | undefined
}

/** The vendor's answer, then ours. */
export interface Reply {
  status: number
  readonly headers: Map<string, string>
  /** The decoded body as the vendor sent it. */
  raw: unknown
  /** The body the caller will see, as far as the pipeline has come. */
  body: unknown | Readable
  /** A hook replaced the body or the vendor was not asked. */
  isReplaced: boolean
  /** The body as the last hook gave it, before its root key was taken off. */
  fromHook: unknown
  /** A hook said that its answer adds to the engine's own metadata. */
  isMetadataMerged: boolean
  /** A hook's words for an error. */
  errorMessage: string | undefined
}

/**
 * One call of one resource on its way through the pipeline. Exactly one such record exists per vendor call, the stages
 * write to it in order (docs/adr/0004-one-exchange-per-call.md).
 */
export interface Exchange {
  readonly plan: ElementPlan
  readonly resource: ResourcePlan
  readonly variables: Readonly<Record<string, string>>
  /** Another record when a hook gave a request parameter another value. */
  inbound: Inbound
  readonly requestId: string
  /** Replaced when a refresh brings new tokens. */
  live: LiveInstance
  readonly page: VendorPage | undefined
  /** The caller's `where` and the resource's own condition; `undefined` without either. */
  readonly where: Expression | undefined
  /** The part of `where` the vendor was not asked; the list evaluates it. Set by `bind`. */
  rest: Expression | undefined
  /** `orderBy` reached the vendor. Set by `bind`. */
  isOrderedByVendor: boolean
  readonly vendor: VendorRequest
  /** Set by `authenticate`. */
  wire: WireRequest | undefined
  readonly reply: Reply
  /** A hook said `continue: false`. */
  isSendSkipped: boolean
  /** Configuration values to keep, from response parameters and post hooks. */
  readonly captured: Map<string, string>
  /** The previous resource's answer, in a chain. */
  readonly previous:
    | { readonly body: unknown; readonly headers: Readonly<Record<string, string>> }
    | undefined
  /** Resources run before this one in the chain. */
  readonly hops: number
  /** Cursor of the next vendor page, set by `paginate`; `undefined` on the last. */
  nextPage: VendorPage | undefined
}

/** What starts an exchange. */
export interface ExchangeStart {
  readonly resource: ResourcePlan
  readonly variables: Readonly<Record<string, string>>
  readonly inbound: Inbound
  readonly requestId: string
  readonly live: LiveInstance
  readonly page?: VendorPage | undefined
  readonly where?: Expression | undefined
  readonly previous?: Exchange['previous']
  readonly hops?: number
}

/** A fresh exchange: nothing bound, nothing sent. */
export function startExchange(start: ExchangeStart): Exchange {
  return {
    plan: start.live.plan,
    resource: start.resource,
    variables: start.variables,
    inbound: start.inbound,
    requestId: start.requestId,
    live: start.live,
    page: start.page,
    where: start.where,
    rest: undefined,
    isOrderedByVendor: false,
    vendor: {
      method: start.resource.vendorMethod,
      base: '',
      path: start.resource.vendorPath,
      query: new Map(),
      headers: new Map(),
      tokens: new Map(),
      form: new Map(),
      files: new Map(),
      upload: undefined,
      fileAsBody: undefined,
      bodyFields: [],
      bodyTokens: new Map(),
      address: undefined,
      body: undefined,
    },
    wire: undefined,
    reply: {
      status: 200,
      headers: new Map(),
      raw: null,
      body: null,
      isReplaced: false,
      fromHook: undefined,
      isMetadataMerged: false,
      errorMessage: undefined,
    },
    isSendSkipped: false,
    captured: new Map(),
    previous: start.previous,
    hops: start.hops ?? 0,
    nextPage: undefined,
  }
}

/** Set a header of the vendor request; a later setting overrides an earlier one whatever its spelling. */
export function setHeader(request: VendorRequest, name: string, value: string): void {
  request.headers.set(name.toLowerCase(), [name, value])
}
