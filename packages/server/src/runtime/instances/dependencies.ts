import type { ElementPlan } from '../../catalog/plan.ts'
import { ValenceError } from '../../lib/errors.ts'
import type { Ids } from '../../lib/ids.ts'
import type { Instance, Store } from '../../store/store.ts'
import type { Vault } from '../../vault/vault.ts'
import type { Authorizer, Caller } from '../caller.ts'
import type { InstanceInput } from '../connections-port.ts'
import { type Elements, planOf, type Viewer, viewerOf } from '../elements/elements-port.ts'
import type { Engine } from '../engine.ts'
import type { LiveInstances } from '../live-instances.ts'

/** What the life of an instance needs. Joined in app.ts. */
export interface ConnectionsDependencies {
  readonly store: Store
  readonly vault: Vault
  readonly elements: Elements
  readonly lives: LiveInstances
  readonly engine: Engine
  readonly ids: Ids
  readonly authorizer: Pick<Authorizer, 'forgetInstance'>
}

/** @throws {ValenceError} `not_found`, also when the viewer may not see it. */
export async function requirePlan(
  { elements }: Pick<ConnectionsDependencies, 'elements'>,
  viewer: Viewer | undefined,
  keyOrId: string,
): Promise<ElementPlan> {
  const plan = await planOf(elements, viewer, keyOrId)
  if (plan) return plan
  throw new ValenceError(
    'not_found',
    `There is no element '${keyOrId}'. GET /elements/keys lists them.`,
  )
}

/** The plan of an instance's element. @throws {ValenceError} `not_found`: this server has it no more. */
export async function requirePlanOf(
  { elements }: Pick<ConnectionsDependencies, 'elements'>,
  instance: Instance,
): Promise<ElementPlan> {
  const plan = (await elements.ofInstance(instance))?.plan()
  if (plan) return plan
  throw new ValenceError(
    'not_found',
    `Instance ${instance.id} is of the element '${instance.elementKey}', which this server does not have.`,
  )
}

/** The element that a path or else a body names. @throws {ValenceError} `invalid_request`, `not_found`, `unknown_element`. */
export async function requireElement(
  deps: ConnectionsDependencies,
  caller: Caller,
  elementKeyOrId: string | undefined,
  input: InstanceInput,
): Promise<ElementPlan> {
  const viewer = viewerOf(caller)
  if (elementKeyOrId !== undefined) {
    return assertActive(await requirePlan(deps, viewer, elementKeyOrId))
  }
  const named = input.element?.key ?? input.element?.id
  if (named === undefined || named === '') {
    throw new ValenceError(
      'invalid_request',
      'The body needs element.key (or element.id): which element to connect.',
    )
  }
  const plan = await planOf(deps.elements, viewer, named)
  if (plan) return assertActive(plan)
  throw new ValenceError(
    'unknown_element',
    `There is no element '${named}'. GET /elements/keys lists them.`,
  )
}

/** An element that is switched off keeps its instances and makes no more of them. */
function assertActive(plan: ElementPlan): ElementPlan {
  if (plan.definition.active !== false) return plan
  throw new ValenceError(
    'conflict',
    `The element '${plan.key}' is not active: no instance of it can be made. PUT /elements/${plan.key}/active switches it on.`,
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
