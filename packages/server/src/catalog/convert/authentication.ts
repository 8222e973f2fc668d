/** Ways to authenticate to a vendor, in the words of the element format. @see docs/reference/authentication-to-vendors.md */
import { ValenceError } from '../../lib/errors.ts'
import type { ParameterDefinition } from '../format.ts'
import { authorsEntry, configurationEntry, enginesEntry, personsEntry } from './configuration.ts'
import type { ApiAuthentication } from './description.ts'
import type { Report } from './report.ts'

/** Addresses and scopes of an OAuth 2 flow; what a document leaves out is empty. */
export interface OAuth2Flow {
  readonly authorizationUrl: string
  readonly tokenUrl: string
  readonly refreshUrl: string
  /** Separated by blanks, RFC 6749 §3.3. */
  readonly scope: string
}

/** Nothing is sent. */
export const noAuthentication: ApiAuthentication = {
  type: 'custom',
  configuration: [],
  parameters: [],
}

/** RFC 7617. */
export const basicAuthentication: ApiAuthentication = {
  type: 'basic',
  configuration: [
    personsEntry('username', 'Username', { type: 'TEXTFIELD_128' }),
    personsEntry('password', 'Password', { type: 'PASSWORD' }),
  ],
  parameters: [],
}

/** A bearer token that a person pastes in (RFC 6750 §2.1). */
export const bearerAuthentication: ApiAuthentication = {
  type: 'custom',
  configuration: [personsEntry('token', 'Token', { type: 'PASSWORD' })],
  parameters: [fixedHeader('Authorization', 'Bearer ${configuration.token}')],
}

/**
 * A key in a header, the query or a cookie.
 *
 * @param name - Of the header, query parameter or cookie.
 * @param key - Configuration key that holds the value.
 */
export function apiKeyAuthentication(
  place: 'header' | 'query' | 'cookie',
  name: string,
  key = 'api.key',
): ApiAuthentication {
  return {
    type: 'custom',
    configuration: [
      personsEntry(key, name, { type: 'PASSWORD', description: `The value of ${name}` }),
    ],
    parameters: [
      place === 'cookie'
        ? fixedHeader('Cookie', `${name}=\${configuration.${key}}`)
        : fromConfiguration(key, place, name),
    ],
  }
}

const clientEntries = [
  personsEntry('oauth.api.key', 'API key', { description: 'Client id of your application' }),
  personsEntry('oauth.api.secret', 'API secret', {
    type: 'PASSWORD',
    description: 'Client secret of your application',
  }),
]

const tokenEntries = [
  enginesEntry('oauth.user.token', 'Access token'),
  enginesEntry('oauth.user.refresh_token', 'Refresh token'),
  configurationEntry('oauth.user.refresh_interval', 'Seconds an access token is valid', {
    defaultValue: '3600',
    internal: true,
    hideFromConsole: true,
  }),
  enginesEntry('oauth.user.refresh_time', 'When the token was had'),
]

/** Authorization code, RFC 6749 §4.1. */
export function oauth2Authentication(flow: OAuth2Flow): ApiAuthentication {
  return {
    type: 'oauth2',
    configuration: [
      ...clientEntries,
      personsEntry('oauth.callback.url', 'Callback URL', {
        description: 'Where the vendor sends people back to; register it at the vendor',
      }),
      address('oauth.authorization.url', 'Authorization URL', flow.authorizationUrl),
      ...addresses(flow),
      ...tokenEntries,
    ],
    parameters: [],
  }
}

/** Client credentials, RFC 6749 §4.4. */
export function clientCredentialsAuthentication(flow: OAuth2Flow): ApiAuthentication {
  return {
    type: 'oauth2ClientCredentials',
    configuration: [...clientEntries, ...addresses(flow), ...tokenEntries],
    parameters: [],
  }
}

/** Resource owner password credentials, RFC 6749 §4.3. */
export function passwordAuthentication(flow: OAuth2Flow): ApiAuthentication {
  return {
    type: 'oauth2Password',
    configuration: [
      ...basicAuthentication.configuration,
      ...clientEntries.map((entry) => ({ ...entry, required: false })),
      ...addresses(flow),
      ...tokenEntries,
    ],
    parameters: [],
  }
}

/** Several keys that are sent together. */
export function joinedAuthentication(parts: readonly ApiAuthentication[]): ApiAuthentication {
  return {
    type: parts.find(({ type }) => type !== 'custom')?.type ?? 'custom',
    configuration: parts.flatMap(({ configuration }) => configuration),
    parameters: parts.flatMap(({ parameters }) => parameters),
  }
}

/** A header that is the same in every request but for what `${configuration.key}` stands for. */
export function fixedHeader(vendorName: string, value: string): ParameterDefinition {
  return {
    name: value,
    vendorName,
    type: 'value',
    vendorType: 'header',
    source: 'request',
    required: false,
    dataType: 'string',
    vendorDataType: 'string',
  }
}

/** A configuration value that goes into every request. */
export function fromConfiguration(
  key: string,
  vendorType: 'header' | 'query' | 'path',
  vendorName: string,
): ParameterDefinition {
  return {
    name: key,
    vendorName,
    type: 'configuration',
    vendorType,
    source: 'request',
    required: false,
    dataType: 'string',
    vendorDataType: 'string',
  }
}

function addresses(flow: OAuth2Flow) {
  return [
    address('oauth.token.url', 'Token URL', flow.tokenUrl),
    authorsEntry('oauth.token.refresh_url', 'Refresh URL', flow.refreshUrl || flow.tokenUrl),
    authorsEntry('oauth.token.revoke_url', 'Revocation URL', ''),
    authorsEntry('oauth.scope', 'Scope', flow.scope),
    configurationEntry('oauth.basic.header', 'Send the client in a Basic header', {
      type: 'BOOLEAN',
      defaultValue: 'true',
      hideFromConsole: true,
    }),
  ]
}

/** Settled by the document, or asked for. */
function address(key: string, name: string, url: string) {
  return url === '' ? personsEntry(key, name) : authorsEntry(key, name, url)
}

/**
 * For documents that say nothing of authentication: what the caller named.
 *
 * @param name - `none`, `basic` or `bearer`; absent: none, and a finding.
 * @throws {ValenceError} `invalid_request` for another.
 */
export function chosenAuthentication(name: string | undefined, report: Report): ApiAuthentication {
  if (name === undefined) {
    report.note(
      'warning',
      '',
      'The document does not say how callers authenticate. Ask for it with authentication=basic, bearer or none, or add it to the draft.',
    )
    return noAuthentication
  }
  const chosen = {
    none: noAuthentication,
    basic: basicAuthentication,
    bearer: bearerAuthentication,
  }[name]
  if (chosen) return chosen
  throw new ValenceError(
    'invalid_request',
    `authentication=${name.slice(0, 40)} is none of none, basic and bearer.`,
  )
}
