/** The tokens that an override resource got: it wrote them into the configuration, or only gave the vendor's answer on. */
import { normaliseTokenResponse } from '../../auth/oauth2/token-response.ts'
import type { ElementPlan } from '../../catalog/plan.ts'
import { ValenceError } from '../../lib/errors.ts'
import { isObject } from '../json-path.ts'
import type { Configuration } from '../sealed-configuration.ts'
import { tokenValues } from '../token-values.ts'
import type { LifecycleAnswer } from './run-resources.ts'

/**
 * @param before - The configuration that the resource began with.
 * @throws {ValenceError} `vendor_failed` when there is no token afterwards.
 */
export function adoptTokens(
  plan: ElementPlan,
  before: Configuration,
  { configuration, body }: LifecycleAnswer,
  now: number,
): Configuration {
  const wrote = (key: string) => configuration[key] !== before[key]
  const values = wrote('oauth.user.token') ? {} : valuesOf(configuration, body, now)
  const adopted = { ...configuration, ...values }
  if (!adopted['oauth.user.token']) {
    throw new ValenceError(
      'vendor_failed',
      `The resource of ${plan.name} that gets tokens has got none.`,
    )
  }
  if (adopted['oauth.user.refresh_time'] !== before['oauth.user.refresh_time']) return adopted
  return { ...adopted, 'oauth.user.refresh_time': String(now) }
}

function valuesOf(
  configuration: Configuration,
  body: unknown,
  now: number,
): Record<string, string> {
  const response = isObject(body) ? normaliseTokenResponse(200, JSON.stringify(body)) : undefined
  const { access_token, refresh_token, expires_in } = response?.body ?? {}
  if (typeof access_token !== 'string') return {}
  return tokenValues(
    configuration,
    {
      accessToken: access_token,
      ...(typeof refresh_token === 'string' ? { refreshToken: refresh_token } : {}),
      ...(typeof expires_in === 'number' ? { expiresIn: expires_in } : {}),
    },
    now,
  )
}
