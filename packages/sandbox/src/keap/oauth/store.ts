import type { Adapter, AdapterPayload } from 'oidc-provider'
import type { SandboxClock } from '../../core/clock.ts'
import { type Account, accountOf } from '../logins.ts'

const SWEEP_EVERY = 1_000

/** What an access token lets its bearer do. */
export interface AccessGrant extends Account {
  readonly clientId: string
}

/**
 * The authorization server's records, in memory.
 *
 * It stands between the library's time, which is the machine's, and the sandbox's, which can be pushed forward:
 * `exp` and `iat` are kept in sandbox time and shifted back whenever the library reads them, so a token expires when
 * sandbox time passes its end.
 *
 * Codes and refresh tokens are gone the moment they are used. The library would otherwise answer a second use by
 * revoking everything the grant ever gave out. The vendor does not: when two workers refresh with the same token, the
 * later one is refused and the pair the first one got keeps working.
 */
export class OAuthStore {
  readonly #clock: SandboxClock
  readonly #models = new Map<string, Map<string, AdapterPayload>>()
  #writes = 0

  constructor(clock: SandboxClock) {
    this.#clock = clock
  }

  /** The library's view of one kind of record. */
  adapter(model: string): Adapter {
    const records = this.#records(model)
    return {
      upsert: async (id, payload) => {
        records.set(id, shifted(payload, this.#clock.aheadSeconds()))
        this.#writes += 1
        if (this.#writes % SWEEP_EVERY === 0) this.#sweep()
      },
      find: async (id) => this.#read(records.get(id)),
      findByUid: async (uid) =>
        this.#read([...records.values()].find((record) => record.uid === uid)),
      // Only the device flow, which the vendor does not have, looks things up by user code.
      findByUserCode: async () => undefined,
      consume: async (id) => void records.delete(id),
      destroy: async (id) => void records.delete(id),
      revokeByGrantId: async (grantId) => this.#remove((record) => record.grantId === grantId),
    }
  }

  /** Whom a live access token acts for; undefined when it is unknown, expired or revoked. */
  access(token: string): AccessGrant | undefined {
    const record = this.#models.get('AccessToken')?.get(token)
    const { accountId, clientId, exp } = record ?? {}
    if (accountId === undefined || clientId === undefined || exp === undefined) return undefined
    return exp * 1000 > this.#clock.now() ? { ...accountOf(accountId), clientId } : undefined
  }

  /** Make every access token expire now. Refresh tokens stay. Returns how many there were. */
  expireAccessTokens(): number {
    const records = this.#records('AccessToken')
    const count = records.size
    records.clear()
    return count
  }

  /** Take back every grant, or those of the accounts that match: access tokens, refresh tokens and codes. */
  revoke(matches: (account: Account) => boolean = () => true): number {
    const refreshTokens = this.#records('RefreshToken')
    const before = refreshTokens.size
    this.#remove(({ accountId }) => accountId !== undefined && matches(accountOf(accountId)))
    return before - refreshTokens.size
  }

  /** Forget everything. */
  clear(): void {
    for (const records of this.#models.values()) records.clear()
  }

  #records(model: string): Map<string, AdapterPayload> {
    const found = this.#models.get(model) ?? new Map<string, AdapterPayload>()
    this.#models.set(model, found)
    return found
  }

  #read(record: AdapterPayload | undefined): AdapterPayload | undefined {
    return record === undefined ? undefined : shifted(record, -this.#clock.aheadSeconds())
  }

  #remove(isGone: (record: AdapterPayload) => boolean): void {
    for (const records of this.#models.values()) {
      for (const [id, record] of records) if (isGone(record)) records.delete(id)
    }
  }

  #sweep(): void {
    const now = this.#clock.now() / 1000
    this.#remove(({ exp }) => exp !== undefined && exp < now)
  }
}

function shifted(record: AdapterPayload, seconds: number): AdapterPayload {
  if (seconds === 0) return { ...record }
  const { exp, iat } = record
  return {
    ...record,
    ...(exp === undefined ? {} : { exp: exp + seconds }),
    ...(iat === undefined ? {} : { iat: iat + seconds }),
  }
}
