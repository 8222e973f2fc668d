import { createHash, createHmac } from 'node:crypto'
import { afterAll, describe, expect, it } from 'vitest'
import { createScriptRunner } from './pool.ts'

const runner = createScriptRunner()
afterAll(() => runner.close())

const answerOf = async (source: string, scope: Record<string, unknown> = {}) =>
  (await runner.run({ name: 'a script', source }, scope)).value
const hmac = (algorithm: string, encoding: 'hex' | 'base64') =>
  createHmac(algorithm, 'key').update('text é').digest(encoding)

describe('CE', () => {
  it('encodes and decodes base64 as UTF-8', async () => {
    const source = 'done([CE.b64(text), CE.decode64(CE.b64(text)), base64Encode("a:b")])'
    const text = 'é\u0000漢'

    expect(await answerOf(source, { text })).toEqual([
      Buffer.from(text).toString('base64'),
      text,
      'YTpi',
    ])
  })

  it('hashes with MD5 to hexadecimal', async () => {
    const expected = createHash('md5').update('é').digest('hex')

    expect(await answerOf('done(CE.md5("é"))')).toBe(expected)
  })

  it.each([
    ['hmacSha1Hex', hmac('sha1', 'hex')],
    ['hmacSha1Base64', hmac('sha1', 'base64')],
    ['hmacSha1base64', hmac('sha1', 'base64')],
    ['hmacSha256Hex', hmac('sha256', 'hex')],
    ['hmacSha256Base64', hmac('sha256', 'base64')],
    ['hmacMd5Hex', hmac('md5', 'hex')],
    ['hmac("sha512")("base64")', hmac('sha512', 'base64')],
  ])('signs with %s(secret, text)', async (name, expected) => {
    expect(await answerOf(`done(CE.${name}("key", "text é"))`)).toBe(expected)
  })

  it('makes up random strings and addresses', async () => {
    const made = await answerOf('done([CE.randomString(), CE.randomString(), CE.randomEmail()])')

    expect(made).toEqual([
      expect.stringMatching(/^\w{10}$/),
      expect.stringMatching(/^\w{10}$/),
      expect.stringMatching(/^\w{10}@example\.com$/),
    ])
  })

  it('refuses a missing secret and does not sign with the word "undefined"', async () => {
    await expect(
      answerOf('CE.hmacSha1Hex(configuration.secret, "a")', { configuration: {} }),
    ).rejects.toThrow(/A text was expected, not undefined/)
  })
})

describe('require', () => {
  it('offers lodash whole, by the method and in its functional form', async () => {
    const source = `
      const _ = require('lodash')
      const get = require('lodash/get')
      const { flow, map, filter } = require('lodash/fp')
      done([_.VERSION, get({ a: { b: 1 } }, 'a.b'), flow(map((n) => n + 1), filter((n) => n > 2))([1, 2])])`

    expect(await answerOf(source)).toEqual([expect.stringMatching(/^4\./), 1, [3]])
  })

  it('offers moment', async () => {
    const source = `done(require('moment').utc('2026-01-31').add(1, 'month').format('YYYY-MM-DD'))`

    expect(await answerOf(source)).toBe('2026-02-28')
  })

  it('offers hashes, HMACs and random bytes of crypto', async () => {
    const source = `
      const crypto = require('crypto')
      const bytes = crypto.randomBytes(7)
      done([
        crypto.createHash('sha256').update('a').update('b').digest('hex'),
        crypto.createHmac('sha1', 'key').update('text é').digest('base64'),
        crypto.createHmac('sha1', crypto.createHash('md5').update('k').digest()).update('t').digest('hex'),
        bytes.length,
        bytes.toString('hex').length,
        crypto.randomUUID().length,
      ])`
    const key = createHash('md5').update('k').digest()

    expect(await answerOf(source)).toEqual([
      createHash('sha256').update('ab').digest('hex'),
      hmac('sha1', 'base64'),
      createHmac('sha1', key).update('t').digest('hex'),
      7,
      14,
      36,
    ])
  })

  it('names what crypto cannot do', async () => {
    await expect(answerOf(`require('crypto').createHash('md99')`)).rejects.toThrow(
      /Digest method 'md99' is not supported/,
    )
    await expect(answerOf(`require('crypto').randomBytes(1e9)`)).rejects.toThrow(
      /A whole number from 0 to 65536 was expected/,
    )
  })

  it('offers url, querystring and util, with or without the prefix node:', async () => {
    const source = `
      const url = require('node:url')
      const parts = url.parse('https://ann@api.example.com:8443/a/b?page=2&tag=x&tag=y#end', true)
      const querystring = require('querystring')
      const util = require('util')
      function Child() {}
      function Parent() {}
      util.inherits(Child, Parent)
      done({
        host: parts.host, auth: parts.auth, query: parts.query, hash: parts.hash,
        resolved: url.resolve('https://a.example/b/c', '../d'),
        formatted: url.format({ protocol: 'https', host: 'a.example', pathname: '/b', query: { c: 1 } }),
        parsed: querystring.parse('a=1&a=2&b=%C3%A9'),
        text: querystring.stringify({ a: [1, 2], b: 'é' }),
        words: util.format('%s has %d of %j', 'Ann', 3, { a: 1 }),
        shown: util.inspect({ a: [1, 'x'], b: { c: { d: {} } } }),
        isChild: new Child() instanceof Parent,
        isArray: util.isArray([]),
      })`

    expect(await answerOf(source)).toEqual({
      host: 'api.example.com:8443',
      auth: 'ann',
      query: { page: '2', tag: ['x', 'y'] },
      hash: '#end',
      resolved: 'https://a.example/d',
      formatted: 'https://a.example/b?c=1',
      parsed: { a: ['1', '2'], b: 'é' },
      text: 'a=1&a=2&b=%C3%A9',
      words: 'Ann has 3 of {"a":1}',
      shown: "{ a: [ 1, 'x' ], b: { c: { d: {} } } }",
      isChild: true,
      isArray: true,
    })
  })

  it('says what is missing', async () => {
    await expect(answerOf(`require('axios')`)).rejects.toThrow(/Cannot find module 'axios'/)
    await expect(answerOf(`require('lodash/nothing')`)).rejects.toThrow(/Cannot find module/)
    await expect(answerOf(`require('lodash/fp/_mapping')`)).rejects.toThrow(/Cannot find module/)
    await expect(answerOf(`require('https').get('https://example.com')`)).rejects.toThrow(
      /A script cannot make calls of its own here/,
    )
  })
})

describe('The legacy lists and maps', () => {
  it('have add, put and get, and are plain data for done', async () => {
    const source = `
      var list = getArray(); list.add('a'); list.add('b')
      var map = getMap(); map.put('k', 1)
      done({ list, size: list.length, map, k: map.get('k'), none: map.get('none') })`

    expect(await answerOf(source)).toEqual({
      list: ['a', 'b'],
      size: 2,
      map: { k: 1 },
      k: 1,
      none: null,
    })
  })
})
