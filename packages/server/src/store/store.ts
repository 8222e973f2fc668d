/**
 * The store's port: what the rest of the server may ask of PostgreSQL. Every function that reads or changes a
 * tenant's rows takes the caller's scope, and answers what is out of scope as if it did not exist.
 */

import type { VdrStore } from './vdrs-port.ts'

/** Who asks: everything is read and written within one organization, and within one account unless `accountId` is absent. */
export interface Scope {
  readonly organizationId: number
  /** Absent: every account of the organization (its administrators). */
  readonly accountId?: number
}

export interface Organization {
  readonly id: number
  readonly name: string
  readonly externalId: string | null
  readonly vdrVersion: 'v1' | 'v2'
  readonly environment: 'production' | 'test'
  readonly status: 'paid' | 'trial'
  readonly active: boolean
  readonly createdAt: Date
  /** Sealed organization secret. */
  readonly sealedSecret: Buffer
}

export interface Account {
  readonly id: number
  readonly organizationId: number
  readonly name: string
  readonly description: string
  readonly externalId: string
  readonly active: boolean
  readonly defaultAccount: boolean
  readonly createdAt: Date
}

export interface User {
  readonly id: number
  readonly organizationId: number
  readonly accountId: number
  readonly email: string
  readonly firstName: string
  readonly lastName: string
  readonly active: boolean
  /** Role keys: `org-admin`, `admin`, `vdrAdmin`. */
  readonly roles: readonly string[]
  readonly passwordHash: string
  /** Sealed user secret. */
  readonly sealedSecret: Buffer
  readonly createdAt: Date
  readonly lastLoginAt: Date | null
}

/** A customer's authenticated connection to an element. */
export interface Instance {
  readonly id: number
  readonly organizationId: number
  readonly accountId: number
  readonly userId: number
  readonly elementId: number
  readonly elementKey: string
  readonly name: string
  readonly tags: readonly string[]
  /** Configuration without secrets. */
  readonly configuration: Readonly<Record<string, string | null>>
  /** Sealed JSON: the configuration's secret values, without the tokens of `Credential`. */
  readonly sealedSecrets: Buffer
  readonly sealedToken: Buffer
  readonly disabled: boolean
  readonly traceLoggingEnabled: boolean
  readonly cachingEnabled: boolean
  readonly externalAuthentication: 'none' | 'initial'
  readonly createdAt: Date
  readonly updatedAt: Date
}

/** The states of a connection; see runtime/credentials.ts for what leads from one to another. */
export type ConnectionState = 'connected' | 'refreshing' | 'degraded' | 'needs_reauthorization'

/** The living part of an instance: its tokens and their state. */
export interface Credential {
  readonly instanceId: number
  readonly organizationId: number
  /** Grows by one with every written pair; the compare-and-set that keeps an older pair from replacing a newer one. */
  readonly version: number
  readonly state: ConnectionState
  /** Why the state is not `connected`, in words for a person. */
  readonly reason: string | null
  /** Sealed JSON: `oauth.user.token`, `oauth.user.refresh_token`… */
  readonly sealed: Buffer
  /** When the access token ends; `null` when the vendor didn't say. */
  readonly expiresAt: Date | null
  /** When to refresh an idle connection so that its refresh token does not lapse; `null`: never. */
  readonly refreshDueAt: Date | null
  /** Failed attempts since the last success, and when the next may be made. */
  readonly failures: number
  readonly nextAttemptAt: Date | null
}

/** A granted lease: until `leaseUntil` nobody else refreshes this instance. */
export interface CredentialLease extends Credential {
  /** Grows with every lease granted: a fencing number. */
  readonly fence: number
}

/** New values of a credential after a successful exchange or refresh. */
export interface CredentialUpdate {
  readonly sealed: Buffer
  readonly expiresAt: Date | null
  readonly refreshDueAt: Date | null
}

export interface NewInstance {
  /** Allocated beforehand with `nextInstanceId`, because sealed values are bound to it. */
  readonly id: number
  readonly organizationId: number
  readonly accountId: number
  readonly userId: number
  readonly elementId: number
  readonly elementKey: string
  readonly name: string
  readonly tags: readonly string[]
  readonly configuration: Readonly<Record<string, string | null>>
  readonly sealedSecrets: Buffer
  readonly sealedToken: Buffer
  readonly tokenHash: string
  readonly externalAuthentication: 'none' | 'initial'
  /** Absent for elements whose authentication holds no tokens. */
  readonly credential?: CredentialUpdate
}

