import { describe, expect, it } from 'vitest'
import { isValenceError } from '../lib/errors.ts'
import { assertValidElement, elementProblems } from './validate.ts'

const valid = { name: 'Example', key: 'example', hub: 'crm' }

describe('Validation of an element', () => {
  it('asks for nothing but name, key and hub', () => {
    expect(elementProblems(valid)).toEqual([])
    expect(elementProblems({}).map((problem) => problem.split(':')[0])).toEqual([
      '/name',
      '/key',
      '/hub',
    ])
  })

  it.each([
    [{ key: 'a/b' }, '/key'],
    [{ hub: 'c r m' }, '/hub'],
    [{ authentication: 'oauth2' }, '/authentication'],
    [{ authentication: {} }, '/authentication/type'],
    [{ resources: {} }, '/resources'],
    [{ resources: ['x'] }, '/resources/0'],
    [
      { resources: [{ path: '/a', method: 'GET', vendorMethod: 'GET', type: 'api', rootKey: 1 }] },
      '/resources/0/rootKey',
    ],
    [{ configuration: [{ key: 'a' }] }, '/configuration/0/type'],
    [{ parameters: [{ name: 'a', vendorName: 'a', type: 'query' }] }, '/parameters/0/vendorType'],
    [{ hooks: [{ type: 'preRequest', body: {} }] }, '/hooks/0/body'],
    [{ objects: [{ name: 'a', fields: [{}] }] }, '/objects/0/fields/0/path'],
    [
      { objects: [{ name: 'a', fields: [{ path: 'b', search: [{}] }] }] },
      '/objects/0/fields/0/search/0/operators',
    ],
    [
      { objects: [{ name: 'a', customFieldModel: { prefix: '_' } }] },
      '/objects/0/customFieldModel/vendorPath',
    ],
    [{ valueTables: { t: { a: 1 } } }, '/valueTables/t'],
  ])('says where %j is wrong', (members, place) => {
    expect(elementProblems({ ...valid, ...members })[0]?.split(': ')[0]).toBe(place)
  })

  it('accepts a value parameter whose value is empty text', () => {
    const parameters = [{ name: '', vendorName: 'q', type: 'value', vendorType: 'query' }]

    expect(elementProblems({ ...valid, parameters })).toEqual([])
  })

  it('answers 400, and names at most twenty problems', () => {
    const resources = Array.from({ length: 30 }, () => 'x')
    const attempt = () => assertValidElement({ ...valid, resources })

    expect(attempt).toThrowError(/and 10 more/)
    expect(attempt).toThrowError(
      expect.toSatisfy((error) => isValenceError(error, 'invalid_request')),
    )
  })
})
