import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { errorRegistry, ValenceError } from '../lib/errors.ts'
import { toProblem } from './problem.ts'

const requestId = 'a'.repeat(24)

describe('toProblem', () => {
  it('speaks to clients of the vendor platform and to readers of RFC 9457 in one body', () => {
    const error = new ValenceError('vendor_rejected_request', 'Example CRM refused the contact.', {
      status: 409,
      providerMessage: 'Duplicate email',
    })

    expect(toProblem(error, requestId)).toEqual({
      status: 409,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: {
        requestId,
        message: 'Example CRM refused the contact.',
        providerMessage: 'Duplicate email',
        type: 'urn:valence:error:vendor_rejected_request',
        title: 'The vendor rejected the request',
        status: 409,
        detail: 'Example CRM refused the contact.',
        code: 'vendor_rejected_request',
        instance: `urn:valence:request:${requestId}`,
      },
    })
  })

  it('leaves providerMessage out when the vendor said nothing', () => {
    const { body } = toProblem(new ValenceError('not_found', 'There is no x.'), requestId)

    expect(body).not.toHaveProperty('providerMessage')
  })

  it('says in whole seconds when a retry may help', () => {
    const error = new ValenceError('rate_limited', 'Slow down.', { retryAfterSeconds: 1.2 })

    expect(toProblem(error, requestId).headers['retry-after']).toBe('2')
  })

  it.each([new Error('password=hunter2 at db.internal'), 'text', null, undefined, { status: 418 }])(
    'answers 500 without its words to what nobody expected: %s',
    (thrown) => {
      const { status, body } = toProblem(thrown, requestId)

      expect(status).toBe(500)
      expect(body.code).toBe('internal')
      expect(JSON.stringify(body)).not.toContain('hunter2')
    },
  )

  it.each([
    ['FST_ERR_CTP_BODY_TOO_LARGE', 413, 413, 'payload_too_large'],
    ['FST_ERR_CTP_INVALID_MEDIA_TYPE', 415, 415, 'unsupported_media_type'],
    ['FST_ERR_BAD_URL', 400, 400, 'invalid_request'],
    ['FST_ERR_MAX_PARAM_LENGTH', 414, 414, 'invalid_request'],
  ])('gives %s of the framework the shape of ours', (code, statusCode, status, ours) => {
    const error = Object.assign(new Error('rejected'), { code, statusCode })

    expect(toProblem(error, requestId)).toMatchObject({ status, body: { status, code: ours } })
  })
})

describe('docs/reference/errors.md', () => {
  it('has one section for each code of the registry, with its status and title, and no other', async () => {
    const page = new URL('../../../../docs/reference/errors.md', import.meta.url)
    const text = await readFile(page, 'utf8')

    const documented = [...text.matchAll(/^## `([a-z_]+)`\n\n\*\*(\d{3}) (.+)\*\*$/gm)].map(
      ([, code, status, title]) => [code, { status: Number(status), title }],
    )

    expect(Object.fromEntries(documented)).toEqual(errorRegistry)
    expect(documented).toHaveLength(Object.keys(errorRegistry).length)
    expect(text.match(/^## `/gm)).toHaveLength(documented.length)
  })
})
