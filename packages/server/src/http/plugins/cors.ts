/**
 * Cross-origin access for browser clients.
 *
 * Every origin is echoed with credentials allowed: the one cookie there is authenticates our own pages only
 * (`own-page.ts`), so an origin can do nothing with a visitor's browser that it could not do from a server. Written by hand because the exposed list is compared
 * as exact text by clients and because a request without `Origin` should pay nothing.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** Clients compare this text, order included. */
export const EXPOSED_HEADERS =
  'Elements-Returned-Count, Elements-Total-Count, Elements-Request-Id, Elements-Next-Page-Token, Elements-Trace-Id, Elements-Error, Content-Disposition'

const METHODS = 'GET, POST, PUT, PATCH, DELETE, OPTIONS'
const REQUEST_HEADERS = ['Authorization', 'Content-Type', 'Accept', 'source', 'Elements-Version']
const PREFLIGHT_SECONDS = 3600

/** Answer preflights and mark the answers of cross-origin requests. */
export function cors(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    const { origin } = request.headers
    if (origin === undefined) return done()
    allowOrigin(reply, origin)
    if (isPreflight(request)) return answerPreflight(request, reply)
    done()
  })
}

function allowOrigin(reply: FastifyReply, origin: string): void {
  reply.header('access-control-allow-origin', origin)
  reply.header('access-control-allow-credentials', 'true')
  reply.header('access-control-expose-headers', EXPOSED_HEADERS)
  reply.header('vary', 'Origin')
}

function isPreflight({ method, headers }: FastifyRequest): boolean {
  return method === 'OPTIONS' && headers['access-control-request-method'] !== undefined
}

function answerPreflight(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('access-control-allow-methods', METHODS)
  reply.header('access-control-allow-headers', allowedHeaders(request))
  reply.header('access-control-max-age', String(PREFLIGHT_SECONDS))
  reply.code(200).send()
}

/** The known list plus what the browser asks for: elements may declare header parameters of any name. */
function allowedHeaders(request: FastifyRequest): string {
  const asked = String(request.headers['access-control-request-headers'] ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => /^[\w-]+$/.test(name))
  const known = new Set(REQUEST_HEADERS.map((name) => name.toLowerCase()))
  return [...REQUEST_HEADERS, ...asked.filter((name) => !known.has(name.toLowerCase()))].join(', ')
}
