import { createSecretKey, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { silentLog } from '../lib/log.ts'
import { openStore } from '../store/postgres-store.ts'
import { sealedColumns } from '../store/sealed-columns.ts'
import type { Store } from '../store/store.ts'
import { createTestDatabase, type TestDatabase } from '../store/testing.ts'
import { anInstance, aTenant } from '../store/testing-records.ts'
import { createVault } from './create-vault.ts'
import { keyIdOf } from './envelope.ts'
import { createKeyEncryption } from './key-encryption.ts'
import type { Vault } from './vault.ts'

const aKek = (id: string) => ({ id, key: createSecretKey(randomBytes(32)) })

describe('vault', () => {
  let database: TestDatabase
  let store: Store
  const kek = aKek('first')

  beforeAll(async () => {
    database = await createTestDatabase()
    store = await openStore({
      connectionString: database.connectionString,
      maxConnections: 8,
      log: silentLog,
    })
  })
  afterAll(async () => {
    await store.close()
    await database.drop()
  })

  /** As another process with the same keys would have it. */
  const openVault = (keks = [kek], clock?: { now(): number }) =>
    createVault({
      dataKeys: store.dataKeys,
      keyEncryption: createKeyEncryption(keks),
      ...(clock && { clock }),
    })
  const place = { ...sealedColumns.instanceToken, rowId: 1000 }

  /** A tenant with an instance whose sealed values are really sealed. */
  async function sealedTenant(vault: Vault) {
    const tenant = await aTenant(store)
    const { id: organizationId } = tenant.organization
    const input = await anInstance(store, tenant)
    const seal = (name: keyof typeof sealedColumns, rowId: number, text: string) =>
      vault.seal(organizationId, { ...sealedColumns[name], rowId }, text)
    await store.sealedValues.replace(
      organizationId,
      { ...sealedColumns.organizationSecret, rowId: organizationId },
      tenant.organization.sealedSecret,
      await seal('organizationSecret', organizationId, 'organization'),
    )
    await store.sealedValues.replace(
      organizationId,
      { ...sealedColumns.userSecret, rowId: tenant.user.id },
      tenant.user.sealedSecret,
      await seal('userSecret', tenant.user.id, 'user'),
    )
    await store.instances.create({
      ...input,
      sealedSecrets: await seal('instanceSecrets', input.id, 'secrets'),
      sealedToken: await seal('instanceToken', input.id, 'token'),
      credential: {
        sealed: await seal('credential', input.id, 'pair'),
        expiresAt: null,
        refreshDueAt: null,
      },
    })
    return { organizationId, scope: tenant.scope, id: input.id }
  }
  /** Every sealed value of an organization: its key, and its text. */
  async function contents(vault: Vault, organizationId: number) {
    const all = store.sealedValues.columns.map(async (column) => {
      const rows = await store.sealedValues.list(organizationId, column, { limit: 10 })
      return Promise.all(
        rows.map(async ({ rowId, sealed }) => ({
          key: keyIdOf(sealed),
          text: await vault.open(organizationId, { ...column, rowId }, sealed),
        })),
      )
    })
    return (await Promise.all(all)).flat()
  }

  it('opens what it sealed, in this process and in another', async () => {
    const { organization } = await aTenant(store)

    const sealed = await openVault().seal(organization.id, place, 'token')

    expect(await openVault().open(organization.id, place, sealed)).toBe('token')
  })

  it('refuses a value of another organization, though both use the same vault', async () => {
    const [one, other] = [await aTenant(store), await aTenant(store)]
    const vault = openVault()
    const sealed = await vault.seal(one.organization.id, place, 'token')
    await vault.seal(other.organization.id, place, 'x')

    await expect(vault.open(other.organization.id, place, sealed)).rejects.toThrow(/no data key/)
  })

  it('refuses a value that was moved to another row', async () => {
    const { organization } = await aTenant(store)
    const vault = openVault()
    const sealed = await vault.seal(organization.id, place, 'token')

    const opening = vault.open(organization.id, { ...place, rowId: 1001 }, sealed)

    await expect(opening).rejects.toThrow(/not authentic/)
  })

  it('makes one first key for an organization, however many seal at once in two processes', async () => {
    const { organization } = await aTenant(store)
    const vaults = [openVault(), openVault()]

    const sealed = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        (vaults[n % 2] as Vault).seal(organization.id, place, `${n}`),
      ),
    )

    expect(await store.dataKeys.list(organization.id)).toHaveLength(1)
    expect(new Set(sealed.map(keyIdOf)).size).toBe(1)
  })

  it('asks the store once, then works from memory', async () => {
    const { organization } = await aTenant(store)
    const vault = openVault()
    const sealed = await vault.seal(organization.id, place, 'x')
    const before = store.statementCount()

    for (let n = 0; n < 50; n += 1) await vault.open(organization.id, place, sealed)
    await vault.seal(organization.id, place, 'y')

    expect(store.statementCount()).toBe(before)
  })

  it('rotates the data key of an organization while everything keeps opening', async () => {
    const [vault, other] = [openVault(), openVault()]
    const { organizationId } = await sealedTenant(vault)
    const before = await contents(other, organizationId)

    const result = await vault.rotateDataKey(organizationId, store.sealedValues)

    const after = await contents(other, organizationId)
    const keys = await store.dataKeys.list(organizationId)
    expect(result).toEqual({ resealed: 5, overtaken: 0 })
    expect(after.map(({ text }) => text)).toEqual(before.map(({ text }) => text))
    expect(after.map(({ text }) => text)).toEqual([
      'organization',
      'user',
      'secrets',
      'token',
      'pair',
    ])
    expect(keys.map(({ active }) => active)).toEqual([false, true])
    expect(new Set(after.map(({ key }) => key))).toEqual(new Set([keys[1]?.id]))
  })

  it('does not overwrite a pair that was refreshed while it was resealing', async () => {
    const vault = openVault()
    const { organizationId, scope, id } = await sealedTenant(vault)
    const credentialPlace = { ...sealedColumns.credential, rowId: id }
    const fresh = await vault.seal(organizationId, credentialPlace, 'fresh pair')
    const values = {
      ...store.sealedValues,
      // The refresh commits between the reading of the column and the replacing.
      async list(...args: Parameters<Store['sealedValues']['list']>) {
        const rows = await store.sealedValues.list(...args)
        if (args[1].table === 'credential') {
          await store.credentials.commit(id, 1, {
            sealed: fresh,
            expiresAt: null,
            refreshDueAt: null,
          })
        }
        return rows
      },
    }

    const result = await vault.rotateDataKey(organizationId, values)

    const credential = await store.credentials.get(scope, id)
    expect(result).toEqual({ resealed: 4, overtaken: 1 })
    expect(
      await vault.open(organizationId, credentialPlace, credential?.sealed ?? Buffer.of()),
    ).toBe('fresh pair')
  })

  it('walks more rows than one batch holds', async () => {
    const vault = openVault()
    const tenant = await aTenant(store)
    const organizationId = tenant.organization.id
    const rows = new Map<number, Buffer>()
    for (let rowId = 1; rowId <= 450; rowId += 1) {
      rows.set(
        rowId,
        await vault.seal(organizationId, { table: 't', column: 'c', rowId }, `${rowId}`),
      )
    }
    const values = {
      columns: [{ table: 't', column: 'c' }],
      list: async (
        _: number,
        __: object,
        { limit, afterId = 0 }: { limit: number; afterId?: number },
      ) =>
        [...rows]
          .filter(([rowId]) => rowId > afterId)
          .slice(0, limit)
          .map(([rowId, sealed]) => ({ rowId, sealed })),
      replace: async (_: number, { rowId }: { rowId: number }, from: Buffer, to: Buffer) =>
        rows.get(rowId) === from && rows.set(rowId, to) !== undefined,
    }

    expect(await vault.rotateDataKey(organizationId, values)).toEqual({
      resealed: 450,
      overtaken: 0,
    })
  })

  it('follows a rotation made by another process within a minute', async () => {
    let now = 0
    const [vault, other] = [openVault(), openVault([kek], { now: () => now })]
    const { organizationId } = await sealedTenant(vault)
    const sealedBefore = await other.seal(organizationId, place, 'x')
    await vault.rotateDataKey(organizationId, store.sealedValues)

    const soon = await other.seal(organizationId, place, 'x')
    now = 60_000
    const later = await other.seal(organizationId, place, 'x')

    expect(keyIdOf(soon)).toBe(keyIdOf(sealedBefore))
    expect(keyIdOf(later)).toBeGreaterThan(keyIdOf(soon))
    expect(await vault.open(organizationId, place, soon)).toBe('x')
    expect(await vault.open(organizationId, place, later)).toBe('x')
  })

  it('rewraps every data key under a new key-encryption key; then the old one is not needed', async () => {
    const next = aKek('second')
    const { organizationId } = await sealedTenant(openVault())
    const count = (await store.dataKeys.listWrappedByOther('second')).length

    const { rewrapped } = await openVault([next, kek]).rewrapDataKeys()

    expect(rewrapped).toBe(count)
    expect(rewrapped).toBeGreaterThan(0)
    const withoutOld = openVault([next])
    await withoutOld.assertKeysOpen()
    expect(await contents(withoutOld, organizationId)).toHaveLength(5)
    // Back again, for the other tests.
    await openVault([kek, next]).rewrapDataKeys()
  })

  it('says at start which master key is missing, or is another than it was', async () => {
    await sealedTenant(openVault())

    await expect(openVault().assertKeysOpen()).resolves.toBeUndefined()
    for (const wrong of [aKek('second'), aKek('first')]) {
      await expect(openVault([wrong]).assertKeysOpen()).rejects.toMatchObject({
        code: 'unavailable',
        message: expect.stringMatching(/master key first.*VALENCE_MASTER_KEY/),
      })
    }
  })
})
