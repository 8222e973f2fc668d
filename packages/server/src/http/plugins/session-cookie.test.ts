import { describe, expect, it } from 'vitest'
import { csrfTokenOf, isCsrfToken, readSessionCookie, sessionCookie } from './session-cookie.ts'

describe('readSessionCookie', () => {
  it.each([
    [undefined, undefined],
    ['', undefined],
    ['other=1', undefined],
    ['xvalence_session=no', undefined],
    ['other=valence_session', undefined],
    ['valence_session=', undefined],
    ['valence_session=a/b+c', 'a/b+c'],
    ['other=1; valence_session=abc;x=y', 'abc'],
  ])('finds in %s the token %s', (header, token) => {
    expect(readSessionCookie(header)).toBe(token)
  })
})

describe('sessionCookie', () => {
  it('is out of reach of scripts and of other sites', () => {
    expect(sessionCookie('abc', { maxAgeSeconds: 60, isSecure: false })).toBe(
      'valence_session=abc; Path=/; Max-Age=60; HttpOnly; SameSite=Lax',
    )
  })

  it('travels over https only where that is how people come', () => {
    expect(sessionCookie('abc', { maxAgeSeconds: 60, isSecure: true })).toMatch(/; Secure$/)
  })
})

describe('The CSRF token', () => {
  it('belongs to one session and does not show its token', () => {
    expect(csrfTokenOf('session-a')).toBe(csrfTokenOf('session-a'))
    expect(csrfTokenOf('session-a')).not.toBe(csrfTokenOf('session-b'))
    expect(csrfTokenOf('session-a')).not.toContain('session-a')
  })

  it.each([undefined, '', 'x', csrfTokenOf('other'), [csrfTokenOf('session')]])(
    'is not %s',
    (given) => {
      expect(isCsrfToken('session', given)).toBe(false)
    },
  )

  it('is recognised', () => {
    expect(isCsrfToken('session', csrfTokenOf('session'))).toBe(true)
  })
})
