/** What an organization's callbacks are signed with (Standard Webhooks, symmetric signatures). */
import { createHmac } from 'node:crypto'
import type { Ids } from '../../lib/ids.ts'
import { sealedColumns } from '../../store/sealed-columns.ts'
import type { Store } from '../../store/store.ts'
import type { Vault } from '../../vault/vault.ts'

const prefix = 'whsec_'

/** The secret of an organization; made when first asked for. */
export async function signingSecretOf(
  { store, vault, ids }: { store: Pick<Store, 'organizations'>; vault: Vault; ids: Ids },
  organizationId: number,
): Promise<string> {
  const place = { ...sealedColumns.signingSecret, rowId: organizationId }
  const known = await store.organizations.getSigningSecret(organizationId)
  const sealed =
    known ??
    (await store.organizations.ensureSigningSecret(
      organizationId,
      // 32 bytes in base64 end with one `=`, which `secret` leaves out and some decoders insist on.
      await vault.seal(organizationId, place, `${prefix}${ids.secret()}=`),
    ))
  return vault.open(organizationId, place, sealed)
}

/**
 * The headers that prove where a callback is from.
 *
 * @param message.id - The same for every attempt to deliver it: receivers drop what they have seen.
 * @param message.at - Milliseconds since the epoch, of this attempt: receivers refuse what is old.
 * @see https://www.standardwebhooks.com
 */
export function signatureHeaders(
  secret: string,
  message: { readonly id: string; readonly at: number; readonly body: string },
): Record<string, string> {
  const timestamp = String(Math.floor(message.at / 1000))
  const key = Buffer.from(secret.slice(prefix.length), 'base64')
  const signature = createHmac('sha256', key)
    .update(`${message.id}.${timestamp}.${message.body}`)
    .digest('base64')
  return {
    'webhook-id': message.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  }
}
