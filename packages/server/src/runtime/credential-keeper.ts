/**
 * credentials: a request gets tokens that are good to use.
 *
 * While the token has life left nothing happens here but a comparison. Shortly before its end a refresh starts in the
 * background and the old token serves on; after its end the request waits for the refresh.
 */
import type { Clock } from '../lib/clock.ts'
import { ValenceError } from '../lib/errors.ts'
import type { Log } from '../lib/log.ts'
import type { CredentialKeeper } from './hub.ts'
import { tokenLife } from './lifecycle/expiry-clock.ts'
import type { LiveCredential, LiveInstance } from './live-instance.ts'
import type { LiveInstances } from './live-instances.ts'
import { needsReauthorization } from './needs-reauthorization.ts'
import type { Refresher } from './refresher.ts'

/** A token this close to its end is not used any more: the call must still arrive. */
const minimumLifeMs = 10_000

/** Refresh begins this long before the end. */
const refreshAheadMs = 300_000

export function createCredentialKeeper(deps: {
  lives: LiveInstances
  refresher: Refresher
  clock: Clock
  log: Log
}): CredentialKeeper {
  const { lives, refresher, clock, log } = deps

  function check(live: LiveInstance): LiveInstance | Promise<LiveInstance> {
    const { credential } = live
    if (!credential) return live
    if (credential.state === 'needs_reauthorization') throw needsReauthorization(live, credential)
    if (credential.expiresAt === undefined) return live
    const left = credential.expiresAt - clock.now()
    // Both margins are at most a tenth of the token's life: vendors with very short tokens exist.
    const tenth = tenthOfLife(live)
    if (left > Math.min(refreshAheadMs, tenth)) return live
    if (left <= Math.min(minimumLifeMs, tenth)) return refresher.refresh(live)
    refreshBehind(live, credential)
    return live
  }

  function refreshBehind(live: LiveInstance, credential: LiveCredential): void {
    if (credential.nextAttemptAt !== undefined && credential.nextAttemptAt > clock.now()) return
    refresher
      .refresh(live)
      .catch((error: unknown) =>
        log.debug({ instanceId: live.id, err: error }, 'refresh ahead of expiry failed'),
      )
  }

  return {
    fresh(caller) {
      const { instance } = caller
      if (!instance)
        throw new ValenceError(
          'invalid_request',
          'This needs an Element token in the Authorization header.',
        )
      const live = lives.get(caller.scope, instance.id)
      return live instanceof Promise ? live.then(check) : check(live)
    },
  }
}

/** Milliseconds; unbounded when the vendor does not say how long its tokens live. */
function tenthOfLife({ plan, configuration }: LiveInstance): number {
  const seconds = tokenLife(plan, configuration)
  return seconds === undefined ? Number.POSITIVE_INFINITY : seconds * 100
}
