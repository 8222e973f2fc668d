/** Who is calling: the hooks that routes which need a caller put before themselves. */
import type { FastifyInstance, FastifyRequest, onRequestAsyncHookHandler } from 'fastify'
import { isValenceError, ValenceError } from '../../lib/errors.ts'
import type { Authorizer, Caller } from '../../runtime/caller.ts'
import type { Instance } from '../../store/store.ts'
import { parseAuthorization } from './authorization-header.ts'
import { assertCsrfToken, assertOwnPage } from './own-page.ts'
import { readSessionCookie } from './session-cookie.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by `authenticate`; `null` on public routes. */
    caller: Caller | null
    /** The token of the session whose cookie authenticated the request; `null` when secrets did. */
    sessionToken: string | null
  }
}

/** The words for every bad secret. Clients compare them. */
export const INVALID_CREDENTIALS_MESSAGE =
  'Invalid Organization or User secret, or invalid Element token provided.'

/** A caller with the instance of its Element token. */
export type InstanceCaller = Caller & { readonly instance: Instance }

/** Make room for the caller on every request. */
export function decorateCaller(app: FastifyInstance): void {
  app.decorateRequest('caller', null)
  app.decorateRequest('sessionToken', null)
}

/**
 * Identify the caller before the body is read, so that nobody unknown makes us read one: by the secrets of the
 * `Authorization` header, or, when it names neither user nor bearer, by the session cookie.
 *
 * @param publicUrl - The address people reach the server at.
 * @returns An `onRequest` hook that fails with `invalid_credentials`, and with `forbidden` for a cookie that came with a
 *   foreign page's request or without its CSRF token.
 */
export function authenticate(
  authorizer: Pick<Authorizer, 'identify'>,
  publicUrl: () => string,
): onRequestAsyncHookHandler {
  return identifyCaller(authorizer, publicUrl)
}

function identifyCaller(authorizer: Pick<Authorizer, 'identify'>, publicUrl: () => string) {
  return async (request: FastifyRequest): Promise<void> => {
    const secrets = parseAuthorization(request.headers.authorization)
    const isByHeader = secrets.user !== undefined || secrets.bearer !== undefined
    const session = isByHeader ? undefined : readSessionCookie(request.headers.cookie)
    if (session === undefined) {
      request.caller = await authorizer.identify(secrets)
      return
    }
    assertOwnPage(request, publicUrl())
    const caller = await authorizer.identify({ ...secrets, bearer: session })
    // After the session was found good: a page whose session has ended must be told that, and not that a token is missing.
    assertCsrfToken(request, session)
    request.caller = caller
    request.sessionToken = session
  }
}

/**
 * Recognise the caller of a public route where they say who they are: they see more than others there.
 *
 * @returns An `onRequest` hook that fails with `invalid_credentials` for wrong secrets in the header. A session that has
 *   ended, or that a foreign page would use, counts as none: pages that show public things need no session.
 */
export function recognise(
  authorizer: Pick<Authorizer, 'identify'>,
  publicUrl: () => string,
): onRequestAsyncHookHandler {
  const identify = identifyCaller(authorizer, publicUrl)
  return async (request) => {
    const isByHeader = Object.keys(parseAuthorization(request.headers.authorization)).length > 0
    if (!isByHeader && readSessionCookie(request.headers.cookie) === undefined) return
    try {
      await identify(request)
    } catch (error) {
      const isRefusal =
        isValenceError(error, 'invalid_credentials') || isValenceError(error, 'forbidden')
      if (isByHeader || !isRefusal) throw error
    }
  }
}

/**
 * The caller of a route that has the `authenticate` hook.
 * @throws {ValenceError} `invalid_credentials` on a route without it.
 */
export function callerOf(request: FastifyRequest): Caller {
  if (request.caller === null) throw invalidCredentials()
  return request.caller
}

/**
 * The caller and the instance of the Element token.
 * @throws {ValenceError} `invalid_credentials` when the request carries no Element token.
 */
export function instanceCallerOf(request: FastifyRequest): InstanceCaller {
  const caller = callerOf(request)
  if (caller.instance === undefined) throw invalidCredentials()
  return caller as InstanceCaller
}

/** The failure for every missing, unknown or mismatched secret. */
export function invalidCredentials(): ValenceError {
  return new ValenceError('invalid_credentials', INVALID_CREDENTIALS_MESSAGE)
}
