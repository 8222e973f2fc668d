import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Change, Store } from '../store.ts'
import { anAccount, anInstance, aTenant, aUser, type Tenant } from '../testing-records.ts'
import type { DefinitionInput, TransformationInput, VdrPlace } from '../vdrs-port.ts'
import type { ContractContext } from './harness.ts'

const everywhere: VdrPlace = { accountId: null, instanceId: null }

function aDefinition(overrides: Partial<DefinitionInput> = {}): DefinitionInput {
  return {
    fields: [{ id: 1, path: 'email', type: 'string' }],
    userId: 1,
    description: null,
    shared: false,
    shareLevel: null,
    ...overrides,
  }
}

function aTransformation(overrides: Partial<TransformationInput> = {}): TransformationInput {
  return {
    vendorName: 'Contact',
    fields: [{ path: 'email', vendorPath: 'Email' }],
    configuration: [{ type: 'inherit' }],
    script: null,
    isLegacy: false,
    ...overrides,
  }
}

export function vdrsContract(context: ContractContext): void {
  const at = (tenant: Tenant): VdrPlace => ({ accountId: tenant.account.id, instanceId: null })

  async function aVdr({ scope }: Tenant, objectName = 'myContact', place = everywhere) {
    const { store } = context
    const vdr = await store.vdrs.ensure(scope, objectName)
    const definition = await store.vdrs.createDefinition(scope, vdr.id, place, aDefinition())
    return { vdr, definition }
  }

  describe('virtual data resources', () => {
    it('are a name an organization, made once', async () => {
      const { store } = context
      const [tenant, other] = [await aTenant(store), await aTenant(store)]

      const first = await store.vdrs.ensure(tenant.scope, 'myContact', '2020-10-13 17:48:40.92253')
      const again = await store.vdrs.ensure(tenant.scope, 'myContact', '2021-01-01 00:00:00.1')

      expect(first).toMatchObject({
        objectName: 'myContact',
        createdDate: '2020-10-13 17:48:40.92253',
      })
      expect(again).toEqual(first)
      expect((await store.vdrs.ensure(other.scope, 'myContact')).id).not.toBe(first.id)
    })

    it('have definitions at three levels, one a place', async () => {
      const { store } = context
      const tenant = await aTenant(store)
      const { id } = await store.instances.create(await anInstance(store, tenant))
      const { vdr } = await aVdr(tenant)
      const instance = { accountId: tenant.account.id, instanceId: id }
      for (const place of [at(tenant), instance]) {
        await store.vdrs.createDefinition(tenant.scope, vdr.id, place, aDefinition())
      }

      const all = await store.vdrs.definitions(tenant.scope, { objectName: 'myContact' })

      expect(all.map(({ accountId, instanceId }) => ({ accountId, instanceId }))).toEqual([
        everywhere,
        at(tenant),
        instance,
      ])
      for (const place of [everywhere, at(tenant), instance]) {
        await expect(
          store.vdrs.createDefinition(tenant.scope, vdr.id, place, aDefinition()),
        ).rejects.toMatchObject({ code: 'conflict' })
        expect(await store.vdrs.definitions(tenant.scope, { place })).toHaveLength(1)
      }
    })

    it('change and go, a level by itself; the name goes with the last', async () => {
      const { store } = context
      const tenant = await aTenant(store)
      const { scope } = tenant
      const { vdr, definition } = await aVdr(tenant)
      await store.vdrs.createDefinition(scope, vdr.id, at(tenant), aDefinition())

      const changed = await store.vdrs.updateDefinition(scope, definition.id, {
        fields: [{ path: 'phone' }],
        description: 'people',
      })
      expect(changed).toMatchObject({ fields: [{ path: 'phone' }], description: 'people' })
      expect(changed?.createdDate).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{1,6}$/)

      expect(await store.vdrs.deleteDefinitions(scope, { vdrId: vdr.id, place: everywhere })).toBe(
        1,
      )
      await store.vdrs.prune(scope, vdr.id)
      expect(await store.vdrs.find(scope, { id: vdr.id })).toMatchObject({ id: vdr.id })
      expect(await store.vdrs.deleteDefinitions(scope, { vdrId: vdr.id })).toBe(1)
      await store.vdrs.prune(scope, vdr.id)
      expect(await store.vdrs.find(scope, { objectName: 'myContact' })).toBeUndefined()
      expect((await store.vdrs.ensure(scope, 'myContact')).id).not.toBe(vdr.id)
    })

    it('are renamed with everything, but not to a name that is taken', async () => {
      const { store } = context
      const tenant = await aTenant(store)
      const { vdr } = await aVdr(tenant)
      await aVdr(tenant, 'other')

      expect(await store.vdrs.rename(tenant.scope, vdr.id, 'people')).toMatchObject({ id: vdr.id })
      expect(await store.vdrs.definitions(tenant.scope, { objectName: 'people' })).toHaveLength(1)
      await expect(store.vdrs.rename(tenant.scope, vdr.id, 'other')).rejects.toMatchObject({
        code: 'conflict',
      })
    })

    it('have transformations, one an element and place', async () => {
      const { store } = context
      const tenant = await aTenant(store)
      const { scope } = tenant
      const { vdr } = await aVdr(tenant)
      const place = { ...everywhere, elementKey: 'examplecrm' }
      const made = await store.vdrs.createTransformation(scope, vdr.id, place, aTransformation())

      expect(made).toMatchObject({
        ...aTransformation(),
        objectName: 'myContact',
        elementKey: 'examplecrm',
      })
      await expect(
        store.vdrs.createTransformation(scope, vdr.id, place, aTransformation()),
      ).rejects.toMatchObject({ code: 'conflict' })
      const script = { body: 'done(transformedObject)' }
      const changed = await store.vdrs.updateTransformation(scope, made.id, {
        script,
        isLegacy: true,
      })
      expect(changed).toMatchObject({ script, isLegacy: true, vendorName: 'Contact' })
      expect(await store.vdrs.transformations(scope, { id: made.id })).toEqual([changed])
      expect(await store.vdrs.transformations(scope, { elementKey: 'otherdesk' })).toEqual([])
      expect(await store.vdrs.deleteTransformations(scope, { vdrId: vdr.id })).toBe(1)
    })

    it('count for an instance at its own levels only', async () => {
      const { store } = context
      const tenant = await aTenant(store)
      const account = await anAccount(store, tenant.scope)
      const own = await store.instances.create(await anInstance(store, tenant))
      const neighbour = await store.instances.create(await anInstance(store, tenant))
      const { vdr } = await aVdr(tenant)
      const places = [
        everywhere,
        at(tenant),
        { accountId: tenant.account.id, instanceId: own.id },
        { accountId: tenant.account.id, instanceId: neighbour.id },
        { accountId: account.id, instanceId: null },
      ]
      for (const place of places) {
        for (const elementKey of ['examplecrm', 'otherdesk']) {
          await store.vdrs.createTransformation(
            tenant.scope,
            vdr.id,
            { ...place, elementKey },
            aTransformation(),
          )
        }
      }

      const { definitions, transformations } = await store.vdrs.ofInstance(own)

      expect(definitions).toHaveLength(1)
      expect(transformations.map(({ elementKey }) => elementKey)).toEqual(
        Array(3).fill('examplecrm'),
      )
      expect(transformations.map(({ instanceId }) => instanceId)).toEqual([null, null, own.id])
    })

    it('show the organization as a whole to its accounts, to be changed by its administrators only', async () => {
      const { store } = context
      const tenant = await aTenant(store)
      const account = await anAccount(store, tenant.scope)
      const mine = { organizationId: tenant.organization.id, accountId: account.id }
      const { vdr, definition } = await aVdr(tenant)
      await store.vdrs.createDefinition(tenant.scope, vdr.id, at(tenant), aDefinition())
      await aVdr(tenant, 'secret', at(tenant))
      const place = { ...everywhere, elementKey: 'examplecrm' }
      const shared = await store.vdrs.createTransformation(
        tenant.scope,
        vdr.id,
        place,
        aTransformation(),
      )

      expect(await store.vdrs.list(mine)).toEqual([vdr])
      expect(await store.vdrs.find(mine, { objectName: 'secret' })).toBeUndefined()
      expect(await store.vdrs.definitions(mine, {})).toEqual([definition])
      expect(await store.vdrs.transformations(mine, {})).toEqual([shared])
      expect(await store.vdrs.updateDefinition(mine, definition.id, { fields: [] })).toBeUndefined()
      expect(await store.vdrs.updateTransformation(mine, shared.id, { fields: [] })).toBeUndefined()
      expect(await store.vdrs.deleteDefinitions(mine, {})).toBe(0)
      expect(await store.vdrs.deleteTransformations(mine, {})).toBe(0)
      expect(await store.vdrs.rename(mine, vdr.id, 'stolen')).toBeUndefined()
      await expect(
        store.vdrs.createDefinition(mine, vdr.id, everywhere, aDefinition()),
      ).rejects.toMatchObject({ code: 'forbidden' })
      await expect(
        store.vdrs.createTransformation(
          mine,
          vdr.id,
          { ...at(tenant), elementKey: 'x' },
          aTransformation(),
        ),
      ).rejects.toMatchObject({ code: 'forbidden' })
    })

    it('are nothing to another organization', async () => {
      const { store } = context
      const [tenant, other] = [await aTenant(store), await aTenant(store)]
      const { vdr, definition } = await aVdr(tenant)
      const foreign = await store.instances.create(await anInstance(store, other))

      expect(await store.vdrs.list(other.scope)).toEqual([])
      expect(await store.vdrs.find(other.scope, { id: vdr.id })).toBeUndefined()
      expect(
        await store.vdrs.updateDefinition(other.scope, definition.id, { fields: [] }),
      ).toBeUndefined()
      expect(await store.vdrs.deleteDefinitions(other.scope, { vdrId: vdr.id })).toBe(0)
      await expect(
        store.vdrs.createDefinition(other.scope, vdr.id, everywhere, aDefinition()),
      ).rejects.toMatchObject({ code: 'not_found' })
      await expect(
        store.vdrs.createDefinition(
          tenant.scope,
          vdr.id,
          { accountId: tenant.account.id, instanceId: foreign.id },
          aDefinition(),
        ),
      ).rejects.toMatchObject({ code: 'not_found' })
    })

    it('change all together or not at all', async () => {
      const { store } = context
      const { scope } = await aTenant(store)

      const failing = store.vdrs.atomically(async (vdrs) => {
        const { id } = await vdrs.ensure(scope, 'half')
        await vdrs.createDefinition(scope, id, everywhere, aDefinition())
        throw new Error('stop')
      })

      await expect(failing).rejects.toThrow('stop')
      expect(await store.vdrs.list(scope)).toEqual([])
    })

    it('give ids to fields, each once', async () => {
      const ids = await context.store.vdrs.nextFieldIds(3)
      const more = await context.store.vdrs.nextFieldIds(2)

      expect(new Set([...ids, ...more]).size).toBe(5)
    })
  })

  describe('changes of virtual data resources', () => {
    let listening: Store
    const changes: Change[] = []
    beforeAll(async () => {
      listening = await context.harness.openStore()
      listening.onChange((change) => changes.push(change))
    })
    afterAll(() => listening.close())

    it('reach other stores, new ones too: that there is none is also remembered', async () => {
      const { store } = context
      const tenant = await aTenant(store)
      const user = await aUser(store, tenant.account)
      const heard = () =>
        changes.filter(
          ({ kind, ...rest }) =>
            kind === 'vdr' && 'id' in rest && rest.id === tenant.organization.id,
        ).length
      const after = async (work: () => Promise<unknown>) => {
        const before = heard()
        await work()
        await expect.poll(heard, { timeout: 5_000 }).toBeGreaterThan(before)
      }

      await after(() => aVdr(tenant))
      const [definition] = await store.vdrs.definitions(tenant.scope, {})
      const id = definition?.id ?? 0
      await after(() =>
        store.vdrs.updateDefinition(tenant.scope, id, { userId: user.id, fields: [] }),
      )
      await after(() => store.vdrs.deleteDefinitions(tenant.scope, {}))
    })
  })
}
