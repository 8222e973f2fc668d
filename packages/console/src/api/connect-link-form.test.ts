import { describe, expect, it } from 'vitest'
import { readConnectLink } from './connect-link-form.ts'

function aForm(members: readonly (readonly [string, string])[]): FormData {
  const form = new FormData()
  for (const [name, value] of members) form.append(name, value)
  return form
}

describe('readConnectLink', () => {
  it('leaves out what was left empty', () => {
    const input = readConnectLink(
      aForm([
        ['elements', 'somecrm'],
        ['name', ' '],
        ['tags', ''],
        ['branding.name', ''],
        ['branding.color', '#0a66c2'],
        ['returnUrl', ''],
        ['expiresInMinutes', '60'],
      ]),
    )

    expect(input).toEqual({ elements: ['somecrm'], expiresInMinutes: 60 })
  })

  it('says all that was filled in', () => {
    const input = readConnectLink(
      aForm([
        ['elements', 'somecrm'],
        ['elements', 'othercrm'],
        ['name', 'Customer 9'],
        ['tags', 'customer-9, trial'],
        ['branding.name', 'Acme'],
        ['branding.logoUrl', 'https://acme.example/logo.png'],
        ['branding.color', '#0a66c2'],
        ['returnUrl', 'https://acme.example/done'],
        ['callbackUrl', 'https://acme.example/hook'],
        ['origin', 'https://acme.example'],
        ['expiresInMinutes', '1440'],
        ['application:somecrm:oauth.api.key', 'key'],
        ['application:somecrm:oauth.api.secret', ' secret '],
        ['application:othercrm:oauth.api.key', ''],
      ]),
    )

    expect(input).toEqual({
      elements: ['somecrm', 'othercrm'],
      name: 'Customer 9',
      tags: ['customer-9', 'trial'],
      branding: { name: 'Acme', logoUrl: 'https://acme.example/logo.png', color: '#0a66c2' },
      returnUrl: 'https://acme.example/done',
      callbackUrl: 'https://acme.example/hook',
      origin: 'https://acme.example',
      expiresInMinutes: 1440,
      configuration: { somecrm: { 'oauth.api.key': 'key', 'oauth.api.secret': 'secret' } },
    })
  })
})
