/** Connections under the egress policy: the addresses that DNS gives are judged, and only those that passed are connected to. */
import { lookup as systemLookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { rootCertificates } from 'node:tls'
import { buildConnector } from 'undici'
import { NotConnected } from './egress-failure.ts'
import { type EgressPolicy, hostOf, portOf } from './egress-policy.ts'
import { ValenceError } from './errors.ts'
import type { ClientCertificate } from './http-client.ts'

/** Resolves a host name to every address it has. */
export type Lookup = (host: string) => Promise<readonly string[]>

/** The operating system's resolver. */
export const resolveHost: Lookup = (host) =>
  new Promise((resolve, reject) => {
    systemLookup(host, { all: true }, (error, found) =>
      error ? reject(error) : resolve(found.map(({ address }) => address)),
    )
  })

export interface ConnectOptions {
  readonly policy: EgressPolicy
  readonly lookup: Lookup
  readonly connectTimeoutMs: number
  readonly certificate?: ClientCertificate
}

/**
 * A connector for one origin. Names are resolved here, once per connection, and the answer is what is connected to: a name
 * that points elsewhere a moment later (DNS rebinding) gains nothing. Of several addresses Node.js tries one after the other
 * (RFC 8305). Every failure is a `NotConnected`: nothing was sent.
 */
export function policedConnector(
  origin: URL,
  { policy, lookup, connectTimeoutMs, certificate }: ConnectOptions,
): buildConnector.connector {
  const host = hostOf(origin)
  const port = portOf(origin)
  const isAllowed = (address: string) => policy.isAddressAllowed(address, host, port)

  const allowedAddresses: LookupFunction = (_host, _options, callback) => {
    lookup(host)
      .then((found) => {
        const allowed = found.filter(isAllowed)
        if (allowed.length === 0) throw denied(host)
        return allowed.map((address) => ({ address, family: isIP(address) }))
      })
      .then(
        (addresses) => callback(null, addresses),
        (error: Error) => callback(error, []),
      )
  }

  // HTTP/1.1 only: measured faster here for the small answers of REST APIs, and every vendor speaks it. `autoSelectFamily`
  // makes Node.js ask for all addresses, the form the function above answers in.
  const connect = buildConnector({
    timeout: connectTimeoutMs,
    allowH2: false,
    autoSelectFamily: true,
    lookup: allowedAddresses,
    ...(certificate ? tlsOptions(certificate) : {}),
  } as buildConnector.BuildOptions)

  return (options, callback) => {
    // Node.js does not look literal addresses up.
    if (isIP(host) && !isAllowed(host)) return callback(new NotConnected(denied(host)), null)
    connect(options, (...answer) => {
      if (answer[0]) callback(new NotConnected(answer[0]), null)
      else callback(...answer)
    })
  }
}

/** Naming authorities would put the usual ones out of force: they are named as well. */
function tlsOptions({ trusted, ...own }: ClientCertificate) {
  return trusted.length > 0 ? { ...own, ca: [...rootCertificates, ...trusted] } : own
}

function denied(host: string): ValenceError {
  return new ValenceError(
    'egress_denied',
    `${host} may not be called: its address is not public. The operator can open addresses with VALENCE_EGRESS_ALLOW.`,
  )
}
