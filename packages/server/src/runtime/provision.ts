/** Authenticate an instance that is being made or made anew: code exchange, tenant, validation, provisioning. */
import { exchangeCode } from '../auth/oauth2/exchange-code.ts'
import { revokeToken } from '../auth/oauth2/revoke.ts'
import type { ElementPlan, ResourcePlan } from '../catalog/plan.ts'
import { ValenceError } from '../lib/errors.ts'
import type { Engine } from './engine.ts'
import { startExchange } from './exchange.ts'
import type { LiveInstance } from './live-instance.ts'
import { runStages } from './pipeline.ts'
import type { Configuration } from './sealed-configuration.ts'
import { tenantEntry } from './tenant.ts'
import { tokenValues } from './token-values.ts'

/** What is being connected. */
export interface Provisioning {
  readonly plan: ElementPlan
  readonly organizationId: number
  readonly configuration: Configuration
  /** The authorization code, when there is one to exchange. */
  readonly code: string | undefined
  readonly codeVerifier: string | undefined
  /** The tenant the connection must belong to, when it is known beforehand. */
  readonly expectedTenant: string | undefined
}

/** How long one call of a token endpoint may take. */
const tokenTimeoutMs = 30_000

/**
 * Exchange the code (if any), then run the element's validation and provisioning resources.
 *
 * @returns the configuration with tokens, tenant and everything those resources captured.
 * @throws {ValenceError} each cause with its own code; a grant that was just given is revoked again where that is possible.
 */
export async function provision(engine: Engine, input: Provisioning): Promise<Configuration> {
  const authenticated =
    input.code === undefined ? input.configuration : await exchange(engine, input, input.code)
  try {
    return await runLifecycle(engine, input, authenticated, [
      'provisionAuthValidation',
      'onProvision',
    ])
  } catch (error) {
    if (input.code !== undefined) await revoke(engine, input.plan, authenticated)
    throw error
  }
}

async function exchange(engine: Engine, input: Provisioning, code: string): Promise<Configuration> {
  const { http, clock } = engine
  const tokens = await exchangeCode(
    input.configuration,
    { code, ...(input.codeVerifier ? { codeVerifier: input.codeVerifier } : {}) },
    { http, clock, timeoutMs: tokenTimeoutMs },
  )
  const values = {
    ...input.configuration,
    ...tokens.captured,
    ...tokenValues({}, tokens, clock.now()),
  }
  try {
    return {
      ...values,
      ...tenantEntry(input.plan, input.configuration, tokens, input.expectedTenant),
    }
  } catch (error) {
    await revoke(engine, input.plan, values)
    throw error
  }
}

/** Run lifecycle resources in their order; each sees what the former captured. */
export async function runLifecycle(
  engine: Engine,
  target: { plan: ElementPlan; organizationId: number },
  configuration: Configuration,
  types: readonly string[],
): Promise<Configuration> {
  let current = configuration
  for (const resource of types.flatMap((type) => target.plan.lifecycle.get(type) ?? [])) {
    current = await runOne(engine, target, current, resource)
  }
  return current
}

async function runOne(
  engine: Engine,
  { plan, organizationId }: { plan: ElementPlan; organizationId: number },
  configuration: Configuration,
  resource: ResourcePlan,
): Promise<Configuration> {
  const live: LiveInstance = {
    id: undefined,
    organizationId,
    plan,
    configuration,
    credential: undefined,
  }
  const inbound = {
    method: resource.method,
    path: resource.path,
    query: {},
    headers: {},
    body: undefined,
  }
  const exchange = startExchange({ resource, variables: {}, inbound, requestId: '', live })
  await runStages(exchange, engine)
  return exchange.live.configuration
}

/** Revoke at the vendor when the element says how. A failure is only logged: the connection is forgotten here in any case. */
export async function revoke(
  engine: Engine,
  plan: ElementPlan,
  configuration: Configuration,
): Promise<void> {
  if (!configuration['oauth.token.revoke_url']) return
  try {
    await revokeToken(configuration, { http: engine.http, clock: engine.clock, timeoutMs: 10_000 })
  } catch (error) {
    engine.log.warn({ element: plan.key, err: error }, 'a grant could not be revoked at the vendor')
  }
}

/** @throws {ValenceError} `missing_configuration` when an OAuth 2 connection has neither a code nor tokens. */
export function assertHasGrant(
  plan: ElementPlan,
  configuration: Configuration,
  code: string | undefined,
): void {
  if (
    plan.authenticationType !== 'oauth2' ||
    code !== undefined ||
    configuration['oauth.user.token']
  )
    return
  throw new ValenceError(
    'missing_configuration',
    `${plan.name} needs providerData.code, the code the vendor sent to the callback URL; or externalAuthentication 'initial' with ` +
      "the tokens 'oauth.user.token' and 'oauth.user.refresh_token' in the configuration.",
  )
}
