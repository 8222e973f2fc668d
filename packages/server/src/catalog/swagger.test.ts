import { describe, expect, it } from 'vitest'
import { aParameter, aPlan, aResource } from './an-element.ts'
import type { ElementDefinition, ParameterDefinition } from './format.ts'
import { objectsOf } from './json.ts'
import {
  elementDefinitions,
  elementSwagger,
  objectDefinitions,
  operationSwagger,
  type SwaggerOptions,
} from './swagger.ts'
import { swaggerProblems } from './swagger-problems.ts'

const instance: SwaggerOptions = { host: 'localhost:3000', schemes: ['http'], hubPrefix: false }

const contact = {
  name: 'contact',
  swagger: {
    contact: { properties: { id: { type: 'long' }, address: { $ref: 'address' } } },
    address: { properties: { city: { type: 'string' } } },
  },
}

const swaggerOf = (element: Partial<ElementDefinition>, options = instance) =>
  elementSwagger(aPlan(element), options)

const parametersOf = (
  parameters: readonly ParameterDefinition[],
  element: Partial<ElementDefinition> = {},
) => {
  const { paths } = swaggerOf({ ...element, resources: [aResource({ parameters })] })
  return objectsOf(paths['/contacts']?.get?.parameters)
}

const named = (parameters: readonly { name?: unknown; in?: unknown }[]) =>
  parameters.map((parameter) => `${parameter.in} ${parameter.name}`)

describe('Swagger of an element', () => {
  it('is valid, empty elements included', () => {
    const model = { ...contact, requestName: 'address', requestSwagger: contact.swagger }
    const full = swaggerOf({
      resources: [
        aResource({ model }),
        aResource({ method: 'POST', model, parameters: [aParameter('body', 'body')] }),
        aResource({ path: '/hubs/crm/contacts/{id}', parameters: [aParameter('path', 'id')] }),
      ],
    })

    expect(swaggerProblems(full)).toEqual([])
    expect(swaggerProblems(swaggerOf({ resources: [] }))).toEqual([])
  })

  it('has paths without the hub for an instance and with it for an element', () => {
    const ofInstance = Object.keys(swaggerOf({}).paths)
    const ofElement = Object.keys(swaggerOf({}, { ...instance, hubPrefix: true }).paths)

    expect(ofInstance).toEqual([
      '/contacts',
      '/objects',
      '/objects/{objectName}/docs',
      '/objects/{objectName}/metadata',
      '/ping',
      '/{objectName}',
      '/{objectName}/{objectId}',
      '/{objectName}/{objectId}/{childObjectName}',
      '/{objectName}/{objectId}/{childObjectName}/{childObjectId}',
    ])
    expect(ofElement).toEqual(ofInstance.map((path) => `/hubs/crm${path}`))
  })

  it('shows documented resources only', () => {
    const resources = [
      aResource({ type: 'apiNoDocumentation' }),
      aResource({ type: 'onProvision' }),
    ]

    expect(swaggerOf({ resources }).paths).not.toHaveProperty('/contacts')
  })

  it('lets a resource of the element stand at a native path', () => {
    const { paths } = swaggerOf({
      resources: [aResource({ path: '/ping', description: 'Who am I' })],
    })

    expect(paths['/ping']?.get?.summary).toBe('Who am I')
  })

  it('names operations after method and path, or as their author did, each once', () => {
    const { paths } = swaggerOf({
      resources: [
        aResource(),
        aResource({ path: '/contacts/{id}' }),
        aResource({ path: '/contacts/id' }),
        aResource({ method: 'POST', operationId: 'createContact' }),
      ],
    })

    const ids = Object.entries(paths).flatMap(([path, item]) =>
      path.startsWith('/{objectName}') ? [] : Object.values(item).map((one) => one.operationId),
    )
    expect(ids).toEqual([
      'GET-contacts',
      'createContact',
      'GET-contacts-id-2',
      'GET-contacts-id',
      'GET-objects',
      'GET-objects-objectName-docs',
      'GET-objects-objectName-metadata',
      'GET-ping',
    ])
  })

  it('documents every failure a caller may see', () => {
    const responses = swaggerOf({}).paths['/contacts']?.get?.responses

    expect(Object.keys(responses ?? {})).toEqual([
      '200',
      '400',
      '401',
      '403',
      '404',
      '405',
      '406',
      '409',
      '415',
      '500',
      '502',
    ])
  })

  it('says where it is reached, from the base URL when there is one', () => {
    expect(swaggerOf({})).toMatchObject({
      host: 'localhost:3000',
      schemes: ['http'],
      basePath: '/elements/api-v2',
    })
    expect(swaggerOf({}, { ...instance, baseUrl: 'https://foo.bar' })).toMatchObject({
      host: 'foo.bar',
      schemes: ['https'],
      basePath: '/elements/api-v2',
    })
    expect(swaggerOf({}, { ...instance, baseUrl: 'https://foo.bar:8443/v/' })).toMatchObject({
      host: 'foo.bar:8443',
      basePath: '/v',
    })
  })

  it('refuses a base URL that is no address', () => {
    expect(() => swaggerOf({}, { ...instance, baseUrl: 'ftp://foo.bar' })).toThrowError(
      /ftp:\/\/foo\.bar/,
    )
  })
})

