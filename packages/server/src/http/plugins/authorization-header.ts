/** The grammar of the `Authorization` header: `Word SP Secret`, several of them separated by commas. */
import type { PresentedSecrets } from '../../runtime/caller.ts'

const words = new Set(['user', 'organization', 'element', 'bearer'])

/**
 * The secrets of an `Authorization` header.
 *
 * Words come in any order and case, a colon may follow one, the last of two alike wins, and unknown words are
 * ignored. Secrets are taken raw: they are base64-like, so `=`, `+` and `/` have no meaning here.
 *
 * @param header - The header's value; `undefined` when the request has none.
 * @returns The secrets found; empty when there are none.
 * @see docs/reference/wire.md#authentication
 */
export function parseAuthorization(header: string | undefined): PresentedSecrets {
  const secrets: Record<string, string> = {}
  for (const part of header === undefined ? [] : header.split(',')) {
    const found = /^([A-Za-z]+)(?::\s*|\s+)(\S+)$/.exec(part.trim())
    const word = found?.[1]?.toLowerCase() ?? ''
    const secret = found?.[2]
    if (secret !== undefined && words.has(word)) secrets[word] = secret
  }
  return secrets
}

/** Does this header carry an Element token? Its presence changes what a path means. */
export function hasElementToken(header: string | undefined): boolean {
  return header !== undefined && /(?:^|,)\s*element(?::|\s)/i.test(header)
}
