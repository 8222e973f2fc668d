/** Security schemes of an OpenAPI document as the element's authentication. */

import { ValenceError } from '../../../lib/errors.ts'
import { isJsonObject, type JsonObject, objectsOf, textOf } from '../../json.ts'
import {
  apiKeyAuthentication,
  basicAuthentication,
  bearerAuthentication,
  clientCredentialsAuthentication,
  joinedAuthentication,
  noAuthentication,
  type OAuth2Flow,
  oauth2Authentication,
  passwordAuthentication,
} from '../authentication.ts'
import type { ApiAuthentication } from '../description.ts'
import { pointer } from '../report.ts'
import type { OpenApiSource } from './openapi.ts'

/** A way to authenticate that an element can have. */
interface Candidate {
  readonly name: string
  /** The lower, the better for people who connect. */
  readonly rank: number
  readonly authentication: ApiAuthentication
}

/**
 * The best of the schemes, or the one named.
 *
 * @throws {ValenceError} `invalid_request` when the named scheme is not there or not supported.
 */
export function authenticationOf(
  source: OpenApiSource,
  chosen: string | undefined,
): ApiAuthentication {
  const candidates = candidatesOf(source)
  if (chosen !== undefined) {
    const named = candidates.find(({ name }) => name === chosen)
    if (named) return named.authentication
    const known = candidates.map(({ name }) => `'${name}'`).join(', ') || 'none'
    throw new ValenceError(
      'invalid_request',
      `The document has no authentication '${chosen}' that is supported. It has: ${known}.`,
    )
  }
  if (candidates.length === 0) return headerInParameters(source) ?? noAuthentication
  return best(source, candidates)
}

function best(source: OpenApiSource, candidates: readonly Candidate[]): ApiAuthentication {
  const [first] = [...candidates].sort((a, b) => a.rank - b.rank)
  if (!first) return noAuthentication
  const together = namesWith(source, first.name)
  const others = candidates.filter(({ name }) => name !== first.name && !together.includes(name))
  if (others.length > 0) {
    const names = others.map(({ name }) => `'${name}'`).join(', ')
    source.report.note(
      'info',
      placeOf(source),
      `The element authenticates by '${first.name}'. Also offered: ${names}.`,
    )
  }
  const parts = candidates.filter(({ name }) => together.includes(name) && name !== first.name)
  return parts.length === 0
    ? first.authentication
    : joinedAuthentication([first, ...parts].map(({ authentication }) => authentication))
}

/** Schemes that the document asks for together with this one. */
function namesWith({ document }: OpenApiSource, name: string): readonly string[] {
  const requirement = objectsOf(document.security).find((one) => name in one)
  return requirement ? Object.keys(requirement) : []
}

function placeOf({ version }: OpenApiSource): string {
  return version === 2 ? '/securityDefinitions' : '/components/securitySchemes'
}

function candidatesOf(source: OpenApiSource): readonly Candidate[] {
  const { document, version } = source
  const components = isJsonObject(document.components) ? document.components : {}
  const schemes = version === 2 ? document.securityDefinitions : components.securitySchemes
  let keys = 0
  return Object.entries(isJsonObject(schemes) ? schemes : {}).flatMap(([name, value]) => {
    const place = `${placeOf(source)}${pointer(name)}`
    const scheme = source.follow(value, place)
    if (!scheme) return []
    const isKey = scheme.type === 'apiKey'
    if (isKey) keys += 1
    const key = isKey && keys > 1 ? `api.key.${keys}` : 'api.key'
    const candidate = candidateOf(source, name, scheme, key)
    if (!candidate) source.report.note('warning', place, unsupported(name, scheme))
    return candidate ?? []
  })
}

function unsupported(name: string, scheme: JsonObject): string {
  const kind = [scheme.type, scheme.scheme ?? scheme.flow]
    .filter((word) => typeof word === 'string')
    .join(' ')
  return `Authentication '${name}' (${kind}) is not supported and was left out.`
}

