import { describe, expect, it } from 'vitest'
import { aParameter, aPlan, aResource } from './an-element.ts'

const only = (overrides: Parameters<typeof aResource>[0], element = {}) => {
  const [resource] = aPlan({ ...element, resources: [aResource(overrides)] }).resources
  if (!resource) throw new Error('no resource')
  return resource
}

describe('A compiled element', () => {
  it('knows its keys, defaults and secrets', () => {
    const plan = aPlan({
      configuration: [
        {
          key: 'base.url',
          name: 'Base URL',
          type: 'TEXTFIELD_128',
          defaultValue: 'https://v.test',
        },
        { key: 'pin', name: 'PIN', type: 'PASSWORD' },
      ],
    })

    expect(plan).toMatchObject({ id: 7, key: 'example', hub: 'crm', authenticationType: 'oauth2' })
    expect(plan.defaults).toEqual({ 'base.url': 'https://v.test', pin: null })
    expect(plan.secretKeys.has('pin')).toBe(true)
    expect(plan.configuration.get('pin')?.type).toBe('PASSWORD')
  })

  it('is frozen, its resources too', () => {
    const plan = aPlan()

    expect(Object.isFrozen(plan)).toBe(true)
    expect(plan.resources.every((resource) => Object.isFrozen(resource))).toBe(true)
  })

  it('names its scripts after element, resource and type', () => {
    const plan = aPlan({
      hooks: [{ type: 'preRequest', body: 'done()' }],
      resources: [aResource({ hooks: [{ type: 'postRequest', body: 'done({})' }] })],
    })

    expect(plan.preHook).toEqual({ name: 'example preRequest', source: 'done()' })
    expect(plan.postHook).toBeUndefined()
    expect(plan.resources[0]?.postHook?.name).toBe('example GET /contacts postRequest')
  })

  it('maps the bodies of a resource that asks for it, by the object it names', () => {
    const resource = only(
      { objectName: 'contacts', model: { transform: true } },
      {
        objects: [{ name: 'contacts', fields: [{ path: 'FirstName', vendorPath: 'given_name' }] }],
      },
    )

    expect(resource.object?.mapping.fromVendor({ given_name: 'Ada' })).toEqual({ FirstName: 'Ada' })
  })

  it('leaves the bodies of other resources alone', () => {
    const objects = [{ name: 'contacts', fields: [{ path: 'a', vendorPath: 'b' }] }]

    expect(only({ objectName: 'contacts' }, { objects }).object).toBeUndefined()
    expect(only({ model: { transform: true } }, { objects }).object).toBeUndefined()
  })

  it('finds chain targets of any type, whatever their variables are called', () => {
    const plan = aPlan({
      resources: [aResource({ path: '/hubs/crm/links/{id}', method: 'POST', type: 'onProvision' })],
    })

    expect(plan.find('POST', '/links/{linkId}')?.type).toBe('onProvision')
    expect(plan.find('post', '/hubs/crm/links/{id}')?.type).toBe('onProvision')
    expect(plan.find('POST', '/hubs/general/links/{id}')).toBeUndefined()
  })
})

describe('A compiled resource', () => {
  it('takes the parameters of the element before its own', () => {
    const resource = only(
      { parameters: [aParameter('query', 'where')] },
      { parameters: [aParameter('value', 'application/json', { vendorName: 'Accept' })] },
    )

    expect(resource.parameters.map(({ name }) => name)).toEqual(['application/json', 'where'])
  })

  it('takes the largest page of its object, by name or by path', () => {
    const plan = aPlan({
      configuration: [
        {
          key: 'pagination.max',
          name: 'Largest page',
          type: 'TEXTAREA',
          defaultValue: '{"people":50,"usersComments":20,"default":30}',
        },
      ],
      resources: [
        aResource({ objectName: 'people' }),
        aResource({ path: '/hubs/crm/users/{id}/comments' }),
        aResource({ path: '/hubs/crm/others' }),
      ],
    })

    expect(plan.resources.map(({ maxPageSize }) => maxPageSize)).toEqual([50, 20, 30])
  })

  it('keeps what it captures from answers apart', () => {
    const capture = aParameter('body', 'token', { source: 'response', vendorType: 'configuration' })
    const resource = only({ parameters: [capture] })

    expect(resource.captures.map(({ key, path }) => [key, path])).toEqual([['token', ['token']]])
    expect(resource.parameters).toEqual([])
  })

  it.each([
    ['GET', ['where'], true],
    ['GET', ['pageSize'], true],
    ['GET', ['fields'], false],
    ['POST', ['where'], false],
  ])('%s with %j is a list: %s', (method, names, isList) => {
    const parameters = names.map((name) => aParameter('query', name))

    expect(only({ method, parameters }).isList).toBe(isList)
  })

  it.each([
    ['VENDOR_SUPPORTED', 'vendor'],
    ['supported', 'vendor'],
    ['', 'vendor'],
    [undefined, 'vendor'],
    ['VENDOR_NOT_SUPPORTED', 'engine'],
    ['NO_PAGINATION', 'none'],
  ])('is paged as %j says: %s', (paginationType, expected) => {
    const said = paginationType === undefined ? {} : { paginationType }

    expect(only(said).paginationType).toBe(expected)
  })

  it.each([['where'], ['pageSize']])(
    'is not paged when %s is all a caller can say: there is no way to ask for the next page',
    (name) => {
      const parameters = [aParameter('query', name)]

      expect(only({ parameters, paginationType: 'VENDOR_SUPPORTED' }).paginationType).toBe('none')
    },
  )

  it.each([
    ['POST:/hubs/crm/next', { method: 'POST', path: '/hubs/crm/next' }],
    ['get:/next/{id}', { method: 'GET', path: '/hubs/crm/next/{id}' }],
    ['next', undefined],
    ['', undefined],
  ])('chains to %j', (nextResource, target) => {
    expect(only({ nextResource }).nextResource).toEqual(target)
  })
})
