/** The worker role: connections that nobody uses are renewed before they lapse, and what has had its time makes room. */
import type { Clock } from '../lib/clock.ts'
import type { Log } from '../lib/log.ts'
import type { Credential, Store } from '../store/store.ts'
import type { LiveInstances } from './live-instances.ts'
import type { Refresher } from './refresher.ts'

/** How long connect links are listed after they expired: 30 days. */
const connectLinkHistoryMs = 30 * 24 * 3_600_000

export interface UpkeepDependencies {
  readonly store: Store
  readonly lives: LiveInstances
  readonly refresher: Refresher
  readonly clock: Clock
  readonly log: Log
  readonly settings: {
    readonly everyMs: number
    /** Connections renewed in one round, and at once. */
    readonly batch: number
    readonly parallel: number
    /** Usage records that are kept. */
    readonly usageRecords: number
  }
}

/** Start the rounds. The returned function stops them and waits for the one under way. */
export function startUpkeep(deps: UpkeepDependencies): () => Promise<void> {
  let round: Promise<void> = Promise.resolve()
  let isRunning = false
  const timer = setInterval(() => {
    if (isRunning) return
    isRunning = true
    round = runUpkeep(deps)
      .catch((error: unknown) => deps.log.error({ err: error }, 'a round of upkeep failed'))
      .finally(() => {
        isRunning = false
      })
  }, deps.settings.everyMs)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await round
  }
}

/** One round. Any number of processes may run it: each refresh takes the instance's lease. */
export async function runUpkeep(deps: UpkeepDependencies): Promise<void> {
  const { store, clock, settings } = deps
  const due = [...(await store.credentials.due(new Date(clock.now()), settings.batch))]
  await Promise.all(Array.from({ length: settings.parallel }, () => renewAll(deps, due)))
  await store.usage.prune(settings.usageRecords)
  await store.pendingConnections.prune(new Date(clock.now()))
  await store.connectLinks.prune(new Date(clock.now() - connectLinkHistoryMs))
}

async function renewAll(deps: UpkeepDependencies, due: Credential[]): Promise<void> {
  for (let credential = due.shift(); credential; credential = due.shift())
    await renewOne(deps, credential)
}

async function renewOne(
  { lives, refresher, log }: UpkeepDependencies,
  { instanceId, organizationId }: Credential,
): Promise<void> {
  try {
    await refresher.refresh(await lives.load({ organizationId }, instanceId))
  } catch (error) {
    log.debug({ instanceId, err: error }, 'an idle connection could not be renewed in this round')
  }
}
