import type { Configuration } from '../scheme.ts'
import type { TokenSet } from './token-set.ts'

/** Longest scope that is searched: what is looked for is a host name, and patterns come from element authors. */
const maxScopeLength = 500

/**
 * The tenant that a token belongs to, for vendors that name it in the scope: the first group of
 * `oauth.tenant.scope_pattern`. `undefined` without a pattern or a match.
 */
export function tenantOf(configuration: Configuration, { scope }: TokenSet): string | undefined {
  const pattern = configuration['oauth.tenant.scope_pattern']
  if (!pattern || !scope) return undefined
  return new RegExp(pattern).exec(scope.slice(0, maxScopeLength))?.[1]
}
