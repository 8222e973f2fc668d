import type { ElementPlan } from '../../catalog/plan.ts'
import { ValenceError } from '../../lib/errors.ts'
import type { InstanceUpdate } from '../../store/store.ts'
import type { Caller } from '../caller.ts'
import { configurationEntries } from '../configuration-entries.ts'
import type { ConfigurationEntry, InstanceInput, InstanceView } from '../connections-port.ts'
import {
  assertConsented,
  assertRequired,
  externalAuthentication,
  providerTexts,
  stampTokens,
  suppliedConfiguration,
  unusedKeys,
} from '../instance-input.ts'
import { provision, validateConnection } from '../lifecycle/provision.ts'
import type { LifecycleTarget } from '../lifecycle/run-resources.ts'
import { switchWebhooks } from '../lifecycle/webhooks.ts'
import type { Configuration } from '../sealed-configuration.ts'
import { assertSameTenant, configuredTenant } from '../tenant.ts'
import {
  type ConnectionsDependencies,
  forgetInstance,
  requireInstance,
  requirePlanOf,
} from './dependencies.ts'
import { storedValues } from './instance-values.ts'
import { viewInstance } from './instance-view.ts'
import { type Change, type Proof, proofNeeded } from './proof-needed.ts'

async function readChange(
  deps: ConnectionsDependencies,
  caller: Caller,
  id: number,
  input: InstanceInput,
): Promise<Change> {
  const instance = await requireInstance(deps, caller, id)
  const plan = await requirePlanOf(deps, instance)
  assertSameElement(plan, input)
  const supplied = suppliedConfiguration(input)
  const { configuration: former } = await deps.lives.load(caller.scope, id)
  const wanted = stampTokens({ ...former, ...supplied }, supplied, deps.engine.clock.now())
  assertRequired(plan, wanted)
  assertSameTenant(plan, former, wanted)
  return { instance, plan, former, supplied, wanted }
}

function assertSameElement(plan: ElementPlan, input: InstanceInput): void {
  const named = input.element?.key ?? input.element?.id
  if (named === undefined || String(named) === plan.key || String(named) === String(plan.id)) return
  throw new ValenceError(
    'not_supported',
    `This instance is of the element '${plan.key}' and can't be moved to '${named}'. Make a new instance.`,
  )
}

/** PUT: a new code authenticates again in place; id and token stay, tags are replaced. */
export async function replaceInstance(
  deps: ConnectionsDependencies,
  caller: Caller,
  id: number,
  input: InstanceInput,
  { reAuthenticate }: { reAuthenticate: boolean },
): Promise<InstanceView> {
  const change = await readChange(deps, caller, id, input)
  assertConsented(change.plan, input)
  const proof = reAuthenticate ? proofNeeded(change, input) : 'none'
  const values = await provenValues(deps, change, input, proof)
  return save(deps, caller, change, { ...values, ...describedBy(input), tags: input.tags ?? [] })
}

/** The values to store, once the vendor has agreed with them as far as they need proof. */
async function provenValues(
  deps: ConnectionsDependencies,
  change: Change,
  input: InstanceInput,
  proof: Proof,
) {
  const target = targetOf(change)
  const proven =
    proof === 'all'
      ? await authenticateAgain(deps, change, input)
      : proof === 'validation'
        ? await validateConnection(deps.engine, target, change.wanted)
        : change.wanted
  const configuration = await switchWebhooks(deps.engine, target, change.former, proven)
  return valuesOf(deps, change, configuration, proof === 'all')
}

function targetOf({ plan, instance }: Change): LifecycleTarget {
  return { plan, organizationId: instance.organizationId, instanceId: instance.id }
}

function authenticateAgain(
  deps: ConnectionsDependencies,
  change: Change,
  input: InstanceInput,
): Promise<Configuration> {
  return provision(deps.engine, {
    ...targetOf(change),
    configuration: change.wanted,
    providerData: providerTexts(input),
    expectedTenant: configuredTenant(change.former),
    isAnew: true,
    isNew: false,
  })
}

/** PATCH: only what the body names. */
export async function patchInstance(
  deps: ConnectionsDependencies,
  caller: Caller,
  id: number,
  input: InstanceInput,
): Promise<InstanceView> {
  const change = await readChange(deps, caller, id, input)
  const values = input.configuration
    ? await provenValues(deps, change, {}, proofNeeded(change, {}))
    : {}
  return save(deps, caller, change, { ...values, ...describedBy(input) })
}

/** PATCH of one configuration entry. */
export async function setConfigurationEntry(
  deps: ConnectionsDependencies,
  caller: Caller,
  id: number,
  entryId: number,
  propertyValue: string,
): Promise<ConfigurationEntry> {
  const instance = await requireInstance(deps, caller, id)
  const entry = configurationEntries(await requirePlanOf(deps, instance), {}).find(
    (candidate) => candidate.id === entryId,
  )
  if (!entry)
    throw new ValenceError('not_found', `Instance ${id} has no configuration entry ${entryId}.`)
  const { configuration } = await patchInstance(deps, caller, id, {
    configuration: { [entry.key]: propertyValue },
  })
  return { ...entry, propertyValue: configuration[entry.key] ?? undefined }
}

function valuesOf(
  deps: ConnectionsDependencies,
  change: Change,
  configuration: Configuration,
  isNew: boolean,
) {
  const { instance, plan, supplied } = change
  const owner = { organizationId: instance.organizationId, instanceId: instance.id }
  return storedValues(
    deps,
    plan,
    configuration,
    owner,
    isNew || Boolean(supplied['oauth.user.token']),
  )
}

function describedBy(input: InstanceInput): InstanceUpdate {
  const name = input.name?.trim()
  return {
    ...(name ? { name } : {}),
    ...(input.tags ? { tags: input.tags } : {}),
    ...(input.externalAuthentication
      ? { externalAuthentication: externalAuthentication(input) }
      : {}),
  }
}

async function save(
  deps: ConnectionsDependencies,
  caller: Caller,
  change: Change,
  update: InstanceUpdate,
): Promise<InstanceView> {
  const { id } = change.instance
  await deps.store.instances.update(caller.scope, id, update)
  forgetInstance(deps, id)
  return {
    ...(await viewInstance(deps, caller, id)),
    unusedKeys: unusedKeys(change.wanted, change.supplied),
  }
}
