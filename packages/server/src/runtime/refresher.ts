/**
 * Credentials that never die: one refresh at a time per instance, over all processes.
 *
 * A connection is `connected`. Taking the lease makes it `refreshing`; the new pair, written with compare-and-set on the
 * credential's version before anyone uses it, makes it `connected` again. When the vendor can't be reached it is
 * `degraded`: the old token serves while it lasts and attempts go on with growing pauses. When the vendor says that the
 * grant is dead, and the row still holds the pair that was tried, it is `needs_reauthorization`: said once, asked no more.
 *
 * What must hold:
 *  - the vendor call ends before the lease does, and the lease is renewed while it runs;
 *  - after the vendor answered, its pair is the only valid one: writing it is retried until the database takes it;
 *  - a refresher that lost its lease meanwhile still writes its pair (the store does not fence `commit`).
 */
import { GrantRejectedError } from '../auth/oauth2/errors.ts'
import type { Clock } from '../lib/clock.ts'
import { isValenceError, ValenceError } from '../lib/errors.ts'
import type { Log } from '../lib/log.ts'
import type { CredentialLease, CredentialUpdate, Scope, Store } from '../store/store.ts'
import type { Vault } from '../vault/vault.ts'
import { tokensEnd } from './lifecycle/expiry-clock.ts'
import type { LiveInstance } from './live-instance.ts'
import type { LiveInstances } from './live-instances.ts'
import { needsReauthorization } from './needs-reauthorization.ts'
import {
  type Configuration,
  openValues,
  places,
  sealValues,
  tokenKeys,
} from './sealed-configuration.ts'
import { refreshDueOf } from './token-values.ts'

export interface RefresherDependencies {
  readonly store: Store
  readonly vault: Vault
  readonly lives: LiveInstances
  readonly clock: Clock
  readonly log: Log
  /**
   * Asks the vendor for new tokens. Each of its calls has a deadline shorter than `leaseMs`.
   *
   * @returns the configuration it was given, with the new values in it.
   */
  readonly askVendor: (live: LiveInstance, configuration: Configuration) => Promise<Configuration>
  /** Keeps values with the instance that are no tokens. */
  readonly keep: (live: LiveInstance, values: ReadonlyMap<string, string>) => Promise<void>
  /** Runs when the new tokens are stored; what it fails with is its own business. */
  readonly afterwards?: (live: LiveInstance) => Promise<void>
  /** Names this process in leases. */
  readonly owner: string
  readonly settings: RefresherSettings
}

export interface RefresherSettings {
  readonly leaseMs: number
  /** How long a request waits for somebody else's refresh. */
  readonly waitMs: number
  /** How long a new pair is offered to a database that does not take it. */
  readonly commitMs: number
}

export interface Refresher {
  /**
   * Renew the tokens that `live` holds, or wait for whoever is doing it; within a process callers share one promise.
   *
   * @returns the instance with newer tokens than `live` has.
   * @throws {ValenceError} `needs_reauthorization`; `vendor_unreachable`, `vendor_timeout`, `vendor_failed`,
   *   `rate_limited`: trying again later can help.
   */
  refresh(live: LiveInstance): Promise<LiveInstance>
}

export function createRefresher(deps: RefresherDependencies): Refresher {
  const underWay = new Map<number, Promise<LiveInstance>>()
  return {
    refresh(live) {
      const id = live.id
      if (id === undefined) return Promise.resolve(live)
      const shared = underWay.get(id)
      if (shared) return shared
      const refreshing = refreshOrWait(deps, live, id).finally(() => underWay.delete(id))
      underWay.set(id, refreshing)
      return refreshing
    },
  }
}

