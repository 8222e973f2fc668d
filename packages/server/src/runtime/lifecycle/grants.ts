/** How an instance comes by its tokens: one way for each kind of authentication, each replaceable by a resource of the element. */
import { accessToken } from '../../auth/oauth1/tokens.ts'
import { clientCredentialsGrant, passwordGrant } from '../../auth/oauth2/direct-grants.ts'
import { exchangeCode } from '../../auth/oauth2/exchange-code.ts'
import type { TokenSet } from '../../auth/oauth2/token-set.ts'
import { ValenceError } from '../../lib/errors.ts'
import { authenticationTypeOf } from '../authentication-type.ts'
import type { Engine } from '../engine.ts'
import type { Configuration } from '../sealed-configuration.ts'
import { tenantEntry } from '../tenant.ts'
import { tokenValues } from '../token-values.ts'
import { adoptTokens } from './adopt-tokens.ts'
import { type LifecycleTarget, resourceOf, runResource } from './run-resources.ts'

/** What a person, or the application in their place, brings along. */
export interface GrantInput {
  /** `providerData` of the request: `code`, `code_verifier`; `oauth_token`, `oauth_verifier`, `secret`; `state`… */
  readonly providerData: Readonly<Record<string, string>>
  /** The tenant the connection must belong to, when it is known beforehand. */
  readonly expectedTenant: string | undefined
  /** Get tokens though the configuration has some: the credentials have changed. */
  readonly isAnew: boolean
}

/** Where and how long token endpoints are asked. */
export function tokenEndpoint({ http, clock }: Engine) {
  return { http, clock, timeoutMs: 30_000 }
}

/**
 * Get the tokens of an instance.
 *
 * @returns the configuration with them; the very same when there is nothing to get.
 * @throws {ValenceError} `missing_configuration`, `code_rejected`, `client_rejected`, `password_rejected`,
 *   `redirect_mismatch`; and whatever a resource of the element fails with.
 */
export async function obtainGrant(
  engine: Engine,
  target: LifecycleTarget,
  configuration: Configuration,
  input: GrantInput,
): Promise<Configuration> {
  const type = authenticationTypeOf(target.plan, configuration)
  const hasToken = Boolean(configuration['oauth.user.token'])
  switch (type) {
    case 'oauth2':
    case 'oauth2Pkce':
      return input.providerData['code']
        ? byCode(engine, target, configuration, input)
        : configuration
    case 'oauth1':
      return input.providerData['oauth_verifier']
        ? byVerifier(engine, configuration, input.providerData)
        : configuration
    case 'oauth2Password':
    case 'oauth2ClientCredentials':
      return hasToken && !input.isAnew ? configuration : directGrant(engine, target, configuration)
    default:
      return configuration
  }
}

async function byCode(
  engine: Engine,
  target: LifecycleTarget,
  configuration: Configuration,
  { providerData, expectedTenant }: GrantInput,
): Promise<Configuration> {
  const override = resourceOf(target, 'oauthOnTokenExchange')
  if (override) {
    const query = { ...clientQuery(configuration), ...providerData }
    const answer = await runResource(engine, target, configuration, override, query)
    return adoptTokens(target.plan, configuration, answer, engine.clock.now())
  }
  const { code = '', code_verifier: codeVerifier } = providerData
  const tokens = await exchangeCode(
    configuration,
    { code, ...(codeVerifier ? { codeVerifier } : {}) },
    tokenEndpoint(engine),
  )
  return withTenant(engine, target, configuration, tokens, expectedTenant)
}

function withTenant(
  engine: Engine,
  { plan }: LifecycleTarget,
  configuration: Configuration,
  tokens: TokenSet,
  expectedTenant: string | undefined,
): Configuration {
  const values = withTokens(engine, configuration, tokens, {})
  try {
    return { ...values, ...tenantEntry(plan, configuration, tokens, expectedTenant) }
  } catch (error) {
    throw new UnwantedGrant(values, error)
  }
}

/** Tokens were given and can't be kept: who asked for them gives them back. */
export class UnwantedGrant extends Error {
  readonly configuration: Configuration

  constructor(configuration: Configuration, cause: unknown) {
    super('the grant can’t be kept', { cause })
    this.name = 'UnwantedGrant'
    this.configuration = configuration
  }
}

/** What override resources read from the query, under the names that authors use. */
export function clientQuery(configuration: Configuration): Record<string, string> {
  const callback = configuration['oauth.callback.url'] ?? ''
  return {
    client_id: configuration['oauth.api.key'] ?? '',
    client_secret: configuration['oauth.api.secret'] ?? '',
    callbackUrl: callback,
    redirect_uri: callback,
  }
}

/** Grants that need no person: the password grant and the client's own (RFC 6749, sections 4.3 and 4.4). */
export async function directGrant(
  engine: Engine,
  target: LifecycleTarget,
  configuration: Configuration,
): Promise<Configuration> {
  const type = authenticationTypeOf(target.plan, configuration)
  const override = resourceOf(target, type)
  if (override) {
    const answer = await runResource(
      engine,
      target,
      configuration,
      override,
      clientQuery(configuration),
    )
    return adoptTokens(target.plan, configuration, answer, engine.clock.now())
  }
  const grant = type === 'oauth2Password' ? passwordGrant : clientCredentialsGrant
  return withTokens(engine, configuration, await grant(configuration, tokenEndpoint(engine)), {})
}

/** A configuration with new tokens. @param former - Where the refresh token stays from when none came. */
export function withTokens(
  { clock }: Engine,
  configuration: Configuration,
  tokens: TokenSet,
  former: Configuration,
): Configuration {
  return { ...configuration, ...tokens.captured, ...tokenValues(former, tokens, clock.now()) }
}

/** OAuth 1.0: the temporary credentials, approved by the person, become the token's (RFC 5849, section 2.3). */
async function byVerifier(
  engine: Engine,
  configuration: Configuration,
  providerData: GrantInput['providerData'],
): Promise<Configuration> {
  const { oauth_token: token, oauth_verifier: verifier = '', secret } = providerData
  if (!token || !secret) {
    throw new ValenceError(
      'missing_configuration',
      'providerData needs oauth_token and oauth_verifier from the callback, and secret, which GET /elements/{key}/oauth/token gave.',
    )
  }
  const granted = await accessToken(
    configuration,
    { token, secret, verifier },
    tokenEndpoint(engine),
  )
  return {
    ...configuration,
    'oauth.user.token': granted.token,
    'oauth.user.token.secret': granted.secret,
  }
}
