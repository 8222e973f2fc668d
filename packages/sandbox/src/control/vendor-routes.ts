import type { IncomingMessage, ServerResponse } from 'node:http'
import { Router } from '../core/router.ts'
import type { VendorState } from '../vendor/vendor.ts'
import { ControlError, numberOf, parseFault } from './fault-request.ts'
import { type ControlHandler, type Json, serveControl } from './routes.ts'

type Listener = (request: IncomingMessage, response: ServerResponse, path: string) => Promise<void>

/**
 * The control port of one of the further vendors, as Keap's but for what is Keap's own.
 *
 * @param url - Scheme and host of the sandbox.
 * @param below - Where the port is: `/_control/hubspot`.
 */
export function createVendorControl<A>(
  state: VendorState<A>,
  url: string,
  below: string,
): Listener {
  return serveControl(vendorRoutes(state, url), below)
}

function vendorRoutes<A>(state: VendorState<A>, url: string): Router<ControlHandler> {
  const { faults, clock, grants, rate, log, definition } = state
  const tokenPath = `/${definition.name}${definition.oauth.tokenPaths[0]}`
  return new Router<ControlHandler>()
    .add('POST', '/faults', (body) => faults.add(parseFault(body, tokenPath)))
    .add('GET', '/faults', () => ({ faults: faults.list() }))
    .add('DELETE', '/faults', () => faults.clear())
    .add('POST', '/clock', (body) => {
      clock.advance(numberOf(body, 'advanceSeconds', 0))
      return { now: new Date(clock.now()).toISOString(), aheadSeconds: clock.aheadSeconds() }
    })
    .add('DELETE', '/clock', () => clock.reset())
    .add('POST', '/tokens', (body) => {
      grants.expiresIn = numberOf(body, 'expiresIn', grants.expiresIn)
      return { expiresIn: grants.expiresIn }
    })
    .add('POST', '/tokens/expire', () => ({ expired: grants.expireAccessTokens() }))
    .add('POST', '/tokens/revoke', () => ({ revoked: grants.revokeAll() }))
    .add('POST', '/limits', (body) => {
      rate.settings.limit = numberOf(body, 'limit', rate.settings.limit)
      rate.settings.windowMs = numberOf(body, 'windowMs', rate.settings.windowMs)
      rate.clear()
      return rate.settings
    })
    .add('POST', '/reset', () => state.reset())
    .add('GET', '/requests', () => ({ counters: log.counters, requests: log.entries() }))
    .add('DELETE', '/requests', () => log.clear())
    .add('POST', '/consent', async (body) => ({
      redirectTo: await approve(`${url}/${definition.name}${definition.oauth.authorizePath}`, body),
    }))
}

/** Do what a person does on the page, over HTTP, and stop before the client's address. */
async function approve(page: string, body: Json): Promise<string> {
  const { username, password, decision = 'allow', ...query } = body
  const sent = new URLSearchParams({ response_type: 'code' })
  for (const [name, value] of Object.entries(query)) sent.set(name, String(value))
  const address = `${page}?${sent}`
  const form = {
    username: String(username),
    password: String(password),
    decision: String(decision),
  }
  const response = await fetch(address, {
    method: 'POST',
    body: new URLSearchParams(form),
    redirect: 'manual',
    signal: AbortSignal.timeout(10_000),
  })
  const [, alert] = /role="alert">([^<]*)</.exec(await response.text()) ?? []
  const location = response.headers.get('location')
  if (location === null) throw new ControlError(alert ?? `The page answered ${response.status}.`)
  return location
}
