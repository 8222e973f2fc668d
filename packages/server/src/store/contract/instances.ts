import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { aHash, anInstance, aTenant } from '../testing-records.ts'
import type { ContractContext } from './harness.ts'

export function instancesContract(context: ContractContext): void {
  describe('instances', () => {
    it('gives ids of four digits and more that clients can keep in 32 bits', async () => {
      const ids = await Promise.all(
        Array.from({ length: 5 }, () => context.store.instances.nextId()),
      )

      expect(new Set(ids).size).toBe(5)
      expect(Math.min(...ids)).toBeGreaterThanOrEqual(1000)
      expect(Math.max(...ids)).toBeLessThan(2 ** 31)
    })

    it('keeps every member of an instance, and finds it by the hash of its token', async () => {
      const tenant = await aTenant(context.store)
      const { tokenHash, credential, ...members } = await anInstance(context.store, tenant, {
        tags: ['a "quoted", tag', '{}', 'ünï'],
        configuration: { list: '[1,2]', empty: '', none: null },
        externalAuthentication: 'initial',
      })

      const created = await context.store.instances.create({
        ...members,
        tokenHash,
        ...{ credential },
      })

      expect(created).toEqual({
        ...members,
        disabled: false,
        traceLoggingEnabled: false,
        cachingEnabled: false,
        createdAt: expect.any(Date),
        updatedAt: expect.any(Date),
      })
      expect(await context.store.instances.get(tenant.scope, created.id)).toEqual(created)
      expect(await context.store.instances.findByTokenHash(tokenHash)).toEqual(created)
    })

    it('creates the credential with the instance, or neither', async () => {
      const tenant = await aTenant(context.store)
      const input = await anInstance(context.store, tenant)
      await context.store.instances.create(input)
      const other = await anInstance(context.store, tenant, { tokenHash: input.tokenHash })

      await expect(context.store.instances.create(other)).rejects.toMatchObject({
        code: 'conflict',
      })

      expect(await context.store.credentials.get(tenant.scope, input.id)).toMatchObject({
        instanceId: input.id,
        version: 1,
        state: 'connected',
        sealed: input.credential?.sealed,
      })
      expect(await context.store.instances.get(tenant.scope, other.id)).toBeUndefined()
      expect(await context.store.credentials.get(tenant.scope, other.id)).toBeUndefined()
    })

    it('creates an instance without a credential', async () => {
      const tenant = await aTenant(context.store)
      const { credential: _, ...input } = await anInstance(context.store, tenant)

      const { id } = await context.store.instances.create(input)

      expect(await context.store.credentials.get(tenant.scope, id)).toBeUndefined()
    })

    it('refuses an instance of an account or user of another organization', async () => {
      const [one, other] = [await aTenant(context.store), await aTenant(context.store)]
      const foreignAccount = await anInstance(context.store, one, { accountId: other.account.id })
      const foreignUser = await anInstance(context.store, one, { userId: other.user.id })

      for (const input of [foreignAccount, foreignUser]) {
        await expect(context.store.instances.create(input)).rejects.toMatchObject({
          code: 'not_found',
        })
      }
    })

    it('filters by all tags, by text in any case, and by element', async () => {
      const tenant = await aTenant(context.store)
      const create = async (overrides: Parameters<typeof anInstance>[2]) =>
        (await context.store.instances.create(await anInstance(context.store, tenant, overrides)))
          .id
      const a = await create({ name: 'Ärger 100%', tags: ['x', 'y'], elementId: 1 })
      const b = await create({ name: 'Plain', tags: ['x'], elementId: 1 })
      const c = await create({ name: 'Plain_too', tags: [], elementId: 2 })
      const find = async (filter: Parameters<typeof context.store.instances.list>[1]) => {
        const found = await context.store.instances.list(tenant.scope, filter, { limit: 10 })
        expect(await context.store.instances.count(tenant.scope, filter)).toBe(found.length)
        return found.map(({ id }) => id)
      }

      expect(await find({})).toEqual([a, b, c])
      expect(await find({ tags: ['x'] })).toEqual([a, b])
      expect(await find({ tags: ['y', 'x'] })).toEqual([a])
      expect(await find({ tags: [] })).toEqual([a, b, c])
      expect(await find({ searchText: 'PLAIN' })).toEqual([b, c])
      expect(await find({ searchText: '%' })).toEqual([a])
      expect(await find({ searchText: '_' })).toEqual([c])
      expect(await find({ elementId: 1, tags: ['x'], searchText: 'plain' })).toEqual([b])
    })

    it('lists page by page', async () => {
      const tenant = await aTenant(context.store)
      const ids: number[] = []
      for (let n = 0; n < 5; n += 1) {
        const { id } = await context.store.instances.create(await anInstance(context.store, tenant))
        ids.push(id)
      }

      const first = await context.store.instances.list(tenant.scope, {}, { limit: 2 })
      const rest = await context.store.instances.list(
        tenant.scope,
        {},
        { limit: 9, afterId: ids[1] ?? 0 },
      )

      expect(first.map(({ id }) => id)).toEqual(ids.slice(0, 2))
      expect(rest.map(({ id }) => id)).toEqual(ids.slice(2))
    })

    it('changes what a patch names and nothing else', async () => {
      const tenant = await aTenant(context.store)
      const created = await context.store.instances.create(await anInstance(context.store, tenant))
      const patch = { name: 'Renamed', tags: [], configuration: { a: 'b' }, disabled: true }

      const updated = await context.store.instances.update(tenant.scope, created.id, patch)

      expect(updated).toEqual({ ...created, ...patch, updatedAt: expect.any(Date) })
      expect(updated?.updatedAt.getTime()).toBeGreaterThanOrEqual(created.updatedAt.getTime())
      expect(await context.store.instances.get(tenant.scope, created.id)).toEqual(updated)
    })

    it('replaces the tokens with an update: next version, connected, any lease ended', async () => {
      const tenant = await aTenant(context.store)
      const { id } = await context.store.instances.create(await anInstance(context.store, tenant))
      const lease = await context.store.credentials.acquireLease(id, 'somebody', 60_000)
      const credential = { sealed: randomBytes(20), expiresAt: null, refreshDueAt: new Date(0) }

      await context.store.instances.update(tenant.scope, id, { credential })

      const now = await context.store.credentials.get(tenant.scope, id)
      expect(now).toMatchObject({ ...credential, version: 2, state: 'connected', failures: 0 })
      expect(await context.store.credentials.renewLease(id, lease?.fence ?? 0, 60_000)).toBe(false)
      expect(await context.store.credentials.acquireLease(id, 'another', 60_000)).toBeDefined()
    })

    it('gives a credential to an instance that had none', async () => {
      const tenant = await aTenant(context.store)
      const { credential, ...input } = await anInstance(context.store, tenant)
      const { id } = await context.store.instances.create(input)

      await context.store.instances.update(tenant.scope, id, { ...(credential && { credential }) })

      expect(await context.store.credentials.get(tenant.scope, id)).toMatchObject({ version: 1 })
    })

    it('deletes the instance with its credential and its token, once', async () => {
      const tenant = await aTenant(context.store)
      const tokenHash = aHash()
      const created = await context.store.instances.create(
        await anInstance(context.store, tenant, { tokenHash }),
      )

      expect(await context.store.instances.delete(tenant.scope, created.id)).toEqual(created)

      expect(await context.store.instances.findByTokenHash(tokenHash)).toBeUndefined()
      expect(await context.store.credentials.get(tenant.scope, created.id)).toBeUndefined()
      expect(await context.store.instances.delete(tenant.scope, created.id)).toBeUndefined()
    })
  })
}
