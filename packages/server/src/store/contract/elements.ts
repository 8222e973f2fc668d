import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import type { Change, NewElement, Store } from '../store.ts'
import { anAccount, anInstance, aTenant, aUser, type Tenant } from '../testing-records.ts'
import type { ContractContext } from './harness.ts'

type Owner = Pick<Tenant, 'account' | 'user'>

async function anElement(
  store: Store,
  { account, user }: Owner,
  overrides: Partial<NewElement> = {},
): Promise<NewElement> {
  return {
    id: await store.elements.nextId(),
    accountId: account.id,
    userId: user.id,
    baseId: null,
    key: 'owncrm',
    head: { name: 'Own CRM' },
    definition: { name: 'Own CRM', zeta: 1, alpha: { unknown: [null, '\u0000'] } },
    sealedSecrets: Buffer.from('sealed'),
    ...overrides,
  }
}

/** A tenant, and a colleague in another account of the same organization. */
async function colleagues(store: Store) {
  const tenant = await aTenant(store)
  const account = await anAccount(store, tenant.scope)
  const user = await aUser(store, account)
  const theirScope = { organizationId: tenant.organization.id, accountId: account.id }
  return { tenant, colleague: { account, user }, theirScope }
}

export function elementsContract(context: ContractContext): void {
  describe('elements', () => {
    it('come back as they were stored, members in their order', async () => {
      const { store } = context
      const tenant = await aTenant(store)
      const input = await anElement(store, tenant)

      const created = await store.elements.create(tenant.accountScope, input)

      expect(created).toMatchObject({
        ...input,
        organizationId: tenant.organization.id,
        version: 1,
      })
      expect(await store.elements.get(tenant.scope, input.id)).toEqual(created)
      expect(Object.keys(created.definition)).toEqual(['name', 'zeta', 'alpha'])
    })

    it('have ids beyond those of the catalogue, and parts with ids of their own', async () => {
      const { elements } = context.store

      const [first, second] = [await elements.nextId(), await elements.nextId()]
      const parts = await elements.nextPartIds(3)

      expect(first).toBeGreaterThanOrEqual(1_000_000)
      expect(second).toBe(first + 1)
      expect(new Set([...parts, ...(await elements.nextPartIds(2))]).size).toBe(5)
      expect(Math.min(...parts)).toBeGreaterThanOrEqual(1_000_000_000)
      expect(await elements.nextPartIds(0)).toEqual([])
    })

    it('are listed without what they consist of, extensions among them', async () => {
      const { store } = context
      const tenant = await aTenant(store)
      const own = await anElement(store, tenant)
      const extension = await anElement(store, tenant, { baseId: 191, key: 'examplecrm' })
      await store.elements.create(tenant.scope, own)
      await store.elements.create(tenant.scope, extension)

      const heads = await store.elements.heads(tenant.scope)

      expect(heads).toMatchObject([
        { id: own.id, key: 'owncrm', baseId: null, version: 1, head: { name: 'Own CRM' } },
        { id: extension.id, key: 'examplecrm', baseId: 191 },
      ])
      expect(heads[0]).not.toHaveProperty('definition')
    })

    it('have a key that is theirs alone in the organization, and nowhere else', async () => {
      const { store } = context
      const { tenant, colleague } = await colleagues(store)
      const rival = await aTenant(store)
      await store.elements.create(tenant.scope, await anElement(store, tenant))

      const again = await anElement(store, colleague)
      await expect(store.elements.create(tenant.scope, again)).rejects.toMatchObject({
        code: 'conflict',
        message: expect.stringContaining('key'),
      })
      await expect(
        store.elements.create(rival.scope, await anElement(store, rival)),
      ).resolves.toBeTruthy()
    })

    it('extend an element once an account', async () => {
      const { store } = context
      const { tenant, colleague } = await colleagues(store)
      const extension = (owner: Owner) => anElement(store, owner, { baseId: 191, key: 'e' })
      await store.elements.create(tenant.scope, await extension(tenant))

      await expect(
        store.elements.create(tenant.scope, await extension(tenant)),
      ).rejects.toMatchObject({ code: 'conflict' })
      await expect(
        store.elements.create(tenant.scope, await extension(colleague)),
      ).resolves.toMatchObject({ baseId: 191 })
    })

    it('change by compare-and-set: of two writers one is told that it was late', async () => {
      const { store } = context
      const tenant = await aTenant(store)
      const { id } = await store.elements.create(tenant.scope, await anElement(store, tenant))
      const update = (name: string) => ({
        key: 'owncrm',
        head: { name },
        definition: { name },
        sealedSecrets: null,
      })

      const written = await Promise.all(
        ['a', 'b'].map((name) => store.elements.update(tenant.scope, id, 1, update(name))),
      )

      const winner = written.find((one) => one !== undefined)
      expect(written.filter((one) => one === undefined)).toHaveLength(1)
      expect(winner).toMatchObject({ version: 2, sealedSecrets: null })
      expect(await store.elements.get(tenant.scope, id)).toEqual(winner)
    })

    it('are seen by the whole organization, and changed by their account and administrators only', async () => {
      const { store } = context
      const { tenant, theirScope } = await colleagues(store)
      const created = await store.elements.create(tenant.scope, await anElement(store, tenant))
      const update = { ...created, head: { name: 'stolen' } }

      expect(await store.elements.get(theirScope, created.id)).toEqual(created)
      expect(await store.elements.heads(theirScope)).toHaveLength(1)
      expect(await store.elements.update(theirScope, created.id, 1, update)).toBeUndefined()
      expect(await store.elements.delete(theirScope, created.id)).toBeUndefined()
      await expect(
        store.elements.create(theirScope, await anElement(store, tenant, { key: 'x' })),
      ).rejects.toMatchObject({ code: 'not_found' })
      expect(await store.elements.update(tenant.scope, created.id, 1, update)).toBeTruthy()
    })

    it('do not exist for another organization', async () => {
      const { store } = context
      const tenant = await aTenant(store)
      const { scope } = await aTenant(store)
      const created = await store.elements.create(tenant.scope, await anElement(store, tenant))

      expect(await store.elements.heads(scope)).toEqual([])
      expect(await store.elements.get(scope, created.id)).toBeUndefined()
      expect(await store.elements.update(scope, created.id, 1, created)).toBeUndefined()
      expect(await store.elements.delete(scope, created.id)).toBeUndefined()
      expect(await store.elements.get(tenant.scope, created.id)).toEqual(created)
    })

    it('stay while an instance of theirs exists, whatever its account', async () => {
      const { store } = context
      const { tenant, colleague } = await colleagues(store)
      const { id } = await store.elements.create(tenant.scope, await anElement(store, tenant))
      const instance = await anInstance(store, colleague, { elementId: id, elementKey: 'owncrm' })
      await store.instances.create(instance)

      expect(await store.elements.delete(tenant.accountScope, id)).toBe('in use')
      expect(await store.instances.count(tenant.scope, { elementId: id })).toBe(1)
      expect(await store.instances.count(tenant.scope, { elementId: id + 1 })).toBe(0)
      await store.instances.delete(tenant.scope, instance.id)

      expect(await store.elements.delete(tenant.accountScope, id)).toBe('deleted')
      expect(await store.elements.delete(tenant.accountScope, id)).toBeUndefined()
    })

    it('answer ids that no row can have as unknown', async () => {
      const { store } = context
      const { scope } = await aTenant(store)

      for (const id of [0, -1, 1.5, 2 ** 31]) {
        expect(await store.elements.get(scope, id)).toBeUndefined()
        expect(await store.elements.delete(scope, id)).toBeUndefined()
      }
    })

    it('are announced with their organization when made, changed and deleted, not when resealed', async () => {
      const { store } = context
      const tenant = await aTenant(store)
      const organizationId = tenant.organization.id
      const heard: Change[] = []
      const stop = store.onChange((change) => heard.push(change))
      const element = await store.elements.create(tenant.scope, await anElement(store, tenant))
      const sealed = element.sealedSecrets as Buffer

      const place = { table: 'element', column: 'sealed_secrets', rowId: element.id }
      await store.sealedValues.replace(organizationId, place, sealed, Buffer.from('again'))
      await store.elements.update(tenant.scope, element.id, 1, element)
      await store.elements.delete(tenant.scope, element.id)
      await store.organizations.update(organizationId, { name: 'marker' })
      for (const end = Date.now() + 5_000; Date.now() < end; await delay(5)) {
        if (heard.some(({ kind }) => kind === 'organization')) break
      }
      stop()

      const ours = heard.filter((change) => 'id' in change && change.id === organizationId)
      expect(ours.map(({ kind }) => kind)).toEqual([
        'elements',
        'elements',
        'elements',
        'organization',
      ])
    })
  })

  describe('accounts', () => {
    it('never have the id 1, which clients take for the vendor', async () => {
      const client = new pg.Client({ connectionString: context.harness.connectionString })
      await client.connect()
      const { rows } = await client.query('select min(id) as id from account')
      await client.end()

      expect(rows[0].id ?? 100).toBeGreaterThanOrEqual(100)
    })
  })
}
