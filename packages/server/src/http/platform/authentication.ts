/** Signing in with a password, and exchanging the session for the secrets that clients use afterwards. */
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { ValenceError } from '../../lib/errors.ts'
import { hashSecret } from '../../lib/ids.ts'
import { sealedColumns } from '../../store/sealed-columns.ts'
import type { User } from '../../store/store.ts'
import { verifyPassword } from '../../vault/password.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { HttpApp } from '../http-app.ts'
import { type AttemptLimit, createAttemptLimit } from '../plugins/attempt-limit.ts'
import { callerOf, invalidCredentials } from '../plugins/authenticate.ts'
import { assertOwnPage } from '../plugins/own-page.ts'
import { csrfTokenOf, sessionCookie } from '../plugins/session-cookie.ts'
import {
  BrowserSessionSchema,
  LoginSchema,
  type PresentedPerson,
  presentPerson,
} from '../presenters/login.ts'
import { answers, answersNothing } from '../schemas.ts'

const WINDOW_MS = 15 * 60_000

interface LoginLimits {
  readonly byEmail: AttemptLimit
  readonly byAddress: AttemptLimit
}

const Credentials = Type.Object(
  { username: Type.String({ description: 'E-mail address' }), password: Type.String() },
  { title: 'Credentials' },
)

/** Public: `POST /authentication`, `POST /authentication/session`. They share the bound on guessing. */
export function loginRoutes(app: HttpApp, deps: HttpDependencies): void {
  const { clock, settings } = deps
  const limits: LoginLimits = {
    byEmail: createAttemptLimit(clock, { maxAttempts: 10, windowMs: WINDOW_MS, maxKeys: 10_000 }),
    byAddress: createAttemptLimit(clock, {
      maxAttempts: 100,
      windowMs: WINDOW_MS,
      maxKeys: 10_000,
    }),
  }
  app.post(
    '/authentication',
    {
      schema: {
        summary: 'Sign in with e-mail and password; the token goes into `Authorization: Bearer`',
        tags: ['Authentication'],
        body: Credentials,
        response: answers(LoginSchema),
      },
    },
    async ({ body, ip }) => signIn(deps, await provenUser(deps, limits, body, ip)),
  )

  app.post(
    '/authentication/session',
    {
      schema: {
        summary: 'Sign in as a browser: the session is a cookie',
        description:
          'Sets the cookie valence_session, which scripts cannot read. It authenticates requests of pages of this server; what is no GET also needs the header X-CSRF-Token.',
        tags: ['Authentication'],
        body: Credentials,
        response: answers(BrowserSessionSchema),
      },
    },
    async (request, reply) => {
      // Otherwise a foreign page could sign a visitor in as somebody else, and see what they do then.
      assertOwnPage(request, settings.publicUrl())
      const user = await provenUser(deps, limits, request.body, request.ip)
      const { token, ...person } = await signIn(deps, user)
      const maxAgeSeconds = settings.sessionHours * 3_600
      reply.header('set-cookie', sessionCookie(token, { maxAgeSeconds, isSecure: isSecure(deps) }))
      return { csrfToken: csrfTokenOf(token), ...person }
    },
  )
}

/** For a known caller: the browser session it is known by. */
export function sessionRoutes(app: HttpApp, deps: HttpDependencies): void {
  app.get(
    '/authentication/session',
    {
      schema: {
        summary: 'Whom the session cookie belongs to; 401 without one',
        tags: ['Authentication'],
        response: answers(BrowserSessionSchema),
      },
    },
    async (request) => {
      const csrfToken = csrfTokenOf(sessionTokenOf(request))
      return { csrfToken, ...(await personOf(deps, callerOf(request).user)) }
    },
  )

  app.delete(
    '/authentication/session',
    {
      schema: {
        summary: 'Sign out: end the session and take its cookie back',
        tags: ['Authentication'],
        response: answersNothing,
      },
    },
    async (request, reply) => {
      const hash = hashSecret(sessionTokenOf(request))
      await deps.store.users.deleteSession(hash)
      deps.authorizer.forgetSession(hash)
      reply.header('set-cookie', sessionCookie('', { maxAgeSeconds: 0, isSecure: isSecure(deps) }))
      return reply.send(undefined)
    },
  )
}

/** For a known caller: `GET /authentication/secrets`. */
export function secretRoutes(app: HttpApp, deps: HttpDependencies): void {
  app.get(
    '/authentication/secrets',
    {
      schema: {
        summary: 'The secrets of the caller, for the Authorization header of other calls',
        tags: ['Authentication'],
        response: answers(
          Type.Object({ userSecret: Type.String(), organizationSecret: Type.String() }),
        ),
      },
    },
    async (request) => {
      const { user, organization } = callerOf(request)
      const [userSecret, organizationSecret] = await Promise.all([
        deps.vault.open(
          organization.id,
          { ...sealedColumns.userSecret, rowId: user.id },
          user.sealedSecret,
        ),
        deps.vault.open(
          organization.id,
          { ...sealedColumns.organizationSecret, rowId: organization.id },
          organization.sealedSecret,
        ),
      ])
      return { userSecret, organizationSecret }
    },
  )
}

function wrongPassword(): ValenceError {
  return new ValenceError('invalid_credentials', 'The e-mail address or the password is wrong.')
}

async function provenUser(
  { store }: HttpDependencies,
  limits: LoginLimits,
  { username, password }: Type.Static<typeof Credentials>,
  ip: string,
): Promise<User> {
  const email = username.trim().toLowerCase()
  limits.byAddress.take(ip)
  limits.byEmail.take(email)
  const user = await store.users.findByEmail(email)
  const isRight = await verifyPassword(password, user?.passwordHash)
  if (user === undefined || !isRight) throw wrongPassword()
  limits.byEmail.forgive(email)
  return user
}

async function signIn(deps: HttpDependencies, user: User) {
  const now = deps.clock.now()
  const person = await personOf(deps, user)
  const token = deps.ids.secret()
  const expiresAt = new Date(now + deps.settings.sessionHours * 3_600_000)
  await deps.store.users.createSession(user, hashSecret(token), expiresAt)
  await deps.store.users.recordLogin(user, new Date(now))
  return { token, ...person }
}

async function personOf({ store }: HttpDependencies, user: User): Promise<PresentedPerson> {
  const [organization, account] = await Promise.all([
    store.organizations.get(user.organizationId),
    store.accounts.get({ organizationId: user.organizationId }, user.accountId),
  ])
  return presentPerson(user, { organization, account })
}

function sessionTokenOf({ sessionToken }: FastifyRequest): string {
  if (sessionToken === null) throw invalidCredentials()
  return sessionToken
}

function isSecure({ settings }: HttpDependencies): boolean {
  return settings.publicUrl().startsWith('https:')
}
