/** The URL a person is sent to. */
import { buildConsentUrl } from '../auth/oauth2/consent-url.ts'
import type { ElementPlan } from '../catalog/plan.ts'
import { ValenceError } from '../lib/errors.ts'
import type { Configuration } from './sealed-configuration.ts'

/** The call's own parameter names and the configuration keys they stand for. */
const parameterKeys: Readonly<Record<string, string>> = {
  apiKey: 'oauth.api.key',
  apiSecret: 'oauth.api.secret',
  callbackUrl: 'oauth.callback.url',
  scope: 'oauth.scope',
}

/**
 * @param base - The element's defaults with the operator's.
 * @param input - apiKey, apiSecret, callbackUrl, state, scope, siteAddress and any configuration key.
 * @throws {ValenceError} `missing_configuration` naming every missing parameter; `not_supported` for elements without consent.
 */
export function consentUrl(
  plan: ElementPlan,
  base: Configuration,
  input: Readonly<Record<string, string>>,
) {
  if (!base['oauth.authorization.url'] && !input['oauth.authorization.url']) {
    throw new ValenceError(
      'not_supported',
      `${plan.name} authenticates with '${plan.authenticationType}': there is no consent URL.`,
    )
  }
  const configuration: Record<string, string | null> = { ...base }
  for (const [name, value] of Object.entries(input)) {
    if (value !== '' && name !== 'state') configuration[parameterKeys[name] ?? name] = value
  }
  const missing = ['apiKey', 'callbackUrl'].filter(
    (name) => !configuration[parameterKeys[name] as string],
  )
  if (missing.length > 0) {
    throw new ValenceError(
      'missing_configuration',
      `The consent URL of ${plan.name} needs the query parameters ${missing.join(' and ')}.`,
    )
  }
  return {
    oauthUrl: buildConsentUrl(configuration, { state: input['state'] || plan.key }),
    element: plan.key,
  }
}
