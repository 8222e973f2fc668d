/** Ask the vendor for new tokens, in whichever way the element has. Who calls holds the instance's lease (`refresher.ts`). */
import { GrantRejectedError } from '../../auth/oauth2/errors.ts'
import { refreshToken } from '../../auth/oauth2/refresh-token.ts'
import { isValenceError, type ValenceError } from '../../lib/errors.ts'
import { authenticationTypeOf } from '../authentication-type.ts'
import type { Engine } from '../engine.ts'
import type { LiveInstance } from '../live-instance.ts'
import type { Configuration } from '../sealed-configuration.ts'
import { adoptTokens } from './adopt-tokens.ts'
import { isOAuth2, signInResources, stampSignIn } from './expiry-clock.ts'
import { clientQuery, directGrant, tokenEndpoint, withTokens } from './grants.ts'
import {
  type LifecycleTarget,
  resourceOf,
  runLifecycle,
  runQuietly,
  runResource,
} from './run-resources.ts'

/**
 * Renew what an instance authenticates with.
 *
 * @param configuration - Of the instance, with the tokens that its lease was given for.
 * @returns the configuration with the new ones; the caller stores what differs.
 * @throws {GrantRejectedError} The grant is dead; retrying cannot help.
 * @throws {ValenceError} anything else: trying again later can help.
 */
export async function renewTokens(
  engine: Engine,
  live: LiveInstance,
  configuration: Configuration,
): Promise<Configuration> {
  const target = targetOf(live)
  if (isOAuth2(live.plan, configuration)) return renewOAuth2(engine, target, configuration)
  const types = signInResources(live.plan)
  if (types.length === 0) throw noWay(live)
  const renewed = await orRejected(runLifecycle(engine, target, configuration, types))
  const now = engine.clock.now()
  const stamped = stampSignIn(live.plan, configuration, renewed, now)
  // The clock starts anew even where the vendor gave the same token again: else every call would ask once more.
  return stamped['authentication.time'] === configuration['authentication.time']
    ? { ...stamped, 'authentication.time': String(now) }
    : stamped
}

/** After new OAuth tokens are stored: resources that keep something alive at the vendor, such as its webhooks. */
export async function runAfterRenewal(engine: Engine, live: LiveInstance): Promise<void> {
  const { plan, configuration } = live
  if (!isOAuth2(plan, configuration) || !plan.lifecycle.has('onRefresh')) return
  const kept = await runQuietly(engine, targetOf(live), configuration, ['onRefresh'])
  const values = Object.entries(kept).filter(
    (entry): entry is [string, string] => entry[1] !== null && entry[1] !== configuration[entry[0]],
  )
  if (values.length > 0) await engine.capture(live, new Map(values))
}

function targetOf({ plan, organizationId, id }: LiveInstance): LifecycleTarget {
  return { plan, organizationId, instanceId: id }
}

async function renewOAuth2(
  engine: Engine,
  target: LifecycleTarget,
  configuration: Configuration,
): Promise<Configuration> {
  const token = configuration['oauth.user.refresh_token']
  const type = authenticationTypeOf(target.plan, configuration)
  const isDirect = type === 'oauth2Password' || type === 'oauth2ClientCredentials'
  if (!token && !isDirect)
    throw new GrantRejectedError(`${target.plan.name} gave no refresh token`, '')
  if (!token) return orRejected(directGrant(engine, target, configuration))
  try {
    return await byRefreshToken(engine, target, configuration, token)
  } catch (error) {
    // The credentials of a direct grant are still there when its refresh token is not.
    if (!isDirect || !(error instanceof GrantRejectedError)) throw error
    return orRejected(directGrant(engine, target, configuration))
  }
}

async function byRefreshToken(
  engine: Engine,
  target: LifecycleTarget,
  configuration: Configuration,
  token: string,
): Promise<Configuration> {
  const override = resourceOf(target, 'oauthOnTokenRefresh')
  if (!override) {
    const tokens = await refreshToken(configuration, token, tokenEndpoint(engine))
    return withTokens(engine, configuration, tokens, configuration)
  }
  const query = { ...clientQuery(configuration), refreshToken: token, refresh_token: token }
  const answer = await orRejected(runResource(engine, target, configuration, override, query))
  return adoptTokens(target.plan, configuration, answer, engine.clock.now())
}

/** A resource's failure in the words of a grant: a vendor that refuses the credentials themselves won't take them later. */
async function orRejected<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer
  } catch (error) {
    if (!isRejection(error)) throw error
    const said = error.providerMessage ?? error.message
    throw new GrantRejectedError(`the vendor refused to renew it (${said})`, said)
  }
}

function isRejection(error: unknown): error is ValenceError {
  if (!isValenceError(error)) return false
  if (error.code === 'password_rejected') return true
  if (error.code !== 'vendor_rejected_request' && error.code !== 'element_refused') return false
  return [401, 403].includes(error.status) || /invalid_grant/.test(error.providerMessage ?? '')
}

function noWay({ plan }: LiveInstance): GrantRejectedError {
  return new GrantRejectedError(`${plan.name} has no resource that signs in anew`, '')
}
