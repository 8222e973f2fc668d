import { describe, expect, it } from 'vitest'
import { aPlan, aResource } from './an-element.ts'
import { segmentsOf, variableName } from './router.ts'

const paths = (...entries: readonly [method: string, path: string, objectName?: string][]) =>
  aPlan({
    resources: entries.map(([method, path, objectName]) =>
      aResource({ method, path: `/hubs/crm${path}`, ...(objectName ? { objectName } : {}) }),
    ),
  })

const found = (plan: ReturnType<typeof aPlan>, method: string, path: string) => {
  const match = plan.match(method, segmentsOf(path))
  return match && [match.resource.path.replace('/hubs/crm', ''), match.variables]
}

describe('The router', () => {
  it('prefers a literal segment to a variable one', () => {
    const plan = paths(['GET', '/contacts/{id}'], ['GET', '/contacts/me'])

    expect(found(plan, 'GET', '/contacts/me')).toEqual(['/contacts/me', {}])
    expect(found(plan, 'GET', '/contacts/42')).toEqual(['/contacts/{id}', { id: '42' }])
  })

  it('comes back to the variable when the literal leads nowhere', () => {
    const plan = paths(
      ['GET', '/contacts/me'],
      ['PATCH', '/contacts/{id}'],
      ['GET', '/contacts/{id}/tags'],
    )

    expect(found(plan, 'PATCH', '/contacts/me')).toEqual(['/contacts/{id}', { id: 'me' }])
    expect(found(plan, 'GET', '/contacts/me/tags')).toEqual(['/contacts/{id}/tags', { id: 'me' }])
  })

  it('keeps the name of each resource for its variable', () => {
    const plan = paths(['GET', '/a/{one}'], ['DELETE', '/a/{channel.id}'])

    expect(found(plan, 'DELETE', '/a/9')).toEqual(['/a/{channel.id}', { 'channel.id': '9' }])
  })

  it('reaches a resource by the name of its object', () => {
    const plan = paths(['GET', '/workers', 'employees'], ['GET', '/workers/{id}', 'employees'])

    expect(found(plan, 'GET', '/employees')).toEqual(['/workers', {}])
    expect(found(plan, 'GET', '/employees/5')).toEqual(['/workers/{id}', { id: '5' }])
  })

  it('prefers the path as it stands to the name of an object', () => {
    const plan = paths(['GET', '/cards', 'contacts'], ['GET', '/contacts'])

    expect(found(plan, 'GET', '/contacts')).toEqual(['/contacts', {}])
  })

  it('finds nothing for other methods, other depths and inherited names', () => {
    const plan = paths(['GET', '/contacts'])

    const answers = [
      found(plan, 'PUT', '/contacts'),
      found(plan, 'GET', '/contacts/1'),
      found(plan, 'GET', '/constructor'),
      found(plan, 'GET', '/'),
    ]
    expect(answers).toEqual([undefined, undefined, undefined, undefined])
  })

  it('tells a wrong method from a wrong path', () => {
    const plan = paths(
      ['GET', '/contacts/{id}'],
      ['PATCH', '/contacts/{id}'],
      ['GET', '/contacts/me'],
    )

    expect(plan.allowedMethods(['contacts', 'me'])).toEqual(['GET', 'PATCH'])
    expect(plan.allowedMethods(['nowhere'])).toEqual([])
  })

  it('never matches a resource that belongs to the life of an instance', () => {
    const plan = aPlan({ resources: [aResource({ type: 'onProvision' })] })

    expect(found(plan, 'GET', '/contacts')).toBeUndefined()
    expect(plan.lifecycle.get('onProvision')).toHaveLength(1)
  })
})

describe('A variable segment', () => {
  it.each([
    ['{id}', 'id'],
    ['{:id}', 'id'],
    ['{channel.id}', 'channel.id'],
    ['contacts', undefined],
    ['{id}.json', undefined],
  ])('%s has the name %s', (segment, name) => {
    expect(variableName(segment)).toBe(name)
  })
})
