/** What completes a pending connection, as it is sealed. */
import type { Place, Vault } from '../../vault/vault.ts'
import type { Configuration } from '../sealed-configuration.ts'

export interface PendingInput {
  /** As supplied, with the callback URL that the consent was asked with. */
  readonly configuration: Configuration
  /** `null`: not named. */
  readonly tags: readonly string[] | null
  /** RFC 7636; `null`: the element does not ask for it. */
  readonly codeVerifier: string | null
}

export function sealPendingInput(
  vault: Vault,
  organizationId: number,
  place: Place,
  input: PendingInput,
): Promise<Buffer> {
  return vault.seal(organizationId, place, JSON.stringify(input))
}

export async function openPendingInput(
  vault: Vault,
  organizationId: number,
  place: Place,
  sealed: Buffer,
): Promise<PendingInput> {
  return JSON.parse(await vault.open(organizationId, place, sealed)) as PendingInput
}