/** What a PUT or PATCH may change; absent members stay. */
export interface InstanceUpdate {
  readonly name?: string
  readonly tags?: readonly string[]
  readonly configuration?: Readonly<Record<string, string | null>>
  readonly sealedSecrets?: Buffer
  readonly disabled?: boolean
  readonly traceLoggingEnabled?: boolean
  readonly externalAuthentication?: 'none' | 'initial'
  /** Replaces the tokens: version + 1, state `connected`, any lease ended. */
  readonly credential?: CredentialUpdate
}

/** A page of a list, newest last, by ascending id. */
export interface Page {
  readonly limit: number
  /** Only rows with a greater id. */
  readonly afterId?: number
}

export interface InstanceFilter {
  /** All of these tags. */
  readonly tags?: readonly string[]
  /** The name contains this, case-insensitively. */
  readonly searchText?: string
  readonly elementId?: number
}

/** Why a hub request failed, in the words the caller got. */
export interface UsageError {
  readonly code: string
  readonly message: string
  readonly providerMessage: string | null
}

/** What a hub request asked of the vendor: how often, and its last call, without secrets. */
export interface VendorCallRecord {
  readonly calls: number
  readonly method: string
  readonly host: string
  /** Without the query. */
  readonly path: string
  /** `null`: the vendor did not answer. */
  readonly status: number | null
  readonly durationMs: number
}

/** Query parameters, secrets masked. */
export type UsageQuery = Readonly<Record<string, string | readonly string[]>>

export interface UsageRecord {
  readonly requestId: string
  readonly organizationId: number
  readonly accountId: number
  readonly userId: number
  readonly instanceId: number
  readonly elementKey: string
  readonly method: string
  readonly path: string
  readonly status: number
  readonly durationMs: number
  readonly at: Date
  /** Absent without parameters. */
  readonly query?: UsageQuery | undefined
  readonly requestIp?: string | undefined
  /** Absent when it succeeded. */
  readonly error?: UsageError | undefined
  /** Absent when the vendor was not asked. */
  readonly vendor?: VendorCallRecord | undefined
}

/** Which usage records are wanted. */
export interface UsageFilter {
  readonly instanceId?: number
  readonly elementKey?: string
  readonly method?: string
  /** Lowest and highest status, both inclusive. */
  readonly status?: { readonly from: number; readonly to: number }
  /** The path contains this, case-insensitively. */
  readonly searchText?: string
  /** Inclusive. */
  readonly from?: Date
  /** Exclusive. */
  readonly to?: Date
}

/** How usage is counted over time: calendar units of UTC, weeks beginning on Monday. */
export type UsageInterval = 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month'

/** Which usage is counted. */
export interface UsageSpan {
  readonly from: Date
  readonly to: Date
  readonly interval: UsageInterval
  /** Within the scope; absent: every account of it. */
  readonly accountIds?: readonly number[]
}

/** One interval of usage; intervals without calls have zeros. */
export interface UsageBucket {
  readonly at: Date
  readonly count: number
  /** Status below 400. */
  readonly success: number
  readonly failed: number
  /** Milliseconds. */
  readonly minMs: number
  readonly maxMs: number
  readonly avgMs: number
}

/** An instance and how its connection is. */
export interface InstanceConnection {
  readonly instanceId: number
  readonly elementKey: string
  readonly name: string
  /** Absent for elements without tokens. */
  readonly credential: Omit<Credential, 'sealed'> | undefined
}

/** Who began a pending connection: a user, or somebody who follows a link of theirs. */
export interface PendingOwner {
  readonly organizationId: number
  readonly userId: number
  /** `null`: the user. */
  readonly connectLinkId: number | null
}

export type PendingStatus = 'pending' | 'completing' | 'connected' | 'failed'

/** A connection that waits for a person to consent at the vendor. */
export interface PendingConnection extends PendingOwner {
  readonly id: number
  readonly elementKey: string
  readonly name: string
  /** The instance to authenticate again; `null`: a new one is made. */
  readonly instanceId: number | null
  readonly status: PendingStatus
  /** The instance that came of it. */
  readonly resultInstanceId: number | null
  readonly expiresAt: Date
}

/** Taken for completion: nobody else gets it. */
export interface ClaimedConnection extends PendingConnection {
  readonly sealedInput: Buffer
}

export interface NewPendingConnection extends PendingOwner {
  /** Allocated beforehand with `nextId`, because the sealed input is bound to it. */
  readonly id: number
  readonly stateHash: string
  readonly elementKey: string
  readonly name: string
  readonly instanceId: number | null
  readonly sealedInput: Buffer
  readonly expiresAt: Date
}

