import type { FastifyReply } from 'fastify'
import { describe, expect, it } from 'vitest'
import { readPageToken, writePageToken } from './page-token.ts'
import {
  arrayParameter,
  booleanParameter,
  type PageOutcome,
  type PageRequest,
  readPage,
  writePage,
} from './paging.ts'

const sizes = { pageSizeDefault: 200, pageSizeMax: 2000 }

function headersOf(page: PageRequest, outcome: PageOutcome): Record<string, string> {
  const headers: Record<string, string> = {}
  const header = (name: string, value: string) => {
    headers[name] = value
  }
  writePage({ header } as unknown as FastifyReply, page, outcome)
  return headers
}

describe('readPage', () => {
  it('reads the first page with the default size', () => {
    const page = readPage({}, 'users', sizes)

    expect(page).toEqual({ list: 'users', size: 200, after: 0, skip: 0, query: {} })
  })

  it('keeps what filters the list and leaves out what pages it', () => {
    const query = { pageSize: '5', offset: '7', where: "a='b'", 'tags[]': ['x', 'y'], empty: '' }

    expect(readPage(query, 'users', sizes)).toEqual({
      list: 'users',
      size: 5,
      after: 0,
      skip: 7,
      query: { where: "a='b'", 'tags[]': ['x', 'y'] },
    })
  })

  it('takes empty parameters for absent ones', () => {
    expect(readPage({ pageSize: '', nextPage: '', where: '' }, 'users', sizes)).toEqual(
      readPage({}, 'users', sizes),
    )
  })

  it('gives no more than the largest page', () => {
    expect(readPage({ pageSize: '999999' }, 'users', sizes).size).toBe(2000)
  })

  it.each([{ pageSize: '0' }, { pageSize: 'all' }, { pageSize: '-1' }, { offset: 'x' }])(
    'refuses %o',
    (query) => {
      expect(() => readPage(query, 'users', sizes)).toThrowError(
        expect.objectContaining({ code: 'invalid_request' }),
      )
    },
  )

  it('takes size and filters of later pages from the token alone', () => {
    const first = readPage({ pageSize: '3', where: "a='b'" }, 'users', sizes)
    const headers = headersOf(first, { returned: 3, next: { after: 42 } })

    const second = readPage({ nextPage: headers['elements-next-page-token'] }, 'users', sizes)

    expect(second).toEqual({ ...first, after: 42 })
  })

  it('lets a size beside the token win', () => {
    const token = writePageToken({ list: 'users', size: 3, after: 9, skip: 0, query: {} })

    expect(readPage({ nextPage: token, pageSize: '4' }, 'users', sizes).size).toBe(4)
  })
})

describe('readPageToken', () => {
  const token = writePageToken({ list: 'users', size: 3, after: 9, skip: 0, query: {} })

  it.each(['', 'garbage', Buffer.from('{}').toString('base64url'), `${token}x`.slice(5)])(
    'refuses %s',
    (text) => {
      expect(() => readPageToken(text, 'users')).toThrowError(
        expect.objectContaining({ code: 'invalid_request' }),
      )
    },
  )

  it('refuses the token of another list', () => {
    expect(() => readPageToken(token, 'accounts')).toThrowError(
      expect.objectContaining({ code: 'invalid_request' }),
    )
  })
})

describe('writePage', () => {
  const page = readPage({}, 'users', sizes)

  it('counts, and gives no token on the last page', () => {
    expect(headersOf(page, { returned: 2, total: 2 })).toEqual({
      'elements-returned-count': '2',
      'elements-total-count': '2',
    })
  })

  it('leaves out a total that nobody counted', () => {
    expect(headersOf(page, { returned: 2 })).not.toHaveProperty('elements-total-count')
  })
})

describe('parameters', () => {
  it('reads lists in both spellings', () => {
    expect(arrayParameter({ 'tags[]': ['a', 'b'], tags: 'c' }, 'tags')).toEqual(['a', 'b', 'c'])
    expect(arrayParameter({}, 'tags')).toEqual([])
  })

  it.each([
    ['True', true],
    ['true', true],
    ['FALSE', false],
    ['yes', undefined],
  ])('reads %s as %s', (text, value) => {
    expect(booleanParameter({ x: text }, 'x')).toBe(value)
  })
})
