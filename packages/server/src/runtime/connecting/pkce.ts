/** Proof Key for Code Exchange (RFC 7636): who exchanges the code is who asked for the consent. */
import { createHash } from 'node:crypto'
import type { Ids } from '../../lib/ids.ts'
import type { Configuration } from '../sealed-configuration.ts'
import { urlSecret } from './url-secret.ts'

/** What is kept here, and what goes with the person. */
export interface Pkce {
  readonly codeVerifier: string
  readonly codeChallenge: string
}

/** @returns `undefined` unless the element asks for it: its configuration has `oauth.pkce` = `true`. */
export function createPkce(configuration: Configuration, ids: Ids): Pkce | undefined {
  if (configuration['oauth.pkce']?.toLowerCase() !== 'true') return undefined
  const codeVerifier = urlSecret(ids)
  const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url')
  return { codeVerifier, codeChallenge }
}
