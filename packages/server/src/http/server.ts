/** The HTTP server: every plugin and every route, joined. */
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import Fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifySchemaValidationError,
  LogController,
} from 'fastify'
import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import { ValenceError } from '../lib/errors.ts'
import { BASE_PATH } from './base-path.ts'
import { type ConsolePages, consoleRoutes } from './console/console-routes.ts'
import type { HttpDependencies } from './dependencies.ts'
import type { HttpApp } from './http-app.ts'
import { hubDoor } from './hubs/door.ts'
import { accountRoutes } from './platform/accounts.ts'
import { loginRoutes, secretRoutes, sessionRoutes } from './platform/authentication.ts'
import { commonResourceRoutes } from './platform/common-resources.ts'
import { connectLinkRoutes } from './platform/connect-links.ts'
import { connectSessionRoutes } from './platform/connect-sessions.ts'
import { connectionStateRoutes } from './platform/connection-states.ts'
import { elementBuildingRoutes, elementReportRoutes } from './platform/element-building.ts'
import {
  elementConfigurationReadingRoutes,
  elementConfigurationRoutes,
} from './platform/element-configuration.ts'
import { elementConvertRoutes } from './platform/element-convert.ts'
import { elementDocsRoutes } from './platform/element-docs.ts'
import { elementInstanceRoutes } from './platform/element-instances.ts'
import { elementPageRoutes } from './platform/element-pages.ts'
import { elementPartReadingRoutes, elementPartRoutes } from './platform/element-parts.ts'
import { elementTraceRoutes } from './platform/element-traces.ts'
import { elementRoutes } from './platform/elements.ts'
import { healthRoutes } from './platform/health.ts'
import { hubRoutes } from './platform/hubs.ts'
import { instanceByTokenRoutes } from './platform/instance-by-token.ts'
import { instanceConfigurationRoutes } from './platform/instance-configuration.ts'
import { instanceDocsRoutes } from './platform/instance-docs.ts'
import { instanceSwitchRoutes } from './platform/instance-switches.ts'
import { instanceRoutes } from './platform/instances.ts'
import { createRegistry, measureRequests, metricsRoutes } from './platform/metrics.ts'
import { oauthUrlRoutes } from './platform/oauth-url.ts'
import { objectDefinitionRoutes } from './platform/object-definitions.ts'
import { organizationRoutes } from './platform/organizations.ts'
import { pendingConnectionRoutes } from './platform/pending-connections.ts'
import { transformationTrialRoutes } from './platform/transformation-trials.ts'
import { transformationRoutes } from './platform/transformations.ts'
import { usageRoutes } from './platform/usage.ts'
import { usageAnalyticsRoutes } from './platform/usage-analytics.ts'
import { usageStreamRoutes } from './platform/usage-stream.ts'
import { userRoutes } from './platform/users.ts'
import { vdrTransformationRoutes } from './platform/vdr-transformations.ts'
import { vdrRoutes } from './platform/vdrs.ts'
import { authenticate, decorateCaller, recognise } from './plugins/authenticate.ts'
import { platformBodies, readBodiesOfDelete } from './plugins/bodies.ts'
import { cors } from './plugins/cors.ts'
import { openApi } from './plugins/openapi.ts'
import { requestId } from './plugins/request-id.ts'
import { logFailure, requestLog } from './plugins/request-log.ts'
import { decorateNotes } from './plugins/request-notes.ts'
import { securityHeaders } from './plugins/security-headers.ts'
import { tokenRoute } from './plugins/token-route.ts'
import { tolerantUrl } from './plugins/tolerant-url.ts'
import { toProblem, toValenceError } from './problem.ts'

type RouteGroup = (app: HttpApp, deps: HttpDependencies) => void

/** Routes that need no secret. */
const publicRoutes: readonly RouteGroup[] = [loginRoutes, connectSessionRoutes]

