import { revokeToken } from '../../auth/oauth2/revoke.ts'
import type { Engine } from '../engine.ts'
import type { Configuration } from '../sealed-configuration.ts'
import { clientQuery } from './grants.ts'
import { type LifecycleTarget, resourceOf, runResource } from './run-resources.ts'

/** Revoke at the vendor when the element says how. A failure is only logged: the connection is forgotten here in any case. */
export async function revokeGrant(
  engine: Engine,
  target: LifecycleTarget,
  configuration: Configuration,
): Promise<void> {
  const override = resourceOf(target, 'oauthOnTokenRevoke')
  if (!override && !configuration['oauth.token.revoke_url']) return
  try {
    if (override)
      await runResource(engine, target, configuration, override, {
        ...clientQuery(configuration),
        token: configuration['oauth.user.refresh_token'] || configuration['oauth.user.token'] || '',
      })
    else {
      const { http, clock } = engine
      await revokeToken(configuration, { http, clock, timeoutMs: 10_000 })
    }
  } catch (error) {
    engine.log.warn(
      { element: target.plan.key, err: error },
      'a grant could not be revoked at the vendor',
    )
  }
}
