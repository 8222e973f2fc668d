import type { IncomingMessage, ServerResponse } from 'node:http'
import { hasBody, readBody, sendJson } from '../core/messages.ts'
import { Router } from '../core/router.ts'
import type { Keap } from '../keap/keap.ts'
import type { Limits, QuotaSettings } from '../keap/quotas.ts'
import { type ConsentRequest, walkConsent } from './consent.ts'
import { ControlError, numberOf, parseFault } from './fault-request.ts'

export const CONTROL_PATH = '/_control'

export type Json = Readonly<Record<string, unknown>>

/** One operation of a control port; what it gives is answered, or that it is done. */
export type ControlHandler = (body: Json) => unknown | Promise<unknown>

type Listener = (request: IncomingMessage, response: ServerResponse, path: string) => Promise<void>

/** The control port: what tests and people script the sandbox with. Only this machine may use it. */
export function createControl(keap: Keap, url: string): Listener {
  return serveControl(controlRoutes(keap, url), CONTROL_PATH)
}

/** Serve a control port below a path. */
export function serveControl(routes: Router<ControlHandler>, below: string): Listener {
  return async (request, response, path) => {
    const answer = (status: number, value: unknown) =>
      sendJson(response, status, JSON.stringify(value))
    if (!isLocal(request))
      return answer(403, { error: 'The control port is for this machine only.' })
    // A web page elsewhere can make a browser post here, but not with this content type.
    if (hasBody(request) && !request.headers['content-type']?.includes('json')) {
      return answer(415, { error: 'Send application/json.' })
    }
    const found = routes.find(request.method ?? 'GET', path.slice(below.length))
    if (found.kind !== 'found') return answer(404, { error: `No ${request.method} ${path}.` })
    try {
      answer(200, (await found.handler(parseBody(await readBody(request)))) ?? { done: true })
    } catch (error) {
      if (!(error instanceof ControlError) && !(error instanceof SyntaxError)) throw error
      answer(400, { error: error.message })
    }
  }
}

function isLocal({ socket }: IncomingMessage): boolean {
  const address = socket.remoteAddress ?? ''
  return address === '::1' || /^(::ffff:)?127\./.test(address)
}

function parseBody(text: string): Json {
  const body: unknown = text === '' ? {} : JSON.parse(text)
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new ControlError('The body must be a JSON object.')
  }
  return body as Json
}

function controlRoutes(keap: Keap, url: string): Router<ControlHandler> {
  const { faults, clock, store, settings, quotas, log } = keap
  return new Router<ControlHandler>()
    .add('POST', '/faults', (body) => faults.add(parseFault(body)))
    .add('GET', '/faults', () => ({ faults: faults.list() }))
    .add('DELETE', '/faults', () => faults.clear())
    .add('POST', '/clock', (body) => {
      clock.advance(numberOf(body, 'advanceSeconds', 0))
      return clockState(keap)
    })
    .add('GET', '/clock', () => clockState(keap))
    .add('DELETE', '/clock', () => clock.reset())
    .add('POST', '/tokens/expire', () => ({ expired: store.expireAccessTokens() }))
    .add('POST', '/tokens/revoke', (body) => ({ revoked: revoke(keap, body) }))
    .add('POST', '/tokens', (body) => changeSettings(keap, body))
    .add('GET', '/tokens', () => settings)
    .add('POST', '/quotas', (body) => changeQuotas(keap, body))
    .add('GET', '/quotas', () => quotas.settings)
    .add('POST', '/reset', () => keap.reset())
    .add('GET', '/requests', () => ({ counters: log.counters, requests: log.entries() }))
    .add('DELETE', '/requests', () => log.clear())
    .add('POST', '/consent', async (body) => ({
      redirectTo: await walkConsent(url, parseConsent(body)),
    }))
}

const clockState = ({ clock }: Keap) => ({
  now: new Date(clock.now()).toISOString(),
  aheadSeconds: clock.aheadSeconds(),
})

function revoke({ store, logins }: Keap, { username }: Json): number {
  if (username === undefined) return store.revoke()
  const login = logins.find((known) => known.username === username)
  if (login === undefined) throw new ControlError(`No login ${String(username)}.`)
  return store.revoke(({ app, userId }) => login.apps[app] === userId)
}

const choices: Readonly<Record<string, readonly string[]>> = {
  refreshError: ['invalid_grant', 'invalid_request'],
  nextPageToken: ['token', 'url'],
}

function changeSettings({ settings }: Keap, body: Json): object {
  for (const [name, value] of Object.entries(body)) {
    const known = choices[name]
    if (name === 'expiresIn') assertSeconds(numberOf(body, name, 0))
    else if (!known?.includes(String(value))) {
      throw new ControlError(`${name} must be ${known?.join(' or ') ?? 'left out: it is unknown'}.`)
    }
  }
  return Object.assign(settings, body)
}

function assertSeconds(seconds: number): void {
  if (Number.isInteger(seconds) && seconds > 0) return
  throw new ControlError('expiresIn must be a whole number of seconds from 1 up.')
}

// Setting any limit turns enforcement on: somebody who sets limits wants to meet them.
function changeQuotas({ quotas }: Keap, body: Json): QuotaSettings {
  const { settings } = quotas
  for (const scope of ['client', 'key', 'tenant'] as const) {
    Object.assign(settings[scope], limitsOf(body[scope], settings[scope]))
  }
  settings.spikePerSecond = numberOf(body, 'spikePerSecond', settings.spikePerSecond)
  settings.variant = body.variant === '2020' ? '2020' : '2023'
  settings.enforced = body.enforced !== false
  quotas.clear()
  return settings
}

function limitsOf(value: unknown, current: Limits): Limits {
  const limits = (value ?? {}) as Json
  return {
    perMinute: numberOf(limits, 'perMinute', current.perMinute),
    perDay: numberOf(limits, 'perDay', current.perDay),
  }
}

function parseConsent(body: Json): ConsentRequest {
  for (const name of ['client_id', 'redirect_uri', 'username', 'password']) {
    if (typeof body[name] !== 'string') throw new ControlError(`${name} must be a text.`)
  }
  return body as unknown as ConsentRequest
}
