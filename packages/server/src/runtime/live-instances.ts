/** Instances with their secrets opened, kept in bounded memory and dropped when anybody changes them. */
import { LRUCache } from 'lru-cache'
import type { ElementPlan } from '../catalog/plan.ts'
import { ValenceError } from '../lib/errors.ts'
import type { Credential, Instance, Scope, Store } from '../store/store.ts'
import type { Vault } from '../vault/vault.ts'
import type { Elements } from './elements/elements-port.ts'
import type { LiveCredential, LiveInstance } from './live-instance.ts'
import { type Configuration, openValues, places } from './sealed-configuration.ts'

/** The operator's defaults for elements' configuration, by element key: above the element's own, below an instance's. */
export type ElementDefaults = Readonly<Record<string, Readonly<Record<string, string>>>>

export interface LiveInstances {
  /** From memory when it is there; else read and opened. @throws {ValenceError} `not_found` when it is gone. */
  get(scope: Scope, id: number): LiveInstance | Promise<LiveInstance>
  /** Read and open whatever memory holds. */
  load(scope: Scope, id: number): Promise<LiveInstance>
  /** The configuration an instance starts from: the element's declared keys and the operator's defaults. */
  baseConfiguration(plan: ElementPlan): Record<string, string | null>
  forget(id: number): void
  /** Forget every instance of an organization: one of its elements is another now. */
  forgetOrganization(organizationId: number): void
  close(): void
}

export interface LiveInstanceDependencies {
  readonly store: Store
  readonly vault: Vault
  readonly elements: Pick<Elements, 'ofInstance'>
  readonly elementDefaults: ElementDefaults
  readonly maxInstances: number
}

export function createLiveInstances(deps: LiveInstanceDependencies): LiveInstances {
  const cache = new LRUCache<number, LiveInstance>({ max: deps.maxInstances })
  // A load that began before a change must not bring the former state back after it.
  const loading = new Map<number, Promise<LiveInstance>>()

  const forget = (id: number) => {
    cache.delete(id)
    loading.delete(id)
  }
  const forgetOrganization = (organizationId: number) => {
    for (const [id, live] of cache.entries()) {
      if (live.organizationId === organizationId) cache.delete(id)
    }
    // Whose these are is not known yet.
    loading.clear()
  }
  const stop = deps.store.onChange((change) => {
    if (change.kind === 'all') {
      cache.clear()
      loading.clear()
    } else if (change.kind === 'elements') forgetOrganization(change.id)
    else if (change.kind === 'instance' || change.kind === 'credential') forget(change.id)
  })

  function load(scope: Scope, id: number): Promise<LiveInstance> {
    const reading = readInstance(deps, scope, id)
    loading.set(id, reading)
    const settle = (live?: LiveInstance) => {
      if (loading.get(id) !== reading) return
      loading.delete(id)
      if (live) cache.set(id, live)
    }
    reading.then(settle, () => settle())
    return reading
  }

  return {
    get: (scope, id) => cache.get(id) ?? loading.get(id) ?? load(scope, id),
    load,
    baseConfiguration: (plan) => baseConfiguration(plan, deps.elementDefaults),
    forget,
    forgetOrganization,
    close: stop,
  }
}

/** The operator's defaults, his application's secret among them, are for his elements, not for any that bears the same key. */
function baseConfiguration(
  plan: ElementPlan,
  defaults: ElementDefaults,
): Record<string, string | null> {
  return plan.definition.private
    ? { ...plan.defaults }
    : { ...plan.defaults, ...defaults[plan.key] }
}

async function readInstance(
  deps: LiveInstanceDependencies,
  scope: Scope,
  id: number,
): Promise<LiveInstance> {
  const [instance, credential] = await Promise.all([
    deps.store.instances.get(scope, id),
    deps.store.credentials.get(scope, id),
  ])
  if (!instance) throw new ValenceError('not_found', `There is no instance ${id}.`)
  return openInstance(deps, instance, credential)
}

async function openInstance(
  deps: LiveInstanceDependencies,
  instance: Instance,
  credential: Credential | undefined,
): Promise<LiveInstance> {
  const { elements, vault, elementDefaults } = deps
  const plan = (await elements.ofInstance(instance))?.plan()
  if (!plan)
    throw new ValenceError(
      'not_found',
      `Instance ${instance.id} is of the element '${instance.elementKey}', which this server does not have.`,
    )
  const secrets = await openValues(
    vault,
    instance.organizationId,
    places.secrets(instance.id),
    instance.sealedSecrets,
  )
  const tokens = credential
    ? await openValues(
        vault,
        instance.organizationId,
        places.credential(instance.id),
        credential.sealed,
      )
    : {}
  const configuration: Configuration = {
    ...baseConfiguration(plan, elementDefaults),
    ...instance.configuration,
    ...secrets,
    ...tokens,
  }
  return {
    id: instance.id,
    organizationId: instance.organizationId,
    plan,
    configuration,
    credential: credential && toLive(credential),
  }
}

/** The part of a credential's row that requests look at. */
export function toLive(credential: Credential): LiveCredential {
  return {
    version: credential.version,
    state: credential.state,
    reason: credential.reason,
    expiresAt: credential.expiresAt?.getTime(),
    nextAttemptAt: credential.nextAttemptAt?.getTime(),
    failures: credential.failures,
  }
}
