import type { Configuration } from '../scheme.ts'
import type { TokenSet } from './token-set.ts'

/** Longest scope that is searched: what is looked for is a host name, and patterns come from element authors. */
const maxScopeLength = 500

/**
 * The tenant that a token belongs to, for vendors that name it: among the captured values, or in the scope as the first
 * group of `oauth.tenant.scope_pattern`. `undefined` where neither is said.
 */
export function tenantOf(
  configuration: Configuration,
  { scope, captured }: TokenSet,
): string | undefined {
  const told = captured?.[configuration['oauth.tenant.configuration_key'] ?? '']
  if (told) return told
  const pattern = configuration['oauth.tenant.scope_pattern']
  if (!pattern || !scope) return undefined
  return new RegExp(pattern).exec(scope.slice(0, maxScopeLength))?.[1]
}
