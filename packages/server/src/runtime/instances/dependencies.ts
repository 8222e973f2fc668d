import type { Catalogue } from '../../catalog/catalogue.ts'
import type { ElementPlan } from '../../catalog/plan.ts'
import { ValenceError } from '../../lib/errors.ts'
import type { Ids } from '../../lib/ids.ts'
import type { Instance, Store } from '../../store/store.ts'
import type { Vault } from '../../vault/vault.ts'
import type { Authorizer, Caller } from '../caller.ts'
import type { InstanceInput } from '../connections-port.ts'
import type { Engine } from '../engine.ts'
import type { LiveInstances } from '../live-instances.ts'

/** What the life of an instance needs. Joined in app.ts. */
export interface ConnectionsDependencies {
  readonly store: Store
  readonly vault: Vault
  readonly catalogue: Catalogue
  readonly lives: LiveInstances
  readonly engine: Engine
  readonly ids: Ids
  readonly authorizer: Pick<Authorizer, 'forgetInstance'>
}

/** @throws {ValenceError} `not_found`. */
export function requirePlan({ catalogue }: ConnectionsDependencies, keyOrId: string): ElementPlan {
  const plan = catalogue.plan(keyOrId)
  if (plan) return plan
  throw new ValenceError(
    'not_found',
    `There is no element '${keyOrId}'. GET /elements/keys lists them.`,
  )
}

/** The element that a path or else a body names. @throws {ValenceError} `invalid_request`, `not_found`, `unknown_element`. */
export function requireElement(
  deps: ConnectionsDependencies,
  elementKeyOrId: string | undefined,
  input: InstanceInput,
): ElementPlan {
  if (elementKeyOrId !== undefined) return requirePlan(deps, elementKeyOrId)
  const named = input.element?.key ?? input.element?.id
  if (named === undefined || named === '') {
    throw new ValenceError(
      'invalid_request',
      'The body needs element.key (or element.id): which element to connect.',
    )
  }
  const plan = deps.catalogue.plan(String(named))
  if (plan) return plan
  throw new ValenceError(
    'unknown_element',
    `There is no element '${named}'. GET /elements/keys lists them.`,
  )
}

/** @throws {ValenceError} `not_found`, also when the caller may not see it. */
export async function requireInstance(
  { store }: ConnectionsDependencies,
  caller: Caller,
  id: number,
): Promise<Instance> {
  const instance = await store.instances.get(caller.scope, id)
  if (instance) return instance
  throw new ValenceError('not_found', `There is no instance ${id}.`)
}

/** Forget, in this process and at once, what memory holds of an instance that was changed; others hear of it from the store. */
export function forgetInstance({ lives, authorizer }: ConnectionsDependencies, id: number): void {
  lives.forget(id)
  authorizer.forgetInstance(id)
}
