import { describe, expect, it } from 'vitest'
import type { ConfigurationDefinition } from '../../catalog/format.ts'
import {
  takeSecrets,
  withMasks,
  withoutMasks,
  withoutSecrets,
  withSecrets,
} from './secret-defaults.ts'

function entry(id: number, key: string, type: string, defaultValue?: string) {
  return { id, key, name: key, type, ...(defaultValue === undefined ? {} : { defaultValue }) }
}

const definition: { configuration: ConfigurationDefinition[] } = {
  configuration: [
    entry(1, 'base.url', 'TEXTFIELD_128', 'https://v.example'),
    entry(2, 'oauth.api.secret', 'TEXTFIELD_128', 'hush'),
    entry(3, 'made.up', 'PASSWORD', 'hushed'),
    entry(4, 'made.up.token', 'TEXTFIELD_32', 'fetch'),
    entry(5, 'oauth.api.key', 'TEXTFIELD_128'),
  ],
}

const defaults = ({ configuration }: typeof definition) =>
  configuration.map(({ defaultValue }) => defaultValue)

describe('Secret defaults', () => {
  it('are those of client credentials and of what its author typed as a password', () => {
    const { definition: open, secrets } = takeSecrets(definition)

    expect(secrets).toEqual({ '2': 'hush', '3': 'hushed' })
    expect(defaults(open)).toEqual(['https://v.example', undefined, undefined, 'fetch', undefined])
    expect(withSecrets(open, secrets)).toEqual(definition)
  })

  it('are masked where they are, and nowhere else', () => {
    const { definition: open, secrets } = takeSecrets(definition)

    expect(defaults(withMasks(open, secrets))).toEqual([
      'https://v.example',
      '********',
      '********',
      'fetch',
      undefined,
    ])
  })

  it('stay when their mask comes back; a mask of nothing is nothing', () => {
    const masked = definition.configuration.map((one) => ({ ...one, defaultValue: '********' }))

    expect(defaults(withoutMasks({ configuration: masked }, definition))).toEqual([
      '********',
      'hush',
      'hushed',
      '********',
      undefined,
    ])
    expect(defaults(withoutMasks({ configuration: masked }, {}))[1]).toBeUndefined()
  })

  it('do not go into copies', () => {
    expect(defaults(withoutSecrets(definition))).toEqual([
      'https://v.example',
      undefined,
      undefined,
      'fetch',
      undefined,
    ])
  })
})
