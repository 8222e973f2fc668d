/** Resources of an element that run at a moment of an instance's life, not for a caller. @see docs/reference/element-format.md */
import type { ElementPlan, ResourcePlan } from '../../catalog/plan.ts'
import type { Engine } from '../engine.ts'
import { startExchange } from '../exchange.ts'
import { runStages } from '../pipeline.ts'
import type { Configuration } from '../sealed-configuration.ts'
import { isStream } from '../stream.ts'

/** Whose resources run. */
export interface LifecycleTarget {
  readonly plan: ElementPlan
  readonly organizationId: number
  /** The id the instance has, or will have: addresses for vendors' events are made of it. `undefined` before there is one. */
  readonly instanceId: number | undefined
}

/** What became of one resource: the configuration with everything it wrote, and its answer. */
export interface LifecycleAnswer {
  readonly configuration: Configuration
  readonly body: unknown
}

/**
 * Run one resource, with its hooks and its chain. Nothing is stored: what it writes is in the configuration returned.
 *
 * @param query - The inbound query that the resource's parameters and hooks read: `code`, `refreshToken`…
 * @throws {ValenceError} what the vendor, a hook or the chain failed with.
 */
export async function runResource(
  engine: Engine,
  { plan, organizationId, instanceId }: LifecycleTarget,
  configuration: Configuration,
  resource: ResourcePlan,
  query: Readonly<Record<string, string>> = {},
): Promise<LifecycleAnswer> {
  const exchange = startExchange({
    resource,
    variables: {},
    inbound: { method: resource.method, path: resource.path, query, headers: {}, body: undefined },
    requestId: '',
    live: {
      id: undefined,
      callbackId: instanceId,
      organizationId,
      plan,
      configuration,
      credential: undefined,
    },
  })
  await runStages(exchange, engine)
  const { body } = exchange.reply
  if (isStream(body)) body.destroy()
  return { configuration: exchange.live.configuration, body: isStream(body) ? null : body }
}

/** Run every resource of some types in their order; each sees what the former wrote. */
export async function runLifecycle(
  engine: Engine,
  target: LifecycleTarget,
  configuration: Configuration,
  types: readonly string[],
): Promise<Configuration> {
  let current = configuration
  for (const resource of types.flatMap((type) => target.plan.lifecycle.get(type) ?? []))
    current = (await runResource(engine, target, current, resource)).configuration
  return current
}

/** The same, one by one, where nothing depends on them any more: failures are logged and the rest runs. */
export async function runQuietly(
  engine: Engine,
  target: LifecycleTarget,
  configuration: Configuration,
  types: readonly string[],
): Promise<Configuration> {
  let current = configuration
  for (const resource of types.flatMap((type) => target.plan.lifecycle.get(type) ?? [])) {
    try {
      current = (await runResource(engine, target, current, resource)).configuration
    } catch (error) {
      const { type, path } = resource
      engine.log.warn(
        { instanceId: target.instanceId, type, path, err: error },
        'a resource at a moment of an instance’s life failed',
      )
    }
  }
  return current
}

/** The first resource of a type: the overrides of OAuth steps are single. */
export function resourceOf({ plan }: LifecycleTarget, type: string): ResourcePlan | undefined {
  return plan.lifecycle.get(type)?.[0]
}
