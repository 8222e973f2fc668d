/** Configuration values that calls bring, kept with their instance. */
import type { Clock } from '../lib/clock.ts'
import type { Instance, InstanceUpdate, Store } from '../store/store.ts'
import type { Vault } from '../vault/vault.ts'
import { isOAuth2 } from './lifecycle/expiry-clock.ts'
import type { LiveInstance } from './live-instance.ts'
import type { LiveInstances } from './live-instances.ts'
import {
  type Configuration,
  openValues,
  places,
  sealValues,
  splitConfiguration,
} from './sealed-configuration.ts'
import { sealTokens } from './token-values.ts'

export interface KeepDependencies {
  readonly store: Store
  readonly vault: Vault
  readonly lives: LiveInstances
  readonly clock: Clock
}

type Values = ReadonlyMap<string, string>

/**
 * Keep what a call captured. Values that are already there cost nothing. Tokens among them, or a new start of their clock, go
 * to the credential, whose version rises.
 */
export async function captureValues(
  deps: KeepDependencies,
  live: LiveInstance,
  values: Values,
): Promise<void> {
  const change = await changeOf(deps, live, values)
  if (!change) return
  const { instance, current, changed } = change
  const owner = { organizationId: instance.organizationId, instanceId: instance.id }
  const credential = isOfCredential(live, changed)
    ? await sealTokens(deps, live.plan, { ...current, ...changed }, owner)
    : undefined
  await write(deps, live, change, credential ? { credential } : {})
}

/** Keep what a renewal brought beside the tokens. The credential is the renewal's own to write: its version stays. */
export async function keepBesideTokens(
  deps: KeepDependencies,
  live: LiveInstance,
  values: Values,
): Promise<void> {
  const change = await changeOf(deps, live, values)
  if (change) await write(deps, live, change, {})
}

interface Change {
  readonly instance: Instance
  readonly current: Configuration
  readonly changed: Readonly<Record<string, string>>
}

/** What is stored counts, and not what the call has: hooks have written their values into the call already. */
async function changeOf(
  { store, lives }: KeepDependencies,
  live: LiveInstance,
  values: Values,
): Promise<Change | undefined> {
  if (live.id === undefined) return undefined
  const scope = { organizationId: live.organizationId }
  const { configuration: current } = await lives.get(scope, live.id)
  const changed = [...values].filter(([key, value]) => current[key] !== value)
  if (changed.length === 0) return undefined
  const instance = await store.instances.get(scope, live.id)
  return instance && { instance, current, changed: Object.fromEntries(changed) }
}

function isOfCredential({ plan, configuration }: LiveInstance, changed: Change['changed']) {
  const { tokens } = splitConfiguration(plan, changed)
  if (Object.keys(tokens).length > 0) return true
  const isClock = 'authentication.time' in changed || 'expires_in' in changed
  return isClock && !isOAuth2(plan, configuration)
}

async function write(
  { store, vault, lives }: KeepDependencies,
  { plan, organizationId }: LiveInstance,
  { instance, changed }: Change,
  further: InstanceUpdate,
): Promise<void> {
  const { plain, secret } = splitConfiguration(plan, changed)
  const place = places.secrets(instance.id)
  const known = await openValues(vault, instance.organizationId, place, instance.sealedSecrets)
  const sealedSecrets = await sealValues(vault, instance.organizationId, place, {
    ...known,
    ...secret,
  })
  await store.instances.update({ organizationId }, instance.id, {
    configuration: { ...instance.configuration, ...plain },
    sealedSecrets,
    ...further,
  })
  lives.forget(instance.id)
}