/** How a connect page looks. */
export interface Branding {
  readonly name: string
  readonly logoUrl?: string
  readonly color?: string
}

/** A link that lets somebody without an account here connect an element, once, for the user who made it. */
export interface ConnectLink {
  readonly id: number
  readonly organizationId: number
  readonly accountId: number
  readonly userId: number
  readonly name: string | null
  readonly tags: readonly string[]
  /** `null`: every element that can be connected so. */
  readonly elementKeys: readonly string[] | null
  /** Sealed JSON: configuration by element key. */
  readonly sealedConfiguration: Buffer | null
  /** `null`: as the product looks. */
  readonly branding: Branding | null
  readonly returnUrl: string | null
  readonly callbackUrl: string | null
  /** The page that may hear the outcome by `postMessage`. */
  readonly origin: string | null
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly revokedAt: Date | null
  readonly connectedAt: Date | null
  readonly instanceId: number | null
}

export interface NewConnectLink
  extends Omit<ConnectLink, 'createdAt' | 'revokedAt' | 'connectedAt' | 'instanceId'> {
  readonly tokenHash: string
}

/** A JSON object as it was parsed. */
export type JsonObject = Readonly<Record<string, unknown>>

/** An element of an organization, without what it consists of. */
export interface ElementHead {
  readonly id: number
  readonly organizationId: number
  /** Who may change it; the whole organization may use an element, and only this account an extension. */
  readonly accountId: number
  readonly userId: number
  /** The element of the catalogue that it extends; `null`: it is an element of its own. */
  readonly baseId: number | null
  readonly key: string
  /** Grows with every change. */
  readonly version: number
  /** Members that say who the element is. */
  readonly head: JsonObject
  readonly createdAt: Date
  readonly updatedAt: Date
}

/** An element of an organization, whole. */
export interface StoredElement extends ElementHead {
  /** Without the defaults that are secret. */
  readonly definition: JsonObject
  /** Sealed JSON: defaults by the id of their configuration entry; `null`: there are none. */
  readonly sealedSecrets: Buffer | null
}

/** What a change of an element writes. */
export type ElementUpdate = Pick<StoredElement, 'key' | 'head' | 'definition' | 'sealedSecrets'>

export interface NewElement extends ElementUpdate {
  /** Allocated beforehand with `nextId`, because the sealed values are bound to it. */
  readonly id: number
  readonly accountId: number
  readonly userId: number
  readonly baseId: number | null
}

/**
 * Somebody changed or deleted a row, in this process or another (a row just created is not announced: nobody can hold an
 * older version of it). `credential` carries the instance's id; `vdr` and `elements` the organization's, and here new rows
 * count, too. `all`: changes may have been missed, forget everything.
 */
export type Change =
  | {
      readonly kind: 'organization' | 'user' | 'instance' | 'credential' | 'vdr' | 'elements'
      readonly id: number
    }
  | { readonly kind: 'all' }

export interface DataKey {
  readonly id: number
  readonly organizationId: number
  /** Id of the key-encryption key that wraps it. */
  readonly kekId: string
  readonly wrapped: Buffer
  /** New values are sealed with the active one; the others only open old values. */
  readonly active: boolean
}

/** A column whose values the vault sealed. */
export interface SealedColumn {
  readonly table: string
  readonly column: string
}

