/**
 * Defaults of configuration entries that are secrets, such as the application's at the vendor: sealed in the store, masked
 * in every answer, and kept when the mask is sent back.
 */
import type { ConfigurationDefinition, ElementDefinition } from '../../catalog/format.ts'
import { mask } from '../sealed-configuration.ts'

/** Default values by the id of their configuration entry. */
export type SecretDefaults = Readonly<Record<string, string>>

/** Secret whatever their author typed them as. Keys that authors made up are secret when they are of the type `PASSWORD`. */
const always = new Set([
  'oauth.api.key',
  'oauth.api.secret',
  'oauth.user.token',
  'oauth.user.refresh_token',
  'oauth.user.token.secret',
  'password',
  'aws.api.key',
  'aws.api.secret',
  'base64.encoded.jks',
  'jks.password',
])

type Configured = Pick<ElementDefinition, 'configuration'>

/** Take the secrets out. @param definition - Every configuration entry has an id. */
export function takeSecrets<Definition extends Configured>(
  definition: Definition,
): { readonly definition: Definition; readonly secrets: SecretDefaults } {
  const secrets: Record<string, string> = {}
  const taken = mapEntries(definition, (entry) => {
    if (!entry.defaultValue || !isSecret(entry)) return entry
    secrets[String(entry.id)] = entry.defaultValue
    return withDefault(entry, undefined)
  })
  return { definition: taken, secrets }
}

/** Put the secrets back. */
export function withSecrets<Definition extends Configured>(
  definition: Definition,
  secrets: SecretDefaults,
): Definition {
  return mapEntries(definition, (entry) => {
    const secret = secrets[String(entry.id)]
    return secret === undefined ? entry : withDefault(entry, secret)
  })
}

/** The mask in place of every secret. */
export function withMasks<Definition extends Configured>(
  definition: Definition,
  secrets: SecretDefaults,
): Definition {
  const masks = Object.fromEntries(Object.keys(secrets).map((id) => [id, mask]))
  return withSecrets(definition, masks)
}

/** A mask that came back means the value there was; where there was none, it means nothing. */
export function withoutMasks<Definition extends Configured>(
  definition: Definition,
  former: Configured,
): Definition {
  const known = new Map(former.configuration?.map((entry) => [entry.key, entry.defaultValue]))
  return mapEntries(definition, (entry) =>
    entry.defaultValue === mask && isSecret(entry)
      ? withDefault(entry, known.get(entry.key))
      : entry,
  )
}

/** Without any secret: for copies. */
export function withoutSecrets<Definition extends Configured>(definition: Definition): Definition {
  return mapEntries(definition, (entry) =>
    isSecret(entry) ? withDefault(entry, undefined) : entry,
  )
}

function isSecret({ key, type }: ConfigurationDefinition): boolean {
  return type === 'PASSWORD' || always.has(key)
}

function mapEntries<Definition extends Configured>(
  definition: Definition,
  change: (entry: ConfigurationDefinition) => ConfigurationDefinition,
): Definition {
  if (definition.configuration === undefined) return definition
  return { ...definition, configuration: definition.configuration.map(change) }
}

function withDefault(
  { defaultValue: _, ...entry }: ConfigurationDefinition,
  value: string | undefined,
): ConfigurationDefinition {
  return value === undefined ? entry : { ...entry, defaultValue: value }
}
