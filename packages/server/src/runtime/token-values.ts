/** From a vendor's token response to what is stored: configuration values, expiry, and when an idle connection is renewed. */
import type { TokenSet } from '../auth/oauth2/token-set.ts'
import type { ElementPlan } from '../catalog/plan.ts'
import type { Clock } from '../lib/clock.ts'
import type { CredentialUpdate } from '../store/store.ts'
import type { Vault } from '../vault/vault.ts'
import { canRenew, tokensEnd } from './lifecycle/expiry-clock.ts'
import {
  type Configuration,
  places,
  sealValues,
  splitConfiguration,
} from './sealed-configuration.ts'

/**
 * The token keys after an exchange or a refresh. The refresh token stays when the vendor sends none (RFC 6749 §6), the
 * interval when it does not say how long the token lives.
 */
export function tokenValues(
  former: Configuration,
  tokens: TokenSet,
  now: number,
): Record<string, string> {
  const values: Record<string, string> = {
    'oauth.user.token': tokens.accessToken,
    'oauth.user.refresh_time': String(now),
  }
  const refreshToken = tokens.refreshToken ?? former['oauth.user.refresh_token']
  if (refreshToken) values['oauth.user.refresh_token'] = refreshToken
  const interval = tokens.expiresIn ?? former['oauth.user.refresh_interval']
  if (interval !== undefined && interval !== null)
    values['oauth.user.refresh_interval'] = String(interval)
  return values
}

/**
 * When an idle connection is renewed so that its refresh token does not lapse: after two thirds of
 * `oauth.refresh_token.lifetime` (seconds). `null` for vendors whose refresh tokens don't lapse.
 */
export function refreshDueOf(
  configuration: Configuration,
  values: Configuration,
  now: number,
): Date | null {
  const lifetime = Number(configuration['oauth.refresh_token.lifetime'] || Number.NaN)
  if (!Number.isFinite(lifetime) || !values['oauth.user.refresh_token']) return null
  return new Date(now + (lifetime * 1000 * 2) / 3)
}

/**
 * Seal the tokens of a configuration for an instance. `undefined` when it holds none and nothing would renew them: an
 * instance that signs in on its own has a credential too, because its lease lets one process at a time do it.
 */
export async function sealTokens(
  deps: { vault: Vault; clock: Clock },
  plan: ElementPlan,
  configuration: Configuration,
  owner: { organizationId: number; instanceId: number },
): Promise<CredentialUpdate | undefined> {
  const { tokens } = splitConfiguration(plan, configuration)
  if (!tokens['oauth.user.token'] && !canRenew(plan, configuration)) return undefined
  return {
    sealed: await sealValues(
      deps.vault,
      owner.organizationId,
      places.credential(owner.instanceId),
      tokens,
    ),
    expiresAt: tokensEnd(plan, configuration),
    refreshDueAt: refreshDueOf(configuration, tokens, deps.clock.now()),
  }
}
