/** The engine with what it needs of the store: renewal after a 401, and values that answers bring. */
import { isValenceError } from '../lib/errors.ts'
import type { Store } from '../store/store.ts'
import type { Vault } from '../vault/vault.ts'
import { createCallSlots } from './call-slots.ts'
import { createCustomFieldCache } from './custom-field-cache.ts'
import type { Engine, EngineSettings } from './engine.ts'
import { captureValues } from './keep-values.ts'
import { canRenew, tokensSince } from './lifecycle/expiry-clock.ts'
import type { LiveInstance } from './live-instance.ts'
import type { LiveInstances } from './live-instances.ts'
import type { Refresher } from './refresher.ts'

export interface EngineDependencies
  extends Pick<Engine, 'http' | 'scripts' | 'clock' | 'log' | 'eventsUrl' | 'traces'> {
  readonly limits: EngineSettings & {
    readonly parallelCallsPerInstance: number
    readonly waitingCallsPerInstance: number
  }
  readonly store: Store
  readonly vault: Vault
  readonly lives: LiveInstances
  readonly refresher: Refresher
}

/** A token younger than this is not the reason for a 401. */
const provenTokenMs = 30_000

export function createEngine(deps: EngineDependencies): Engine {
  const { http, scripts, clock, log, limits, eventsUrl, traces } = deps
  return {
    http,
    scripts,
    clock,
    log,
    settings: limits,
    eventsUrl,
    traces,
    slots: createCallSlots({
      parallel: limits.parallelCallsPerInstance,
      waiting: limits.waitingCallsPerInstance,
    }),
    customFields: createCustomFieldCache(limits.customFieldsTtlMs),
    renewRejected: (live) => renewRejected(deps, live),
    capture: (live, values) => captureValues(deps, live, values),
  }
}

/**
 * The vendor refused a token we thought good. A dead grant is the caller's to know; when the vendor can't be asked, its
 * 401 stands as it is.
 */
async function renewRejected(
  { lives, refresher, clock, log }: EngineDependencies,
  live: LiveInstance,
): Promise<LiveInstance | undefined> {
  if (live.id === undefined || !live.credential || !canRenew(live.plan, live.configuration))
    return undefined
  const current = await lives.get({ organizationId: live.organizationId }, live.id)
  if (current.credential && current.credential.version > live.credential.version) return current
  if (clock.now() - tokensSince(live.plan, live.configuration) < provenTokenMs) return undefined
  try {
    return await refresher.refresh(current)
  } catch (error) {
    if (isValenceError(error, 'needs_reauthorization')) throw error
    log.warn({ instanceId: live.id, err: error }, 'a rejected token could not be renewed')
    return undefined
  }
}
