/** Findings about resources. */
import { hubPath, isCallableType, parseNextResource } from './compile-resource.ts'
import { error, type Finding, warning } from './finding.ts'
import type { ElementDefinition, ResourceDefinition } from './format.ts'
import { lintHooks } from './lint-hooks.ts'
import { lintParameters } from './lint-parameters.ts'
import { bareName, lintTokens } from './lint-tokens.ts'
import { segmentsOf, variableName } from './router.ts'

const types = new Set([
  'api',
  'apiNoDocumentation',
  'provisionAuthValidation',
  'onProvision',
  'onProvisionWebhook',
  'onDeleteWebhook',
  'onDelete',
  'onRefresh',
  'oauthOnTokenExchange',
  'oauthOnTokenRefresh',
  'oauthOnTokenRevoke',
  'oauthOnTokenRequest',
  'oauth1OnTokenRequest',
  // So spelled in the format.
  'oauthOnAuthroizeUrl',
  'oauth2Password',
  'oauth2ClientCredentials',
])

const pagingTypes = new Set([
  'VENDOR_SUPPORTED',
  'supported',
  'VENDOR_NOT_SUPPORTED',
  'NO_PAGINATION',
])

export function lintResources(
  element: ElementDefinition,
  configurationKeys: ReadonlySet<string>,
): readonly Finding[] {
  const seen = new Set<string>()
  return (element.resources ?? []).flatMap((resource, index) => {
    const place = `/resources/${index}`
    const triple = `${resource.method} ${resource.path} ${resource.type}`
    const isRepeated = seen.has(triple)
    seen.add(triple)
    return [
      ...(isRepeated ? [error(place, `${triple} is there twice; only the first runs.`)] : []),
      ...lintType(resource, place),
      ...lintPath(resource, element, place),
      ...lintPathParameters(resource, place),
      ...lintTokens(resource, element, configurationKeys, place),
      ...lintChain(resource, element, place),
      ...lintModel(resource, element, place),
      ...lintParameters(resource.parameters, place, configurationKeys),
      ...lintHooks(resource.hooks, place),
    ]
  })
}

function lintType(resource: ResourceDefinition, place: string): readonly Finding[] {
  const findings: Finding[] = []
  if (!types.has(resource.type)) {
    findings.push(
      error(`${place}/type`, `'${resource.type}' is no type of resource; it never runs.`),
    )
  }
  if (resource.kind === 'java') {
    findings.push(error(`${place}/kind`, 'This resource was native code, which the export lacks.'))
  }
  if (resource.paginationType && !pagingTypes.has(resource.paginationType)) {
    const message = `'${resource.paginationType}' is no paging type; the vendor is taken to page.`
    findings.push(warning(`${place}/paginationType`, message))
  }
  return findings
}

function lintPath(
  { path, type }: ResourceDefinition,
  { hub }: ElementDefinition,
  place: string,
): readonly Finding[] {
  const findings: Finding[] = []
  if (!path.startsWith(`/hubs/${hub}/`)) {
    findings.push(warning(`${place}/path`, `The path is not below /hubs/${hub}/.`))
  }
  const mixed = segmentsOf(path).find(
    (segment) => segment.includes('{') && variableName(segment) === undefined,
  )
  if (mixed && isCallableType(type)) {
    const message = `'${mixed}' is a variable and more in one segment: it is matched as it is written.`
    findings.push(warning(`${place}/path`, message))
  }
  return findings
}

/** A path parameter whose variable the path lacks never has a value. */
function lintPathParameters({ path, parameters }: ResourceDefinition, place: string) {
  const variables = segmentsOf(path).flatMap((segment) => variableName(segment) ?? [])
  return (parameters ?? []).flatMap(({ type, name }, index) =>
    type === 'path' && !variables.includes(bareName(name))
      ? [warning(`${place}/parameters/${index}/name`, `The path has no variable {${name}}.`)]
      : [],
  )
}

function lintChain(
  resource: ResourceDefinition,
  element: ElementDefinition,
  place: string,
): readonly Finding[] {
  return [
    ...lintTarget(resource.nextResource, element, `${place}/nextResource`),
    ...lintTarget(resource.searchResource, element, `${place}/searchResource`),
  ]
}

function lintTarget(
  text: string | undefined,
  element: ElementDefinition,
  at: string,
): readonly Finding[] {
  if (!text) return []
  const target = parseNextResource(text, element.hub)
  if (!target) return [error(at, `'${text}' is not METHOD:/path; nothing follows.`)]
  const isThere = (element.resources ?? []).some(
    (other) =>
      other.method === target.method &&
      shapeOf(hubPath(other.path, element.hub)) === shapeOf(target.path),
  )
  return isThere
    ? []
    : [warning(at, `There is no resource ${target.method} ${target.path}; nothing follows.`)]
}

function shapeOf(path: string): string {
  return path.replace(/\{[^{}]*\}/g, '{}')
}

function lintModel(
  resource: ResourceDefinition,
  element: ElementDefinition,
  place: string,
): readonly Finding[] {
  if (!resource.model?.transform) return []
  const object = (element.objects ?? []).find(({ name }) => name === resource.objectName)
  if (object?.fields?.length) return []
  const reason = resource.objectName
    ? `the object '${resource.objectName}' has no fields`
    : 'it names no object'
  const message = `Bodies of this resource pass unchanged: ${reason} to map.`
  return [warning(`${place}/model/transform`, message)]
}
