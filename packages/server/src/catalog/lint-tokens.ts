/** Findings about `{tokens}`: those of the vendor path, and those of templates that become the body. */
import { error, type Finding, info, warning } from './finding.ts'
import type { ElementDefinition, ParameterDefinition, ResourceDefinition } from './format.ts'
import { segmentsOf, variableName } from './router.ts'

/** Tokens the engine fills in by itself. */
const specialTokens = new Set([
  'webhookCallbackUrl',
  'elementWebhookCallbackUrl',
  'encodedId',
  'customFields',
])

/** Whatever no parameter, path variable or configuration key fills is sent to the vendor as it stands. */
export function lintTokens(
  resource: ResourceDefinition,
  element: ElementDefinition,
  configurationKeys: ReadonlySet<string>,
  place: string,
): readonly Finding[] {
  const variables = segmentsOf(resource.path).flatMap((segment) => variableName(segment) ?? [])
  const parameters = [...(element.parameters ?? []), ...(resource.parameters ?? [])].filter(
    // A path parameter without its variable never has a value.
    ({ type, name }) => type !== 'path' || variables.includes(bareName(name)),
  )
  const filled = new Set([
    ...parameters.flatMap(({ name, vendorName }) => [bareName(vendorName), bareName(name)]),
    ...variables,
    ...configurationKeys,
    ...specialTokens,
  ])
  const open = tokensOf(resource.vendorPath ?? '').filter((name) => !filled.has(name))
  return [
    ...open.map((name) => unfilledPath(resource, name, place)),
    ...lintTemplates(resource, filled, place),
  ]
}

function unfilledPath(resource: ResourceDefinition, name: string, place: string): Finding {
  const at = `${place}/vendorPath`
  const message = `Nothing fills {${name}} in the vendor path`
  return resource.hooks?.some((hook) => hook.type === 'preRequest')
    ? info(at, `${message}; the pre hook may.`)
    : error(at, `${message}: the vendor is sent the braces.`)
}

/** A body that fills tokens may have any field; a GET has no body. */
function lintTemplates(
  { method, parameters = [], hooks }: ResourceDefinition,
  filled: ReadonlySet<string>,
  place: string,
): readonly Finding[] {
  const isFilledByBody = method !== 'GET' && parameters.some(fillsFromBody)
  if (isFilledByBody || hooks?.some((hook) => hook.type === 'preRequest')) return []
  return parameters.flatMap((parameter, index) => {
    if (parameter.type !== 'value' || parameter.vendorType !== 'body') return []
    const open = tokensOf(parameter.name).filter((name) => !filled.has(name))
    if (open.length === 0) return []
    const quoted = open.map((name) => `{${name}}`).join(', ')
    const message = `Nothing fills ${quoted} in the body: the vendor is sent the braces.`
    return [warning(`${place}/parameters/${index}/name`, message)]
  })
}

function fillsFromBody({ type, vendorType }: ParameterDefinition): boolean {
  return type === 'body' && vendorType === 'bodyToken'
}

/** Names in `{token}`, `{{token}}` and `{:token}`; what stands behind a `$` is another kind of template. */
export function tokensOf(text: string): readonly string[] {
  return [...text.matchAll(/(?<!\$)\{([^{}\s"',]+)\}/g)].map((match) => bareName(match[1] ?? ''))
}

/** `id` of `id`, `:id`, `{id}` and `{:id}`. */
export function bareName(name: string): string {
  return name.replace(/^[{:]+|\}+$/g, '')
}
