import { randomBytes } from 'node:crypto'
import type { SandboxClock } from '../core/clock.ts'

/** Who a grant acts for. */
export interface Subject {
  /** Name of the account, the vendor's tenant. */
  readonly account: string
  readonly userId: string
}

interface Code extends Subject {
  readonly redirectUri: string
  readonly codeChallenge: string | undefined
  readonly endsAt: number
}

interface AccessToken extends Subject {
  readonly endsAt: number
}

/** What an exchange or a refresh gave. */
export interface Granted extends Subject {
  readonly accessToken: string
  /** Absent where the vendor keeps the old one and does not repeat it. */
  readonly refreshToken: string | undefined
  /** Seconds. */
  readonly expiresIn: number
}

const CODE_LIFE_MS = 10 * 60_000

/** Codes, access tokens and refresh tokens of one vendor, in memory and in sandbox time. */
export class Grants {
  readonly #clock: SandboxClock
  readonly #codes = new Map<string, Code>()
  readonly #accessTokens = new Map<string, AccessToken>()
  readonly #refreshTokens = new Map<string, Subject>()
  /** Seconds new access tokens live. */
  expiresIn: number

  constructor(clock: SandboxClock, expiresIn: number) {
    this.#clock = clock
    this.expiresIn = expiresIn
  }

  /** A code that is good once, for ten minutes. */
  issueCode(code: Omit<Code, 'endsAt'>): string {
    const text = newToken(24)
    this.#codes.set(text, { ...code, endsAt: this.#clock.now() + CODE_LIFE_MS })
    return text
  }

  /** The code, which is then used up; undefined when it is unknown, used or too old. */
  takeCode(text: string): Code | undefined {
    const code = this.#codes.get(text)
    this.#codes.delete(text)
    return code && code.endsAt > this.#clock.now() ? code : undefined
  }

  /** Tokens for somebody who approved. */
  grant({ account, userId }: Subject): Granted {
    const refreshToken = newToken(32)
    this.#refreshTokens.set(refreshToken, { account, userId })
    return { ...this.#accessTokenFor({ account, userId }), refreshToken }
  }

  /**
   * Tokens for a refresh token; undefined when it is none (any more).
   *
   * @param rotates - The vendor gives a new refresh token, and the old one is used up.
   */
  refresh(refreshToken: string, rotates: boolean): Granted | undefined {
    const subject = this.#refreshTokens.get(refreshToken)
    if (subject === undefined) return undefined
    if (!rotates) return { ...this.#accessTokenFor(subject), refreshToken: undefined }
    this.#refreshTokens.delete(refreshToken)
    return this.grant(subject)
  }

  /** Whom a live access token acts for. */
  subjectOf(accessToken: string): Subject | undefined {
    const found = this.#accessTokens.get(accessToken)
    return found && found.endsAt > this.#clock.now() ? found : undefined
  }

  /** Make every access token expire now. Returns how many there were. */
  expireAccessTokens(): number {
    const count = this.#accessTokens.size
    this.#accessTokens.clear()
    return count
  }

  /** Take back every grant. Returns how many there were. */
  revokeAll(): number {
    const count = this.#refreshTokens.size
    for (const records of [this.#codes, this.#accessTokens, this.#refreshTokens]) records.clear()
    return count
  }

  #accessTokenFor(subject: Subject): Omit<Granted, 'refreshToken'> {
    const accessToken = newToken(36)
    const endsAt = this.#clock.now() + this.expiresIn * 1000
    this.#accessTokens.set(accessToken, { ...subject, endsAt })
    return { ...subject, accessToken, expiresIn: this.expiresIn }
  }
}

function newToken(bytes: number): string {
  return randomBytes(bytes).toString('base64url')
}