describe('Parameters in Swagger', () => {
  it('replace page by the paging of the engine', () => {
    const parameters = [aParameter('query', 'page'), aParameter('query', 'where')]

    expect(named(parametersOf(parameters))).toEqual([
      'header Authorization',
      'query where',
      'query pageSize',
      'query nextPage',
    ])
  })

  it('offer fields where the element allows it', () => {
    const configuration = [
      { key: 'allow.select.fields', name: 'Fields', type: 'BOOLEAN', defaultValue: 'true' },
    ]

    expect(named(parametersOf([], { configuration }))).toEqual([
      'header Authorization',
      'query fields',
    ])
  })

  it('leave out what never comes from the caller', () => {
    const parameters = [
      aParameter('value', 'x'),
      aParameter('configuration', 'base.url'),
      aParameter('prevBody', 'y'),
    ]

    expect(named(parametersOf(parameters))).toEqual(['header Authorization'])
  })

  it('have the variables of the path, declared or not', () => {
    const parameters = [aParameter('path', 'other')]
    const { paths } = swaggerOf({ resources: [aResource({ path: '/contacts/{id}', parameters })] })

    expect(named(objectsOf(paths['/contacts/{id}']?.get?.parameters))).toEqual([
      'header Authorization',
      'path id',
    ])
  })

  it('are a form when files are sent', () => {
    const parameters = [aParameter('multipart', 'file'), aParameter('body', 'body')]
    const document = swaggerOf({ resources: [aResource({ method: 'POST', parameters })] })
    const operation = document.paths['/contacts']?.post

    expect(operation?.consumes).toEqual(['multipart/form-data'])
    expect(objectsOf(operation?.parameters).at(-1)).toMatchObject({ in: 'formData', type: 'file' })
    expect(swaggerProblems(document)).toEqual([])
  })

  it.each([
    ['dateTime', { type: 'string', format: 'date-time' }],
    ['Boolean', { type: 'boolean' }],
    ['array', { type: 'array', items: { type: 'string' } }],
    ['someModel', { type: 'string' }],
  ])('of the type %s are plain', (dataType, expected) => {
    expect(parametersOf([aParameter('query', 'x', { dataType })])[1]).toMatchObject(expected)
  })
})

