/** Which way an instance authenticates. */
import type { AuthScheme } from '../auth/scheme.ts'
import { authScheme, isAuthScheme } from '../auth/schemes.ts'
import type { ElementPlan } from '../catalog/plan.ts'
import type { LiveInstance } from './live-instance.ts'
import type { Configuration } from './sealed-configuration.ts'

/** The instance's own choice where its element offers several ways (`authentication.type` in the configuration), else the element's. */
export function authenticationTypeOf(plan: ElementPlan, configuration: Configuration): string {
  const chosen = configuration['authentication.type']
  return chosen && isAuthScheme(chosen) ? chosen : plan.authenticationType
}

/** @throws {ValenceError} `not_supported` for a type that this server does not know. */
export function authSchemeOf({ live }: { live: LiveInstance }): AuthScheme {
  return authScheme(authenticationTypeOf(live.plan, live.configuration))
}
