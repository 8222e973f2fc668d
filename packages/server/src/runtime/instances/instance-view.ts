import type { Instance } from '../../store/store.ts'
import type { Caller } from '../caller.ts'
import type { InstanceView } from '../connections-port.ts'
import { maskConfiguration, places } from '../sealed-configuration.ts'
import { type ConnectionsDependencies, requireInstance } from './dependencies.ts'

/** An instance by its id, ready to be shown. @throws {ValenceError} `not_found`. */
export async function viewInstance(
  deps: ConnectionsDependencies,
  caller: Caller,
  id: number,
): Promise<InstanceView> {
  return viewOf(deps, caller, await requireInstance(deps, caller, id))
}

/** An instance's row, ready to be shown: token opened, secrets masked. */
export async function viewOf(
  deps: ConnectionsDependencies,
  caller: Caller,
  instance: Instance,
): Promise<InstanceView> {
  const { vault, store } = deps
  const [token, configuration, credential] = await Promise.all([
    vault.open(instance.organizationId, places.token(instance.id), instance.sealedToken),
    shownConfiguration(deps, caller, instance),
    store.credentials.get(caller.scope, instance.id),
  ])
  return { instance, token, configuration, credential, unusedKeys: [] }
}

/** An instance whose element this server no longer has is still shown, so that it can be deleted. */
async function shownConfiguration(
  { lives, elements }: ConnectionsDependencies,
  caller: Caller,
  instance: Instance,
) {
  if (!(await elements.ofInstance(instance))) return { ...instance.configuration }
  const live = await lives.get(caller.scope, instance.id)
  return maskConfiguration(live.plan, live.configuration)
}
