/** Headers that tell browsers what not to do with our answers. */
import type { FastifyInstance } from 'fastify'

/** Pages a person signs in on. They must not be framed; answers of the API, by contract, carry no such header. */
const SIGN_IN_PAGES = '/elements/jsp/'

/** Forbid guessing of media types everywhere, and framing of the sign-in pages. */
export function securityHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-content-type-options', 'nosniff')
    if (request.url.startsWith(SIGN_IN_PAGES)) reply.header('x-frame-options', 'DENY')
    done()
  })
}
