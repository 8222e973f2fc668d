import type { ElementPlan } from '../catalog/plan.ts'
import type { ConnectionState } from '../store/store.ts'

/** The state of an instance's tokens, as last read. */
export interface LiveCredential {
  readonly version: number
  readonly state: ConnectionState
  readonly reason: string | null
  /** Milliseconds since the epoch; `undefined` when the vendor didn't say. */
  readonly expiresAt: number | undefined
  readonly nextAttemptAt: number | undefined
  readonly failures: number
}

/** An instance with its secrets opened: what requests run with. Lives in bounded memory only. */
export interface LiveInstance {
  /** `undefined` while the instance is being made. */
  readonly id: number | undefined
  /** The id it will have, or has while it is looked after: what addresses for the vendor's events are made of. */
  readonly callbackId?: number | undefined
  readonly organizationId: number
  readonly plan: ElementPlan
  /** Every declared key, `null` where unset; defaults, the operator's, the instance's and the tokens, in rising order. */
  readonly configuration: Readonly<Record<string, string | null>>
  readonly credential: LiveCredential | undefined
}