/** Routes that show the catalogue to anybody, and to a known caller what its organization made as well. */
const elementsRoutes: readonly RouteGroup[] = [
  hubRoutes,
  elementRoutes,
  elementDocsRoutes,
  elementPageRoutes,
  elementReportRoutes,
  elementPartReadingRoutes,
  elementConfigurationReadingRoutes,
  oauthUrlRoutes,
]

/** Routes of a known caller. */
const callersRoutes: readonly RouteGroup[] = [
  secretRoutes,
  sessionRoutes,
  organizationRoutes,
  accountRoutes,
  userRoutes,
  instanceRoutes,
  instanceByTokenRoutes,
  instanceSwitchRoutes,
  instanceConfigurationRoutes,
  instanceDocsRoutes,
  elementInstanceRoutes,
  elementBuildingRoutes,
  elementPartRoutes,
  elementConfigurationRoutes,
  elementConvertRoutes,
  elementTraceRoutes,
  pendingConnectionRoutes,
  connectionStateRoutes,
  connectLinkRoutes,
  usageRoutes,
  usageStreamRoutes,
  usageAnalyticsRoutes,
  objectDefinitionRoutes,
  transformationRoutes,
  transformationTrialRoutes,
  vdrRoutes,
  vdrTransformationRoutes,
  commonResourceRoutes,
]

/** Longest path segment: ids of vendors are opaque and can be long. */
const MAX_SEGMENT_LENGTH = 2_000

/**
 * Build the server. It does not listen yet: `listen` it, or `inject` requests.
 * @returns The Fastify instance; `close` it to stop.
 */
export async function buildHttp(deps: HttpDependencies): Promise<FastifyInstance> {
  const app = createFastify(deps)
  readBodiesOfDelete(app)
  decorateCaller(app)
  decorateNotes(app)
  requestId(app)
  securityHeaders(app)
  cors(app)
  if (deps.settings.logRequests === true) requestLog(app, deps.log)
  app.setErrorHandler((error, request, reply) => sendProblem(deps.log, error, request, reply))
  const pages = consoleRoutes(app, deps.settings.consoleDir)
  app.setNotFoundHandler((request, reply) => sendPageOrProblem(deps.log, pages, request, reply))
  await openApi(app)
  const registry = deps.metrics ?? createRegistry()
  measureRequests(app, registry, deps.store)
  await app.register(async (scope) => operatorsScope(scope, registry, deps))
  await app.register(async (scope) => publicScope(scope, deps), { prefix: BASE_PATH })
  await app.register(async (scope) => elementsScope(scope, deps), { prefix: BASE_PATH })
  await app.register(async (scope) => callersScope(scope, deps), { prefix: BASE_PATH })
  await app.register(async (scope) => hubScope(scope, deps), { prefix: BASE_PATH })
  await app.ready()
  return app
}

function createFastify({ ids, log, settings }: HttpDependencies): FastifyInstance {
  return Fastify({
    loggerInstance: frameworkLog(log),
    // One logger for all requests: what we log names its request, and a child for each costs time.
    childLoggerFactory: (logger) => logger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => ids.requestId(),
    requestIdHeader: false,
    bodyLimit: settings.bodyLimitBytes,
    requestTimeout: settings.requestTimeoutMs,
    trustProxy: settings.trustProxy,
    exposeHeadRoutes: false,
    return503OnClosing: false,
    routerOptions: { maxParamLength: MAX_SEGMENT_LENGTH },
    // Bodies arrive typed as JSON and queries as text: nothing is turned into something else on the way.
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false } },
    rewriteUrl: (request) =>
      tokenRoute(tolerantUrl(request.url ?? '/'), request.headers.authorization),
    frameworkErrors: (error, request, reply) => sendProblem(log, error, request, reply),
    clientErrorHandler: (error, socket) => refuseBrokenRequest(error, socket, ids.requestId()),
    schemaErrorFormatter: ([first], part) => wrongPart(part, first),
  }) as unknown as FastifyInstance
}

