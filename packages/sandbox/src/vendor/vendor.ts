/**
 * What the vendors beside Keap have in common, so that each of their folders holds only what is its own: an OAuth server with
 * a page, bearer tokens, a request log, faults, a clock, a limit on the rate of calls, and routes over an account's records.
 */
import type { SandboxClock } from '../core/clock.ts'
import type { Faults } from '../core/faults.ts'
import type { RequestLog } from '../core/request-log.ts'
import type { Router } from '../core/router.ts'
import type { Granted, Grants } from './grants.ts'
import type { RateLimit, RateState, RateWindow } from './rate-window.ts'

/** An answer. `body` becomes JSON; without one the answer is empty. */
export interface VendorAnswer {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** One authorised call. */
export interface VendorCall<Account> {
  readonly account: Account
  readonly userId: string
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** The body as text; empty when there was none. */
  readonly bodyText: string
  /** Sandbox time, milliseconds since the epoch. */
  readonly now: number
  /** Scheme, host and the vendor's prefix: what stands for the vendor's hosts. */
  readonly url: string
}

/** An operation. It throws the vendor's own error to refuse. */
export type VendorOperation<Account> = (call: VendorCall<Account>) => VendorAnswer

/** Somebody who can sign in. */
export interface VendorLogin {
  readonly username: string
  readonly password: string
  readonly account: string
  readonly userId: string
}

/** How the vendor does OAuth. */
export interface OAuthDialect {
  /** Paths below the vendor's prefix. */
  readonly authorizePath: string
  readonly tokenPaths: readonly string[]
  /** Where client id and secret must be. */
  readonly clientAuthentication: 'post' | 'basic'
  /** A refresh gives a new refresh token and uses the old one up. */
  readonly rotates: boolean
  /** Life of access tokens in seconds. */
  readonly expiresIn: number
  /** The token answer. */
  answer(granted: Granted, context: { readonly url: string; readonly now: number }): object
  /** A refusal, by RFC 6749's error. */
  refusal(error: OAuthError, grantType: string): VendorAnswer
}

export type OAuthError =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unsupported_grant_type'

/** The answers that are the vendor's own words. */
export interface VendorAnswers {
  unauthorized(hasToken: boolean): VendorAnswer
  throttled(rate: RateState): VendorAnswer
  notFound(path: string): VendorAnswer
  wrongMethod(method: string): VendorAnswer
  failed(status: number): VendorAnswer
  /** What an operation threw; undefined when it is a mistake of the sandbox itself. */
  refused(error: unknown): VendorAnswer | undefined
}

/** How much is seeded. */
export interface VendorSeed {
  readonly seed: number
  /** Contacts of the first account; the second has a quarter. */
  readonly contacts: number
}

/** A vendor. */
export interface VendorDefinition<Account> {
  /** Its prefix: `/hubspot/…`. */
  readonly name: string
  readonly title: string
  readonly oauth: OAuthDialect
  readonly rate: RateLimit
  readonly answers: VendorAnswers
  readonly logins: readonly VendorLogin[]
  readonly routes: Router<VendorOperation<Account>>
  seed(options: VendorSeed): ReadonlyMap<string, Account>
  /** What every answer says of the rate. */
  rateHeaders(rate: RateState): Readonly<Record<string, string>>
}

/** A vendor's state. */
export interface VendorState<Account> {
  readonly definition: VendorDefinition<Account>
  readonly clock: SandboxClock
  readonly faults: Faults
  readonly log: RequestLog
  readonly grants: Grants
  readonly rate: RateWindow
  readonly accounts: Map<string, Account>
  /** Return to the state right after the start. */
  reset(): void
}
