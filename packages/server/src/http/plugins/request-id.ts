/** The name of a request: in the answer's header, in error bodies, in the log and in the usage record. */
import type { FastifyInstance } from 'fastify'

/** Clients read this header, and ask for the usage record by its value. */
export const REQUEST_ID_HEADER = 'elements-request-id'

/**
 * Put the request id on every answer. It is made here for each request; one that comes in is not trusted, because
 * usage records are keyed by it.
 */
export function requestId(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.header(REQUEST_ID_HEADER, request.id)
    done()
  })
}
