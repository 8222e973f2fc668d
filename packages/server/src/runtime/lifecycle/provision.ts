/** Authenticate an instance that is being made or made anew: grant, validation, provisioning, webhooks. */
import type { ElementPlan } from '../../catalog/plan.ts'
import { isValenceError, ValenceError } from '../../lib/errors.ts'
import { authenticationTypeOf } from '../authentication-type.ts'
import type { Engine } from '../engine.ts'
import type { Configuration } from '../sealed-configuration.ts'
import { isOAuth2, stampSignIn } from './expiry-clock.ts'
import { type GrantInput, obtainGrant, UnwantedGrant } from './grants.ts'
import { revokeGrant } from './revoke-grant.ts'
import { type LifecycleTarget, runQuietly, runResource } from './run-resources.ts'
import { wantsWebhooks } from './webhooks.ts'

/** What is being connected. */
export interface Provisioning extends LifecycleTarget, GrantInput {
  readonly configuration: Configuration
  /** The instance is being made: when that fails, what its resources set up at the vendor is taken down again. */
  readonly isNew: boolean
}

/**
 * Get the tokens, then run the element's validation and provisioning resources, and where events are on, those that set up
 * the vendor's webhooks.
 *
 * @returns the configuration with tokens, tenant and everything those resources wrote.
 * @throws {ValenceError} each cause with its own code. Nothing half-made is left: a grant that was just given is revoked, and
 *   what was provisioned is deleted, where the element says how.
 */
export async function provision(engine: Engine, input: Provisioning): Promise<Configuration> {
  const granted = await grantOf(engine, input)
  const progress: Progress = { configuration: granted, done: new Set() }
  try {
    await runTypes(engine, input, progress, ['provisionAuthValidation', 'onProvision'])
    const { plan, configuration } = input
    const now = engine.clock.now()
    progress.configuration = stampSignIn(plan, configuration, progress.configuration, now)
    if (input.isNew && wantsWebhooks(progress.configuration))
      await runTypes(engine, input, progress, ['onProvisionWebhook'])
    return progress.configuration
  } catch (error) {
    await undo(engine, input, progress, granted)
    throw refusal(input.plan, error)
  }
}

/** Only ask the vendor whether a connection works. @returns the configuration with what the resources wrote. */
export async function validateConnection(
  engine: Engine,
  target: LifecycleTarget,
  configuration: Configuration,
): Promise<Configuration> {
  const progress: Progress = { configuration, done: new Set() }
  try {
    await runTypes(engine, target, progress, ['provisionAuthValidation'])
    return progress.configuration
  } catch (error) {
    throw refusal(target.plan, error)
  }
}

/** How far it has come: what to take down again. */
interface Progress {
  configuration: Configuration
  readonly done: Set<string>
}

async function grantOf(engine: Engine, input: Provisioning): Promise<Configuration> {
  try {
    return await obtainGrant(engine, input, input.configuration, input)
  } catch (error) {
    if (!(error instanceof UnwantedGrant)) throw refusal(input.plan, error)
    await revokeGrant(engine, input, error.configuration)
    throw error.cause
  }
}

async function runTypes(
  engine: Engine,
  target: LifecycleTarget,
  progress: Progress,
  types: readonly string[],
): Promise<void> {
  for (const type of types) {
    for (const resource of target.plan.lifecycle.get(type) ?? []) {
      const answer = await runResource(engine, target, progress.configuration, resource)
      progress.configuration = answer.configuration
      progress.done.add(type)
    }
  }
}

async function undo(
  engine: Engine,
  input: Provisioning,
  { configuration, done }: Progress,
  granted: Configuration,
): Promise<void> {
  if (input.isNew) {
    const types = [
      ...(done.has('onProvisionWebhook') ? ['onDeleteWebhook'] : []),
      ...(done.has('onProvision') ? ['onDelete'] : []),
    ]
    await runQuietly(engine, input, configuration, types)
  }
  if (granted !== input.configuration) await revokeGrant(engine, input, granted)
}

/** A 401 would tell the caller that their own secrets are wrong; here the vendor's are. */
function refusal(plan: ElementPlan, error: unknown): unknown {
  if (!isValenceError(error, 'vendor_rejected_request') || ![401, 403].includes(error.status))
    return error
  return new ValenceError(
    'vendor_rejected_request',
    `${plan.name} does not accept the credentials of this connection: ${error.providerMessage ?? error.message}`,
    {
      status: 400,
      ...(error.providerMessage ? { providerMessage: error.providerMessage } : {}),
      cause: error,
    },
  )
}

/** @throws {ValenceError} `missing_configuration` when a connection that a person must consent to has neither proof nor tokens. */
export function assertHasGrant(
  plan: ElementPlan,
  configuration: Configuration,
  providerData: GrantInput['providerData'],
): void {
  if (configuration['oauth.user.token']) return
  const type = authenticationTypeOf(plan, configuration)
  if (type === 'oauth1' && !providerData['oauth_verifier']) {
    throw new ValenceError(
      'missing_configuration',
      `${plan.name} needs providerData with oauth_token, oauth_verifier and secret; or the tokens 'oauth.user.token' and ` +
        "'oauth.user.token.secret' in the configuration.",
    )
  }
  const isDirect = type === 'oauth2Password' || type === 'oauth2ClientCredentials'
  if (!isOAuth2(plan, configuration) || isDirect || providerData['code']) return
  throw new ValenceError(
    'missing_configuration',
    `${plan.name} needs providerData.code, the code the vendor sent to the callback URL; or externalAuthentication 'initial' with ` +
      "the tokens 'oauth.user.token' and 'oauth.user.refresh_token' in the configuration.",
  )
}
