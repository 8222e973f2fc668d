import { describe, expect, it } from 'vitest'
import { normaliseElement } from './normalise.ts'

const minimal = { name: 'Example CRM', hub: 'crm' }

describe('Normalising an element', () => {
  it('makes the key of an element without one from its name', () => {
    expect(normaliseElement(minimal).key).toBe('examplecrm')
  })

  it('drops the ids and dates of the platform it came from', () => {
    const element = normaliseElement({
      ...minimal,
      id: 5,
      configuration: [{ id: 1, key: 'a', type: 'BOOLEAN' }],
      resources: [
        {
          id: 2,
          path: '/hubs/crm/a',
          method: 'GET',
          ownerAccountId: 99,
          createdDate: 1,
          parameters: [
            {
              id: 3,
              resourceId: 2,
              name: 'x',
              vendorName: 'x',
              type: 'query',
              vendorType: 'query',
            },
          ],
          hooks: [{ id: 4, resourceId: 2, type: 'preRequest', body: 'done()' }],
        },
      ],
      objects: [{ id: 6, elementId: 5, name: 'a', fields: [{ id: 7, path: 'b' }] }],
    })

    expect(JSON.stringify(element)).not.toMatch(
      /"(id|resourceId|elementId|ownerAccountId|createdDate)"/,
    )
  })

  it('keeps ids of our own catalogue', () => {
    expect(normaliseElement({ ...minimal, id: 191 }, { keepIds: true }).id).toBe(191)
  })

  it("keeps ids inside models: they are the vendor's fields", () => {
    const model = { name: 'a', swagger: { a: { properties: { id: { type: 'string' } } } } }
    const element = normaliseElement({
      ...minimal,
      resources: [{ path: '/a', method: 'GET', model }],
    })

    expect(element.resources?.[0]?.model).toEqual(model)
  })

  it('completes a resource written by hand', () => {
    const element = normaliseElement({
      ...minimal,
      resources: [{ path: 'a/{id} ', method: 'get' }],
    })

    expect(element.resources?.[0]).toEqual({
      path: '/hubs/crm/a/{id}',
      method: 'GET',
      vendorMethod: 'GET',
      type: 'api',
    })
  })

  it('trims the names of parameters', () => {
    const parameters = [
      { name: '\tlimit ', vendorName: ' max\n', type: 'query', vendorType: 'query' },
    ]
    const element = normaliseElement({ ...minimal, parameters })

    expect(element.parameters?.[0]).toMatchObject({ name: 'limit', vendorName: 'max' })
  })

  it("drops copies of the engine's own generic resources, and only those", () => {
    const artefact = (path: string, parameters: unknown[], vendorPath?: string) => ({
      path: `/hubs/crm/${path}`,
      method: 'GET',
      vendorPath,
      parameters,
    })
    const form = {
      name: 'objectName',
      vendorName: 'objectName',
      type: 'multipart',
      vendorType: 'form',
    }
    const moved = { name: 'objectName', vendorName: 'objectName', type: 'path', vendorType: 'path' }
    const element = normaliseElement({
      ...minimal,
      resources: [
        artefact('{objectName}/{objectId}', [form]),
        artefact('{objectName}', [moved], '/sobjects/{objectName}'),
        artefact('objects/{objectName}/metadata', [moved]),
      ],
    })

    expect(element.resources?.map(({ path }) => path)).toEqual([
      '/hubs/crm/{objectName}',
      '/hubs/crm/objects/{objectName}/metadata',
    ])
  })

  it('spells the webhook type of events one way', () => {
    const configuration = [
      { key: 'event.vendor.type', type: 'TEXTFIELD_32', defaultValue: 'webhook' },
    ]

    expect(normaliseElement({ ...minimal, configuration }).configuration?.[0]?.defaultValue).toBe(
      'webhooks',
    )
  })

  it('writes default values as text', () => {
    const configuration = [{ key: 'n', type: 'TEXTFIELD_32', defaultValue: 100 }]

    expect(normaliseElement({ ...minimal, configuration }).configuration?.[0]?.defaultValue).toBe(
      '100',
    )
  })

  it('keeps what it does not know, and does not change what it was given', () => {
    const document = {
      ...minimal,
      modelType: 'basic',
      configuration: [{ key: 'a', type: 'COMBO', odd: 1 }],
    }
    const before = structuredClone(document)
    const element = normaliseElement(document)

    expect(element).toMatchObject({ modelType: 'basic', configuration: [{ odd: 1 }] })
    expect(document).toEqual(before)
  })

  it('takes null as absent', () => {
    expect(normaliseElement({ ...minimal, hookName: null, resources: null })).not.toHaveProperty(
      'hookName',
    )
  })

  it('changes nothing the second time', () => {
    const once = normaliseElement({ ...minimal, resources: [{ path: 'a', method: 'get' }] })

    expect(normaliseElement(once)).toEqual(once)
  })

  it('refuses what is no element, with every reason', () => {
    expect(() => normaliseElement([])).toThrowError(/JSON object/)
    expect(() => normaliseElement({ resources: [{ method: 'GET' }] })).toThrowError(
      /\/name: .*\/key: .*\/hub: .*\/resources\/0\/path: /,
    )
  })
})
