/** Before a person is sent to a vendor: everything that would make the connection fail afterwards is found now. */
import type { ElementPlan } from '../../catalog/plan.ts'
import { ValenceError } from '../../lib/errors.ts'
import type { Instance } from '../../store/store.ts'
import { authenticationTypeOf } from '../authentication-type.ts'
import type { Caller } from '../caller.ts'
import { asksForConsent, consentAddress } from '../consent.ts'
import { assertRequired, suppliedConfiguration } from '../instance-input.ts'
import {
  type ConnectionsDependencies,
  requireElement,
  requireInstance,
  requirePlanOf,
} from '../instances/dependencies.ts'
import type { Configuration } from '../sealed-configuration.ts'
import { assertSameTenant } from '../tenant.ts'
import type { PendingConnectionInput } from './pending-connections-port.ts'
import type { PendingInput } from './pending-input.ts'
import { createPkce } from './pkce.ts'

/** A consent that can be asked for. */
export interface PreparedConsent {
  readonly plan: ElementPlan
  readonly name: string
  readonly oauthUrl: string
  readonly pending: PendingInput
}

interface Subject {
  readonly plan: ElementPlan
  /** The instance that is authenticated again. */
  readonly instance: Instance | undefined
  /** What the supplied configuration is laid over. */
  readonly base: Configuration
}

type Dependencies = ConnectionsDependencies & { readonly publicUrl: () => string }

/** The page of the console that vendors send people back to, unless the configuration names another. */
const callbackPath = '/oauth/callback'

export async function prepareConsent(
  deps: Dependencies,
  caller: Caller,
  input: PendingConnectionInput,
  state: string,
): Promise<PreparedConsent> {
  const { plan, instance, base } = await subjectOf(deps, caller, input)
  const supplied = suppliedConfiguration({ configuration: input.configuration ?? {} })
  supplied['oauth.callback.url'] ||= deps.publicUrl() + callbackPath
  const wanted = { ...base, ...supplied }
  assertConsentable(plan, wanted)
  assertRequired(plan, wanted, ['oauth.api.key', 'oauth.callback.url'])
  if (instance) assertSameTenant(plan, base, wanted)
  const { oauthUrl, codeVerifier } = await consentUrlOf(deps, plan, wanted, state)
  return {
    plan,
    name: input.name?.trim() || (instance?.name ?? plan.name),
    oauthUrl,
    pending: { configuration: supplied, tags: input.tags ?? null, codeVerifier },
  }
}

async function subjectOf(
  deps: Dependencies,
  caller: Caller,
  { element, instanceId }: PendingConnectionInput,
): Promise<Subject> {
  if (instanceId === undefined) {
    const input = element === undefined ? {} : named(element)
    const plan = await requireElement(deps, caller, undefined, input)
    return { plan, instance: undefined, base: deps.lives.baseConfiguration(plan) }
  }
  const instance = await requireInstance(deps, caller, instanceId)
  const plan = await requirePlanOf(deps, instance)
  assertSameElement(plan, element)
  const { configuration } = await deps.lives.load(caller.scope, instanceId)
  return { plan, instance, base: configuration }
}

function named(element: string | number) {
  return { element: { key: String(element) } }
}

function assertSameElement(plan: ElementPlan, element: string | number | undefined): void {
  if (element === undefined || [plan.key, String(plan.id)].includes(String(element))) return
  throw new ValenceError(
    'not_supported',
    `This instance is of the element '${plan.key}', not of '${element}'. Make a new instance for another element.`,
  )
}

function assertConsentable(plan: ElementPlan, configuration: Configuration): void {
  const isOAuth2 = ['oauth2', 'oauth2Pkce'].includes(authenticationTypeOf(plan, configuration))
  if (isOAuth2 && asksForConsent(plan, configuration)) return
  throw new ValenceError(
    'not_supported',
    `${plan.name} authenticates with '${plan.authenticationType}': nobody has to consent. POST /instances connects it at once.`,
  )
}

async function consentUrlOf(
  { engine, ids }: Dependencies,
  plan: ElementPlan,
  configuration: Configuration,
  state: string,
) {
  const pkce = createPkce(plan, configuration, ids)
  const oauthUrl = await consentAddress(engine, plan, configuration, {
    state,
    ...(pkce ? { codeChallenge: pkce.codeChallenge } : {}),
  })
  assertWebAddress(oauthUrl)
  return { oauthUrl, codeVerifier: pkce?.codeVerifier ?? null }
}

/** Browsers follow this URL: one of the kind `javascript:` would run in our own page. */
function assertWebAddress(url: string): void {
  if (/^https?:\/\//i.test(url)) return
  throw new ValenceError(
    'invalid_request',
    "'oauth.authorization.url' must begin with https:// or http://.",
  )
}