describe('Definitions in Swagger', () => {
  it('come from the model, with bare references made whole', () => {
    const document = swaggerOf({ resources: [aResource({ model: contact })] })

    expect(document.definitions.contact).toEqual({
      type: 'object',
      properties: {
        id: { type: 'integer', format: 'int64' },
        address: { $ref: '#/definitions/address' },
      },
    })
    expect(document.paths['/contacts']?.get?.responses).toMatchObject({
      200: { schema: { type: 'array', items: { $ref: '#/definitions/contact' } } },
    })
  })

  it('keep two meanings of one name apart, down to what they refer to', () => {
    const other = {
      name: 'contact',
      swagger: { ...contact.swagger, address: { properties: { street: { type: 'string' } } } },
    }
    const resources = [
      aResource({ model: contact }),
      aResource({ path: '/people', model: other }),
      aResource({ path: '/again', model: contact }),
    ]

    const { definitions } = swaggerOf({ resources })

    expect(definitions.contact_2?.properties).toMatchObject({
      address: { $ref: '#/definitions/address_2' },
    })
    expect(Object.keys(definitions).filter((name) => name.startsWith('contact'))).toEqual([
      'contact',
      'contact_2',
    ])
  })

  it('survive models that are broken or refer to themselves', () => {
    const swagger = {
      'odd name': {
        id: 'urn:x',
        type: 'whatever',
        required: [],
        properties: {
          self: { $ref: '#/definitions/odd name' },
          gone: { $ref: '#/definitions/gone' },
          text: 'no schema',
          list: { type: 'array' },
          needed: { type: ['null', 'int'], required: true },
        },
      },
      junk: 'text',
    }
    const document = swaggerOf({ resources: [aResource({ model: { name: 'odd name', swagger } })] })

    expect(swaggerProblems(document)).toEqual([])
    expect(document.definitions.odd_name).toEqual({
      type: 'object',
      required: ['needed'],
      properties: {
        self: { $ref: '#/definitions/odd_name' },
        gone: {},
        text: {},
        list: { type: 'array', items: {} },
        needed: { type: 'integer' },
      },
    })
  })

  it('come from the fields of the object where bodies are mapped', () => {
    const objects = [
      {
        name: 'contacts',
        primaryKeyName: 'Id',
        fields: [
          { path: 'Id', vendorPath: 'id', vendorReadOnly: true },
          { path: 'Emails[*].Address', vendorPath: 'emails[*].email', displayName: 'E-mail' },
          { path: 'Owner.Age', type: 'integer' },
          { path: 'Phones[type=1].Number' },
        ],
      },
    ]
    const resources = [
      aResource({ objectName: 'contacts', model: { ...contact, transform: true } }),
    ]

    expect(swaggerOf({ objects, resources }).definitions.contacts).toEqual({
      type: 'object',
      'x-primary-key': ['Id'],
      properties: {
        Id: { type: 'string', readOnly: true, 'x-vendor-path': 'id' },
        Emails: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              Address: {
                type: 'string',
                description: 'E-mail',
                'x-vendor-path': 'emails[*].email',
              },
            },
          },
        },
        Owner: { type: 'object', properties: { Age: { type: 'integer' } } },
        Phones: {
          type: 'array',
          items: { type: 'object', properties: { Number: { type: 'string' } } },
        },
      },
    })
  })
})

describe('Swagger of a part', () => {
  const plan = aPlan({ resources: [aResource({ model: contact }), aResource({ path: '/tags' })] })

  it('has one operation and the definitions it reaches', () => {
    const document = operationSwagger(plan, instance, 'GET-contacts')

    expect(Object.keys(document?.paths ?? {})).toEqual(['/contacts'])
    expect(Object.keys(document?.definitions ?? {})).toEqual([
      'ErrorResponse',
      'address',
      'contact',
    ])
    expect(document && swaggerProblems(document)).toEqual([])
  })

  it('is absent for an unknown operation', () => {
    expect(operationSwagger(plan, instance, 'GET-nothing')).toBeUndefined()
  })

  it('gives the definitions of an element and of one object', () => {
    expect(elementDefinitions(plan)).toHaveProperty('contact')
    expect(Object.keys(objectDefinitions(plan, 'contacts') ?? {})).toEqual(['contact', 'address'])
    expect(objectDefinitions(plan, 'nothing')).toBeUndefined()
  })
})
