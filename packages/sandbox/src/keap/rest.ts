import type { IncomingMessage, ServerResponse } from 'node:http'
import type { SandboxClock } from '../core/clock.ts'
import { hasBody, readBody, sendEmpty, sendHtml, sendJson } from '../core/messages.ts'
import type { LoggedRequest, RequestLog } from '../core/request-log.ts'
import type { Router } from '../core/router.ts'
import type { Call, Operation, Reply } from './call.ts'
import {
  INVALID_TOKEN_BODY,
  MALFORMED_REQUEST_PAGE,
  NOT_FOUND_PAGE,
  throttledBodies,
} from './gateway-answers.ts'
import type { OAuthStore } from './oauth/store.ts'
import type { Consumer, Quotas } from './quotas.ts'
import { errorBodyV1, errorBodyV2, RestError, refusalOf } from './rest-error.ts'
import type { SandboxSettings } from './settings.ts'
import { hostOf, type Tenant } from './tenant.ts'
import { createV1Routes } from './v1/routes.ts'
import { createV2Routes } from './v2/routes.ts'

/** What the REST API works on. */
export interface RestState {
  readonly clock: SandboxClock
  readonly settings: SandboxSettings
  readonly quotas: Quotas
  readonly log: RequestLog
  readonly store: OAuthStore
  readonly tenants: ReadonlyMap<string, Tenant>
  /** Service account keys and personal access tokens: key to app and user. */
  readonly keys: ReadonlyMap<string, { readonly app: string; readonly userId: string }>
}

export const REST_PATH = '/crm/rest/'

interface Version {
  readonly name: 'v1' | 'v2'
  readonly routes: Router<Operation>
}

interface Caller {
  readonly consumer: Consumer
  readonly tenant: Tenant
  readonly userId: string
}

type Handle = (
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  entry: LoggedRequest,
) => Promise<void>

/**
 * The REST API, from the front to the operation: a GET with a body is turned away, then the token is checked, then the
 * call is counted, then the path is looked up.
 */
export function createRest(state: RestState): Handle {
  const versions: readonly Version[] = [
    { name: 'v2', routes: createV2Routes() },
    { name: 'v1', routes: createV1Routes() },
  ]
  return async (request, response, path, entry) => {
    if (request.method === 'GET' && hasBody(request)) {
      request.resume()
      return sendHtml(response, 400, MALFORMED_REQUEST_PAGE)
    }
    const caller = callerOf(request, state)
    if (caller === undefined) return refuseToken(request, response, state)
    const { headers, refused } = state.quotas.take(caller.consumer, hostOf(caller.tenant.app))
    if (refused !== undefined) return refuseThrottled(request, response, state, headers, refused)
    const version = versions.find(({ name }) => path.startsWith(`${REST_PATH}${name}/`))
    if (version === undefined) return sendHtml(response, 404, NOT_FOUND_PAGE)
    const bodyText = request.method === 'GET' ? '' : await readBody(request)
    const resource = path.slice(REST_PATH.length + version.name.length)
    const found = version.routes.find(request.method ?? 'GET', resource)
    if (found.kind === 'not-found') return sendHtml(response, 404, NOT_FOUND_PAGE)
    const reply = answer(version.name, request, path, () => {
      if (found.kind === 'wrong-method') {
        throw new RestError(405, `Request method '${request.method}' is not supported`)
      }
      return found.handler(callOf(request, caller, found.params, bodyText, path, entry, state))
    })
    if (reply.json === undefined) return sendEmpty(response, reply.status, headers)
    sendJson(response, reply.status, reply.json, headers)
  }
}

function answer(
  version: Version['name'],
  request: IncomingMessage,
  path: string,
  operate: () => Reply,
): Reply {
  try {
    return operate()
  } catch (error) {
    const refusal = refusalOf(error)
    if (refusal === undefined) throw error
    const { status, message } = refusal
    const resource = `${request.method} ${path.slice('/crm'.length)}`
    const json = version === 'v2' ? errorBodyV2(status, message, resource) : errorBodyV1(message)
    return { status, json }
  }
}

function callOf(
  request: IncomingMessage,
  { tenant, userId }: Caller,
  params: Readonly<Record<string, string>>,
  bodyText: string,
  path: string,
  entry: LoggedRequest,
  { clock, settings }: RestState,
): Call {
  const target = request.url ?? path
  const query = new URLSearchParams(target.slice(path.length))
  return {
    tenant,
    userId,
    params,
    query,
    bodyText,
    clock,
    settings,
    link: `http://${request.headers.host ?? 'localhost'}${path}`,
    noteIgnored: (names) => {
      entry.ignored = names
    },
  }
}

function callerOf(request: IncomingMessage, state: RestState): Caller | undefined {
  const credential = credentialOf(request)
  if (credential === undefined) return undefined
  const key = state.keys.get(credential)
  const access = key ?? state.store.access(credential)
  const tenant = access === undefined ? undefined : state.tenants.get(access.app)
  if (access === undefined || tenant === undefined) return undefined
  const { app, userId } = access
  const consumer: Consumer =
    'clientId' in access
      ? { kind: 'client', id: String(access.clientId), app }
      : { kind: 'key', id: credential, app }
  return { consumer, tenant, userId }
}

// Bearer alone carries a token; a key may come either way (both are seen in working clients).
function credentialOf({ headers }: IncomingMessage): string | undefined {
  const [scheme, credential] = headers.authorization?.split(' ') ?? []
  if (scheme?.toLowerCase() === 'bearer') return credential
  const key = headers['x-keap-api-key']
  return typeof key === 'string' && key.startsWith('KeapAK') ? key : undefined
}

function refuseToken(request: IncomingMessage, response: ServerResponse, { log }: RestState): void {
  request.resume()
  log.counters.unauthorized += 1
  sendJson(response, 401, INVALID_TOKEN_BODY)
}

function refuseThrottled(
  request: IncomingMessage,
  response: ServerResponse,
  { log, quotas }: RestState,
  headers: Readonly<Record<string, string>>,
  refused: 'quota' | 'spike',
): void {
  request.resume()
  log.counters.throttled += 1
  const variant = refused === 'spike' ? 'spike' : quotas.settings.variant
  sendJson(response, 429, throttledBodies[variant], headers)
}
