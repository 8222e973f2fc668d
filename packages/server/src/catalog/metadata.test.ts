import { describe, expect, it } from 'vitest'
import { aParameter, aPlan, aResource } from './an-element.ts'
import { elementMetadata, objectMetadata, objectNames } from './metadata.ts'

const mapped = aPlan({
  objects: [
    {
      name: 'contacts',
      primaryKeyName: 'Id',
      fields: [
        { path: 'Id', vendorPath: 'id', vendorReadOnly: true },
        {
          path: 'FirstName',
          vendorPath: 'given_name',
          displayName: 'First name',
          vendorNativeType: 'Text',
        },
      ],
    },
  ],
  resources: [
    aResource({ objectName: 'contacts' }),
    aResource({ objectName: 'contacts', method: 'POST', parameters: [aParameter('body', 'body')] }),
    aResource({ objectName: 'contacts', method: 'DELETE', path: '/contacts/{id}' }),
  ],
})

describe('Names of objects', () => {
  it('are those the element declares or its resources name', () => {
    const plan = aPlan({
      objects: [{ name: 'b' }],
      resources: [aResource({ objectName: 'a' }), aResource()],
    })

    expect(objectNames(plan)).toEqual(['a', 'b'])
  })

  it('are read from the paths when the element says nothing', () => {
    const paths = [
      '/contacts',
      '/contacts/{id}',
      '/contacts/{id}/tags',
      '/reports/daily',
      '/{objectName}',
    ]
    const plan = aPlan({ resources: paths.map((path) => aResource({ path })) })

    expect(objectNames(plan)).toEqual(['contacts'])
  })
})

describe('Metadata of an object', () => {
  it('says of each field where it is at the vendor and what may be done with it', () => {
    expect(objectMetadata(mapped, 'contacts').fields).toEqual([
      {
        path: 'Id',
        type: 'string',
        vendorPath: 'id',
        vendorRequired: false,
        vendorReadOnly: true,
        primaryKey: true,
        method: ['GET'],
        createable: false,
        updateable: false,
      },
      {
        path: 'FirstName',
        type: 'string',
        vendorPath: 'given_name',
        displayName: 'First name',
        vendorDisplayName: 'First name',
        vendorNativeType: 'Text',
        vendorRequired: false,
        vendorReadOnly: false,
        method: ['GET', 'POST'],
        createable: true,
        updateable: false,
      },
    ])
  })

  it('ends with the custom fields of the tenant', () => {
    const custom = [{ id: '12', name: '_size', label: 'Size', type: 'Number' }]

    expect(objectMetadata(mapped, 'contacts', custom).fields.at(-1)).toMatchObject({
      path: '_size',
      vendorPath: '12',
      displayName: 'Size',
      vendorNativeType: 'Number',
      custom: true,
      createable: true,
    })
  })

  it('comes from the models of the resources when the object has no fields', () => {
    const get = {
      name: 'list',
      swagger: {
        list: { type: 'array', items: { $ref: '#/definitions/tag' } },
        tag: {
          'x-primary-key': ['id'],
          required: ['label'],
          properties: {
            id: { type: 'integer', 'x-readOnly': true },
            label: { type: 'string', 'x-mask': 'aaa', title: 'Label' },
            owners: { type: 'array', items: { properties: { name: { type: 'string' } } } },
          },
        },
      },
    }
    const post = { name: 'tag', swagger: { tag: { properties: { label: { type: 'string' } } } } }
    const plan = aPlan({
      resources: [
        aResource({ path: '/tags', model: get }),
        aResource({ path: '/tags', method: 'POST', model: post }),
      ],
    })

    const { fields } = objectMetadata(plan, 'tags')

    expect(fields.map(({ path }) => path)).toEqual(['id', 'label', 'owners', 'owners[*].name'])
    expect(fields[0]).toMatchObject({
      primaryKey: true,
      vendorReadOnly: true,
      createable: false,
      method: ['GET'],
    })
    expect(fields[1]).toMatchObject({
      vendorRequired: true,
      vendorDisplayName: 'Label',
      mask: 'aaa',
      method: ['GET', 'POST'],
      createable: true,
    })
  })

  it('has no fields for an object nobody knows', () => {
    expect(objectMetadata(mapped, 'nothing')).toEqual({ fields: [] })
  })

  it('does not follow models that refer to themselves for ever', () => {
    const swagger = { node: { properties: { child: { $ref: 'node' } } } }
    const plan = aPlan({
      resources: [aResource({ path: '/nodes', model: { name: 'node', swagger } })],
    })

    expect(objectMetadata(plan, 'nodes').fields).toHaveLength(6)
  })
})

describe('Metadata of an element', () => {
  it('says who it is and whether it has events', () => {
    const configuration = [
      { key: 'event.vendor.type', name: 'Events', type: 'TEXTFIELD_32', defaultValue: 'polling' },
    ]

    expect(elementMetadata(aPlan({ configuration, description: 'An example' }))).toEqual({
      id: 7,
      key: 'example',
      name: 'Example',
      description: 'An example',
      hub: 'crm',
      events: { supported: true, methods: ['polling'] },
    })
  })

  it('has every member of the expanded form', () => {
    const usage = { instanceCount: 3, customerCount: 1, traffic: 9 }
    const metadata = elementMetadata(mapped, { expand: true, usage })

    expect(metadata).toMatchObject({
      image: '',
      displayOrder: 100,
      active: true,
      beta: false,
      transformations: true,
      elementType: 'catalog',
      churros: false,
      normalizedPaging: true,
      swaggerValidated: true,
      cloneable: false,
      authenticationType: 'oauth2',
      discovery: {
        customFields: false,
        customObjects: false,
        endpointCustomFields: false,
        endpointCustomObjects: false,
      },
      bulk: { upload: false, download: false },
      usage,
      api: { type: 'rest', contentType: 'application/json' },
    })
    expect(metadata.resources).toEqual([
      {
        canonicalName: 'contacts',
        operations: ['create', 'delete', 'search'],
        events: { supported: false, methods: [], eventTypes: [] },
        bulk: { upload: false, download: false },
        customField: { get: false, create: false, update: false, delete: false },
      },
    ])
  })

  it('takes facts of the vendor from the definition', () => {
    const facts = { displayOrder: 5, api: { type: 'unknown', version: '2.0' } }

    expect(elementMetadata(aPlan({ elementMetadata: facts }), { expand: true })).toMatchObject({
      displayOrder: 5,
      api: { type: 'rest', version: '2.0' },
    })
  })
})
