import { describe, expect, it } from 'vitest'
import { hasElementToken, parseAuthorization } from './authorization-header.ts'

describe('parseAuthorization', () => {
  it.each([
    ['User u/+=, Organization o', { user: 'u/+=', organization: 'o' }],
    ['Organization o, User u, Element t==', { organization: 'o', user: 'u', element: 't==' }],
    ['Element t, User u, Organization o', { element: 't', user: 'u', organization: 'o' }],
    ['User u, Element t', { user: 'u', element: 't' }],
    ['User u', { user: 'u' }],
    ['User u, Organization o, Element: t', { user: 'u', organization: 'o', element: 't' }],
    ['user u,ORGANIZATION   o', { user: 'u', organization: 'o' }],
    ['Bearer abc', { bearer: 'abc' }],
    ['User a, User b', { user: 'b' }],
    ['User u,', { user: 'u' }],
  ])('reads %s', (header, secrets) => {
    expect(parseAuthorization(header)).toEqual(secrets)
  })

  it.each([undefined, '', 'User', 'Basic dXNlcjpw', 'nonsense', 'UserId 7', ',,'])(
    'finds nothing in %s',
    (header) => {
      expect(parseAuthorization(header)).toEqual({})
    },
  )
})

describe('hasElementToken', () => {
  it.each(['Element t', 'User u, Element t', 'user u,element: t'])('sees one in %s', (header) => {
    expect(hasElementToken(header)).toBe(true)
  })

  it.each([undefined, '', 'User Element', 'User u, Organization element'])(
    'sees none in %s',
    (header) => {
      expect(hasElementToken(header)).toBe(false)
    },
  )
})
