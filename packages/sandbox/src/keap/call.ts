import { isoSeconds } from '../core/body.ts'
import type { SandboxClock } from '../core/clock.ts'
import type { SandboxSettings } from './settings.ts'
import type { Tenant } from './tenant.ts'

/** One authorised call of the REST API. */
export interface Call {
  readonly tenant: Tenant
  /** Id, in the tenant, of the user the token or key acts for. */
  readonly userId: string
  /** Parameters of the path, by name. */
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  /** The body as text; empty when there was none. */
  readonly bodyText: string
  readonly clock: SandboxClock
  readonly settings: SandboxSettings
  /** Where the call came in, for links the vendor writes out: scheme, host and path without query. */
  readonly link: string
  /** Tell the request log which properties of the body were ignored. */
  noteIgnored(names: readonly string[]): void
}

/** What a handler answers: JSON text, or nothing. */
export interface Reply {
  readonly status: number
  readonly json?: string
}

/** A REST operation. It throws `RestError` (or one of the errors of core) to refuse. */
export type Operation = (call: Call) => Reply

/** Now, as v2 writes it. */
export function nowOf(call: Call): string {
  return isoSeconds(call.clock.now())
}

/** 200 with a value. */
export function ok(value: unknown): Reply {
  return { status: 200, json: JSON.stringify(value) }
}
