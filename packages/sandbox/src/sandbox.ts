import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CONTROL_PATH, createControl } from './control/routes.ts'
import { createVendorControl } from './control/vendor-routes.ts'
import { BodyTooLarge, pathOf, sendHtml, sendJson } from './core/messages.ts'
import { playFault } from './core/play-fault.ts'
import { hubspot } from './hubspot/hubspot.ts'
import { NOT_FOUND_PAGE, throttledBodies } from './keap/gateway-answers.ts'
import { createKeap, type Keap, serviceAccountKeyOf } from './keap/keap.ts'
import type { Login } from './keap/logins.ts'
import { speakVendorDialect } from './keap/oauth/dialect.ts'
import { handleInteraction } from './keap/oauth/interactions.ts'
import {
  AUTHORIZE_PATH,
  createProvider,
  INTERACTION_PATH,
  type OAuthClient,
  TOKEN_PATH,
} from './keap/oauth/provider.ts'
import { isAllowedRedirect } from './keap/oauth/redirects.ts'
import { createRest, REST_PATH } from './keap/rest.ts'
import { errorBodyV2 } from './keap/rest-error.ts'
import { pipedrive } from './pipedrive/pipedrive.ts'
import { salesforce } from './salesforce/salesforce.ts'
import { createVendorState, serveVendor } from './vendor/serve.ts'
import type { VendorDefinition } from './vendor/vendor.ts'

/** How a sandbox is started. Everything has a default. */
export interface SandboxOptions {
  /** Port to listen on; 0 takes any free one. Default 0. */
  readonly port?: number
  /** Address to listen on. Default 127.0.0.1. */
  readonly host?: string
  /** Seed of the data: the same seed makes the same records. Default 1. */
  readonly seed?: number
  /** Contacts of the first app. Default 300. */
  readonly contacts?: number
  /** The registered application. */
  readonly client?: OAuthClient
  /** Addresses the application may be sent back to, HTTPS or of this machine. */
  readonly redirectUris?: readonly string[]
  /** Also accept any port and path of this machine. Default true. */
  readonly anyLoopbackRedirect?: boolean
}

/** A running sandbox. */
export interface Sandbox {
  /** Where it listens, for example `http://127.0.0.1:8090`: all the vendor's hosts in one. */
  readonly url: string
  /** Where the control port is. */
  readonly controlUrl: string
  readonly client: OAuthClient
  readonly users: readonly Login[]
  /** A service account key for each app. */
  readonly keys: Readonly<Record<string, string>>
  /** The further vendors: where each stands for all of its vendor's hosts, and its control port. */
  readonly others: readonly {
    readonly title: string
    readonly address: string
    readonly control: string
  }[]
  /** Stop listening and drop open connections. */
  close(): Promise<void>
}

/** The application that is registered when none is named. */
export const defaultClient: OAuthClient = {
  id: 'sandboxClientId000000000000000000',
  secret: 'sandboxSecret000',
}

