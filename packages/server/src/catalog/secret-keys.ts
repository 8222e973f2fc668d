/** Which configuration values are secrets: sealed in the store, masked on the wire. */
import type { ConfigurationDefinition } from './format.ts'

/** Secret whether or not the element declares them: hooks and token exchanges write them unasked. */
const always: readonly string[] = [
  'oauth.api.key',
  'oauth.api.secret',
  'oauth.user.token',
  'oauth.user.refresh_token',
  'oauth.user.token.secret',
  'oauth.token',
  'access_token',
  'refresh_token',
  'password',
  'api.key',
  'apikey',
  'session.key',
  'token',
  'jwt',
  'aws.api.key',
  'aws.api.secret',
  'base64.encoded.jks',
  'jks.password',
]

/** Names that authors give to credentials without typing them `PASSWORD`. */
const telling =
  /(^|[._-])(password|passwd|secret|token|jwt|jks|(api|private|session|signature)[._-]?key)$/i

/** @returns Keys of every secret value an instance of the element may hold. */
export function secretKeysOf(
  configuration: readonly ConfigurationDefinition[],
): ReadonlySet<string> {
  const declared = configuration.filter(isSecret).map((entry) => entry.key)
  return new Set([...always, ...declared])
}

function isSecret({ key, type }: ConfigurationDefinition): boolean {
  if (type === 'PASSWORD' || key === 'key') return true
  return !type.startsWith('BOOLEAN') && telling.test(key)
}
