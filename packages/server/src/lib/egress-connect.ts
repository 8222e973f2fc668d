/** Connections under the egress policy: the address that DNS gives is judged, and exactly that address is connected to. */
import { lookup as systemLookup } from 'node:dns'
import { isIP } from 'node:net'
import { buildConnector } from 'undici'
import type { EgressPolicy } from './egress-policy.ts'
import { ValenceError } from './errors.ts'

/** Resolves a host name to every address it has. */
export type Lookup = (host: string) => Promise<readonly string[]>

/** The operating system's resolver. */
export const resolveHost: Lookup = (host) =>
  new Promise((resolve, reject) => {
    systemLookup(host, { all: true }, (error, found) =>
      error ? reject(error) : resolve(found.map(({ address }) => address)),
    )
  })

type Connector = ReturnType<typeof buildConnector>

/**
 * A connector for an undici dispatcher. Names are resolved here, once per connection, and the answer is what is connected
 * to: a name that points elsewhere a moment later (DNS rebinding) gains nothing.
 */
export function policedConnector(
  policy: EgressPolicy,
  lookup: Lookup,
  timeoutMs: number,
): Connector {
  const connect = buildConnector({ timeout: timeoutMs })
  return (options, callback) => {
    const host = options.hostname.replace(/^\[|\]$/g, '')
    const port = Number(options.port) || (options.protocol === 'http:' ? 80 : 443)
    const fail = (error: unknown) => callback(error as Error, null)
    allowedAddresses(policy, lookup, host, port).then((addresses) => {
      const servername = options.servername ?? (isIP(host) ? undefined : host)
      const tryNext = (index: number): void => {
        const next = {
          ...options,
          hostname: addresses[index] as string,
          ...(servername ? { servername } : {}),
        }
        connect(next, (...answer) => {
          if (answer[0] && index + 1 < addresses.length) tryNext(index + 1)
          else callback(...answer)
        })
      }
      tryNext(0)
    }, fail)
  }
}

async function allowedAddresses(
  policy: EgressPolicy,
  lookup: Lookup,
  host: string,
  port: number,
): Promise<readonly string[]> {
  const found = isIP(host) ? [host] : await lookup(host)
  const allowed = found.filter((address) => policy.isAddressAllowed(address, host, port))
  if (allowed.length > 0) return allowed
  throw new ValenceError(
    'egress_denied',
    `${host} may not be called: its address is not public. The operator can open addresses with VALENCE_EGRESS_ALLOW.`,
  )
}
