/** The body of POST, PUT and PATCH `/instances`, turned into a configuration that can be used. */
import type { ElementPlan } from '../catalog/plan.ts'
import { ValenceError } from '../lib/errors.ts'
import type { InstanceInput } from './connections-port.ts'
import { type Configuration, mask, tokenKeys } from './sealed-configuration.ts'

/**
 * The values a caller supplied, as texts. `null` clears a key; a masked value means "keep what is stored" and is left out.
 *
 * @throws {ValenceError} `invalid_request` for a value that is no text, number or boolean.
 */
export function suppliedConfiguration(input: InstanceInput): Record<string, string | null> {
  const supplied: Record<string, string | null> = {}
  for (const [key, value] of Object.entries(input.configuration ?? {})) {
    if (value === mask) continue
    if (value !== null && typeof value === 'object') {
      throw new ValenceError(
        'invalid_request',
        `configuration['${key}'] must be a text, a number or a boolean.`,
      )
    }
    supplied[key] = value === null || value === undefined ? null : String(value).trim()
  }
  return supplied
}

/** @throws {ValenceError} `missing_configuration`, naming every missing key at once with what it is for. */
export function assertRequired(
  plan: ElementPlan,
  configuration: Configuration,
  alsoRequired: readonly string[] = [],
): void {
  // Tokens are what connecting is for, whatever the author declared.
  const declared = [...plan.configuration.values()]
    .filter((entry) => entry.required && !tokenKeys.has(entry.key))
    .map((entry) => entry.key)
  const missing = [...new Set([...declared, ...alsoRequired])].filter((key) => !configuration[key])
  if (missing.length === 0) return
  const named = missing
    .map((key) => `'${key}' (${plan.configuration.get(key)?.name ?? key})`)
    .join(', ')
  throw new ValenceError(
    'missing_configuration',
    `${plan.name} needs these configuration keys: ${named}.`,
  )
}

/** Keys that `configuration.unused` of the element names and the caller sent. */
export function unusedKeys(
  configuration: Configuration,
  supplied: Configuration,
): readonly string[] {
  const unused = (configuration['configuration.unused'] ?? '').split(',').map((key) => key.trim())
  return unused.filter((key) => key !== '' && supplied[key])
}

/** The member of `providerData`, as a text. */
export function providerText(input: InstanceInput, name: string): string | undefined {
  const value = input.providerData?.[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** `providerData` as texts: what the vendor's callback brought, under the vendor's names. */
export function providerTexts(input: InstanceInput): Record<string, string> {
  return Object.fromEntries(
    Object.entries(input.providerData ?? {}).flatMap(([name, value]) =>
      typeof value === 'string' && value !== '' ? [[name, value]] : [],
    ),
  )
}

/** Does the request bring a person's fresh consent? */
export function bringsConsent(input: InstanceInput): boolean {
  return Boolean(providerText(input, 'code') ?? providerText(input, 'oauth_verifier'))
}

/** @throws {ValenceError} `consent_refused` when the vendor sent the person back with an error. */
export function assertConsented(plan: ElementPlan, input: InstanceInput): void {
  const error = providerText(input, 'error')
  if (!error) return
  const description = providerText(input, 'error_description')
  throw new ValenceError(
    'consent_refused',
    `The person did not allow the connection to ${plan.name} (${error}${description ? `: ${description}` : ''}). Ask again with a new consent URL.`,
    { providerMessage: description ?? error },
  )
}

/** Tokens brought along count from now when the caller does not say since when. */
export function stampTokens(
  configuration: Configuration,
  supplied: Configuration,
  now: number,
): Configuration {
  if (!supplied['oauth.user.token'] || supplied['oauth.user.refresh_time']) return configuration
  return { ...configuration, 'oauth.user.refresh_time': String(now) }
}

/** @throws {ValenceError} `invalid_request` for anything but `none` and `initial`. */
export function externalAuthentication(input: InstanceInput): 'none' | 'initial' {
  const value = input.externalAuthentication ?? 'none'
  if (value === 'none' || value === 'initial') return value
  throw new ValenceError(
    'invalid_request',
    `externalAuthentication is '${value}'; it can be 'none' or 'initial'.`,
  )
}
