import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aParameter, aPlan, aResource } from '../catalog/an-element.ts'
import type { ResourceDefinition } from '../catalog/format.ts'
import { describeObject, listObjectNames } from './native.ts'
import { aLiveInstance, aRecorder, type Recorder } from './testing-recorder.ts'

describe('The objects of an instance', () => {
  let recorder: Recorder
  let answer: unknown = {}
  beforeAll(() => {
    recorder = aRecorder(() => ({ body: JSON.stringify(answer) }))
  })
  beforeEach(() => recorder.take())
  afterAll(() => recorder.close())

  const model = {
    name: 'Person',
    swagger: { Person: { properties: { name: { type: 'string' }, age: { type: 'integer' } } } },
  }
  const live = (...own: ResourceDefinition[]) =>
    aLiveInstance(aPlan({ resources: [aResource({ objectName: 'contacts', model }), ...own] }))
  const names = (instance: ReturnType<typeof live>) =>
    listObjectNames(instance, recorder.engine, 'r')
  const describeContacts = (instance: ReturnType<typeof live>) =>
    describeObject(instance, recorder.engine, 'contacts', 'r')
  const metadataResource = (body: string) =>
    aResource({
      path: '/hubs/crm/objects/{objectName}/metadata',
      vendorPath: '/describe/{objectName}',
      parameters: [aParameter('path', 'objectName')],
      hooks: [{ type: 'postRequest', body }],
    })

  it('come from the definition without asking anybody', async () => {
    expect(await names(live())).toEqual(['contacts'])
    expect((await describeContacts(live())).fields).toMatchObject([
      { path: 'name' },
      { path: 'age' },
    ])
    expect(recorder.take()).toEqual([])
  })

  it('come from a resource of the element at /objects', async () => {
    answer = [{ name: 'people' }, { name: 'deals' }]
    const own = aResource({ path: '/hubs/crm/objects', vendorPath: '/tables', parameters: [] })

    expect(await names(live(own))).toEqual(['deals', 'people'])
    expect(recorder.take()).toMatchObject([{ url: 'https://v.test/tables' }])
  })

  it('have the fields that a resource of the element answers', async () => {
    answer = { fields: [{ path: 'size' }] }

    expect(await describeContacts(live(metadataResource('done()')))).toEqual({
      fields: [{ path: 'size' }],
    })
    expect(recorder.take()).toMatchObject([{ url: 'https://v.test/describe/contacts' }])
  })

  it('have those in addition where a hook says metadata_merge', async () => {
    answer = { fields: [{ path: 'size' }, { path: 'name', mask: 'x' }] }
    const own = metadataResource('done({ response_body, metadata_merge: true })')

    expect((await describeContacts(live(own))).fields).toMatchObject([
      { path: 'name', type: 'string', mask: 'x' },
      { path: 'age' },
      { path: 'size' },
    ])
  })

  it('are not found when nothing knows them', async () => {
    await expect(describeObject(live(), recorder.engine, 'nothing', 'r')).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})
