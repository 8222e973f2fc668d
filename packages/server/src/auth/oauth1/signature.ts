/** Signatures of OAuth 1.0 (RFC 5849, section 3.4). */
import { createHmac, createSign } from 'node:crypto'
import { ValenceError } from '../../lib/errors.ts'

/** A decoded parameter; names may repeat. */
export type Parameter = readonly [name: string, value: string]

/** What a signature is made with besides the base string. */
export interface SigningKeys {
  readonly clientSecret: string
  /** Of the token, or of the temporary credentials; empty before there are any. */
  readonly tokenSecret: string
  /** PEM, for `RSA-SHA1`. */
  readonly privateKey: string | undefined
}

/** Names of `oauth_signature_method`. */
export const signatureMethods = ['HMAC-SHA1', 'HMAC-SHA256', 'RSA-SHA1', 'PLAINTEXT'] as const
export type SignatureMethod = (typeof signatureMethods)[number]

/** Section 3.6: everything but the unreserved characters of RFC 3986. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/**
 * The signature base string (section 3.4.1).
 *
 * @param url - Absolute; its query is not read, it must be among the parameters.
 * @param parameters - Of query, form body and protocol, without `oauth_signature` and `realm`.
 */
export function baseString(method: string, url: string, parameters: readonly Parameter[]): string {
  const { protocol, host, pathname } = new URL(url)
  return [method.toUpperCase(), `${protocol}//${host}${pathname}`, normalised(parameters)]
    .map(percentEncode)
    .join('&')
}

/** Section 3.4.1.3.2: encoded first, then sorted by bytes, by name and then by value. */
function normalised(parameters: readonly Parameter[]): string {
  return parameters
    .map(([name, value]) => [percentEncode(name), percentEncode(value)] as const)
    .sort(([name, value], [otherName, otherValue]) =>
      name === otherName ? compare(value, otherValue) : compare(name, otherName),
    )
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
}

function compare(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}

/**
 * The value of `oauth_signature`, not yet encoded.
 *
 * @throws {ValenceError} `missing_configuration` when `RSA-SHA1` has no private key that can be read.
 */
export function signatureOf(method: SignatureMethod, base: string, keys: SigningKeys): string {
  if (method === 'RSA-SHA1') return rsaSignature(base, keys.privateKey)
  const key = `${percentEncode(keys.clientSecret)}&${percentEncode(keys.tokenSecret)}`
  if (method === 'PLAINTEXT') return key
  const hash = method === 'HMAC-SHA1' ? 'sha1' : 'sha256'
  return createHmac(hash, key).update(base).digest('base64')
}

function rsaSignature(base: string, privateKey: string | undefined): string {
  try {
    // Text fields of forms often lose the line ends of a PEM file.
    const pem = (privateKey ?? '').replaceAll('\\n', '\n')
    return createSign('RSA-SHA1').update(base).sign(pem, 'base64')
  } catch (error) {
    throw new ValenceError(
      'missing_configuration',
      "'oauth.private.key' must hold the RSA private key of your application, in PEM, to sign with RSA-SHA1.",
      { cause: error },
    )
  }
}
