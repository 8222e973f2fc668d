import { describe, expect, it } from 'vitest'
import { type FieldRules, readFields } from './body.ts'

const rules: FieldRules = {
  name: { kind: 'text', max: 5 },
  amount: { kind: 'number', least: 0 },
  minutes: { kind: 'integer', oneOf: [5, 10] },
  done: { kind: 'boolean' },
  born: { kind: 'date' },
  due: { kind: 'time' },
  priority: { kind: 'choice', of: ['LOW', 'HIGH'] },
  emails: { kind: 'list', of: { email: { kind: 'text' } } },
}

describe('A request body', () => {
  it('is read by its rules', () => {
    const body = {
      name: 12,
      amount: '3.5',
      minutes: 5,
      done: false,
      born: '1990-04-05',
      due: '2024-01-10T09:00:00.500+01:00',
      priority: 'LOW',
      emails: [{ email: 'a@example.com' }],
    }

    expect(readFields(body, rules).values).toEqual({
      ...body,
      name: '12',
      amount: 3.5,
      due: '2024-01-10T08:00:00Z',
    })
  })

  it('keeps null apart from absent', () => {
    expect(readFields({ name: null }, rules).values).toEqual({ name: null })
  })

  it('names what it ignores', () => {
    expect(readFields({ name: 'Ada', Name: 'Ada' }, rules)).toEqual({
      values: { name: 'Ada' },
      ignored: ['Name'],
    })
  })

  it.each([
    [{ name: 'longer' }, 'name size must be between 0 and 5'],
    [{ name: {} }, 'Input could not be converted to a valid request'],
    [{ amount: -1 }, 'amount must be greater than or equal to 0'],
    [{ amount: 'many' }, 'Input could not be converted to a valid request'],
    [{ minutes: 7 }, 'minutes must be one of [5, 10]'],
    [{ done: 'yes' }, 'Input could not be converted to a valid request'],
    [{ born: 'in May' }, 'born is invalid'],
    [{ due: 'soon' }, 'due is invalid'],
    [{ priority: 'MIDDLE' }, 'priority must be one of [LOW, HIGH]'],
    [{ emails: {} }, 'Input could not be converted to a valid request'],
    [[], 'Input could not be converted to a valid request'],
  ])('is refused when it breaks one: %j', (body, message) => {
    expect(() => readFields(body, rules)).toThrow(message)
  })
})