/** Start a local Keap. It listens when the promise resolves. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const client = options.client ?? defaultClient
  const keap = createKeap({ seed: options.seed ?? 1, contacts: options.contacts ?? 300 })
  const server = createServer({ keepAliveTimeout: 65_000 })
  const host = options.host ?? '127.0.0.1'
  await listen(server, options.port ?? 0, host)
  const url = `http://${hostInUrl(host)}:${(server.address() as AddressInfo).port}`
  server.on('request', createHandler(keap, url, client, options))
  const keys = [...keap.tenants.keys()].map((app) => [app, serviceAccountKeyOf(app)])
  return {
    url,
    controlUrl: `${url}${CONTROL_PATH}`,
    client,
    users: keap.logins,
    keys: Object.fromEntries(keys),
    others: [hubspot, salesforce, pipedrive].map(({ name, title }) => ({
      title,
      address: `${url}/${name}`,
      control: `${url}${CONTROL_PATH}/${name}`,
    })),
    close: () => close(server),
  }
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

// An address that listens everywhere is no address to call.
function hostInUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}

type Listener = (request: IncomingMessage, response: ServerResponse) => void

function createHandler(
  keap: Keap,
  url: string,
  client: OAuthClient,
  options: SandboxOptions,
): Listener {
  const control = createControl(keap, url)
  const serve = createVendor(keap, url, client, options)
  const others = [
    mountVendor(hubspot, url, client, options),
    mountVendor(salesforce, url, client, options),
    mountVendor(pipedrive, url, client, options),
  ].flat()
  return (request, response) => {
    const path = pathOf(request)
    const other = others.find(({ prefix }) => path.startsWith(`${prefix}/`))
    if (other !== undefined) {
      other.serve(request, response, path).catch((error: unknown) => fail(request, response, error))
      return
    }
    const isControl = path === CONTROL_PATH || path.startsWith(`${CONTROL_PATH}/`)
    const work = isControl ? control(request, response, path) : serve(request, response, path)
    work.catch((error: unknown) => fail(request, response, error))
  }
}

/** A further vendor below its prefix, and its control port. */
function mountVendor<A>(
  definition: VendorDefinition<A>,
  url: string,
  { id, secret }: OAuthClient,
  options: SandboxOptions,
): readonly { readonly prefix: string; readonly serve: Serve }[] {
  const state = createVendorState(definition, {
    seed: options.seed ?? 1,
    contacts: options.contacts ?? 300,
  })
  const rules = {
    registered: options.redirectUris ?? [],
    anyLoopback: options.anyLoopbackRedirect ?? true,
  }
  const client = {
    id,
    secret,
    isAllowedRedirect: (address: string) => isAllowedRedirect(address, rules),
  }
  const control = `${CONTROL_PATH}/${definition.name}`
  return [
    { prefix: `/${definition.name}`, serve: serveVendor(state, client, url) },
    { prefix: control, serve: createVendorControl(state, url, control) },
  ]
}

function fail(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  // The caller went away in the middle of its request: nobody is left to tell.
  if (request.destroyed && !request.complete) return
  const status = error instanceof BodyTooLarge ? 413 : 500
  if (status === 500) console.error('The sandbox failed on a request:', error)
  if (response.headersSent) response.destroy()
  else sendJson(response, status, JSON.stringify({ error: String(error) }))
}

type Serve = (request: IncomingMessage, response: ServerResponse, path: string) => Promise<void>

/** The vendor: what is logged, and what faults strike. */
function createVendor(
  keap: Keap,
  url: string,
  client: OAuthClient,
  options: SandboxOptions,
): Serve {
  const rest = createRest(keap)
  const oauth = createOAuth(keap, url, client, options)
  return async (request, response, path) => {
    const method = request.method ?? 'GET'
    const entry = keap.log.add(method, path, new Date(keap.clock.now()).toISOString())
    response.once('finish', () => {
      entry.status = response.statusCode
    })
    const work = (answer: ServerResponse) =>
      path.startsWith(REST_PATH) ? rest(request, answer, path, entry) : oauth(request, answer, path)
    const fault = keap.faults.take(method, path)
    if (fault === undefined) return work(response)
    entry.fault = fault.kind
    const answers = {
      error: (status: number) =>
        errorBodyV2(status, 'An unexpected error occurred', `${method} ${path}`),
      throttled: throttledBodies,
    }
    await playFault(fault, request, response, answers, work)
  }
}

/** The authorization server and its pages. */
function createOAuth(
  { store, settings, log, logins }: Keap,
  url: string,
  client: OAuthClient,
  options: SandboxOptions,
): Serve {
  const redirects = {
    registered: options.redirectUris ?? [],
    anyLoopback: options.anyLoopbackRedirect ?? true,
  }
  const provider = createProvider({ issuer: url, client, redirects, store, settings })
  speakVendorDialect(provider, { settings, counters: () => log.counters })
  const handle = provider.callback()
  return async (request, response, path) => {
    if (path.startsWith(`${INTERACTION_PATH}/`)) {
      return handleInteraction(request, response, provider, logins)
    }
    const isAuthorize = path === AUTHORIZE_PATH || path.startsWith(`${AUTHORIZE_PATH}/`)
    if (!isAuthorize && path !== TOKEN_PATH) return sendHtml(response, 404, NOT_FOUND_PAGE)
    if (isAuthorize) forgetSession(request)
    await handle(request, response)
  }
}

// Every authorisation asks who you are. The session of an earlier one, perhaps of another user, must not meet it: the
// library would stop to log that user out, with a page that needs a script.
function forgetSession({ headers }: IncomingMessage): void {
  if (headers.cookie === undefined) return
  headers.cookie = headers.cookie
    .split(/;\s*/)
    .filter((cookie) => !cookie.startsWith('_session'))
    .join('; ')
}
