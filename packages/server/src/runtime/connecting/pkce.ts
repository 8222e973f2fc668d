/** Proof Key for Code Exchange (RFC 7636): who exchanges the code is who asked for the consent. */
import { createHash } from 'node:crypto'
import type { ElementPlan } from '../../catalog/plan.ts'
import type { Ids } from '../../lib/ids.ts'
import { authenticationTypeOf } from '../authentication-type.ts'
import type { Configuration } from '../sealed-configuration.ts'
import { urlSecret } from './url-secret.ts'

/** What is kept here, and what goes with the person. */
export interface Pkce {
  readonly codeVerifier: string
  readonly codeChallenge: string
}

/** @returns `undefined` unless the element asks for it: `oauth.pkce` is `true`, or its authentication is `oauth2Pkce`. */
export function createPkce(
  plan: ElementPlan,
  configuration: Configuration,
  ids: Ids,
): Pkce | undefined {
  const isAsked =
    configuration['oauth.pkce']?.toLowerCase() === 'true' ||
    authenticationTypeOf(plan, configuration) === 'oauth2Pkce'
  if (!isAsked) return undefined
  const codeVerifier = urlSecret(ids)
  const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url')
  return { codeVerifier, codeChallenge }
}
