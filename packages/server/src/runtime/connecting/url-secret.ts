import type { Ids } from '../../lib/ids.ts'

/** A secret that may stand in a path or a query: 256 bits, 43 characters of the URL-safe alphabet (RFC 4648 §5). */
export function urlSecret(ids: Ids): string {
  return ids.secret().replaceAll('+', '-').replaceAll('/', '_')
}
