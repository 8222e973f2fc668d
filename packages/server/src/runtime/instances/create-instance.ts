import { objectNames } from '../../catalog/metadata.ts'
import type { ElementPlan } from '../../catalog/plan.ts'
import { hashSecret } from '../../lib/ids.ts'
import type { NewInstance } from '../../store/store.ts'
import type { Caller } from '../caller.ts'
import type { InstanceInput, InstanceView } from '../connections-port.ts'
import {
  assertConsented,
  assertRequired,
  externalAuthentication,
  providerTexts,
  stampTokens,
  suppliedConfiguration,
  unusedKeys,
} from '../instance-input.ts'
import { assertHasGrant, provision } from '../lifecycle/provision.ts'
import { type Configuration, places } from '../sealed-configuration.ts'
import { configuredTenant } from '../tenant.ts'
import { type ConnectionsDependencies, requireElement } from './dependencies.ts'
import { storedValues } from './instance-values.ts'
import { viewOf } from './instance-view.ts'

/**
 * Connect: exchange the code, ask the vendor whether the connection works, then store instance and tokens together.
 * Nothing is stored before the vendor has agreed, so a failure on the way leaves nothing behind.
 */
export async function createInstance(
  deps: ConnectionsDependencies,
  caller: Caller,
  elementKeyOrId: string | undefined,
  input: InstanceInput,
): Promise<InstanceView> {
  const plan = await requireElement(deps, caller, elementKeyOrId, input)
  assertConsented(plan, input)
  const supplied = suppliedConfiguration(input)
  const given = stampTokens(
    { ...deps.lives.baseConfiguration(plan), ...supplied },
    supplied,
    deps.engine.clock.now(),
  )
  const providerData = providerTexts(input)
  assertRequired(plan, given, providerData['code'] ? ['oauth.api.key', 'oauth.callback.url'] : [])
  assertHasGrant(plan, given, providerData)
  const id = await deps.store.instances.nextId()
  const configuration = await provision(deps.engine, {
    plan,
    organizationId: caller.organization.id,
    instanceId: id,
    configuration: given,
    providerData,
    expectedTenant: configuredTenant(given),
    isAnew: false,
    isNew: true,
  })
  const instance = await deps.store.instances.create(
    await newInstance(deps, caller, plan, input, configuration, id),
  )
  return {
    ...(await viewOf(deps, caller, instance)),
    unusedKeys: unusedKeys(given, supplied),
    ...(input.retrieveObjectsAfterInstantiation ? { objects: objectNames(plan) } : {}),
  }
}

async function newInstance(
  deps: ConnectionsDependencies,
  caller: Caller,
  plan: ElementPlan,
  input: InstanceInput,
  configuration: Configuration,
  id: number,
): Promise<NewInstance> {
  const { vault, ids } = deps
  const organizationId = caller.organization.id
  const token = ids.secret()
  const name = input.name?.trim() || plan.name
  return {
    id,
    organizationId,
    accountId: caller.user.accountId,
    userId: caller.user.id,
    elementId: plan.id,
    elementKey: plan.key,
    name,
    // No tags means one tag, the name (wire contract, section 2.4).
    tags: input.tags?.length ? input.tags : [name],
    sealedToken: await vault.seal(organizationId, places.token(id), token),
    tokenHash: hashSecret(token),
    externalAuthentication: externalAuthentication(input),
    ...(await storedValues(deps, plan, configuration, { organizationId, instanceId: id }, true)),
  }
}
