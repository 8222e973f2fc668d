/** `GET /instances/{id}/configuration`: the declared keys with the instance's values. */

import type { ElementPlan } from '../catalog/plan.ts'
import { presentConfigurationId } from '../catalog/present.ts'
import type { ConfigurationEntry } from './connections-port.ts'

/** @param shown - The instance's configuration with secrets masked. */
export function configurationEntries(
  plan: ElementPlan,
  shown: Readonly<Record<string, string | null>>,
): readonly ConfigurationEntry[] {
  return [...plan.configuration.values()].map((entry) => ({
    id: presentConfigurationId(plan, entry.key),
    key: entry.key,
    name: entry.name,
    description: entry.description ?? '',
    propertyValue: shown[entry.key] ?? undefined,
    type: entry.type,
    required: entry.required ?? false,
    active: entry.active ?? true,
    hideFromConsole: entry.hideFromConsole ?? false,
  }))
}
