/** Instances from birth to end: what `/instances` does, behind `connections-port.ts`. */
import type { InstanceUpdate } from '../store/store.ts'
import type { Caller } from './caller.ts'
import { configurationEntries } from './configuration-entries.ts'
import type { Connections } from './connections-port.ts'
import { consentUrl, requestTokenFor } from './consent.ts'
import { viewerOf } from './elements/elements-port.ts'
import {
  patchInstance,
  replaceInstance,
  setConfigurationEntry,
} from './instances/change-instance.ts'
import { createInstance } from './instances/create-instance.ts'
import {
  type ConnectionsDependencies,
  forgetInstance,
  requireInstance,
  requirePlan,
  requirePlanOf,
} from './instances/dependencies.ts'
import { viewInstance, viewOf } from './instances/instance-view.ts'
import { revokeGrant } from './lifecycle/revoke-grant.ts'
import { runQuietly } from './lifecycle/run-resources.ts'
import { wantsWebhooks } from './lifecycle/webhooks.ts'

export function createConnections(deps: ConnectionsDependencies): Connections {
  const { store, lives } = deps

  const set = async (caller: Caller, id: number, update: InstanceUpdate) => {
    await requireInstance(deps, caller, id)
    await store.instances.update(caller.scope, id, update)
    forgetInstance(deps, id)
    return viewInstance(deps, caller, id)
  }

  return {
    consentUrl: async (caller, elementKeyOrId, input) => {
      const plan = await requirePlan(deps, caller && viewerOf(caller), elementKeyOrId)
      return consentUrl(deps.engine, plan, lives.baseConfiguration(plan), input)
    },
    requestToken: async (caller, elementKeyOrId, input) => {
      const plan = await requirePlan(deps, caller && viewerOf(caller), elementKeyOrId)
      return requestTokenFor(deps.engine, plan, lives.baseConfiguration(plan), input)
    },
    create: (caller, elementKeyOrId, input) => createInstance(deps, caller, elementKeyOrId, input),
    replace: (caller, id, input, options) => replaceInstance(deps, caller, id, input, options),
    patch: (caller, id, input) => patchInstance(deps, caller, id, input),
    get: (caller, id) => viewInstance(deps, caller, id),
    list: async (caller, filter, page) => {
      const [instances, total] = await Promise.all([
        store.instances.list(caller.scope, filter, page),
        store.instances.count(caller.scope, filter),
      ])
      return {
        views: await Promise.all(instances.map((instance) => viewOf(deps, caller, instance))),
        total,
      }
    },
    delete: (caller, id) => deleteInstance(deps, caller, id),
    setEnabled: (caller, id, enabled) => set(caller, id, { disabled: !enabled }),
    setTraceLogging: (caller, id, enabled) => set(caller, id, { traceLoggingEnabled: enabled }),
    configuration: async (caller, id) => {
      const { instance, configuration } = await viewInstance(deps, caller, id)
      return configurationEntries(await requirePlanOf(deps, instance), configuration)
    },
    setConfiguration: (caller, id, entryId, propertyValue) =>
      setConfigurationEntry(deps, caller, id, entryId, propertyValue),
  }
}

/** The row goes first: whatever the vendor says afterwards, the connection is forgotten here. */
async function deleteInstance(
  deps: ConnectionsDependencies,
  caller: Caller,
  id: number,
): Promise<void> {
  const { engine, lives, store } = deps
  await requireInstance(deps, caller, id)
  // Undefined when the element is gone: then nobody knows how to revoke.
  const live = await Promise.resolve(lives.load(caller.scope, id)).catch(() => undefined)
  await store.instances.delete(caller.scope, id)
  forgetInstance(deps, id)
  if (!live) return
  const target = { plan: live.plan, organizationId: live.organizationId, instanceId: id }
  const { configuration } = live
  const types = wantsWebhooks(configuration) ? ['onDeleteWebhook', 'onDelete'] : ['onDelete']
  await revokeGrant(engine, target, await runQuietly(engine, target, configuration, types))
}
