import { describe, expect, it } from 'vitest'
import { parseNextPageKey } from './next-page-key.ts'

describe('A next page key', () => {
  it.each([
    [
      'body.page.next?cursor',
      { from: 'body', path: ['page', 'next'], header: '', queryParameter: 'cursor' },
    ],
    [
      'header.X-Page-Token',
      { from: 'header', path: [], header: 'x-page-token', queryParameter: undefined },
    ],
    [
      'elements-next-page-token',
      { from: 'header', path: [], header: 'elements-next-page-token', queryParameter: undefined },
    ],
    [
      'data.nextId',
      { from: 'body', path: ['data', 'nextId'], header: '', queryParameter: undefined },
    ],
    [
      'next_page_token',
      { from: 'body', path: ['next_page_token'], header: '', queryParameter: undefined },
    ],
    [
      'body.links[0].href?page[after]',
      { from: 'body', path: ['links', 0, 'href'], header: '', queryParameter: 'page[after]' },
    ],
  ])('reads %j', (text, key) => {
    expect(parseNextPageKey(text)).toEqual(key)
  })

  it('is absent when there is no text', () => {
    expect([parseNextPageKey(undefined), parseNextPageKey(' ')]).toEqual([undefined, undefined])
  })
})
