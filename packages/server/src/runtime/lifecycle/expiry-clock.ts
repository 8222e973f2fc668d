/**
 * When a connection's tokens end. OAuth 2 has `oauth.user.refresh_time` and `oauth.user.refresh_interval`; elements that sign
 * in on their own (`custom` and the like) have `authentication.time` (epoch milliseconds) and `expires_in` (seconds).
 */
import { isBearerScheme } from '../../auth/schemes.ts'
import type { ElementPlan } from '../../catalog/plan.ts'
import { authenticationTypeOf } from '../authentication-type.ts'
import type { Configuration } from '../sealed-configuration.ts'

const signInTypes = ['onRefresh', 'provisionAuthValidation', 'onProvision'] as const

/** Does the server hold OAuth 2 tokens for it? */
export function isOAuth2(plan: ElementPlan, configuration: Configuration): boolean {
  return isBearerScheme(authenticationTypeOf(plan, configuration))
}

/**
 * The resources that sign an element in anew that has no OAuth: `onRefresh`; without one, what signed it in at first.
 *
 * @returns Types of resources; none when nothing would run.
 */
export function signInResources(plan: ElementPlan): readonly string[] {
  if (plan.lifecycle.has('onRefresh')) return ['onRefresh']
  return signInTypes.filter((type) => plan.lifecycle.has(type))
}

/** Can the server renew what the instance authenticates with, without a person? */
export function canRenew(plan: ElementPlan, configuration: Configuration): boolean {
  const type = authenticationTypeOf(plan, configuration)
  if (type === 'oauth2Password' || type === 'oauth2ClientCredentials') return true
  if (isBearerScheme(type)) return Boolean(configuration['oauth.user.refresh_token'])
  if (type === 'oauth1') return false
  return plan.lifecycle.has('onRefresh') || clockOf(configuration) !== null
}

/** When the tokens end; `null` when nothing says so, or nothing could be done about it. */
export function tokensEnd(plan: ElementPlan, configuration: Configuration): Date | null {
  const type = authenticationTypeOf(plan, configuration)
  if (isBearerScheme(type)) return expiryOf(configuration)
  if (type === 'oauth1' || signInResources(plan).length === 0) return null
  const clock = clockOf(configuration)
  return clock && new Date(clock.since + clock.seconds * 1000)
}

/** When the tokens were got, in milliseconds; 0 when nothing says so. */
export function tokensSince(plan: ElementPlan, configuration: Configuration): number {
  if (isOAuth2(plan, configuration)) return Number(configuration['oauth.user.refresh_time'] ?? 0)
  return clockOf(configuration)?.since ?? 0
}

/** How long the tokens live, in seconds; `undefined` when nothing says so. */
export function tokenLife(plan: ElementPlan, configuration: Configuration): number | undefined {
  if (!isOAuth2(plan, configuration)) return clockOf(configuration)?.seconds
  const seconds = Number(configuration['oauth.user.refresh_interval'])
  return seconds > 0 ? seconds : undefined
}

/** By `refresh_time` and `refresh_interval`; `null` when one is missing. */
function expiryOf(values: Configuration): Date | null {
  const since = Number(values['oauth.user.refresh_time'] || Number.NaN)
  const seconds = Number(values['oauth.user.refresh_interval'] || Number.NaN)
  return Number.isFinite(since) && Number.isFinite(seconds)
    ? new Date(since + seconds * 1000)
    : null
}

function clockOf(configuration: Configuration): { since: number; seconds: number } | null {
  const since = Number(configuration['authentication.time'] || Number.NaN)
  const seconds = Number(configuration['expires_in'] || Number.NaN)
  return since > 0 && seconds > 0 ? { since, seconds } : null
}

/**
 * Start the clock of an element that signed in and did not do it itself: it declares `authentication.time`, and a secret has
 * changed.
 */
export function stampSignIn(
  plan: ElementPlan,
  before: Configuration,
  after: Configuration,
  now: number,
): Configuration {
  if (isOAuth2(plan, after) || !plan.configuration.has('authentication.time')) return after
  if (after['authentication.time'] !== before['authentication.time']) return after
  const hasNewSecret = [...plan.secretKeys].some((key) => after[key] !== before[key])
  return hasNewSecret ? { ...after, 'authentication.time': String(now) } : after
}
