/** How requests to a vendor are authenticated: a scheme is a value. @see docs/reference/authentication-to-vendors.md */
import type { Readable } from 'node:stream'
import { ValenceError } from '../lib/errors.ts'

/** A flat configuration; `null` is an unset key. */
export type Configuration = Readonly<Record<string, string | null>>

/** Headers by lower-case name, with the spelling for the wire. */
export type HeaderMap = Map<string, readonly [name: string, value: string]>

/** The part of a vendor request that a scheme decorates. */
export interface Decorated {
  readonly headers: HeaderMap
}

/** The whole request, encoded and about to be sent. A scheme may change its address, headers and body. */
export interface Signable extends Decorated {
  readonly method: string
  url: string
  body: string | Readable | undefined
}

/** What a signature is made from besides the request. */
export interface SigningContext {
  readonly configuration: Configuration
  /** Milliseconds since the epoch. */
  readonly now: number
  /** A value never used before. */
  readonly nonce: () => string
}

export interface AuthScheme {
  /** `authentication.type` of the element. */
  readonly type: string
  /** Write the scheme's default before the element's parameters, which may override it. */
  authorize?(request: Decorated, configuration: Configuration): void
  /** Sign what is sent: after the hooks, once for every attempt. */
  sign?(request: Signable, context: SigningContext): void
}

/** Set a header, whatever its spelling so far. */
export function setWireHeader({ headers }: Decorated, name: string, value: string): void {
  headers.set(name.toLowerCase(), [name, value])
}

/** @throws {ValenceError} `missing_configuration`, when a scheme needs a key that has no value. */
export function requireValue(configuration: Configuration, key: string, what: string): string {
  const value = configuration[key]
  if (value) return value
  throw new ValenceError(
    'missing_configuration',
    `The configuration has no '${key}', ${what}. Every call is signed with it.`,
  )
}
