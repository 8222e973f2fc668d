/** Variables of a collection, `{{name}}`, as configuration keys. */
import type { ConfigurationDefinition } from '../../format.ts'
import { isJsonObject } from '../../json.ts'
import { personsEntry } from '../configuration.ts'
import { tokenNameOf } from '../names.ts'
import { describe, isTelling } from './text.ts'

/** What is known of the variables, and which of them were used. */
export interface Variables {
  /** A base address with `{token}`s, values of known addresses filled in. */
  address(text: string): string
  /** Text with `${configuration.name}` for each variable: for values of parameters. */
  interpolated(text: string): string
  /** Text with `{token}` for each variable that whoever connects gives; `undefined` for one that callers give. */
  segment(text: string): string
  /** Use a variable. @returns its configuration key. */
  use(name: string): string
  /** Entries of everything used. */
  configuration(): readonly ConfigurationDefinition[]
  /** Does a caller give it with each call, such as `{{contactId}}`, rather than the person who connects? */
  isCallers(name: string): boolean
}

const pattern = /\{\{\s*([^{}]+?)\s*\}\}/g
const maxNesting = 5

/** @param list - `variable` of the collection. */
export function createVariables(list: unknown): Variables {
  const declared = new Map<string, { readonly value: string; readonly description: string }>()
  for (const entry of Array.isArray(list) ? list : []) {
    if (!isJsonObject(entry) || entry.disabled === true) continue
    const key = String(entry.key ?? entry.id ?? '').trim()
    if (key !== '')
      declared.set(key, {
        value: String(entry.value ?? ''),
        description: describe(entry.description),
      })
  }
  const used = new Map<string, ConfigurationDefinition>()

  function use(name: string): string {
    const key = keyOf(name)
    if (used.has(key)) return key
    const known = declared.get(name)
    const isSecret = isTelling(name)
    used.set(
      key,
      personsEntry(key, name, {
        description: known?.description || `The variable ${name} of the collection`,
        type: isSecret ? 'PASSWORD' : 'TEXTFIELD_1000',
        ...(isSecret || !known?.value || known.value.includes('{{')
          ? {}
          : { defaultValue: known.value }),
      }),
    )
    return key
  }

  const replaced = (text: string, wrap: (key: string) => string) =>
    text.replace(pattern, (_whole, name: string) => wrap(use(name)))

  /** The variable of the base address is the base address itself, not another key. */
  function address(text: string, nesting = 0): string {
    const filled = text.replace(pattern, (whole, name: string) => {
      const value = declared.get(name)?.value ?? ''
      const isAddress = text.startsWith(whole)
      if (isAddress && value !== '' && nesting < maxNesting) return address(value, nesting + 1)
      // Nothing known of the address as a whole: whoever connects gives it.
      return isAddress && text === whole ? '' : `{${use(name)}}`
    })
    return filled === '' || /^(https?:\/\/|\{)/i.test(filled)
      ? filled.replace(/\/+$/, '')
      : `https://${filled}`
  }

  return {
    use,
    address: (text) => address(text.trim()),
    interpolated: (text) => replaced(text, (key) => `\${configuration.${key}}`),
    segment: (text) => replaced(text, (key) => `{${key}}`),
    configuration: () => [...used.values()],
    isCallers: (name) =>
      /(id|uuid|guid|slug|number)$/i.test(name) && !(declared.has(name) && perTenant.test(name)),
  }
}

/** Ids of what a connection belongs to. */
const perTenant =
  /^(account|tenant|company|organi[sz]ation|org|realm|workspace|site|store|team|customer_?account)/i

/** Configuration keys the engine reads otherwise get a prefix. */
function keyOf(name: string): string {
  const plain = tokenNameOf(name)
  return /^(base\.url|pagination.*|oauth\..*|event\..*|bulk\..*|aws\..*|username|password|expires_in)$/.test(
    plain,
  )
    ? `variable.${plain}`
    : plain
}

/** Names of the variables in a text. */
export function variablesIn(text: string): readonly string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '')
}
