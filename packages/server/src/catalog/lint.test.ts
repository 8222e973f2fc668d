import { describe, expect, it } from 'vitest'
import { anElement, aParameter, aResource } from './an-element.ts'
import type { ElementDefinition, ResourceDefinition } from './format.ts'
import { lintElement } from './lint.ts'

const findings = (overrides: Partial<ElementDefinition> | Record<string, unknown>) =>
  lintElement(anElement(overrides)).map(({ severity, place }) => `${severity} ${place}`)

const ofResource = (overrides: Partial<ResourceDefinition> | Record<string, unknown>) =>
  findings({ resources: [aResource(overrides)] })

const baseUrl = (defaultValue: string) => [
  { key: 'base.url', name: 'Base URL', type: 'TEXTFIELD_128', defaultValue },
]

describe('Lint', () => {
  it('has nothing to say of an element that is in order', () => {
    expect(findings({})).toEqual([])
  })

  it.each([
    [{ hookName: 'Native' }, 'warning /hookName'],
    [{ authentication: { type: 'saml' } }, 'error /authentication/type'],
    [{ protocolType: 'jdbc' }, 'error /protocolType'],
    [{ image: 'elements/example.png' }, 'info /image'],
    [{ image: 'https://cdn.example/logo.png' }, 'info /image'],
    [{ configuration: [] }, 'warning /configuration'],
    [{ configuration: baseUrl('') }, 'info /configuration/0/defaultValue'],
    [{ configuration: baseUrl('https://<yours>.v.test') }, 'error /configuration/0/defaultValue'],
    [{ configuration: baseUrl('https://{site}.v.test') }, 'error /configuration/0/defaultValue'],
    [
      { configuration: [...baseUrl('https://v.test'), ...baseUrl('x')] },
      'warning /configuration/1/key',
    ],
    [{ hooks: [{ type: 'preRequest' }] }, 'error /hooks/0/body'],
    [{ hooks: [{ type: 'preRequest', body: 'done(' }] }, 'error /hooks/0/body'],
    [{ hooks: [{ type: 'preRequest', body: 'done(params)' }] }, 'warning /hooks/0/body'],
    [{ hooks: [{ type: 'later', body: 'done()' }] }, 'error /hooks/0/type'],
    [{ hooks: [{ type: 'preRequest', body: 'return {}', isLegacy: true }] }, 'info /hooks/0'],
    [{ parameters: [aParameter('configuration', 'site')] }, 'warning /parameters/0/name'],
    [{ objects: [{ name: 'a' }, { name: 'a' }] }, 'error /objects/1'],
  ])('of %j says %s', (overrides, finding) => {
    expect(findings(overrides)).toEqual([finding])
  })

  it('warns of a second hook of one type', () => {
    const hook = { type: 'preRequest', body: 'done()' }

    expect(findings({ hooks: [hook, hook] })).toEqual(['warning /hooks/1'])
  })
})

