/** Signing in with a password, and exchanging the session for the secrets that clients use afterwards. */
import { Type } from 'typebox'
import { ValenceError } from '../../lib/errors.ts'
import { hashSecret } from '../../lib/ids.ts'
import { sealedColumns } from '../../store/sealed-columns.ts'
import type { User } from '../../store/store.ts'
import { verifyPassword } from '../../vault/password.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { HttpApp } from '../http-app.ts'
import { type AttemptLimit, createAttemptLimit } from '../plugins/attempt-limit.ts'
import { callerOf } from '../plugins/authenticate.ts'
import { LoginSchema, type PresentedLogin, presentLogin } from '../presenters/login.ts'
import { answers } from '../schemas.ts'

const WINDOW_MS = 15 * 60_000

interface LoginLimits {
  readonly byEmail: AttemptLimit
  readonly byAddress: AttemptLimit
}

/** Public: `POST /authentication`. */
export function loginRoutes(app: HttpApp, deps: HttpDependencies): void {
  const limits: LoginLimits = {
    byEmail: createAttemptLimit(deps.clock, {
      maxAttempts: 10,
      windowMs: WINDOW_MS,
      maxKeys: 10_000,
    }),
    byAddress: createAttemptLimit(deps.clock, {
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
        body: Type.Object({ username: Type.String(), password: Type.String() }),
        response: answers(LoginSchema),
      },
    },
    async ({ body, ip }) => {
      const email = body.username.trim().toLowerCase()
      limits.byAddress.take(ip)
      limits.byEmail.take(email)
      const user = await deps.store.users.findByEmail(email)
      const isRight = await verifyPassword(body.password, user?.passwordHash)
      if (user === undefined || !isRight) throw wrongPassword()
      limits.byEmail.forgive(email)
      return signIn(deps, user)
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

async function signIn(deps: HttpDependencies, user: User): Promise<PresentedLogin> {
  const now = deps.clock.now()
  const scope = { organizationId: user.organizationId }
  const [organization, account] = await Promise.all([
    deps.store.organizations.get(user.organizationId),
    deps.store.accounts.get(scope, user.accountId),
  ])
  const token = deps.ids.secret()
  const expiresAt = new Date(now + deps.settings.sessionHours * 3_600_000)
  await deps.store.users.createSession(user, hashSecret(token), expiresAt)
  await deps.store.users.recordLogin(user, new Date(now))
  return presentLogin(user, { token, organization, account })
}
