/** Entries of an element's configuration, as importing makes them. */
import type { ConfigurationDefinition } from '../format.ts'

/** What an entry may say beside its key and name. */
export type EntryOptions = Partial<Omit<ConfigurationDefinition, 'key' | 'name' | 'id'>>

/** One entry with every member of the wire's schema. */
export function configurationEntry(
  key: string,
  name: string,
  options: EntryOptions = {},
): ConfigurationDefinition {
  return {
    key,
    name,
    description: name,
    type: 'TEXTFIELD_1000',
    required: false,
    active: true,
    internal: false,
    hideFromConsole: false,
    groupControl: false,
    companyConfig: false,
    resellerConfig: false,
    ...options,
  }
}

/** An entry a person must fill in, unless it has a default. */
export function personsEntry(
  key: string,
  name: string,
  options: EntryOptions = {},
): ConfigurationDefinition {
  return configurationEntry(key, name, { required: true, ...options })
}

/** An entry the author of the element settles; persons don't see it. */
export function authorsEntry(
  key: string,
  name: string,
  defaultValue: string,
): ConfigurationDefinition {
  return configurationEntry(key, name, { defaultValue, hideFromConsole: true })
}

/** An entry the engine keeps for itself. */
export function enginesEntry(key: string, name: string): ConfigurationDefinition {
  return configurationEntry(key, name, { internal: true, hideFromConsole: true })
}

/** `base.url`: settled when the document names it, else asked of whoever connects. */
export function baseUrlEntry(url: string): ConfigurationDefinition {
  return url === ''
    ? personsEntry('base.url', 'Base URL')
    : configurationEntry('base.url', 'Base URL', {
        defaultValue: url,
        required: true,
        hideFromConsole: true,
      })
}

/** Numbered in their order, one entry a key: the first. */
export function distinctEntries(
  entries: readonly ConfigurationDefinition[],
): readonly ConfigurationDefinition[] {
  const byKey = new Map<string, ConfigurationDefinition>()
  for (const entry of entries) if (!byKey.has(entry.key)) byKey.set(entry.key, entry)
  return [...byKey.values()].map((entry, index) => ({ ...entry, displayOrder: index + 1 }))
}
