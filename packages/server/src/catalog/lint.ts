/**
 * The compatibility report of an element: everything in it that can't work, may not work or is worth knowing. It never
 * refuses: real exports have such flaws and run all the same but for the part named.
 */
import { error, type Finding, info, warning } from './finding.ts'
import type { ConfigurationDefinition, ElementDefinition } from './format.ts'
import { lintHooks } from './lint-hooks.ts'
import { lintObjects } from './lint-objects.ts'
import { lintParameters } from './lint-parameters.ts'
import { lintResources } from './lint-resources.ts'
import { tokensOf } from './lint-tokens.ts'

export type { Finding } from './finding.ts'

const authenticationTypes = new Set(
  (
    'oauth2 oauth2Pkce oauth2Password oauth2ClientCredentials oauth1 basic awsv2 awsv4 ws-security ' +
    'custom apiKey customApiKey none'
  ).split(' '),
)

const protocols = new Set(['http', 'soap', 'odata'])

/** @param element - Normalised. @returns Findings in the order of the definition; empty when there is nothing to say. */
export function lintElement(element: ElementDefinition): readonly Finding[] {
  const configuration = element.configuration ?? []
  const keys = new Set(configuration.map((entry) => entry.key))
  return [
    ...lintIdentity(element),
    ...lintConfiguration(configuration),
    ...lintBaseUrl(element, keys),
    ...lintParameters(element.parameters, '', keys),
    ...lintHooks(element.hooks, ''),
    ...lintResources(element, keys),
    ...lintObjects(element),
  ]
}

function lintIdentity(element: ElementDefinition): readonly Finding[] {
  const findings: Finding[] = []
  const type = element.authentication?.type
  if (element.hookName) {
    const message = `A native class '${element.hookName}' stood behind this element; what it did is not in the export.`
    findings.push(warning('/hookName', message))
  }
  if (type && !authenticationTypes.has(type)) {
    findings.push(
      error('/authentication/type', `Authentication of the type '${type}' is not supported.`),
    )
  }
  if (element.protocolType && !protocols.has(element.protocolType)) {
    findings.push(
      error('/protocolType', `The protocol '${element.protocolType}' is not supported.`),
    )
  }
  if (element.image) findings.push(info('/image', imageRemark(element.image)))
  return findings
}

function imageRemark(image: string): string {
  return /^https?:\/\//.test(image)
    ? 'The image is on another server: whoever is shown the element fetches it from there.'
    : 'The image is a path within another platform; it will not be shown.'
}

function lintConfiguration(entries: readonly ConfigurationDefinition[]): readonly Finding[] {
  const seen = new Set<string>()
  return entries.flatMap(({ key }, index) => {
    const isRepeated = seen.has(key)
    seen.add(key)
    const message = `The key '${key}' is declared more than once; the last declaration counts.`
    return isRepeated ? [warning(`/configuration/${index}/key`, message)] : []
  })
}

function lintBaseUrl(element: ElementDefinition, keys: ReadonlySet<string>): readonly Finding[] {
  const index = (element.configuration ?? []).findIndex((entry) => entry.key === 'base.url')
  if (index < 0) {
    return [
      warning('/configuration', "There is no 'base.url': only absolute vendor paths can run."),
    ]
  }
  const place = `/configuration/${index}/defaultValue`
  const url = element.configuration?.[index]?.defaultValue ?? ''
  if (url.trim() === '') return [info(place, 'Whoever connects gives the base URL.')]
  if (/[<>[\]]/.test(url)) {
    return [error(place, `The base URL '${url}' has a placeholder that a person must replace.`)]
  }
  const filled = new Set((element.parameters ?? []).map(({ vendorName }) => vendorName))
  const ofResources = (element.resources ?? []).flatMap(({ parameters }) => parameters ?? [])
  for (const { vendorName } of ofResources) filled.add(vendorName)
  return tokensOf(url)
    .filter((name) => !keys.has(name) && !filled.has(name) && !filled.has(`{${name}}`))
    .map((name) => error(place, `Nothing fills {${name}} in the base URL.`))
}
