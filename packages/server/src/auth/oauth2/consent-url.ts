import { ValenceError } from '../../lib/errors.ts'
import type { Configuration } from '../scheme.ts'

export interface ConsentInput {
  readonly state: string
  /** RFC 7636: sent with `code_challenge_method=S256`. */
  readonly codeChallenge?: string
}

/**
 * The URL a person is sent to (RFC 6749 §4.1.1). Parameters that `oauth.authorization.url` already holds are kept and not
 * repeated; `{token}`s in it are filled from the configuration; the scope goes as the element's author wrote it.
 *
 * @throws {ValenceError} `invalid_request` when the result is no URL: a token in it has no value.
 */
export function buildConsentUrl(
  configuration: Configuration,
  { state, codeChallenge }: ConsentInput,
): string {
  const address = authorizationAddress(configuration)
  const wanted: [string, string | null | undefined][] = [
    ['scope', configuration['oauth.scope']],
    ['response_type', 'code'],
    ['redirect_uri', configuration['oauth.callback.url']],
    ['state', state],
    ['client_id', configuration['oauth.api.key']],
    ['code_challenge', codeChallenge],
    ['code_challenge_method', codeChallenge && 'S256'],
  ]
  const present = new URL(address).searchParams
  const added = wanted
    .filter(([name, value]) => value && !present.has(name))
    .map(([name, value]) => `${name}=${encodeURIComponent(value as string)}`)
  if (added.length === 0) return address
  return `${address}${separatorOf(address)}${added.join('&')}`
}

/**
 * The page that a person approves temporary credentials on (RFC 5849, section 2.2).
 *
 * @throws {ValenceError} as above.
 */
export function buildOAuth1ConsentUrl(configuration: Configuration, requestToken: string): string {
  const address = authorizationAddress(configuration)
  return `${address}${separatorOf(address)}oauth_token=${encodeURIComponent(requestToken)}`
}

function authorizationAddress(configuration: Configuration): string {
  const template = (configuration['oauth.authorization.url'] ?? '').trim()
  const address = template.replace(
    /\{([^{}]+)\}/g,
    (whole, key: string) => configuration[key] ?? whole,
  )
  if (!URL.canParse(address) || /[{}]/.test(address)) {
    throw new ValenceError(
      'invalid_request',
      `The authorization URL '${address}' is not complete. Fill in what stands in braces.`,
    )
  }
  return address
}

function separatorOf(address: string): string {
  if (!address.includes('?')) return '?'
  return /[?&]$/.test(address) ? '' : '&'
}
