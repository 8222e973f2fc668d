/**
 * authenticate: the request as it goes over the wire, encoded and signed. After the hooks, because a signature covers what
 * they changed; once for every attempt, because signatures have a time and a nonce that count once.
 */
import { randomBytes } from 'node:crypto'
import { authSchemeOf } from './authentication-type.ts'
import { encodeBody } from './codecs/encode-body.ts'
import type { Stage } from './engine.ts'
import { vendorUrl } from './resolve.ts'

export const authenticate: Stage = (exchange, { clock }) => {
  if (exchange.isSendSkipped) return
  const { vendor, live } = exchange
  const { body, headers } = encodeBody(exchange)
  const wire = {
    method: vendor.method,
    url: vendorUrl(exchange),
    headers: new Map(vendor.headers),
    body,
  }
  for (const [name, value] of Object.entries(headers))
    wire.headers.set(name.toLowerCase(), [name, value])
  authSchemeOf(exchange).sign?.(wire, {
    configuration: live.configuration,
    now: clock.now(),
    nonce: () => randomBytes(16).toString('hex'),
  })
  exchange.wire = wire
}
