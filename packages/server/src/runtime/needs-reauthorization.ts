import { ValenceError } from '../lib/errors.ts'
import type { LiveInstance } from './live-instance.ts'

/** What every call of a dead connection gets, without a word to the vendor. */
export function needsReauthorization(
  live: Pick<LiveInstance, 'id' | 'plan'>,
  credential: { readonly reason: string | null },
): ValenceError {
  return new ValenceError(
    'needs_reauthorization',
    `The connection of instance ${live.id} to ${live.plan.name} has ended: ${credential.reason ?? 'the vendor refused to renew it'}. ` +
      `Let the person approve again and send the new code with PUT /instances/${live.id}; id and token stay.`,
  )
}
