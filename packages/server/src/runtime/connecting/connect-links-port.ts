/** What the HTTP routes ask of the runtime about connect links: making them, and what their page does. */
import type { Branding, ConnectLink, Page } from '../../store/store.ts'
import type { Caller } from '../caller.ts'
import type { ConsentAnswer } from './pending-connections-port.ts'

export interface ConnectLinkInput {
  /** Keys or ids; absent: every element that can be connected by consent. */
  readonly elements?: readonly string[]
  /** Of the instance; absent: the element's. */
  readonly name?: string
  readonly tags?: readonly string[]
  /** By element key: what the person is not asked, the application's id and secret above all. */
  readonly configuration?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly branding?: Partial<Branding>
  readonly returnUrl?: string
  readonly callbackUrl?: string
  readonly expiresInMinutes?: number
  readonly origin?: string
}

export type ConnectLinkStatus = 'open' | 'connected' | 'revoked' | 'expired'

export interface ConnectLinkView {
  readonly link: ConnectLink
  readonly status: ConnectLinkStatus
}

/** A link just made: the only time its address is known here. */
export interface MadeConnectLink extends ConnectLinkView {
  readonly token: string
  readonly url: string
}

/** A configuration key the person fills in. */
export interface CustomerField {
  readonly key: string
  readonly name: string
  readonly description: string
  readonly type: string
  readonly required: boolean
  readonly options: readonly { readonly value: string; readonly description: string }[]
}

export interface OfferedElement {
  readonly key: string
  readonly name: string
  readonly description: string
  readonly fields: readonly CustomerField[]
}

/** What the page of a link shows. */
export interface ConnectSession {
  readonly status: ConnectLinkStatus
  /** Empty unless the link is open. */
  readonly elements: readonly OfferedElement[]
  readonly branding: Branding
  readonly expiresAt: Date
  readonly returnUrl: string | undefined
  readonly origin: string | undefined
  readonly instanceId: number | undefined
}

/** A picture: PNG, JPEG, GIF, WebP or SVG. */
export interface Logo {
  readonly mediaType: string
  readonly bytes: Buffer
}

/** How an attempt ended. After `failed` the person may try again, while the link lives. */
export interface ConnectOutcome {
  readonly status: 'connected' | 'failed'
  readonly message: string | undefined
  readonly returnUrl: string | undefined
  readonly instanceId: number | undefined
}

/** Every function throws `ValenceError`. Those with a `token` need no caller: the token says whose link it is. */
export interface ConnectLinks {
  create(caller: Caller, input: ConnectLinkInput): Promise<MadeConnectLink>
  list(caller: Caller, page: Page): Promise<readonly ConnectLinkView[]>
  revoke(caller: Caller, id: number): Promise<void>
  /** What callbacks are signed with: `whsec_` and base64, one for each organization; made when first asked for. */
  signingSecret(caller: Caller): Promise<string>
  /** @throws {ValenceError} `not_found` for a token that is none. */
  session(token: string): Promise<ConnectSession>
  /** The logo of the link's branding. @throws {ValenceError} `not_found` without one, or while it can't be fetched. */
  logo(token: string): Promise<Logo>
  /** @throws {ValenceError} `conflict` when the link is not open; `invalid_request` for a key the person is not asked. */
  start(
    token: string,
    input: { element: string; configuration?: Readonly<Record<string, unknown>> },
  ): Promise<{ oauthUrl: string; state: string }>
  /** @throws {ValenceError} `conflict` when the link is used up or another tab is finishing it. */
  complete(token: string, state: string, answer: ConsentAnswer): Promise<ConnectOutcome>
  /** Let callbacks under way end; those that wait to be repeated are given up. */
  close(): Promise<void>
}
