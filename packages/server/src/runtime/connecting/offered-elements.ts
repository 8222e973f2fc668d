/** Which elements a link offers, and what the person is asked for each. */
import type { ConfigurationDefinition } from '../../catalog/format.ts'
import type { ElementPlan } from '../../catalog/plan.ts'
import { ValenceError } from '../../lib/errors.ts'
import type { ConnectLink } from '../../store/store.ts'
import type { Caller } from '../caller.ts'
import { planOf, type Viewer, viewerOf } from '../elements/elements-port.ts'
import { type ConnectionsDependencies, requirePlan } from '../instances/dependencies.ts'
import type { Configuration } from '../sealed-configuration.ts'
import type { CustomerField, OfferedElement } from './connect-links-port.ts'

/** Configuration by element key, as a link carries it. */
export type LinkConfiguration = Readonly<Record<string, Configuration>>

/** The elements of a link that can be connected with what it carries. */
export async function offeredElements(
  deps: ConnectionsDependencies,
  link: Pick<ConnectLink, 'elementKeys' | 'organizationId' | 'accountId'>,
  configuration: LinkConfiguration,
): Promise<readonly OfferedElement[]> {
  const keys = link.elementKeys ?? (await consentElementKeys(deps, link))
  const plans = await Promise.all(keys.map((key) => planOf(deps.elements, link, key)))
  return plans.flatMap((plan) => {
    // Gone since the link was made.
    if (!plan || plan.definition.active === false) return []
    const given = givenValues(deps, plan, configuration)
    return hasApplication(given) ? [toOffer(plan, given)] : []
  })
}

/** @throws {ValenceError} when an element of a link to be made could not be connected through it. */
export async function assertOfferable(
  deps: ConnectionsDependencies,
  caller: Caller,
  keyOrId: string,
  configuration: LinkConfiguration,
): Promise<ElementPlan> {
  const plan = await requirePlan(deps, viewerOf(caller), keyOrId)
  if (plan.authenticationType !== 'oauth2') {
    throw new ValenceError(
      'not_supported',
      `${plan.name} authenticates with '${plan.authenticationType}': a connect link needs an element whose vendor asks for consent.`,
    )
  }
  if (hasApplication(givenValues(deps, plan, configuration))) return plan
  throw new ValenceError(
    'missing_configuration',
    `${plan.name} needs your application at the vendor: put 'oauth.api.key' and 'oauth.api.secret' into configuration.${plan.key} of the link, ` +
      "or have the operator set them for everybody with VALENCE_ELEMENT_DEFAULTS. The person who follows the link can't know them.",
  )
}

/**
 * The values of a person, of the keys they are asked for only: any other, an address of the vendor above all, could send
 * the application's secret elsewhere.
 *
 * @throws {ValenceError} `invalid_request`.
 */
export function assertAsked(
  offer: OfferedElement,
  configuration: Readonly<Record<string, unknown>>,
): void {
  const asked = new Set(offer.fields.map(({ key }) => key))
  const other = Object.keys(configuration).find((key) => !asked.has(key))
  if (other === undefined) return
  throw new ValenceError(
    'invalid_request',
    `configuration['${other.slice(0, 100)}'] can't be chosen here. ${offer.name} asks for ${[...asked].join(', ') || 'nothing'}.`,
  )
}

async function consentElementKeys(
  { elements }: ConnectionsDependencies,
  viewer: Viewer,
): Promise<readonly string[]> {
  const listed = await elements.list(viewer)
  return listed
    .filter(({ head }) => head.authentication?.type === 'oauth2')
    .filter(({ head }) => head.active !== false)
    .map(({ head }) => head.key)
}

function givenValues(
  { lives }: ConnectionsDependencies,
  plan: ElementPlan,
  configuration: LinkConfiguration,
): Configuration {
  return { ...lives.baseConfiguration(plan), ...configuration[plan.key] }
}

function hasApplication(given: Configuration): boolean {
  return Boolean(given['oauth.api.key'] && given['oauth.authorization.url'])
}

function toOffer(plan: ElementPlan, given: Configuration): OfferedElement {
  return {
    key: plan.key,
    name: plan.name,
    description: plan.definition.description ?? '',
    fields: [...plan.configuration.values()]
      .filter((entry) => isForCustomer(entry) && !given[entry.key])
      .map(toField),
  }
}

/** What the element needs, shows, and only the person can know; `oauth.…` is between us and the vendor. */
function isForCustomer({
  key,
  required,
  hideFromConsole,
  internal,
  active,
}: ConfigurationDefinition) {
  return required && !hideFromConsole && !internal && active !== false && !key.startsWith('oauth.')
}

function toField(entry: ConfigurationDefinition): CustomerField {
  return {
    key: entry.key,
    name: entry.name,
    description: entry.description ?? '',
    type: entry.type,
    required: entry.required === true,
    options: (entry.options ?? []).map(({ value, description }) => ({
      value,
      description: description ?? value,
    })),
  }
}
