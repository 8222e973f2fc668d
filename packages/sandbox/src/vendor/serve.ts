import type { IncomingMessage, ServerResponse } from 'node:http'
import { createClock } from '../core/clock.ts'
import { Faults } from '../core/faults.ts'
import { readBody } from '../core/messages.ts'
import { playFault } from '../core/play-fault.ts'
import { RequestLog } from '../core/request-log.ts'
import { authorize, sendAnswer, token, type VendorClient } from './authorize.ts'
import { Grants } from './grants.ts'
import { RateWindow } from './rate-window.ts'
import type { VendorAnswer, VendorDefinition, VendorSeed, VendorState } from './vendor.ts'

/** Make a vendor's state, its accounts seeded. */
export function createVendorState<A>(
  definition: VendorDefinition<A>,
  seed: VendorSeed,
): VendorState<A> {
  const clock = createClock()
  const grants = new Grants(clock, definition.oauth.expiresIn)
  const rate = new RateWindow(clock, definition.rate)
  const faults = new Faults()
  const log = new RequestLog()
  const accounts = new Map(definition.seed(seed))
  return {
    definition,
    clock,
    faults,
    log,
    grants,
    rate,
    accounts,
    reset: () => {
      clock.reset()
      grants.revokeAll()
      grants.expiresIn = definition.oauth.expiresIn
      rate.clear()
      rate.settings = { ...definition.rate }
      faults.clear()
      log.clear()
      for (const [name, account] of definition.seed(seed)) accounts.set(name, account)
    },
  }
}

type Serve = (request: IncomingMessage, response: ServerResponse, path: string) => Promise<void>

/**
 * Serve a vendor below its prefix: what is logged, what faults strike, its OAuth and its API.
 *
 * @param url - Scheme and host of the sandbox.
 */
export function serveVendor<A>(state: VendorState<A>, client: VendorClient, url: string): Serve {
  const { definition, log, faults, clock } = state
  const prefix = `/${definition.name}`
  const work = (request: IncomingMessage, response: ServerResponse, path: string) => {
    const { oauth } = definition
    if (path === oauth.authorizePath) return authorize(state, client, request, response)
    if (oauth.tokenPaths.includes(path) && request.method === 'POST') {
      return token(state, client, url + prefix, request, response)
    }
    return api(state, url + prefix, request, response, path)
  }
  return async (request, response, fullPath) => {
    const method = request.method ?? 'GET'
    const path = fullPath.slice(prefix.length)
    const entry = log.add(method, fullPath, new Date(clock.now()).toISOString())
    response.once('finish', () => {
      entry.status = response.statusCode
    })
    const fault = faults.take(method, fullPath)
    if (fault === undefined) return work(request, response, path)
    entry.fault = fault.kind
    const text = (answer: VendorAnswer) => JSON.stringify(answer.body ?? {})
    const throttled = text(definition.answers.throttled(state.rate.take('fault')))
    const answers = {
      error: (status: number) => text(definition.answers.failed(status)),
      throttled: { '2020': throttled, '2023': throttled, spike: throttled },
    }
    await playFault(fault, request, response, answers, (answer) => work(request, answer, path))
  }
}

async function api<A>(
  state: VendorState<A>,
  url: string,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> {
  const { definition, grants, log, accounts } = state
  const { answers } = definition
  const bodyText = request.method === 'GET' ? '' : await readBody(request)
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1]
  const subject = bearer === undefined ? undefined : grants.subjectOf(bearer)
  const account = subject && accounts.get(subject.account)
  if (subject === undefined || account === undefined) {
    log.counters.unauthorized += 1
    return sendAnswer(response, answers.unauthorized(bearer !== undefined))
  }
  const rate = state.rate.take(subject.account)
  const headers = definition.rateHeaders(rate)
  if (rate.isOver) {
    log.counters.throttled += 1
    const refused = answers.throttled(rate)
    return sendAnswer(response, { ...refused, headers: { ...headers, ...refused.headers } })
  }
  const found = definition.routes.find(request.method ?? 'GET', path)
  const answer = (): VendorAnswer => {
    if (found.kind === 'not-found') return answers.notFound(path)
    if (found.kind === 'wrong-method') return answers.wrongMethod(request.method ?? '')
    const query = new URLSearchParams((request.url ?? '').split('?')[1] ?? '')
    const { userId } = subject
    const now = state.clock.now()
    const call = {
      account,
      userId,
      params: decoded(found.params),
      query,
      headers: request.headers,
      bodyText,
      now,
      url,
    }
    try {
      return found.handler(call)
    } catch (error) {
      const refused = answers.refused(error)
      if (refused === undefined) throw error
      return refused
    }
  }
  const given = answer()
  sendAnswer(response, { ...given, headers: { ...headers, ...given.headers } })
}

function decoded(params: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, decodeURIComponent(value)]),
  )
}
