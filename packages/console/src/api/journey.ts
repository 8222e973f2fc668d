/**
 * What this tab has to remember while the person is at the vendor. Session storage: it ends with the tab. It holds the
 * state of a connection begun, never a token or a secret.
 */

/** A connection that somebody began in this tab. */
export type Journey =
  | {
      readonly kind: 'own'
      readonly state: string
      readonly element: string
      readonly name: string
      /** It is to be authenticated again; absent: it is to be made. */
      readonly instanceId?: number
    }
  | {
      readonly kind: 'connect-link'
      readonly state: string
      readonly element: string
      /** Of the link: the page that the person goes back to. */
      readonly token: string
    }

const storageKey = 'valence.journey'

export function beginJourney(journey: Journey): void {
  sessionStorage.setItem(storageKey, JSON.stringify(journey))
}

export function readJourney(): Journey | undefined {
  const stored = sessionStorage.getItem(storageKey)
  return stored === null ? undefined : JSON.parse(stored)
}

export function endJourney(): void {
  sessionStorage.removeItem(storageKey)
}

/** Leave for the vendor. The address is the server's; only web addresses are followed. */
export function leaveFor(oauthUrl: string): void {
  const { protocol } = new URL(oauthUrl)
  if (protocol !== 'https:' && protocol !== 'http:')
    throw new Error(`The vendor's address begins with ${protocol}, which is no web address.`)
  location.assign(oauthUrl)
}
