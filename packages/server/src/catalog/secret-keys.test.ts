import { describe, expect, it } from 'vitest'
import { secretKeysOf } from './secret-keys.ts'

const entry = (key: string, type = 'TEXTFIELD_128') => ({ key, name: key, type })

describe('Secret keys', () => {
  it('hold client credentials and tokens even when the element does not declare them', () => {
    const keys = secretKeysOf([])

    const expected = [
      'oauth.api.key',
      'oauth.api.secret',
      'oauth.user.token',
      'oauth.user.refresh_token',
    ]
    expect(expected.filter((key) => !keys.has(key))).toEqual([])
  })

  it('hold every key of the type PASSWORD', () => {
    expect(secretKeysOf([entry('pin', 'PASSWORD')]).has('pin')).toBe(true)
  })

  it.each(['bot.token', 'example.private.key', 'x_api_key', 'client.secret', 'key'])(
    'hold %s, whose name tells',
    (key) => {
      expect(secretKeysOf([entry(key)]).has(key)).toBe(true)
    },
  )

  it.each([
    'oauth.token.url',
    'authentication.time',
    'username',
    'oauth.basic.header',
    'site.keyword',
  ])('leave %s readable', (key) => {
    expect(secretKeysOf([entry(key)]).has(key)).toBe(false)
  })

  it('leave switches readable whatever their name', () => {
    expect(secretKeysOf([entry('use.token', 'BOOLEAN')]).has('use.token')).toBe(false)
  })
})
