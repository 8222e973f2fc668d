import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anElement } from '../../catalog/an-element.ts'
import { createCatalogue } from '../../catalog/catalogue.ts'
import { silentLog } from '../../lib/log.ts'
import { createScriptRunner } from '../../script/pool.ts'
import { openStore } from '../../store/postgres-store.ts'
import type { Instance, Store } from '../../store/store.ts'
import { createTestDatabase, type TestDatabase } from '../../store/testing.ts'
import { anAccount, anInstance, aTenant, aUser, type Tenant } from '../../store/testing-records.ts'
import type { Vault } from '../../vault/vault.ts'
import type { Caller } from '../caller.ts'
import { toCaller } from '../caller-of-user.ts'
import { createElements } from '../elements/elements.ts'
import type { Elements } from '../elements/elements-port.ts'
import { createVdrIndex, type VdrIndex } from './vdr-index.ts'
import { createVdrs, type Vdrs } from './vdrs.ts'

/** Elements of the catalogue hold no secrets. */
const noVault = {} as Vault

const organization = { level: 'organization' } as const
const account = { level: 'account' } as const
const own = { type: 'passThrough', properties: { fromVendor: false, toVendor: false } }

describe('virtual data resources', () => {
  let database: TestDatabase
  let store: Store
  let index: VdrIndex
  let elements: Elements
  let vdrs: Vdrs
  const scripts = createScriptRunner()
  const element = anElement({ key: 'examplecrm', id: 501 })
  beforeAll(async () => {
    database = await createTestDatabase()
    store = await openStore({ ...database, maxConnections: 5, log: silentLog })
    index = createVdrIndex(store, 100)
    const hub = { id: 1, key: 'crm', name: 'CRM', description: '', active: true, videoLink: '' }
    const definition = { ...element, key: 'examplecrm', id: 501 }
    const catalogue = createCatalogue([hub], [{ definition, readme: undefined }])
    const publicUrl = () => 'https://valence.example'
    elements = createElements({ catalogue, store, vault: noVault })
    vdrs = createVdrs({ store, elements, index, engine: { scripts, log: silentLog }, publicUrl })
  })
  afterAll(async () => {
    index.close()
    elements.close()
    await scripts.close()
    await store.close()
    await database.drop()
  })

  /** An organization with an administrator, and an account with a user of its own. */
  async function people() {
    const tenant = await aTenant(store)
    const { organization: owner } = tenant
    const admin = toCaller(
      await aUser(store, tenant.account, { roles: ['org-admin', 'admin'] }),
      owner,
    )
    const second = await anAccount(store, tenant.scope)
    const accountAdmin = toCaller(await aUser(store, second, { roles: ['admin'] }), owner)
    const member = toCaller(await aUser(store, second, { roles: [] }), owner)
    return { tenant, second, admin, accountAdmin, member }
  }

  async function anOwnInstance(caller: Caller, tenant: Tenant, accountOf = tenant.account) {
    const row = await anInstance(store, { account: accountOf, user: caller.user }, {})
    return store.instances.create({ ...row, elementKey: 'examplecrm', elementId: 501 })
  }

  const fieldsOf = (body: unknown) =>
    (body as { fields: { path: string; level: string }[] }).fields.map(({ path, level }) => [
      path,
      level,
    ])

  describe('definitions of a level', () => {
    it('are made once, replaced only when there, and say so by the codes that clients steer by', async () => {
      const { admin } = await people()
      const { definitions } = vdrs
      const body = {
        objectName: 'ignored',
        fields: [{ path: 'email' }, { path: 'age', type: 'number' }],
      }

      await expect(definitions.list(admin, organization)).rejects.toMatchObject({
        code: 'nothing_found',
        message: 'No object definitions found',
      })
      await expect(
        definitions.replace(admin, organization, 'myContact', body),
      ).rejects.toMatchObject({
        code: 'not_found',
      })
      const made = await definitions.create(admin, organization, 'myContact', body)
      expect(made).toMatchObject({
        objectName: 'myContact',
        level: 'organization',
        fields: [
          { path: 'email', type: 'string', level: 'organization' },
          { path: 'age', type: 'number', level: 'organization' },
        ],
      })
      await expect(
        definitions.create(admin, organization, 'myContact', body),
      ).rejects.toMatchObject({
        code: 'conflict',
      })
      expect(await definitions.list(admin, organization)).toEqual({ myContact: made })
      expect(await definitions.get(admin, organization, 'myContact')).toEqual(made)
    })

    it('keep the ids of fields whose path stays', async () => {
      const { admin } = await people()
      const ids = (body: unknown) =>
        (body as { fields: { id: number; path: string }[] }).fields.map(({ path, id }) => [
          path,
          id,
        ])
      const before = await vdrs.definitions.create(admin, organization, 'x', {
        fields: [{ path: 'a' }, { path: 'b' }],
      })

      const after = await vdrs.definitions.replace(admin, organization, 'x', {
        fields: [{ path: 'b' }, { path: 'c' }],
      })

      expect(ids(after)[0]).toEqual(ids(before)[1])
      expect(new Set([...ids(before), ...ids(after)].map(([, id]) => id)).size).toBe(3)
    })

    it('are each a thing of its own: one name at every level', async () => {
      const { admin, accountAdmin, tenant } = await people()
      const instance = await anOwnInstance(admin, tenant)
      const places = [
        organization,
        account,
        { level: 'instance', instanceId: instance.id },
      ] as const
      for (const [i, place] of places.entries()) {
        await vdrs.definitions.create(admin, place, 'x', { fields: [{ path: `f${i}` }] })
      }
      await vdrs.definitions.create(accountAdmin, account, 'x', { fields: [{ path: 'other' }] })

      for (const [i, place] of places.entries()) {
        expect(fieldsOf(await vdrs.definitions.get(admin, place, 'x'))).toEqual([
          [`f${i}`, place.level],
        ])
      }
      await vdrs.definitions.delete(admin, account, 'x')
      await expect(vdrs.definitions.get(admin, account, 'x')).rejects.toMatchObject({
        code: 'not_found',
      })
      expect(fieldsOf(await vdrs.definitions.get(accountAdmin, account, 'x'))).toEqual([
        ['other', 'account'],
      ])
    })

    it('show what they inherit in an organization of version 1', async () => {
      const { admin } = await people()
      await vdrs.definitions.create(admin, organization, 'x', { fields: [{ path: 'a' }] })
      await vdrs.definitions.create(admin, account, 'x', { fields: [{ path: 'b' }] })
      const old = { ...admin, organization: { ...admin.organization, vdrVersion: 'v1' as const } }

      expect(fieldsOf(await vdrs.definitions.get(old, account, 'x'))).toEqual([
        ['a', 'organization'],
        ['b', 'account'],
      ])
      expect(fieldsOf(await vdrs.definitions.get(admin, account, 'x'))).toEqual([['b', 'account']])
    })

    it('are made together or not at all', async () => {
      const { admin } = await people()
      const one = { fields: [{ path: 'a' }] }
      await vdrs.definitions.create(admin, organization, 'taken', one)

      const many = vdrs.definitions.createMany(admin, organization, { fresh: one, taken: one })

      await expect(many).rejects.toMatchObject({ code: 'conflict' })
      expect(Object.keys(await vdrs.definitions.list(admin, organization))).toEqual(['taken'])
    })

    it('take their transformations along when they are renamed, and keep them from being deleted', async () => {
      const { admin } = await people()
      const place = { at: organization, element: 'examplecrm' }
      await vdrs.definitions.create(admin, organization, 'old', { fields: [{ path: 'a' }] })
      await vdrs.transformations.create(admin, place, 'old', { vendorName: 'contacts' })

      const renamed = await vdrs.definitions.rename(admin, organization, 'old', {
        objectName: 'new',
      })

      expect(renamed).toMatchObject({ objectName: 'new' })
      expect(await vdrs.transformations.get(admin, place, 'new')).toMatchObject({
        objectName: 'new',
      })
      await expect(vdrs.definitions.delete(admin, organization, 'new')).rejects.toMatchObject({
        code: 'conflict',
        message: expect.stringContaining('examplecrm'),
      })
      await vdrs.transformations.deleteAll(admin, place, false)
      await vdrs.definitions.deleteAll(admin, organization)
      await vdrs.definitions.deleteAll(admin, organization)
    })

    it('of the organization are read by everybody and changed by its administrators', async () => {
      const { admin, accountAdmin, member } = await people()
      await vdrs.definitions.create(admin, organization, 'x', { fields: [{ path: 'a' }] })

      expect(fieldsOf(await vdrs.definitions.get(member, organization, 'x'))).toEqual([
        ['a', 'organization'],
      ])
      for (const caller of [accountAdmin, member]) {
        await expect(
          vdrs.definitions.replace(caller, organization, 'x', { fields: [] }),
        ).rejects.toMatchObject({ code: 'forbidden' })
      }
      await expect(vdrs.definitions.create(member, account, 'x', {})).rejects.toMatchObject({
        code: 'forbidden',
      })
    })
  })

  describe('transformations of a level', () => {
    const place = { at: organization, element: 'examplecrm' }

    it('need a definition, are made once and replaced only when there', async () => {
      const { admin } = await people()
      const { transformations } = vdrs
      const body = { vendorName: 'contacts', fields: [{ path: 'email', vendorPath: 'mail' }] }

      await expect(transformations.create(admin, place, 'x', body)).rejects.toMatchObject({
        code: 'not_found',
        message: expect.stringContaining('Define it first'),
      })
      await vdrs.definitions.create(admin, organization, 'x', { fields: [{ path: 'email' }] })
      await expect(transformations.list(admin, place)).rejects.toMatchObject({
        message: 'No transformations found',
      })
      await expect(transformations.replace(admin, place, 'x', body)).rejects.toMatchObject({
        code: 'not_found',
      })
      const made = await transformations.create(admin, place, 'x', body)
      expect(made).toMatchObject({
        vendorName: 'contacts',
        elementKey: 'examplecrm',
        elementId: 501,
        isLegacy: false,
        fields: [
          {
            path: 'email',
            vendorPath: 'mail',
            level: 'organization',
            vdrFieldId: expect.any(Number),
          },
        ],
      })
      await expect(
        transformations.create(admin, { ...place, element: '501' }, 'x', body),
      ).rejects.toMatchObject({
        code: 'conflict',
      })
      const replaced = await transformations.replace(admin, place, 'x', {
        fields: [],
        isLegacy: false,
      })
      expect(replaced).toMatchObject({ vendorName: 'contacts', fields: [] })
      expect(await transformations.ofObject(admin, organization, 'x')).toMatchObject([
        { level: 'organization', name: 'x', element: { id: 501, key: 'examplecrm', hub: 'crm' } },
      ])
    })

    it.each([
      [
        { fields: [{ path: 'a[', vendorPath: 'b' }] },
        /^fields\[0\]\.path: The path 'a\[' is not valid/,
      ],
      [{ fields: [{ vendorPath: 'b' }] }, /^fields\[0\]\.path: a path such as/],
      [{ fields: [{ path: 'a', vendorPath: 5 }] }, /^fields\[0\]\.vendorPath: /],
      [{ fields: 'email' }, /^fields: a list/],
      [{ configuration: [{ properties: {} }] }, /^configuration\[0\]\.type: /],
      [{ script: { body: 'done({' } }, /^script\.body: Unexpected/],
      [
        {
          fields: [
            { path: 'a', vendorPath: 'x.y' },
            { path: 'b', vendorPath: 'x[0]' },
          ],
        },
        /^fields: The fields of the mapping write 'x\.…|^fields: .*both as a list and as an object/,
      ],
      [
        {
          fields: [
            {
              path: 'a',
              vendorPath: 'b',
              configuration: [{ type: 'transformDate', properties: { pattern: 'yyyyT' } }],
            },
          ],
        },
        /^fields: The date mask 'yyyyT' is not valid/,
      ],
    ])('say what is wrong where: %j', async (body, message) => {
      const { admin } = await people()
      await vdrs.definitions.create(admin, organization, 'x', {})

      const made = vdrs.transformations.create(admin, place, 'x', body)

      await expect(made).rejects.toMatchObject({ code: 'invalid_request' })
      await expect(made).rejects.toThrow(message)
    })

    it('do not go from a current script back to a legacy one', async () => {
      const { admin } = await people()
      const script = { body: 'done(transformedObject)' }
      await vdrs.definitions.create(admin, organization, 'x', {})
      await vdrs.transformations.create(admin, place, 'x', { script })

      const back = vdrs.transformations.replace(admin, place, 'x', { script, isLegacy: true })

      await expect(back).rejects.toMatchObject({ code: 'invalid_request' })
    })

    it('add up for an instance, and end with the level that is deleted', async () => {
      const { admin, tenant } = await people()
      const instance = await anOwnInstance(admin, tenant)
      const at = { level: 'instance', instanceId: instance.id } as const
      const map = async () => {
        const plan = (await index.of(instance)).get('x')
        if (!plan || plan instanceof Error) throw new Error('no plan')
        return plan.map({ A: 1, B: 2 }, 'fromVendor')
      }
      await vdrs.definitions.create(admin, organization, 'x', {})
      await vdrs.transformations.create(admin, place, 'x', {
        vendorName: 'contacts',
        fields: [{ path: 'a', vendorPath: 'A' }],
        configuration: [own],
      })
      expect(await map()).toEqual({ a: 1 })

      await vdrs.transformations.create(admin, { at }, 'x', {
        fields: [{ path: 'b', vendorPath: 'B' }],
        configuration: [{ type: 'inherit' }],
      })
      expect(await map()).toEqual({ a: 1, b: 2 })

      await vdrs.transformations.delete(admin, place, 'x', true)
      expect((await index.of(instance)).size).toBe(0)
    })
  })

  describe('the index of an instance', () => {
    it('sends no statement for what it knows, and hears of changes', async () => {
      const { admin, tenant } = await people()
      const instance = await anOwnInstance(admin, tenant)
      const other = await openStore({ ...database, maxConnections: 2, log: silentLog })
      await index.of(instance)
      const before = store.statementCount()
      expect(index.of(instance)).not.toBeInstanceOf(Promise)
      expect(store.statementCount()).toBe(before)

      const { id } = await other.vdrs.ensure(tenant.scope, 'fresh')
      const everywhere = { accountId: null, instanceId: null }
      await other.vdrs.createTransformation(
        tenant.scope,
        id,
        { ...everywhere, elementKey: 'examplecrm' },
        { vendorName: 'contacts', fields: [], configuration: [], script: null, isLegacy: false },
      )

      await expect
        .poll(async () => (await index.of(instance)).has('fresh'), { timeout: 5_000 })
        .toBe(true)
      await other.close()
    })
  })

  describe('resources as a whole', () => {
    const bundle = (overrides: object = {}) => ({
      vdrName: 'myContact',
      vdrVersion: 'v2',
      definition: {
        objectName: 'myContact',
        createdDate: '2020-10-14 11:42:44.401614',
        vdrShared: true,
        vdrShareLevel: 'account',
        fields: [
          { path: 'email', type: 'string', level: 'organization' },
          { path: 'note', type: 'string', level: 'account' },
        ],
      },
      transformation: {
        strangercrm: {
          elementKey: 'strangercrm',
          objectName: 'myContact',
          vendorName: 'Lead',
          isLegacy: false,
          fields: [
            { path: 'email', type: 'string', level: 'organization', vendorPath: 'Email' },
            { path: 'note', type: 'string', level: 'account', vendorPath: 'Note' },
          ],
          configuration: [
            { type: 'addToDocumentation', level: 'account' },
            { type: 'inherit', level: 'account' },
            {
              type: 'passThrough',
              level: 'organization',
              properties: { fromVendor: false, toVendor: false },
            },
          ],
          script: {
            body: 'done(1)',
            mimeType: 'application/javascript',
            filterEmptyResponse: false,
            level: 'organization',
          },
          scripts: [
            {
              body: 'done(1)',
              mimeType: 'application/javascript',
              filterEmptyResponse: false,
              level: 'organization',
            },
          ],
        },
      },
      ...overrides,
    })

    it('are exported as they were imported, for elements that are not here, too', async () => {
      const { admin } = await people()

      const { vdr, ignored } = await vdrs.resources.import(admin, bundle())
      expect(ignored).toEqual([])
      expect(vdr).toMatchObject({ objectName: 'myContact', mappedElementIds: [], vdrShared: true })
      expect(await vdrs.resources.export(admin, 'myContact')).toEqual(bundle())
      expect(await vdrs.resources.export(admin, String(vdr['id']))).toEqual(bundle())

      const changed = bundle({ transformation: {} })
      await vdrs.resources.import(admin, changed)
      expect(await vdrs.resources.export(admin, 'myContact')).toEqual(bundle())
    })

    it('leave out what the caller may not change, and say so', async () => {
      const { admin, accountAdmin, member } = await people()

      await expect(vdrs.resources.import(member, bundle())).rejects.toMatchObject({
        code: 'forbidden',
      })
      const imported = await vdrs.resources.import(accountAdmin, bundle())
      expect(imported.ignored).toEqual(['email', 'email', 'script'])
      expect(fieldsOf(imported.vdr)).toEqual([['note', 'account']])

      await vdrs.resources.import(admin, bundle())
      const seen = await vdrs.resources.list(accountAdmin)
      expect(seen.map(fieldsOf)).toEqual([
        [
          ['email', 'organization'],
          ['note', 'account'],
        ],
      ])
      const id = Number(seen[0]?.['id'])
      const back = await vdrs.resources.replace(accountAdmin, id, {
        ...seen[0],
        description: 'mine',
      })
      expect(back.ignored).toEqual([])
      const more = {
        fields: [
          { path: 'extra', level: 'organization' },
          { path: 'note', level: 'account' },
        ],
      }
      expect((await vdrs.resources.replace(accountAdmin, id, more)).ignored).toEqual(['extra'])
      expect(fieldsOf(await vdrs.resources.get(admin, id))[0]).toEqual(['email', 'organization'])
    })

    it('have fields of instances', async () => {
      const { admin, tenant } = await people()
      const instance: Instance = await anOwnInstance(admin, tenant)
      const at = { level: 'instance', associatedId: instance.id }
      const foreign = { level: 'instance', associatedId: 999_999 }

      const made = await vdrs.resources.create(admin, {
        objectName: 'multi',
        fields: [
          { path: 'o', level: 'organization' },
          { path: 'i', ...at },
          { path: 'f', ...foreign },
        ],
      })

      expect(made.ignored).toEqual(['f'])
      expect(made.vdr['fields']).toMatchObject([
        { path: 'o', associatedLevel: 'organization', associatedId: tenant.organization.id },
        { path: 'i', associatedLevel: 'instance', associatedId: instance.id },
      ])
    })

    it('are mapped by field ids, an element at a time', async () => {
      const { admin } = await people()
      const { vdr } = await vdrs.resources.create(admin, {
        objectName: 'byId',
        fields: [{ path: 'email' }, { path: 'name' }],
      })
      const id = Number(vdr['id'])
      const [email] = vdr['fields'] as { id: number }[]
      const body = {
        elementKey: 'examplecrm',
        vendorName: 'contacts',
        fields: [{ vdrFieldId: email?.id, vendorPath: 'mail' }],
      }

      const made = await vdrs.resources.createTransformation(admin, id, body)
      expect(made.vdr).toMatchObject({ fields: [{ path: 'email', vendorPath: 'mail' }] })
      await expect(vdrs.resources.createTransformation(admin, id, body)).rejects.toMatchObject({
        code: 'conflict',
      })
      expect(await vdrs.resources.get(admin, id)).toMatchObject({ mappedElementIds: [501] })
      const tid = Number(made.vdr['id'])
      const changed = await vdrs.resources.replaceTransformation(admin, id, tid, {
        ...body,
        vendorName: 'leads',
      })
      expect(changed.vdr).toMatchObject({ id: tid, vendorName: 'leads' })
      expect(await vdrs.resources.transformations(admin, id)).toEqual([changed.vdr])
      await vdrs.resources.deleteTransformation(admin, id, tid)
      await expect(vdrs.resources.transformation(admin, id, tid)).rejects.toMatchObject({
        code: 'not_found',
      })
    })

    it('are copied to an account, or under another name, with the transformations asked for', async () => {
      const { admin } = await people()
      const { vdr } = await vdrs.resources.import(admin, {
        ...bundle(),
        definition: { objectName: 'original', fields: [{ path: 'email', level: 'organization' }] },
      })
      const id = Number(vdr['id'])

      await vdrs.resources.clone(admin, id, {}, { level: 'account', elementKeys: [] })
      expect(fieldsOf(await vdrs.definitions.get(admin, account, 'original'))).toEqual([
        ['email', 'account'],
      ])

      const copy = { level: 'organization', elementKeys: 'all' } as const
      const made = await vdrs.resources.clone(admin, id, { objectName: 'copy' }, copy)
      expect(made).toMatchObject({ objectName: 'copy' })
      expect(
        Object.keys((await vdrs.resources.export(admin, 'copy'))['transformation'] as object),
      ).toEqual(['strangercrm'])
      await expect(vdrs.resources.clone(admin, id, {}, copy)).rejects.toMatchObject({
        code: 'conflict',
      })
    })

    it('are deleted with everything by administrators of the organization, at their own levels by others', async () => {
      const { admin, accountAdmin } = await people()
      const { vdr } = await vdrs.resources.import(admin, bundle())
      const id = Number(vdr['id'])
      await vdrs.definitions.create(accountAdmin, account, 'myContact', { fields: [{ path: 'z' }] })

      await vdrs.resources.delete(accountAdmin, id)
      expect(fieldsOf(await vdrs.resources.get(accountAdmin, id))).toEqual([
        ['email', 'organization'],
      ])

      await vdrs.resources.delete(admin, id)
      await expect(vdrs.resources.get(admin, id)).rejects.toMatchObject({ code: 'not_found' })
      expect(await vdrs.resources.list(admin)).toEqual([])
    })
  })

  describe('common resources', () => {
    it('are put, renamed and deleted by name; changed paths change in transformations, too', async () => {
      const { admin } = await people()
      const { commonResources } = vdrs
      const body = { name: 'foo', fields: [{ path: 'id', type: 'number' }, { path: 'name' }] }
      const { resource } = await commonResources.put(admin, body)
      expect(resource).toMatchObject({
        name: 'foo',
        level: 'organization',
        elementInstanceIds: [],
        mappedElementIds: [],
      })
      const place = { at: organization, element: 'examplecrm' }
      await vdrs.transformations.create(admin, place, 'foo', {
        fields: [{ path: 'name', vendorPath: 'Name' }],
      })

      await commonResources.put(admin, {
        name: 'foo',
        fields: [{ path: 'id', type: 'number' }, { path: 'title' }],
        changedFields: [{ oldPath: 'name', path: 'title' }],
      })
      expect(await vdrs.transformations.get(admin, place, 'foo')).toMatchObject({
        fields: [{ path: 'title', vendorPath: 'Name' }],
      })

      await commonResources.rename(admin, 'foo', { name: 'bar' })
      await expect(commonResources.get(admin, 'foo')).rejects.toMatchObject({ code: 'not_found' })
      expect(await commonResources.list(admin)).toMatchObject([
        { name: 'bar', mappedElementIds: [501] },
      ])
      expect(await commonResources.usages(admin, 'bar')).toEqual({ formulaUsages: [] })
      await commonResources.delete(admin, 'bar', true)
      expect(await commonResources.list(admin)).toEqual([])
    })
  })

  describe('a trial', () => {
    const fields = [{ path: 'email', vendorPath: 'mail' }]

    it('transforms a payload as a request would, in either direction', async () => {
      const { admin, tenant } = await people()
      const instance = await anOwnInstance(admin, tenant)
      await vdrs.definitions.create(admin, organization, 'x', { fields: [{ path: 'email' }] })
      await vdrs.transformations.create(admin, { at: organization, element: 'examplecrm' }, 'x', {
        fields,
        configuration: [own],
        script: { body: 'transformedObject.in = fromVendor; done(transformedObject)' },
      })
      const run = (body: object) => vdrs.execute(admin, 'x', body, 'r')

      expect((await run({ payload: { mail: 'a' }, elementId: 501 })).result).toEqual({
        email: 'a',
        in: true,
      })
      expect(
        (await run({ payload: { email: 'a' }, instanceId: instance.id, method: 'POST' })).result,
      ).toEqual({
        mail: 'a',
        in: false,
      })
      expect(
        (await run({ payload: [{ mail: 'a' }, {}], elementKey: 'examplecrm' })).result,
      ).toEqual([{ email: 'a', in: true }, { in: true }])
      await expect(run({ payload: 'text', elementId: 501 })).rejects.toThrow(/^payload: /)
      await expect(run({ payload: {}, elementKey: 'strangercrm' })).rejects.toMatchObject({
        code: 'not_found',
      })
    })

    it('tries a transformation that is not stored', async () => {
      const { admin } = await people()
      const script = { body: 'null.x' }

      const { result, warnings } = await vdrs.execute(
        admin,
        'draft',
        {
          payload: { mail: 5 },
          transformation: { fields, script },
          definition: { fields: [{ path: 'email', type: 'string' }] },
        },
        'r',
      )

      expect(result).toEqual({ email: '5' })
      expect(warnings).toEqual([expect.stringContaining('TypeError')])
    })
  })
})