async function refreshOrWait(
  deps: RefresherDependencies,
  stale: LiveInstance,
  id: number,
): Promise<LiveInstance> {
  const { store, clock, settings, lives } = deps
  const scope: Scope = { organizationId: stale.organizationId }
  const deadline = clock.now() + settings.waitMs
  while (clock.now() < deadline) {
    const row = await store.credentials.get(scope, id)
    if (!row || !stale.credential)
      throw new ValenceError('not_found', `There is no instance ${id}.`)
    if (row.version > stale.credential.version) return lives.load(scope, id)
    if (row.state === 'needs_reauthorization') throw needsReauthorization(stale, row)
    assertNotBackingOff(deps, stale, row.nextAttemptAt, row.reason)
    const lease = await store.credentials.acquireLease(id, deps.owner, settings.leaseMs)
    if (lease) return refreshUnderLease(deps, stale, lease)
    await waitForChange(deps, id)
  }
  throw new ValenceError(
    'vendor_timeout',
    `${stale.plan.name} has not renewed the connection of instance ${id} in time. Try again.`,
    {
      retryAfterSeconds: 5,
    },
  )
}

function assertNotBackingOff(
  { clock }: RefresherDependencies,
  live: LiveInstance,
  nextAttemptAt: Date | null,
  reason: string | null,
) {
  const pauseMs = nextAttemptAt ? nextAttemptAt.getTime() - clock.now() : 0
  if (pauseMs <= 0) return
  throw new ValenceError(
    'vendor_unreachable',
    `The connection of instance ${live.id} to ${live.plan.name} can't be renewed at the moment: ${reason}.`,
    {
      retryAfterSeconds: Math.ceil(pauseMs / 1000),
    },
  )
}

/** A change of this credential, or a short while: notifications may be lost with their connection. */
function waitForChange({ store, clock }: RefresherDependencies, id: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = new AbortController()
    const done = () => {
      stop()
      timer.abort()
      resolve()
    }
    const stop = store.onChange((change) => {
      if (change.kind === 'all' || (change.kind === 'credential' && change.id === id)) done()
    })
    clock.sleep(300 + Math.random() * 200, timer.signal).then(done, () => undefined)
  })
}

async function refreshUnderLease(
  deps: RefresherDependencies,
  stale: LiveInstance,
  lease: CredentialLease,
): Promise<LiveInstance> {
  const scope: Scope = { organizationId: stale.organizationId }
  if (stale.credential && lease.version > stale.credential.version) {
    await release(deps, lease, {
      state: 'connected',
      reason: null,
      failures: 0,
      nextAttemptAt: null,
    })
    return deps.lives.load(scope, lease.instanceId)
  }
  const stopRenewing = keepLease(deps, lease)
  try {
    return await renew(deps, stale, lease)
  } finally {
    stopRenewing()
  }
}

async function renew(
  deps: RefresherDependencies,
  stale: LiveInstance,
  lease: CredentialLease,
): Promise<LiveInstance> {
  const { vault, askVendor } = deps
  const former = await openValues(
    vault,
    lease.organizationId,
    places.credential(lease.instanceId),
    lease.sealed,
  )
  const known = { ...stale.configuration, ...former }
  let renewed: Configuration
  try {
    renewed = await askVendor(stale, known)
  } catch (error) {
    return afterFailure(deps, stale, lease, error)
  }
  await commit(deps, stale, lease, known, renewed)
  deps.log.info({ instanceId: lease.instanceId, version: lease.version + 1 }, 'connection renewed')
  const scope: Scope = { organizationId: lease.organizationId }
  const live = await deps.lives.load(scope, lease.instanceId)
  if (!deps.afterwards) return live
  await deps.afterwards(live).catch((error: unknown) => {
    deps.log.warn({ instanceId: lease.instanceId, err: error }, 'what follows a renewal failed')
  })
  return deps.lives.get(scope, lease.instanceId)
}

/** The vendor has rotated: from here on this pair is the only one there is. */
async function commit(
  deps: RefresherDependencies,
  stale: LiveInstance,
  lease: CredentialLease,
  former: Configuration,
  renewed: Configuration,
): Promise<void> {
  const { clock, log, settings, store, vault } = deps
  const deadline = clock.now() + settings.commitMs
  const { tokens, others } = splitRenewed(former, renewed)
  const update: CredentialUpdate = {
    sealed: await sealValues(
      vault,
      lease.organizationId,
      places.credential(lease.instanceId),
      tokens,
    ),
    expiresAt: tokensEnd(stale.plan, renewed),
    refreshDueAt: refreshDueOf(stale.configuration, tokens, clock.now()),
  }
  for (let pauseMs = 100; ; pauseMs = Math.min(pauseMs * 2, 5000)) {
    try {
      // Before the version: who sees the new version must find everything that came with it.
      if (others.size > 0) await deps.keep(stale, others)
      // `false`: somebody has written a newer pair still; theirs counts.
      await store.credentials.commit(lease.instanceId, lease.version, update)
      return
    } catch (error) {
      if (clock.now() > deadline) throw error
      log.error(
        { instanceId: lease.instanceId, err: error },
        'a renewed pair could not be written yet; trying again',
      )
      await clock.sleep(pauseMs)
    }
  }
}