export interface Store {
  readonly organizations: {
    create(input: {
      id: number
      name: string
      secretHash: string
      sealedSecret: Buffer
    }): Promise<Organization>
    nextId(): Promise<number>
    /** All of them, for the operator's own work on keys. */
    ids(): Promise<readonly number[]>
    get(id: number): Promise<Organization | undefined>
    findBySecretHash(hash: string): Promise<Organization | undefined>
    update(
      id: number,
      patch: { name?: string; vdrVersion?: 'v1' | 'v2' },
    ): Promise<Organization | undefined>
    /** The sealed secret that callbacks are signed with: this one when there was none, else the one made before. */
    ensureSigningSecret(id: number, sealed: Buffer): Promise<Buffer>
    /** `undefined`: none was made yet. */
    getSigningSecret(id: number): Promise<Buffer | undefined>
    /** How many there are: 0 means first boot. */
    count(): Promise<number>
  }
  readonly accounts: {
    create(
      scope: Scope,
      input: { name: string; description: string; externalId: string; defaultAccount: boolean },
    ): Promise<Account>
    get(scope: Scope, id: number): Promise<Account | undefined>
    list(scope: Scope, page: Page): Promise<readonly Account[]>
  }
  readonly users: {
    nextId(): Promise<number>
    create(
      scope: Scope,
      input: {
        id: number
        accountId: number
        email: string
        firstName: string
        lastName: string
        roles: readonly string[]
        passwordHash: string
        secretHash: string
        sealedSecret: Buffer
      },
    ): Promise<User>
    get(scope: Scope, id: number): Promise<User | undefined>
    getByEmail(scope: Scope, email: string): Promise<User | undefined>
    list(scope: Scope, page: Page): Promise<readonly User[]>
    count(scope: Scope): Promise<number>
    /** Active users only, of active organizations: these three look up a caller, so they have no scope yet. */
    findBySecretHash(hash: string): Promise<User | undefined>
    findByEmail(email: string): Promise<User | undefined>
    findBySessionHash(hash: string, now: Date): Promise<User | undefined>
    createSession(user: User, tokenHash: string, expiresAt: Date): Promise<void>
    deleteSession(tokenHash: string): Promise<void>
    recordLogin(user: User, at: Date): Promise<void>
  }
  readonly instances: {
    nextId(): Promise<number>
    /** Instance and credential in one transaction. */
    create(instance: NewInstance): Promise<Instance>
    get(scope: Scope, id: number): Promise<Instance | undefined>
    findByTokenHash(hash: string): Promise<Instance | undefined>
    list(scope: Scope, filter: InstanceFilter, page: Page): Promise<readonly Instance[]>
    count(scope: Scope, filter: InstanceFilter): Promise<number>
    update(scope: Scope, id: number, patch: InstanceUpdate): Promise<Instance | undefined>
    /** Removes instance, credential and token; returns what was removed. */
    delete(scope: Scope, id: number): Promise<Instance | undefined>
  }
  /**
   * Elements that organizations make, and extensions of the catalogue's. The whole organization sees them, whatever the
   * account of the scope; they are changed within the scope only.
   */
  readonly elements: {
    nextId(): Promise<number>
    /** Ids for parts of elements: as many as asked for, at most 100,000. */
    nextPartIds(count: number): Promise<readonly number[]>
    /** All of the organization, by rising id. */
    heads(scope: Scope): Promise<readonly ElementHead[]>
    get(scope: Scope, id: number): Promise<StoredElement | undefined>
    /** @throws {ValenceError} `conflict`: the key is taken, or the account extends that element already. */
    create(scope: Scope, element: NewElement): Promise<StoredElement>
    /**
     * Compare-and-set: version + 1. `undefined`: there is none in the scope, or its version is another.
     * @throws {ValenceError} `conflict`: the key is taken.
     */
    update(
      scope: Scope,
      id: number,
      version: number,
      update: ElementUpdate,
    ): Promise<StoredElement | undefined>
    /** `in use`: instances of it exist, of any account; `undefined`: there is none in the scope. */
    delete(scope: Scope, id: number): Promise<'deleted' | 'in use' | undefined>
  }
  readonly credentials: {
    get(scope: Scope, instanceId: number): Promise<Credential | undefined>
    /**
     * Take the lease when nobody holds it. `undefined`: somebody does, or there is no such credential.
     * Time is the database's own. State becomes `refreshing`.
     */
    acquireLease(
      instanceId: number,
      owner: string,
      ttlMs: number,
    ): Promise<CredentialLease | undefined>
    /** `false`: the lease was lost. */
    renewLease(instanceId: number, fence: number, ttlMs: number): Promise<boolean>
    /**
     * Write a new pair with compare-and-set on the version: version + 1, `connected`, failures 0, lease ended.
     * Deliberately not fenced: a refresher that lost its lease while the vendor rotated holds the only valid pair.
     * `false`: somebody wrote a newer pair.
     */
    commit(instanceId: number, version: number, update: CredentialUpdate): Promise<boolean>
    /** End a lease without a new pair, in the given state; only with the same fence and version. */
    release(
      instanceId: number,
      lease: { fence: number; version: number },
      outcome: {
        state: ConnectionState
        reason: string | null
        failures: number
        nextAttemptAt: Date | null
      },
    ): Promise<boolean>
    /** Credentials whose refresh is due (or whose back-off has ended while `degraded`), oldest first; never `needs_reauthorization`. */
    due(now: Date, limit: number): Promise<readonly Credential[]>
    /** Every instance of the scope with the state of its connection, in one statement. */
    list(scope: Scope, page: Page): Promise<readonly InstanceConnection[]>
  }
  /** Found by their owner only; time is the caller's. */
  readonly pendingConnections: {
    nextId(): Promise<number>
    /** Of one owner the oldest give way beyond a bound. */
    create(input: NewPendingConnection): Promise<void>
    find(owner: PendingOwner, stateHash: string): Promise<PendingConnection | undefined>
    /** Take it for completion, once: its sealed input is gone from the database afterwards. `undefined`: not to be had. */
    claim(owner: PendingOwner, stateHash: string, now: Date): Promise<ClaimedConnection | undefined>
    /** Say how it ended; the row is kept until `keepUntil`, for those who ask again. */
    finish(
      id: number,
      outcome: { status: 'connected' | 'failed'; instanceId: number | null; keepUntil: Date },
    ): Promise<void>
    /** Remove what has expired. Returns how many. */
    prune(now: Date): Promise<number>
  }
  readonly connectLinks: {
    nextId(): Promise<number>
    create(input: NewConnectLink): Promise<ConnectLink>
    list(scope: Scope, page: Page): Promise<readonly ConnectLink[]>
    /** `undefined`: there is none in the scope. Revoking again changes nothing. */
    revoke(scope: Scope, id: number, at: Date): Promise<ConnectLink | undefined>
    /** Whoever holds the token has no scope. */
    findByTokenHash(hash: string): Promise<ConnectLink | undefined>
    /** Keep others from finishing a connection through this link. `false`: it is used, revoked, or being finished. */
    acquire(id: number, now: Date, until: Date): Promise<boolean>
    release(id: number): Promise<void>
    /** It has made this instance, and can make no other. */
    markConnected(id: number, instanceId: number, at: Date): Promise<void>
    /** Remove links that expired before this. Returns how many. */
    prune(expiredBefore: Date): Promise<number>
  }
  readonly vdrs: VdrStore
  readonly dataKeys: {
    list(organizationId: number): Promise<readonly DataKey[]>
    /** Make a key the active one; the former active key stays for opening. */
    create(organizationId: number, kekId: string, wrapped: Buffer): Promise<DataKey>
    /** The active key of the organization: this one when there was none, else the one that somebody made before. */
    createFirst(organizationId: number, kekId: string, wrapped: Buffer): Promise<DataKey>
    /** One key of each key-encryption key in use, to prove at start that all of them open. */
    onePerKek(): Promise<readonly DataKey[]>
    /** Every key not wrapped by this key-encryption key. */
    listWrappedByOther(kekId: string): Promise<readonly DataKey[]>
    rewrap(
      id: number,
      from: { kekId: string },
      to: { kekId: string; wrapped: Buffer },
    ): Promise<boolean>
  }
  /** Sealed values of every kind, for the rotation of data keys. */
  readonly sealedValues: {
    readonly columns: readonly SealedColumn[]
    list(
      organizationId: number,
      column: SealedColumn,
      page: Page,
    ): Promise<readonly { rowId: number; sealed: Buffer }[]>
    /** Write `to` where `from` still is. `false`: somebody wrote another value meanwhile. */
    replace(
      organizationId: number,
      place: SealedColumn & { rowId: number },
      from: Buffer,
      to: Buffer,
    ): Promise<boolean>
  }
  readonly usage: {
    /** One statement for the whole batch. */
    append(records: readonly UsageRecord[]): Promise<void>
    get(scope: Scope, requestId: string): Promise<UsageRecord | undefined>
    list(
      scope: Scope,
      filter: UsageFilter,
      page: { limit: number; before?: Date },
    ): Promise<readonly UsageRecord[]>
    /** The newest records, newest first, with the numbers they were written under; only greater ones than `afterId`. */
    newest(
      scope: Scope,
      page: { limit: number; afterId: number },
    ): Promise<readonly { readonly id: number; readonly record: UsageRecord }[]>
    /** Every interval from that of `from` to that of `to`, oldest first. */
    count(scope: Scope, span: UsageSpan): Promise<readonly UsageBucket[]>
    /** Keep the newest `keep` rows. Returns how many were removed. */
    prune(keep: number): Promise<number>
  }
  /** Do something in one process at a time, over all that share the database; others wait. Its statements are its own. */
  exclusively<T>(name: string, work: () => Promise<T>): Promise<T>
  /** Hear of changes made by any process. Returns the function that stops it. */
  onChange(listener: (change: Change) => void): () => void
  /** `true` when the database answers. */
  isReady(): Promise<boolean>
  /** SQL statements sent since start, for metrics and for the benchmark that counts them. */
  statementCount(): number
  close(): Promise<void>
}
