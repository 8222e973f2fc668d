import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anElement, aResource } from '../../catalog/an-element.ts'
import { createCatalogue } from '../../catalog/catalogue.ts'
import { silentLog } from '../../lib/log.ts'
import { openStore } from '../../store/postgres-store.ts'
import type { NewElement, Store } from '../../store/store.ts'
import { createTestDatabase, type TestDatabase } from '../../store/testing.ts'
import { anAccount, aTenant, aUser } from '../../store/testing-records.ts'
import { createVault } from '../../vault/create-vault.ts'
import { createKeyEncryption } from '../../vault/key-encryption.ts'
import { parseKeyEncryptionKeys } from '../../vault/key-encryption-keys.ts'
import type { Vault } from '../../vault/vault.ts'
import { createElements } from './elements.ts'
import type { Elements } from './elements-port.ts'
import { sealSecrets } from './layers.ts'

const shipped = anElement({ id: 191, key: 'shipped', name: 'Shipped' })
const catalogue = createCatalogue([], [{ definition: shipped, readme: '# Shipped' }])

describe('The elements that somebody sees', () => {
  let database: TestDatabase
  let vault: Vault
  const opened: { store: Store; elements: Elements }[] = []

  /** As another process would open them. */
  async function aProcess() {
    const store = await openStore({
      connectionString: database.connectionString,
      maxConnections: 3,
      log: silentLog,
    })
    vault ??= createVault({
      dataKeys: store.dataKeys,
      keyEncryption: createKeyEncryption(
        parseKeyEncryptionKeys(randomBytes(32).toString('base64')),
      ),
    })
    const process = { store, elements: createElements({ catalogue, store, vault }) }
    opened.push(process)
    return process
  }

  beforeAll(async () => {
    database = await createTestDatabase()
  })
  afterAll(async () => {
    for (const { store, elements } of opened) {
      elements.close()
      await store.close()
    }
    await database.drop()
  })

  async function aViewer(store: Store) {
    const { scope, account, user } = await aTenant(store)
    return { ...scope, accountId: account.id, userId: user.id }
  }

  type Viewer = Awaited<ReturnType<typeof aViewer>>

  async function make(store: Store, viewer: Viewer, overrides: Partial<NewElement> = {}) {
    const id = await store.elements.nextId()
    const definition = { ...anElement({ key: 'own', name: 'Own' }), id: undefined }
    return store.elements.create(viewer, {
      id,
      accountId: viewer.accountId,
      userId: viewer.userId,
      baseId: null,
      key: 'own',
      head: { key: 'own', name: 'Own', hub: 'crm' },
      definition,
      sealedSecrets: null,
      ...overrides,
    })
  }

  function heardBy(store: Store, { organizationId }: Viewer): Promise<void> {
    return new Promise((resolve) => {
      const stop = store.onChange((change) => {
        if (change.kind !== 'elements' || change.id !== organizationId) return
        stop()
        resolve()
      })
    })
  }

  it('are the catalogue for anybody, and the own ones of the organization beside it for its people', async () => {
    const { store, elements } = await aProcess()
    const viewer = await aViewer(store)
    const { id } = await make(store, viewer)
    const keysFor = async (who: Viewer | undefined) =>
      (await elements.list(who)).map(({ head }) => head.key)

    expect(await keysFor(viewer)).toEqual(['shipped', 'own'])
    expect(await keysFor(undefined)).toEqual(['shipped'])
    expect(await keysFor(await aViewer(store))).toEqual(['shipped'])
    for (const name of ['own', id, String(id)]) {
      expect(await elements.find(viewer, name)).toMatchObject({
        isPrivate: true,
        definition: { id, key: 'own', private: true },
      })
      expect(await elements.find(undefined, name)).toBeUndefined()
    }
    expect(await elements.find(viewer, 'shipped')).toMatchObject({ readme: '# Shipped' })
  })

  it('have the resources of the viewer’s account over the catalogue’s, for that account only', async () => {
    const { store, elements } = await aProcess()
    const viewer = await aViewer(store)
    const other = await anAccount(store, { organizationId: viewer.organizationId })
    const resources = [
      aResource({ id: 1_000_000_001, vendorPath: '/mine' }),
      aResource({ id: 1_000_000_002, path: '/hubs/crm/more' }),
    ]
    await make(store, viewer, { baseId: 191, key: 'shipped', definition: { resources } })

    const found = await elements.find(viewer, 'shipped')
    const colleagues = await elements.find({ ...viewer, accountId: other.id }, 'shipped')

    expect(found?.definition).toMatchObject({ id: 191, extended: true })
    expect(found?.plan().match('GET', ['contacts'])?.resource.vendorPath).toBe('/mine')
    expect(found?.plan().match('GET', ['more'])).toBeDefined()
    expect(found?.definition.resources?.map(({ ownerAccountId }) => ownerAccountId)).toEqual([
      viewer.accountId,
      viewer.accountId,
    ])
    expect(colleagues?.plan().match('GET', ['contacts'])?.resource.vendorPath).toBe('/people')
    expect(colleagues?.plan().match('GET', ['more'])).toBeUndefined()
    expect(shipped.resources).toHaveLength(1)
  })

  it('mask defaults that are secret, and run with them', async () => {
    const { store, elements } = await aProcess()
    const viewer = await aViewer(store)
    const id = await store.elements.nextId()
    const entry = { id: 1_000_000_009, key: 'oauth.api.secret', name: 'S', type: 'PASSWORD' }
    const owner = { id, organizationId: viewer.organizationId }
    await make(store, viewer, {
      id,
      definition: { ...anElement({ key: 'own' }), configuration: [entry] },
      sealedSecrets: await sealSecrets(vault, owner, { '1000000009': 'hush' }),
    })

    const found = await elements.find(viewer, 'own')

    expect(found?.definition.configuration?.[0]?.defaultValue).toBe('********')
    expect(found?.plan().defaults['oauth.api.secret']).toBe('hush')
  })

  it('cost no statement once they are known, and one process hears what another changed', async () => {
    const first = await aProcess()
    const second = await aProcess()
    const viewer = await aViewer(first.store)
    let heard = heardBy(second.store, viewer)
    const made = await make(first.store, viewer)
    await heard
    const known = await second.elements.find(viewer, 'own')
    const before = second.store.statementCount()

    expect(await second.elements.find(viewer, made.id)).toBe(known)
    const owner = { organizationId: viewer.organizationId, accountId: viewer.accountId }
    await second.elements.ofInstance({ ...owner, elementId: made.id, elementKey: 'own' })
    await second.elements.list(viewer)
    expect(second.store.statementCount()).toBe(before)

    heard = heardBy(second.store, viewer)
    await first.store.elements.update(viewer, made.id, 1, {
      key: 'renamed',
      head: { key: 'renamed', name: 'Renamed', hub: 'crm' },
      definition: { ...anElement({ key: 'renamed', name: 'Renamed' }) },
      sealedSecrets: null,
    })
    await heard

    expect(await second.elements.find(viewer, 'own')).toBeUndefined()
    expect((await second.elements.find(viewer, 'renamed'))?.plan().name).toBe('Renamed')
  })

  it('are gone for those who looked them up just before they were deleted', async () => {
    const { store, elements } = await aProcess()
    const viewer = await aViewer(store)
    const { id } = await make(store, viewer)
    const [listed] = (await elements.list(viewer)).filter(({ head }) => head.id === id)
    await store.elements.delete(viewer, id)

    expect(await listed?.open()).toBeUndefined()
  })

  it('of an instance are found by id, so that a key taken over by another element misleads nobody', async () => {
    const { store, elements } = await aProcess()
    const viewer = await aViewer(store)
    const own = await make(store, viewer, { key: 'shipped' })
    const user = await aUser(
      store,
      await anAccount(store, { organizationId: viewer.organizationId }),
    )
    const owner = { organizationId: viewer.organizationId, accountId: user.accountId }
    const idOf = async (elementId: number) =>
      (await elements.ofInstance({ ...owner, elementId, elementKey: 'shipped' }))?.definition.id

    expect(await idOf(191)).toBe(191)
    expect(await idOf(own.id)).toBe(own.id)
    expect((await elements.find(viewer, 'shipped'))?.definition.id).toBe(own.id)
  })
})