/** The tokens, which live under the credential's version, and what else is new. */
function splitRenewed(former: Configuration, renewed: Configuration) {
  const tokens: Record<string, string> = {}
  const others = new Map<string, string>()
  for (const [key, value] of Object.entries(renewed)) {
    if (value === null) continue
    if (tokenKeys.has(key)) tokens[key] = value
    else if (value !== former[key]) others.set(key, value)
  }
  return { tokens, others }
}

async function afterFailure(
  deps: RefresherDependencies,
  stale: LiveInstance,
  lease: CredentialLease,
  error: unknown,
): Promise<LiveInstance> {
  if (!(error instanceof GrantRejectedError)) return degrade(deps, stale, lease, error)
  // Somebody else may have rotated, with a lease that outlived its owner's clock: the row decides, read once.
  const scope: Scope = { organizationId: lease.organizationId }
  const row = await deps.store.credentials.get(scope, lease.instanceId)
  if (row && row.version > lease.version) return deps.lives.load(scope, lease.instanceId)
  return endConnection(deps, stale, lease, reasonOf(error))
}

async function endConnection(
  deps: RefresherDependencies,
  stale: LiveInstance,
  lease: CredentialLease,
  reason: string,
): Promise<never> {
  const isFirst = await release(deps, lease, {
    state: 'needs_reauthorization',
    reason,
    failures: lease.failures,
    nextAttemptAt: null,
  })
  deps.lives.forget(lease.instanceId)
  if (isFirst)
    deps.log.warn(
      { event: 'connection.needs_reauthorization', instanceId: lease.instanceId, reason },
      'a connection has ended',
    )
  throw needsReauthorization(stale, { reason })
}

/** Five seconds, then twice as long each time, at most a quarter of an hour; or what the vendor asked for. */
function pauseAfter(failures: number, error: unknown): number {
  const asked = isValenceError(error) ? (error.retryAfterSeconds ?? 0) * 1000 : 0
  const grown = Math.min(5000 * 2 ** Math.min(failures, 10), 900_000)
  return Math.max(asked, grown * (0.75 + Math.random() * 0.5))
}

async function degrade(
  deps: RefresherDependencies,
  _stale: LiveInstance,
  lease: CredentialLease,
  error: unknown,
): Promise<never> {
  const { clock, log } = deps
  const failures = lease.failures + 1
  const nextAttemptAt = new Date(clock.now() + pauseAfter(lease.failures, error))
  const reason = reasonOf(error)
  await release(deps, lease, { state: 'degraded', reason, failures, nextAttemptAt })
  deps.lives.forget(lease.instanceId)
  log.warn(
    { event: 'connection.degraded', instanceId: lease.instanceId, failures, nextAttemptAt, reason },
    'a connection could not be renewed',
  )
  throw error
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/\.$/, '') : String(error)
}

async function release(
  { store }: RefresherDependencies,
  lease: CredentialLease,
  outcome: Parameters<Store['credentials']['release']>[2],
): Promise<boolean> {
  return store.credentials.release(
    lease.instanceId,
    { fence: lease.fence, version: lease.version },
    outcome,
  )
}

/** Renew the lease three times in its life, so that a slow vendor does not outlast it. */
function keepLease(
  { store, settings, log }: RefresherDependencies,
  lease: CredentialLease,
): () => void {
  const timer = setInterval(() => {
    store.credentials
      .renewLease(lease.instanceId, lease.fence, settings.leaseMs)
      .catch((error: unknown) => {
        log.warn({ instanceId: lease.instanceId, err: error }, 'a lease could not be renewed')
      })
  }, settings.leaseMs / 3)
  return () => clearInterval(timer)
}
