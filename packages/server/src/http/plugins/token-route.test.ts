import { describe, expect, it } from 'vitest'
import { BASE_PATH } from '../base-path.ts'
import { requestedPath, tokenRoute } from './token-route.ts'

const withToken = 'User u, Element t'

describe('tokenRoute', () => {
  it.each(['/contacts', '/contacts/42?fields=id', '/accounts', '/ping', '/objects', '/bulk/query'])(
    'takes %s for a resource of the instance when an Element token comes with it',
    (path) => {
      expect(tokenRoute(BASE_PATH + path, withToken)).toBe(`${BASE_PATH}/hubs/-${path}`)
    },
  )

  it.each(['/instances', '/instances/docs', '/hubs/crm/contacts', '/users', '/elements?x=1'])(
    'leaves %s to the platform even with an Element token',
    (path) => {
      expect(tokenRoute(BASE_PATH + path, withToken)).toBe(BASE_PATH + path)
    },
  )

  it('leaves every path alone without an Element token', () => {
    expect(tokenRoute(`${BASE_PATH}/accounts`, 'User u, Organization o')).toBe(
      `${BASE_PATH}/accounts`,
    )
  })

  it.each(['/healthz', BASE_PATH, `${BASE_PATH}/`])('leaves %s alone', (url) => {
    expect(tokenRoute(url, withToken)).toBe(url)
  })
})

describe('requestedPath', () => {
  it('gives back the path of a rewritten request, without the query', () => {
    const url = tokenRoute(`${BASE_PATH}/contacts/42?fields=id`, withToken)

    expect(requestedPath(url)).toBe(`${BASE_PATH}/contacts/42`)
  })

  it('keeps a path that names its hub', () => {
    expect(requestedPath(`${BASE_PATH}/hubs/crm/contacts`)).toBe(`${BASE_PATH}/hubs/crm/contacts`)
  })
})
