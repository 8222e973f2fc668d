/** Authentication of a collection. Values in it are the author's own: none is copied. */
import { isJsonObject, type JsonObject } from '../../json.ts'
import {
  apiKeyAuthentication,
  basicAuthentication,
  bearerAuthentication,
  clientCredentialsAuthentication,
  noAuthentication,
  oauth2Authentication,
  passwordAuthentication,
} from '../authentication.ts'
import type { ApiAuthentication } from '../description.ts'
import type { Report } from '../report.ts'
import type { Variables } from './variables.ts'

/** @param auth - `{"type": "bearer", "bearer": …}`. */
export function authenticationOf(
  auth: unknown,
  variables: Variables,
  report: Report,
): ApiAuthentication {
  if (!isJsonObject(auth) || auth.type === undefined || auth.type === 'noauth')
    return noAuthentication
  const type = String(auth.type)
  const known = readers[type]
  if (!known) {
    report.note(
      'warning',
      '/auth',
      `Authentication of the type '${type}' is not supported and was left out.`,
    )
    return noAuthentication
  }
  return known(attributesOf(auth[type]), variables)
}

/** A list of `{key, value}` in v2.1, an object in v2.0. */
function attributesOf(value: unknown): Readonly<Record<string, string>> {
  const pairs: readonly (readonly [string, unknown])[] = Array.isArray(value)
    ? value.filter(isJsonObject).map((entry: JsonObject) => [String(entry.key), entry.value])
    : Object.entries(isJsonObject(value) ? value : {})
  return Object.fromEntries(
    pairs
      .filter(([, held]) => typeof held !== 'object')
      .map(([key, held]) => [key, String(held ?? '')]),
  )
}

type Reader = (
  attributes: Readonly<Record<string, string>>,
  variables: Variables,
) => ApiAuthentication

const readers: Readonly<Record<string, Reader>> = {
  basic: () => basicAuthentication,
  bearer: () => bearerAuthentication,
  apikey: ({ key, in: place }) =>
    apiKeyAuthentication(place === 'query' ? 'query' : 'header', key || 'X-API-Key'),
  oauth2: (attributes, variables) => {
    const flow = {
      authorizationUrl: variables.address(attributes.authUrl ?? ''),
      tokenUrl: variables.address(attributes.accessTokenUrl ?? ''),
      refreshUrl: variables.address(attributes.refreshTokenUrl ?? ''),
      scope: attributes.scope?.includes('{{') ? '' : (attributes.scope ?? ''),
    }
    if (attributes.grant_type === 'client_credentials') return clientCredentialsAuthentication(flow)
    if (attributes.grant_type === 'password_credentials') return passwordAuthentication(flow)
    return oauth2Authentication(flow)
  },
}
