import { describe, expect, it } from 'vitest'
import { ValenceError } from '../lib/errors.ts'
import { isConnectionLost, toStoreError } from './database-errors.ts'

const failure = (fields: { code?: string; constraint?: string }, message = 'words of the driver') =>
  Object.assign(new Error(message), fields)

describe('toStoreError', () => {
  it.each([
    ['23505', 'app_user_email', 'conflict', /email/],
    ['23505', 'account_external_id', 'conflict', /externalId/],
    ['23505', 'some_other', 'conflict', /exists already/],
    ['23503', 'instance_user', 'not_found', /user/],
    ['22021', undefined, 'invalid_request', /U\+0000/],
    ['57014', undefined, 'unavailable', /database/],
    ['53300', undefined, 'unavailable', /database/],
    ['ECONNREFUSED', undefined, 'unavailable', /database/],
  ])('turns %s of %s into %s', (code, constraint, expected, message) => {
    const cause = failure({ code, ...(constraint && { constraint }) })

    const error = toStoreError(cause)

    expect(error).toBeInstanceOf(ValenceError)
    expect(error).toMatchObject({ code: expected, message: expect.stringMatching(message), cause })
  })

  it('leaves defects of ours and errors that have a code already as they are', () => {
    const defect = failure({ code: '42601' })
    const known = new ValenceError('not_found', 'gone')

    expect(toStoreError(defect)).toBe(defect)
    expect(toStoreError(known)).toBe(known)
    expect(toStoreError('thrown text')).toBe('thrown text')
  })
})

describe('isConnectionLost', () => {
  it('tells a broken connection from a failed statement', () => {
    expect(isConnectionLost(failure({}, 'Connection terminated unexpectedly'))).toBe(true)
    expect(isConnectionLost(failure({}, 'Query read timeout'))).toBe(true)
    expect(isConnectionLost(failure({ code: '57P01' }))).toBe(true)
    expect(isConnectionLost(failure({ code: 'ECONNRESET' }))).toBe(true)
    expect(isConnectionLost(failure({ code: '57014' }))).toBe(false)
    expect(isConnectionLost(failure({ code: '23505' }))).toBe(false)
  })
})
