/** Everything the HTTP routes ask about virtual data resources, joined. */
import type { ElementPlan } from '../../catalog/plan.ts'
import { isValenceError } from '../../lib/errors.ts'
import type { Instance } from '../../store/store.ts'
import type { Caller } from '../caller.ts'
import { type CommonResources, createCommonResources } from './common-resources.ts'
import { createDefinitions, type Definitions } from './definitions.ts'
import type { VdrDependencies } from './dependencies.ts'
import { type Execution, execute } from './execute.ts'
import { assertMayChange, everywhere } from './places.ts'
import { createTransformations, type Transformations } from './transformations.ts'
import { createVdrService, type VdrService } from './vdr-service.ts'
import { withVdrs } from './vendor-object.ts'

export interface Vdrs {
  readonly definitions: Definitions
  readonly transformations: Transformations
  readonly resources: VdrService
  readonly commonResources: CommonResources
  execute(caller: Caller, objectName: string, body: unknown, requestId: string): Promise<Execution>
  /** Which version an organization's levels follow. */
  setVersion(caller: Caller, version: 'v1' | 'v2'): Promise<void>
  /**
   * An instance's element with its virtual data resources among its objects, for descriptions.
   *
   * @param which - `documented`: those with the rule `addToDocumentation` only.
   */
  describe(plan: ElementPlan, instance: Instance, which: 'documented' | 'all'): Promise<ElementPlan>
  /** The element's names for its instance's virtual data resources. */
  vendorNames(instance: Instance): Promise<ReadonlyMap<string, string>>
}

export function createVdrs(deps: VdrDependencies): Vdrs {
  return {
    definitions: createDefinitions(deps),
    transformations: createTransformations(deps),
    resources: createVdrService(deps),
    // No formula can use a resource before there are formulas.
    commonResources: createCommonResources(deps, async () => []),
    execute: (caller, objectName, body, requestId) =>
      execute(deps, caller, objectName, body, requestId),
    async setVersion(caller, vdrVersion) {
      const { organization } = caller
      assertMayChange(caller, everywhere)
      await deps.store.organizations.update(organization.id, { vdrVersion })
    },
    async describe(plan, instance, which) {
      const known = [...(await deps.index.of(instance)).values()]
      const plans = known.flatMap((vdr) => (isValenceError(vdr) ? [] : [vdr]))
      const shown = plans.filter(({ isDocumented }) => which === 'all' || isDocumented)
      return shown.length === 0 ? plan : withVdrs(plan, shown)
    },
    async vendorNames(instance) {
      const known = [...(await deps.index.of(instance))]
      return new Map(
        known.map(([name, vdr]) => [name, isValenceError(vdr) ? name : vdr.vendorName]),
      )
    },
  }
}
