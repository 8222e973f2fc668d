/** Vendors' webhooks over an instance's life. */
import type { Engine } from '../engine.ts'
import type { Configuration } from '../sealed-configuration.ts'
import { type LifecycleTarget, runLifecycle, runQuietly } from './run-resources.ts'

/** Does this instance get events by the vendor's webhooks? Elements write `webhook` and `webhooks`; those that poll say so. */
export function wantsWebhooks(configuration: Configuration): boolean {
  if (configuration['event.notification.enabled']?.toLowerCase() !== 'true') return false
  return !/^polling$/i.test(configuration['event.vendor.type'] ?? '')
}

/**
 * Set webhooks up, or take them down, when a change of the configuration switched events on or off.
 *
 * @returns the configuration with what the resources wrote.
 * @throws {ValenceError} when the vendor does not take a webhook. Taking down never fails.
 */
export async function switchWebhooks(
  engine: Engine,
  target: LifecycleTarget,
  former: Configuration,
  wanted: Configuration,
): Promise<Configuration> {
  const [before, after] = [wantsWebhooks(former), wantsWebhooks(wanted)]
  if (before === after) return wanted
  return after
    ? runLifecycle(engine, target, wanted, ['onProvisionWebhook'])
    : runQuietly(engine, target, wanted, ['onDeleteWebhook'])
}
