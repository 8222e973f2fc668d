/** From a configuration to what is stored of it. */
import type { ElementPlan } from '../../catalog/plan.ts'
import type { CredentialUpdate } from '../../store/store.ts'
import {
  type Configuration,
  places,
  sealValues,
  splitConfiguration,
} from '../sealed-configuration.ts'
import { sealTokens } from '../token-values.ts'
import type { ConnectionsDependencies } from './dependencies.ts'

/** The stored form of a configuration. */
export interface StoredValues {
  readonly configuration: Record<string, string | null>
  readonly sealedSecrets: Buffer
  readonly credential?: CredentialUpdate
}

/**
 * Sort and seal a configuration. Only what differs from the element's and the operator's defaults is stored, so that a
 * default changed later reaches old instances too.
 *
 * @param withTokens - Whether the tokens in it are new: a credential is written only then.
 */
export async function storedValues(
  { vault, engine, lives }: ConnectionsDependencies,
  plan: ElementPlan,
  configuration: Configuration,
  owner: { organizationId: number; instanceId: number },
  withTokens: boolean,
): Promise<StoredValues> {
  const { plain, secret } = splitConfiguration(
    plan,
    ownValues(configuration, lives.baseConfiguration(plan)),
  )
  const credential = withTokens
    ? await sealTokens({ vault, clock: engine.clock }, plan, configuration, owner)
    : undefined
  return {
    configuration: plain,
    sealedSecrets: await sealValues(
      vault,
      owner.organizationId,
      places.secrets(owner.instanceId),
      secret,
    ),
    ...(credential ? { credential } : {}),
  }
}

function ownValues(configuration: Configuration, base: Configuration): Record<string, string> {
  const own: Record<string, string> = {}
  for (const [key, value] of Object.entries(configuration)) {
    if (value !== null && value !== base[key]) own[key] = value
  }
  return own
}
