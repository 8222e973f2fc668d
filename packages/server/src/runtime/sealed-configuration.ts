/** Which part of an instance's configuration is kept where: in the clear, sealed with the instance, or with its tokens. */
import type { ElementPlan } from '../catalog/plan.ts'
import type { Place, Vault } from '../vault/vault.ts'

/** A flat configuration; `null` is an unset key. */
export type Configuration = Readonly<Record<string, string | null>>

/** Keys that change with every refresh: they live with the credential, under its version. */
export const tokenKeys: ReadonlySet<string> = new Set([
  'oauth.user.token',
  'oauth.user.refresh_token',
  'oauth.user.token.secret',
  'oauth.user.refresh_interval',
  'oauth.user.refresh_time',
])

/** What stands in for a secret in every answer; sent back, it keeps the stored value. */
export const mask = '********'

export interface SplitConfiguration {
  readonly plain: Record<string, string | null>
  readonly secret: Record<string, string>
  readonly tokens: Record<string, string>
}

/** Sort every value to its place. Unset secrets and tokens are left out. */
export function splitConfiguration(
  plan: ElementPlan,
  configuration: Configuration,
): SplitConfiguration {
  const split: SplitConfiguration = { plain: {}, secret: {}, tokens: {} }
  for (const [key, value] of Object.entries(configuration)) {
    if (tokenKeys.has(key)) setText(split.tokens, key, value)
    else if (plan.secretKeys.has(key)) setText(split.secret, key, value)
    else split.plain[key] = value
  }
  return split
}

function setText(target: Record<string, string>, key: string, value: string | null): void {
  if (value !== null) target[key] = value
}

/** The configuration as answers show it: unset keys left out, secrets masked. */
export function maskConfiguration(
  plan: ElementPlan,
  configuration: Configuration,
): Record<string, string> {
  const shown: Record<string, string> = {}
  for (const [key, value] of Object.entries(configuration)) {
    if (value === null) continue
    const isSecret = plan.secretKeys.has(key) || key === 'oauth.user.token.secret'
    shown[key] = isSecret && value !== '' ? mask : value
  }
  return shown
}

/** Where an instance's sealed values live. */
export const places = {
  secrets: (id: number): Place => ({ table: 'instance', column: 'sealed_secrets', rowId: id }),
  token: (id: number): Place => ({ table: 'instance', column: 'sealed_token', rowId: id }),
  credential: (id: number): Place => ({ table: 'credential', column: 'sealed', rowId: id }),
}

/** Seal a map of values as one JSON text. */
export function sealValues(
  vault: Vault,
  organizationId: number,
  place: Place,
  values: Readonly<Record<string, string>>,
): Promise<Buffer> {
  return vault.seal(organizationId, place, JSON.stringify(values))
}

/** Open what `sealValues` made. */
export async function openValues(
  vault: Vault,
  organizationId: number,
  place: Place,
  sealed: Buffer,
): Promise<Record<string, string>> {
  return JSON.parse(await vault.open(organizationId, place, sealed)) as Record<string, string>
}
