/** What the HTTP routes ask of the runtime about connections that wait for consent. */
import type { Caller } from '../caller.ts'
import type { InstanceView } from '../connections-port.ts'

/** What is to be connected. */
export interface PendingConnectionInput {
  /** Key or id; may be absent with `instanceId`. */
  readonly element?: string | number
  readonly name?: string
  readonly tags?: readonly string[]
  readonly configuration?: Readonly<Record<string, unknown>>
  /** Authenticate this instance again, in place of making one. */
  readonly instanceId?: number
}

/** A connection begun: send the person to `oauthUrl`. */
export interface BegunConnection {
  readonly id: number
  /** Comes back with the person, and is needed to complete the connection. */
  readonly state: string
  readonly oauthUrl: string
  readonly expiresAt: Date
}

export interface PendingConnectionView {
  readonly element: string
  readonly name: string
  readonly status: 'pending' | 'completing' | 'connected' | 'failed' | 'expired'
  /** The instance that came of it. */
  readonly instanceId: number | undefined
}

/** The query that the vendor sent the person back with: `code` or `error`, and whatever else. */
export type ConsentAnswer = Readonly<Record<string, string>>

/** Through which link of the caller's the person came; absent: the caller is the person. */
export interface Via {
  readonly connectLinkId: number
}

/** Every function throws `ValenceError`; what is not the caller's is `not_found`. */
export interface PendingConnections {
  /**
   * @throws {ValenceError} `missing_configuration`, `unknown_element`; `not_supported` for an element without consent.
   */
  begin(caller: Caller, input: PendingConnectionInput, via?: Via): Promise<BegunConnection>
  get(caller: Caller, state: string): Promise<PendingConnectionView>
  /**
   * Make the instance, or authenticate it again. Once: whatever happens, the pending connection ends with it.
   *
   * @throws {ValenceError} `conflict` when it was completed before, with the member `instanceId` when that succeeded; and
   *   everything that making an instance throws.
   */
  complete(caller: Caller, state: string, answer: ConsentAnswer, via?: Via): Promise<InstanceView>
}
