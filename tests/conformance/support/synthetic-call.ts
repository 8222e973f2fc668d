/** Calls made up from an element's own declarations: every path variable, query parameter, header and body field. */
import type { ParameterDefinition } from '../../../packages/server/src/catalog/format.ts'
import type { ElementPlan, ResourcePlan } from '../../../packages/server/src/catalog/plan.ts'
import { objectNames } from '../../../packages/server/src/catalog/resources-of-object.ts'
import { variableName } from '../../../packages/server/src/catalog/router.ts'
import { parseDottedPath, setAt } from '../../../packages/server/src/runtime/json-path.ts'

/** Input of one call. */
export interface SyntheticCall {
  readonly segments: readonly string[]
  readonly query: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

/** A call that gives every parameter a value. */
export function syntheticCall(resource: ResourcePlan, plan: ElementPlan): SyntheticCall {
  const { parameters, method } = resource
  const headers: Record<string, string> = {}
  for (const { name } of of(parameters, 'header')) headers[name.toLowerCase()] = 'header-value'
  // The first page has no token: tokens are the server's own.
  const query = of(parameters, 'query').filter(({ name }) => name !== 'nextPage')
  return {
    segments: resource.segments.map((one) => segmentValue(one, plan)),
    query: Object.fromEntries(query.map(({ name }) => [name, queryValue(name)])),
    headers,
    body: method === 'GET' ? undefined : bodyOf(resource),
  }
}

/** An object is one the element has; everything else is an id. */
function segmentValue(segment: string, plan: ElementPlan): string {
  const variable = variableName(segment)
  if (variable === undefined) return segment
  return variable === 'objectName' ? (objectNames(plan)[0] ?? 'contacts') : '42'
}

function of(parameters: readonly ParameterDefinition[], type: ParameterDefinition['type']) {
  return parameters.filter((parameter) => parameter.type === type)
}

/** Query parameters the engine reads want values of their kind. */
function queryValue(name: string): string {
  const known: Record<string, string> = {
    where: "name='x'",
    page: '1',
    pageSize: '2',
    orderBy: 'name',
    fields: 'id,name',
  }
  return known[name] ?? '7'
}

/** What the request's model declares, and what parameters and body templates read. */
function bodyOf({ definition, parameters, vendorPath }: ResourcePlan): Record<string, unknown> {
  const body: Record<string, unknown> = { name: 'x', id: 1, ...modelSample(definition.model) }
  for (const { name } of [...of(parameters, 'bodyField'), ...of(parameters, 'form')])
    setAt(body, parseDottedPath(name), 'field-value')
  const templates = [vendorPath, ...of(parameters, 'value').map(({ name }) => name)]
  if (of(parameters, 'body').some(({ vendorType }) => vendorType === 'bodyToken'))
    for (const token of templates.flatMap(tokensIn)) body[token] ??= 'token-value'
  return body
}

function tokensIn(text: string): readonly string[] {
  return [...text.matchAll(/\{([\w.:-]+)\}/g)].map((match) => match[1] ?? '')
}

function modelSample(model: ResourcePlan['definition']['model']): Record<string, unknown> {
  const schema =
    model?.requestSwagger?.[model.requestName ?? ''] ?? model?.swagger?.[model.name ?? '']
  const properties =
    (schema as { properties?: Record<string, { type?: string }> })?.properties ?? {}
  return Object.fromEntries(
    Object.entries(properties).map(([name, { type }]) => [name, sampleOf(type)]),
  )
}

function sampleOf(type: string | undefined): unknown {
  if (type === 'integer' || type === 'number') return 1
  if (type === 'boolean') return true
  if (type === 'array') return []
  return type === 'object' ? {} : 'text'
}

/** A configuration in which every key has a value; addresses that a person must give are given. */
export function syntheticConfiguration(plan: ElementPlan): Record<string, string | null> {
  const configuration: Record<string, string | null> = {}
  for (const [key, value] of Object.entries(plan.defaults)) {
    // A made-up key store is none, and without one calls go out without a certificate.
    if (!/\bjks\b/.test(key)) configuration[key] = value || valueFor(key)
  }
  configuration['base.url'] = baseUrl(plan.defaults['base.url'])
  configuration['oauth.user.token'] = 'access-token'
  return configuration
}

function valueFor(key: string): string {
  return /url|site|host|server/i.test(key) ? 'https://vendor.example' : `${key}-value`
}

function baseUrl(declared: string | null | undefined): string {
  const url = (declared ?? '').replace(/[<[][^>\]]*[>\]]/g, '')
  return url === '' ? 'https://vendor.example' : url
}

/** An answer of the vendor with a record where the resource's root key looks for it. */
export function syntheticAnswer({ responseRoot, isList }: ResourcePlan): unknown {
  const record = { id: '1', name: 'x' }
  const inner: unknown = isList ? [record] : record
  return responseRoot.reduceRight<unknown>((body, part) => {
    if (part === '*') return [body]
    return typeof part === 'number' ? [body] : { [part]: body }
  }, inner)
}
