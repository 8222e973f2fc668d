/** Which changes of an instance the vendor must agree with. */

import type { ElementPlan } from '../../catalog/plan.ts'
import type { Instance } from '../../store/store.ts'
import { authenticationTypeOf } from '../authentication-type.ts'
import type { InstanceInput } from '../connections-port.ts'
import { bringsConsent } from '../instance-input.ts'
import { isOAuth2 } from '../lifecycle/expiry-clock.ts'
import type { Configuration } from '../sealed-configuration.ts'

/** An instance with the configuration it had and the one it is asked to have. */
export interface Change {
  readonly instance: Instance
  readonly plan: ElementPlan
  readonly former: Configuration
  readonly supplied: Configuration
  readonly wanted: Configuration
}

/** `all`: authenticate from the beginning. `validation`: ask whether the connection works. */
export type Proof = 'all' | 'validation' | 'none'

/** Keys that say nothing of who connects to what, by the beginnings of their names. */
const inert =
  /^(event|bulk|filter|pagination|default|allow|instance|configuration|error|synchronous|request_expression)\b|^oauth\.(callback|scope)|^oauth\.user\./

/**
 * New consent authenticates anew. Changed credentials do where no person has to consent; where one has, the tokens stay and
 * are only tried out.
 */
export function proofNeeded({ plan, former, wanted }: Change, input: InstanceInput): Proof {
  if (bringsConsent(input)) return 'all'
  const isChanged = Object.keys(wanted).some(
    (key) => !inert.test(key) && (wanted[key] || '') !== (former[key] || ''),
  )
  if (!isChanged) return 'none'
  const type = authenticationTypeOf(plan, wanted)
  const isDirect = type === 'oauth2Password' || type === 'oauth2ClientCredentials'
  const needsPerson = type === 'oauth1' || (isOAuth2(plan, wanted) && !isDirect)
  return needsPerson ? 'validation' : 'all'
}