describe('Lint of a resource', () => {
  it.each([
    [{ type: 'whenever' }, 'error /resources/0/type'],
    [{ kind: 'java' }, 'error /resources/0/kind'],
    [{ paginationType: 'SOMETIMES' }, 'warning /resources/0/paginationType'],
    [{ path: '/hubs/erp/contacts' }, 'warning /resources/0/path'],
    [{ path: '/contacts/{id}.json' }, 'warning /resources/0/path'],
    [{ vendorPath: '/people/{who}' }, 'error /resources/0/vendorPath'],
    [{ nextResource: 'POST:/nowhere' }, 'warning /resources/0/nextResource'],
    [{ nextResource: 'nowhere' }, 'error /resources/0/nextResource'],
    [{ model: { transform: true } }, 'warning /resources/0/model/transform'],
    [{ parameters: [aParameter('path', 'id')] }, 'warning /resources/0/parameters/0/name'],
    [
      { parameters: [{ ...aParameter('query', 'a'), type: 'cookie' }] },
      'error /resources/0/parameters/0/type',
    ],
    [
      { parameters: [{ ...aParameter('query', 'a'), vendorType: 'cookie' }] },
      'error /resources/0/parameters/0/vendorType',
    ],
    [
      { parameters: [aParameter('query', 'a', { vendorType: 'value' })] },
      'info /resources/0/parameters/0/vendorType',
    ],
    [
      { parameters: [aParameter('query', 'a', { vendorType: 'configuration' })] },
      'error /resources/0/parameters/0',
    ],
    [
      { parameters: [aParameter('query', 'where', { vendorName: 'converter:toNothing' })] },
      'warning /resources/0/parameters/0',
    ],
    [
      { parameters: [aParameter('body', 'a', { source: 'response' })] },
      'error /resources/0/parameters/0',
    ],
    [{ hooks: [{ type: 'event', body: 'done()' }] }, 'warning /resources/0/hooks/0'],
  ])('of %j says %s', (overrides, finding) => {
    expect(ofResource(overrides)).toEqual([finding])
  })

  it('is content with tokens that something fills', () => {
    const resource = {
      path: '/contacts/{id}',
      vendorPath: '/{base.url}/people/{id}/{:kind}?cb={webhookCallbackUrl}',
      parameters: [aParameter('query', 'kind', { vendorType: 'path' })],
    }

    expect(ofResource(resource)).toEqual([])
  })

  it('leaves a token that a pre hook may fill at information', () => {
    const hooks = [{ type: 'preRequest', body: 'done()' }]

    expect(ofResource({ vendorPath: '/{who}', hooks })).toEqual(['info /resources/0/vendorPath'])
  })

  it('says which token of a path nobody can fill, though a parameter seems to', () => {
    const bucket = aParameter('path', 'bucket')
    const findings = ofResource({ vendorPath: '/b/{bucket}', parameters: [bucket] })

    expect(findings).toContain('error /resources/0/vendorPath')
  })

  it('says which token of a body template nobody fills, unless a body or a hook may', () => {
    const template = aParameter('value', '<a>{a}</a>', { vendorType: 'body', vendorName: 'body' })
    const body = aParameter('body', 'body', { vendorType: 'bodyToken' })
    const post = { method: 'POST', path: '/hubs/crm/a', vendorPath: '/a' }
    const hooks = [{ type: 'preRequest' as const, body: 'done()' }]

    expect(ofResource({ ...post, parameters: [template] })).toEqual([
      'warning /resources/0/parameters/0/name',
    ])
    expect(ofResource({ ...post, parameters: [template, body] })).toEqual([])
    expect(ofResource({ ...post, parameters: [template], hooks })).toEqual([])
    expect(ofResource({ ...post, method: 'GET', parameters: [template, body] })).toEqual([
      'warning /resources/0/parameters/0/name',
    ])
  })

  it('is content with a converter that nothing runs', () => {
    const where = aParameter('query', 'where', { converter: 'toNothing', vendorType: 'no-op' })

    expect(ofResource({ parameters: [where] })).toEqual([])
  })

  it('reports the second of two resources of one method, path and type', () => {
    expect(findings({ resources: [aResource(), aResource()] })).toEqual(['error /resources/1'])
  })
})

describe('Lint of an object', () => {
  it.each([
    [{ primaryKeyName: 'Id', fields: [{ path: 'a' }] }, 'info /objects/0/primaryKeyName'],
    [{ fields: [{ path: 'a' }, { path: 'a' }] }, 'warning /objects/0/fields/1/path'],
    [{ fields: [{ path: 'a', vendorPath: 'b[' }] }, 'error /objects/0/fields'],
    [{ fields: [{ path: 'a', valueTable: 'none' }] }, 'error /objects/0/fields/0/valueTable'],
    [
      { fields: [{ path: 'a', vendorReadOnly: true, vendorWritePath: 'b' }] },
      'warning /objects/0/fields/0/vendorWritePath',
    ],
    [
      { fields: [{ path: 'a', search: [{ operators: ['=', '~'] }] }] },
      'error /objects/0/fields/0/search/0/operators',
    ],
  ])('of %j says %s', (object, finding) => {
    expect(findings({ objects: [{ name: 'contacts', ...object }] })).toEqual([finding])
  })
})
