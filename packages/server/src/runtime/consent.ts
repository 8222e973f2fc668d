/** The URL a person is sent to. */
import { requestToken, type TokenCredentials } from '../auth/oauth1/tokens.ts'
import { buildConsentUrl, buildOAuth1ConsentUrl } from '../auth/oauth2/consent-url.ts'
import type { ElementPlan } from '../catalog/plan.ts'
import { ValenceError } from '../lib/errors.ts'
import { authenticationTypeOf } from './authentication-type.ts'
import type { Engine } from './engine.ts'
import { clientQuery, tokenEndpoint } from './lifecycle/grants.ts'
import { resourceOf, runResource } from './lifecycle/run-resources.ts'
import type { Configuration } from './sealed-configuration.ts'

/** The call's own parameter names and the configuration keys they stand for. */
const parameterKeys: Readonly<Record<string, string>> = {
  apiKey: 'oauth.api.key',
  apiSecret: 'oauth.api.secret',
  callbackUrl: 'oauth.callback.url',
  scope: 'oauth.scope',
}

/** Parameters of a call that are no configuration. */
const ownParameters = new Set(['state', 'requestToken'])

type Input = Readonly<Record<string, string>>

/** Is a person sent anywhere to connect this element? */
export function asksForConsent(plan: ElementPlan, configuration: Configuration): boolean {
  return (
    Boolean(configuration['oauth.authorization.url']) || plan.lifecycle.has('oauthOnAuthroizeUrl')
  )
}

/**
 * @param base - The element's defaults with the operator's.
 * @param input - apiKey, apiSecret, callbackUrl, state, scope, siteAddress, requestToken and any configuration key.
 * @throws {ValenceError} `missing_configuration` naming every missing parameter; `not_supported` for elements without consent.
 */
export async function consentUrl(
  engine: Engine,
  plan: ElementPlan,
  base: Configuration,
  input: Input,
): Promise<{ oauthUrl: string; element: string }> {
  const configuration = configurationOf(base, input)
  assertConsent(plan, configuration)
  const isOAuth1 = authenticationTypeOf(plan, configuration) === 'oauth1'
  if (isOAuth1) {
    const { requestToken: token } = input
    if (!token) throw missing(plan, ['requestToken (GET /elements/{key}/oauth/token gives it)'])
    return { oauthUrl: buildOAuth1ConsentUrl(configuration, token), element: plan.key }
  }
  assertParameters(plan, configuration, ['apiKey', 'callbackUrl'])
  const oauthUrl = await consentAddress(engine, plan, configuration, {
    state: input['state'] || plan.key,
  })
  return { oauthUrl, element: plan.key }
}

/**
 * The consent page for a configuration: built, or what the element's own `oauthOnAuthroizeUrl` resource (the format's
 * spelling) answers.
 *
 * @throws {ValenceError} `invalid_request`: no URL comes of it.
 */
export async function consentAddress(
  engine: Engine,
  plan: ElementPlan,
  configuration: Configuration,
  asked: { readonly state: string; readonly codeChallenge?: string },
): Promise<string> {
  const target = { plan, organizationId: 0, instanceId: undefined }
  const override = resourceOf(target, 'oauthOnAuthroizeUrl')
  if (!override) return buildConsentUrl(configuration, asked)
  const { client_secret: _secret, ...client } = clientQuery(configuration)
  const query = {
    ...client,
    response_type: 'code',
    scope: configuration['oauth.scope'] ?? '',
    state: asked.state,
  }
  const { body } = await runResource(engine, target, configuration, override, query)
  if (typeof body === 'string' && URL.canParse(body)) return body
  throw new ValenceError(
    'invalid_request',
    `The resource of ${plan.name} that makes the consent URL answered with something that is no URL.`,
  )
}

/** OAuth 1: temporary credentials of the vendor. @throws {ValenceError} `not_supported` for elements of another kind. */
export async function requestTokenFor(
  engine: Engine,
  plan: ElementPlan,
  base: Configuration,
  input: Input,
): Promise<TokenCredentials> {
  const configuration = configurationOf(base, input)
  const type = authenticationTypeOf(plan, configuration)
  if (type !== 'oauth1') {
    throw new ValenceError(
      'not_supported',
      `${plan.name} authenticates with '${type}': only 'oauth1' has request tokens.`,
    )
  }
  assertParameters(plan, configuration, ['apiKey', 'apiSecret'])
  return requestToken(configuration, tokenEndpoint(engine))
}

function configurationOf(base: Configuration, input: Input): Configuration {
  const configuration: Record<string, string | null> = { ...base }
  for (const [name, value] of Object.entries(input)) {
    if (value !== '' && !ownParameters.has(name)) configuration[parameterKeys[name] ?? name] = value
  }
  return configuration
}

function assertConsent(plan: ElementPlan, configuration: Configuration): void {
  if (asksForConsent(plan, configuration)) return
  throw new ValenceError(
    'not_supported',
    `${plan.name} authenticates with '${plan.authenticationType}': there is no consent URL.`,
  )
}

function assertParameters(
  plan: ElementPlan,
  configuration: Configuration,
  names: readonly string[],
): void {
  const absent = names.filter((name) => !configuration[parameterKeys[name] as string])
  if (absent.length > 0) throw missing(plan, absent)
}

function missing(plan: ElementPlan, names: readonly string[]): ValenceError {
  return new ValenceError(
    'missing_configuration',
    `Asking for consent to ${plan.name} needs the query parameters ${names.join(' and ')}.`,
  )
}
