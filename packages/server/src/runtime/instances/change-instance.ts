import type { ElementPlan } from '../../catalog/plan.ts'
import { ValenceError } from '../../lib/errors.ts'
import type { Instance, InstanceUpdate } from '../../store/store.ts'
import type { Caller } from '../caller.ts'
import { configurationEntries } from '../configuration-entries.ts'
import type { ConfigurationEntry, InstanceInput, InstanceView } from '../connections-port.ts'
import {
  assertConsented,
  assertRequired,
  externalAuthentication,
  providerText,
  stampTokens,
  suppliedConfiguration,
  unusedKeys,
} from '../instance-input.ts'
import { provision } from '../provision.ts'
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

/** An instance with the configuration it had and the one it is asked to have. */
interface Change {
  readonly instance: Instance
  readonly plan: ElementPlan
  readonly former: Configuration
  readonly supplied: Configuration
  readonly wanted: Configuration
}

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
  const code = reAuthenticate ? providerText(input, 'code') : undefined
  const configuration =
    code === undefined ? change.wanted : await authenticateAgain(deps, change, input, code)
  const values = await valuesOf(deps, change, configuration, code !== undefined)
  return save(deps, caller, change, { ...values, ...describedBy(input), tags: input.tags ?? [] })
}

function authenticateAgain(
  deps: ConnectionsDependencies,
  change: Change,
  input: InstanceInput,
  code: string,
): Promise<Configuration> {
  return provision(deps.engine, {
    plan: change.plan,
    organizationId: change.instance.organizationId,
    configuration: change.wanted,
    code,
    codeVerifier: providerText(input, 'code_verifier'),
    expectedTenant: configuredTenant(change.former),
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
  const values = input.configuration ? await valuesOf(deps, change, change.wanted, false) : {}
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
