import type { ConnectLink } from '../../store/store.ts'
import type { ConnectLinkStatus } from './connect-links-port.ts'

/** What can still be done with a link. */
export function linkStatus(link: ConnectLink, now: number): ConnectLinkStatus {
  if (link.connectedAt) return 'connected'
  if (link.revokedAt) return 'revoked'
  return link.expiresAt.getTime() <= now ? 'expired' : 'open'
}
