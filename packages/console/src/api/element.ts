/** An element as the console shows it. Definitions come as they were written; here they are read once, defensively. */
import type { Element } from '@valence/sdk'

export interface ConfigurationField {
  readonly key: string
  readonly name: string
  readonly description: string
  readonly type: string
  readonly isRequired: boolean
  readonly defaultValue: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
}

export interface ElementResource {
  readonly method: string
  readonly path: string
  readonly description: string
}

export interface ElementView {
  readonly key: string
  readonly name: string
  readonly hub: string
  readonly description: string
  readonly isBeta: boolean
  /** `oauth2`, `apiKey`, `basic`, … */
  readonly authentication: string
  /** Those a person sees, in their order. */
  readonly fields: readonly ConfigurationField[]
  readonly resources: readonly ElementResource[]
}

export function readElement(element: Element): ElementView {
  return {
    key: element.key,
    name: element.name,
    hub: element.hub,
    description: text(element['description']),
    isBeta: element['beta'] === true,
    authentication: text(record(element['authentication'])['type']) || 'custom',
    fields: list(element['configuration']).filter(isVisible).sort(byOrder).map(readField),
    resources: list(element['resources'])
      .filter(({ type }) => type !== 'apiNoDocumentation')
      .map((resource) => ({
        method: text(resource['method']),
        path: text(resource['path']),
        description: text(resource['description']),
      })),
  }
}

/** Does the vendor ask the person for consent? */
export function asksForConsent({ authentication }: ElementView): boolean {
  return authentication.startsWith('oauth2')
}

/** How an element authenticates, in words. */
export function authenticationName(type: string): string {
  return names[type] ?? type
}

const names: Readonly<Record<string, string>> = {
  oauth2: 'OAuth 2',
  oauth1: 'OAuth 1',
  apiKey: 'API key',
  basic: 'User name and password',
  custom: 'Its own way',
}

type Member = Readonly<Record<string, unknown>>

function isVisible(entry: Member): boolean {
  return entry['hideFromConsole'] !== true && entry['active'] !== false
}

function byOrder(a: Member, b: Member): number {
  return order(a) - order(b)
}

function order({ displayOrder }: Member): number {
  return typeof displayOrder === 'number' ? displayOrder : Number.MAX_SAFE_INTEGER
}

function readField(entry: Member): ConfigurationField {
  return {
    key: text(entry['key']),
    name: text(entry['name']) || text(entry['key']),
    description: text(entry['description']),
    type: text(entry['type']),
    isRequired: entry['required'] === true,
    defaultValue: text(entry['defaultValue']),
    options: list(entry['options']).map((option) => ({
      value: text(option['value']),
      label: text(option['description']) || text(option['value']),
    })),
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function record(value: unknown): Member {
  return typeof value === 'object' && value !== null ? (value as Member) : {}
}

function list(value: unknown): Member[] {
  return Array.isArray(value) ? value.map(record) : []
}
