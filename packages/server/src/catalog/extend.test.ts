import { describe, expect, it } from 'vitest'
import { anElement, aResource } from './an-element.ts'
import { extendElement, isEmptyExtension } from './extend.ts'

describe('An extended element', () => {
  const base = anElement({
    resources: [
      aResource({ id: 1 }),
      aResource({ id: 2, path: '/hubs/crm/leads', vendorPath: '/leads' }),
    ],
    objects: [
      { id: 5, name: 'contacts', vendorName: 'Person', fields: [{ path: 'a' }, { path: 'b' }] },
    ],
  })

  it('has own resources in the place of those of the same method, path and type, others behind', () => {
    const { resources, extended } = extendElement(base, {
      resources: [
        aResource({ id: 11, path: '/hubs/crm/new' }),
        aResource({ id: 12, vendorPath: '/mine' }),
        aResource({ id: 13, type: 'onProvision' }),
      ],
    })

    expect(resources?.map(({ id }) => id)).toEqual([12, 2, 11, 13])
    expect(extended).toBe(true)
    expect(base.resources?.map(({ id }) => id)).toEqual([1, 2])
  })

  it('has own configuration entries under the ids that instances know', () => {
    const { configuration } = extendElement(
      { ...base, configuration: [{ id: 3, key: 'base.url', name: 'URL', type: 'TEXTAREA' }] },
      {
        configuration: [
          { id: 21, key: 'base.url', name: 'Mine', type: 'PASSWORD' },
          { id: 22, key: 'own', name: 'Own', type: 'BOOLEAN' },
        ],
      },
    )

    expect(configuration).toEqual([
      { id: 3, key: 'base.url', name: 'Mine', type: 'PASSWORD' },
      { id: 22, key: 'own', name: 'Own', type: 'BOOLEAN' },
    ])
  })

  it('has own fields within the catalogue’s objects', () => {
    const { objects } = extendElement(base, {
      objects: [
        { id: 31, name: 'contacts', fields: [{ path: 'b', type: 'date' }, { path: 'c' }] },
        { id: 32, name: 'gadgets' },
      ],
    })

    expect(objects).toEqual([
      {
        id: 5,
        name: 'contacts',
        vendorName: 'Person',
        fields: [{ path: 'a' }, { path: 'b', type: 'date' }, { path: 'c' }],
      },
      { id: 32, name: 'gadgets' },
    ])
  })

  it('is empty when no list has anything', () => {
    expect(isEmptyExtension({ resources: [], objects: [] })).toBe(true)
    expect(isEmptyExtension({ resources: [aResource()] })).toBe(false)
  })
})
