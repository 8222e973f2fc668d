import { describe, expect, it } from 'vitest'
import { anElement, aParameter, aPlan, aResource } from './an-element.ts'
import { objectsOf } from './json.ts'
import {
  exportElement,
  exportExtension,
  presentConfigurationId,
  presentElement,
  presentElementAbridged,
  presentElementShort,
} from './present.ts'

const element = anElement({
  hookName: 'Example',
  valueTables: { t: { a: 'b' } },
  parameters: [aParameter('value', 'x')],
  hooks: [{ type: 'preRequest', body: 'done()' }],
  resources: [
    aResource({
      hooks: [{ type: 'preRequest', body: 'done()' }],
      model: { transform: true },
      objectName: 'a',
    }),
    aResource({ method: 'POST', ownerAccountId: 12 }),
  ],
  objects: [{ name: 'a', fields: [{ path: 'b', valueTable: 't' }] }],
})

/** What strict clients know: wire contract, section 2.3. */
const elementMembers =
  'id name key description image logo hub active deleted private extended extendable cloneable beta typeOauth trialAccount transformationsEnabled childTransformationsEnabled bulkDownloadEnabled bulkUploadEnabled protocolType hookName modelType paginatorVersion useModelsForMetadata elementMetadata authentication configuration parameters hooks resources objects models configDescription defaultTransformations signupURL objectMetadata existingAccountDescription trialAccountDescription requestId message'.split(
    ' ',
  )
const configurationMembers =
  'id name key description defaultValue resellerConfig companyConfig active internal groupControl displayOrder type hideFromConsole required groupName obj options'.split(
    ' ',
  )

describe('An element on the wire', () => {
  it('has no member a strict client does not know', () => {
    const odd = { ...element, somethingElse: 1 }
    const wire = presentElement(odd)

    expect(Object.keys(wire).filter((name) => !elementMembers.includes(name))).toEqual([])
    const [entry] = objectsOf(wire.configuration)
    expect(Object.keys(entry ?? {}).filter((name) => !configurationMembers.includes(name))).toEqual(
      [],
    )
  })

  it('has the booleans and texts that clients read without asking', () => {
    expect(presentElement(anElement())).toMatchObject({
      id: 7,
      description: '',
      active: true,
      deleted: false,
      private: false,
      extended: false,
      transformationsEnabled: true,
      authentication: { type: 'oauth2' },
      hooks: [],
    })
  })

  it('keeps the mapping members inside objects and models', () => {
    const wire = presentElement(element)

    expect(objectsOf(wire.objects)[0]).toMatchObject({
      fields: [{ path: 'b', valueTable: 't' }],
      primaryKeyName: '',
      createdDateName: '',
      createdDateFormat: '',
    })
    expect(objectsOf(wire.resources)[0]).toMatchObject({ model: { transform: true } })
  })

  it('gives every part an id that is the same next time', () => {
    const wire = presentElement(element)
    const [list] = objectsOf(wire.resources)

    expect(presentElement(structuredClone(element))).toEqual(wire)
    expect(objectsOf(wire.configuration).map(({ id }) => id)).toEqual([70001, 70002, 70003])
    expect(list).toMatchObject({ id: 70001, ownerAccountId: 1, kind: 'eb' })
    expect(objectsOf(list?.parameters)[0]).toMatchObject({
      id: 70002,
      resourceId: 70001,
      source: 'request',
    })
    expect(objectsOf(list?.hooks)[0]).toMatchObject({ id: 70002, isLegacy: false })
  })

  it('keeps ids and owners it already has', () => {
    const resources = [aResource({ id: 5, ownerAccountId: 12 })]

    expect(objectsOf(presentElement(anElement({ resources })).resources)[0]).toMatchObject({
      id: 5,
      ownerAccountId: 12,
    })
  })

  it('takes id and owner of a private element from its row', () => {
    const { id: _id, ...own } = anElement()
    const wire = presentElement(own, { id: 900, ownerAccountId: 33 })

    expect(wire.id).toBe(900)
    expect(objectsOf(wire.resources)[0]?.ownerAccountId).toBe(33)
  })

  it('is short inside an instance and shorter in abridged lists', () => {
    const short = presentElementShort(element)
    const abridged = presentElementAbridged(element)

    expect(short).toMatchObject({ id: 7, key: 'example', hookName: 'Example', hub: 'crm' })
    expect(objectsOf(short.parameters)).toHaveLength(1)
    expect(short).not.toHaveProperty('resources')
    expect(abridged).toMatchObject({ id: 7, private: false, extended: false })
    expect(abridged).not.toHaveProperty('parameters')
  })

  it('numbers a configuration entry as the element does', () => {
    expect(presentConfigurationId(aPlan(), 'pagination.type')).toBe(70002)
  })
})

describe('The export of an element', () => {
  it('is the whole definition, with our own members', () => {
    expect(exportElement(element)).toMatchObject({
      valueTables: { t: { a: 'b' } },
      hookName: 'Example',
    })
  })

  it('says private only of a private element', () => {
    expect(exportElement(anElement({ private: false }))).not.toHaveProperty('private')
    expect(exportElement(anElement({ private: true }))).toHaveProperty('private', true)
  })

  it('has only what accounts added when asked for that', () => {
    const exported = exportExtension(anElement() as ReturnType<typeof anElement> & { id: number }, {
      resources: [aResource({ method: 'POST' })],
    })

    expect(objectsOf(exported.resources).map(({ method }) => method)).toEqual(['POST'])
    expect(exported).toMatchObject({ id: 7, key: 'example', configuration: [], parameters: [] })
    expect(exported).not.toHaveProperty('private')
  })
})