function candidateOf(
  source: OpenApiSource,
  name: string,
  scheme: JsonObject,
  key: string,
): Candidate | undefined {
  switch (scheme.type) {
    case 'basic':
      return { name, rank: 4, authentication: basicAuthentication }
    case 'http':
      return ofHttp(name, scheme)
    case 'apiKey':
      return ofKey(name, scheme, key)
    case 'oauth2':
      return ofOAuth2(source, name, scheme)
    default:
      return undefined
  }
}

function ofHttp(name: string, scheme: JsonObject): Candidate | undefined {
  const word = String(scheme.scheme ?? '').toLowerCase()
  if (word === 'basic') return { name, rank: 4, authentication: basicAuthentication }
  return word === 'bearer' ? { name, rank: 2, authentication: bearerAuthentication } : undefined
}

function ofKey(name: string, scheme: JsonObject, key: string): Candidate | undefined {
  const place = scheme.in
  const header = textOf(scheme.name)
  if (!header || (place !== 'header' && place !== 'query' && place !== 'cookie')) return undefined
  return { name, rank: 3, authentication: apiKeyAuthentication(place, header, key) }
}

function ofOAuth2(source: OpenApiSource, name: string, scheme: JsonObject): Candidate | undefined {
  const flows = flowsOf(source, scheme)
  const scope = scopeOf(source, name)
  const flow = (kind: string) => {
    const found = flows[kind]
    return isJsonObject(found) ? readFlow(found, scope) : undefined
  }
  const code = flow('authorizationCode')
  if (code) return { name, rank: 0, authentication: oauth2Authentication(code) }
  const client = flow('clientCredentials')
  if (client) return { name, rank: 1, authentication: clientCredentialsAuthentication(client) }
  const password = flow('password')
  return password && { name, rank: 3.5, authentication: passwordAuthentication(password) }
}

/** Version 2.0 has one flow a scheme, under other names. */
function flowsOf({ version }: OpenApiSource, scheme: JsonObject): JsonObject {
  if (version === 3) return isJsonObject(scheme.flows) ? scheme.flows : {}
  const names: Readonly<Record<string, string>> = {
    accessCode: 'authorizationCode',
    application: 'clientCredentials',
    password: 'password',
  }
  const kind = names[String(scheme.flow)]
  return kind ? { [kind]: scheme } : {}
}

/** The scopes the API asks for everywhere; without such, all there are. */
function scopeOf({ document }: OpenApiSource, name: string): string | undefined {
  for (const requirement of objectsOf(document.security)) {
    const scopes = requirement[name]
    if (Array.isArray(scopes) && scopes.length > 0) return scopes.join(' ')
  }
  return undefined
}

function readFlow(flow: JsonObject, scope: string | undefined): OAuth2Flow {
  const scopes = isJsonObject(flow.scopes) ? Object.keys(flow.scopes) : []
  return {
    authorizationUrl: textOf(flow.authorizationUrl) ?? '',
    tokenUrl: textOf(flow.tokenUrl) ?? '',
    refreshUrl: textOf(flow.refreshUrl) ?? '',
    scope: scope ?? scopes.join(' '),
  }
}

/** Documents without schemes often declare the header they want as a parameter of every operation. */
function headerInParameters(source: OpenApiSource): ApiAuthentication | undefined {
  const paths = isJsonObject(source.document.paths) ? Object.values(source.document.paths) : []
  const operations = paths.flatMap((item) => (isJsonObject(item) ? Object.values(item) : []))
  const wants = operations
    .filter(isJsonObject)
    .some((operation) =>
      objectsOf(operation.parameters).some(
        (one) => one.in === 'header' && String(one.name).toLowerCase() === 'authorization',
      ),
    )
  if (!wants) return undefined
  source.report.note(
    'info',
    '/paths',
    "The operations take an Authorization header: the element has it as the key 'api.key'.",
  )
  return apiKeyAuthentication('header', 'Authorization')
}