/** The first thing that does not fit a route's schema: `The body of the request is not valid: name must be string.` */
function wrongPart(part: string, found: FastifySchemaValidationError | undefined): ValenceError {
  const member = found?.instancePath.slice(1).replaceAll('/', '.') ?? ''
  const problem = [member, found?.message].filter(Boolean).join(' ')
  return new ValenceError('invalid_request', `The ${part} of the request is not valid: ${problem}.`)
}

/** Fastify writes whole URLs at `debug`, secrets included. What it says at `warn` and above has none. */
function frameworkLog(log: Logger): FastifyBaseLogger {
  const WARN = 40
  return log.child({}, { level: log.levelVal < WARN ? 'warn' : log.level })
}

/** Below the root, for those who run the server. */
function operatorsScope(scope: FastifyInstance, registry: Registry, deps: HttpDependencies): void {
  needsNoSecret(scope)
  healthRoutes(scope as HttpApp, deps)
  metricsRoutes(scope as HttpApp, registry)
}

function publicScope(scope: FastifyInstance, deps: HttpDependencies): void {
  needsNoSecret(scope)
  platformBodies(scope)
  for (const group of publicRoutes) group(scope as HttpApp, deps)
}

function elementsScope(scope: FastifyInstance, deps: HttpDependencies): void {
  scope.addHook('onRoute', (route) => {
    route.schema = { ...route.schema, security: [{}, { secrets: [] }, { session: [] }] }
  })
  scope.addHook('onRequest', recognise(deps.authorizer, deps.settings.publicUrl))
  platformBodies(scope)
  for (const group of elementsRoutes) group(scope as HttpApp, deps)
}

function callersScope(scope: FastifyInstance, deps: HttpDependencies): void {
  scope.addHook('onRequest', authenticate(deps.authorizer, deps.settings.publicUrl))
  platformBodies(scope)
  for (const group of callersRoutes) group(scope as HttpApp, deps)
}

function hubScope(scope: FastifyInstance, deps: HttpDependencies): void {
  scope.addHook('onRequest', authenticate(deps.authorizer, deps.settings.publicUrl))
  hubDoor(scope as HttpApp, deps)
}

/** Mark the routes added afterwards: the API's description shows them without the need of a secret. */
function needsNoSecret(scope: FastifyInstance): void {
  scope.addHook('onRoute', (route) => {
    route.schema = { ...route.schema, security: [] }
  })
}

function noSuchRoute({ method, originalUrl }: FastifyRequest): ValenceError {
  const path = originalUrl.split(/[?&]/, 1)[0] ?? ''
  return new ValenceError(
    'not_found',
    `There is no ${method} ${path.slice(0, 200)} here. Resources of an instance need its Element token in the Authorization header.`,
  )
}

async function sendPageOrProblem(
  log: Logger,
  pages: ConsolePages,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (await pages.serve(request, reply)) return reply
  return sendProblem(log, noSuchRoute(request), request, reply)
}

function sendProblem(
  log: Logger,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const failure = toValenceError(error)
  request.failure = failure
  logFailure(log, request, failure)
  const { status, headers, body } = toProblem(failure, request.id)
  reply.removeHeader('content-length')
  return reply.code(status).headers(headers).send(JSON.stringify(body))
}

/** Bytes that are no HTTP: there is no request to answer, so the answer is written to the socket. */
function refuseBrokenRequest(
  error: FastifyError & { bytesParsed?: number },
  socket: Socket,
  requestId: string,
): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const status = brokenRequestStatus(error.code)
  const failure = new ValenceError('invalid_request', 'The request is not valid HTTP.', { status })
  const body = JSON.stringify(toProblem(failure, requestId).body)
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
}

function brokenRequestStatus(code: string | undefined): number {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 408
  return code === 'HPE_HEADER_OVERFLOW' ? 431 : 400
}
