/** Which tenant of the vendor a connection belongs to, when the element says where that is told. */
import { tenantOf } from '../auth/oauth2/tenant.ts'
import type { TokenSet } from '../auth/oauth2/token-set.ts'
import type { ElementPlan } from '../catalog/plan.ts'
import { ValenceError } from '../lib/errors.ts'
import type { Configuration } from './sealed-configuration.ts'

/** The tenant a configuration names; `undefined` where the element has no such key or it is unset. */
export function configuredTenant(configuration: Configuration): string | undefined {
  const key = configuration['oauth.tenant.configuration_key']
  return key ? (configuration[key] ?? undefined) : undefined
}

/**
 * The configuration entry that names the tenant of new tokens, after it agreed with what the caller expects.
 *
 * @param expected - The tenant named by the body, or that of the instance that is authenticated again.
 * @throws {ValenceError} `tenant_mismatch`.
 */
export function tenantEntry(
  plan: ElementPlan,
  configuration: Configuration,
  tokens: TokenSet,
  expected: string | undefined,
): Record<string, string> {
  const key = configuration['oauth.tenant.configuration_key']
  const tenant = tenantOf(configuration, tokens)
  if (!key || !tenant) return {}
  if (expected && hostOf(expected) !== hostOf(tenant)) {
    throw new ValenceError(
      'tenant_mismatch',
      `The person approved '${tenant}', but '${key}' is '${expected}'. Approve the right account of ${plan.name}, or correct '${key}'.`,
    )
  }
  return { [key]: tenant }
}

/** An instance's id and token stand for one customer: they never move to another tenant. @throws {ValenceError} `tenant_mismatch`. */
export function assertSameTenant(
  plan: ElementPlan,
  former: Configuration,
  wanted: Configuration,
): void {
  const [before, now] = [configuredTenant(former), configuredTenant(wanted)]
  if (!before || !now || hostOf(before) === hostOf(now)) return
  throw new ValenceError(
    'tenant_mismatch',
    `This instance of ${plan.name} belongs to '${before}', not to '${now}'. Make a new instance for another tenant.`,
  )
}

/** `https://DT123.example.com/` and `dt123.example.com` are the same tenant. */
function hostOf(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/\/.*$/, '')
}
