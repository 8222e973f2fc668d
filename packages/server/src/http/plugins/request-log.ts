/**
 * What is logged of a request: its id, method, URL without secrets, status and time. Never a header and never a body.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import type { ValenceError } from '../../lib/errors.ts'
import { redactUrl } from './log-redaction.ts'

/** Log every request when it is answered. */
export function requestLog(app: FastifyInstance, log: Logger): void {
  app.addHook('onResponse', (request, reply, done) => {
    const durationMs = Math.round(reply.elapsedTime)
    log.info({ ...fieldsOf(request), status: reply.statusCode, durationMs }, 'request')
    done()
  })
}

/**
 * Log a failure (5xx) with its cause; the caller was told only the request id. What a vendor or the database did is a
 * warning: it passes. A defect of ours does not.
 */
export function logFailure(log: Logger, request: FastifyRequest, failure: ValenceError): void {
  if (failure.status < 500) return
  const fields = { ...fieldsOf(request), code: failure.code, err: failure.cause ?? failure }
  if (failure.code === 'internal') log.error(fields, failure.message)
  else log.warn(fields, failure.message)
}

function fieldsOf(request: FastifyRequest) {
  return { requestId: request.id, method: request.method, url: redactUrl(request.originalUrl) }
}
