/** Who is calling: the hooks that routes which need a caller put before themselves. */
import type { FastifyInstance, FastifyRequest, onRequestAsyncHookHandler } from 'fastify'
import { ValenceError } from '../../lib/errors.ts'
import type { Authorizer, Caller } from '../../runtime/caller.ts'
import type { Instance } from '../../store/store.ts'
import { parseAuthorization } from './authorization-header.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by `authenticate`; `null` on public routes. */
    caller: Caller | null
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
}

/**
 * Identify the caller before the body is read, so that nobody unknown makes us read one.
 * @returns An `onRequest` hook that fails with `invalid_credentials`.
 */
export function authenticate(authorizer: Pick<Authorizer, 'identify'>): onRequestAsyncHookHandler {
  return async (request) => {
    request.caller = await authorizer.identify(parseAuthorization(request.headers.authorization))
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
