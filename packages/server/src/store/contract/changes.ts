import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Change, Store } from '../store.ts'
import { anInstance, aTenant } from '../testing-records.ts'
import type { ContractContext } from './harness.ts'

/** Announcements travel in the order of their commits: when this one is heard, so was everything before it. */
async function heardSoFar(store: Store, changes: Change[]): Promise<readonly Change[]> {
  const { organization } = await aTenant(store)
  await store.organizations.update(organization.id, { name: 'marker' })
  const isMarker = (change: Change) =>
    change.kind === 'organization' && change.id === organization.id
  for (const end = Date.now() + 5_000; Date.now() < end; await delay(5)) {
    const index = changes.findIndex(isMarker)
    if (index >= 0) return changes.splice(0, index + 1).slice(0, -1)
  }
  throw new Error('the marker was not heard')
}

export function changesContract(context: ContractContext): void {
  describe('changes', () => {
    let listening: Store
    const changes: Change[] = []
    let stop: () => void

    beforeAll(async () => {
      listening = await context.harness.openStore()
      stop = listening.onChange((change) => changes.push(change))
    })
    afterAll(async () => {
      stop()
      await listening.close()
    })

    it('reach another store, with what was changed and its id', async () => {
      const { store } = context
      const { organization, scope, ...tenant } = await aTenant(store)
      const { id } = await store.instances.create(await anInstance(store, tenant))
      await heardSoFar(store, changes)

      await store.organizations.update(organization.id, { name: 'x' })
      await store.instances.update(scope, id, { disabled: true })
      await store.credentials.commit(id, 1, {
        sealed: Buffer.from('x'),
        expiresAt: null,
        refreshDueAt: null,
      })
      await store.instances.delete(scope, id)

      expect(await heardSoFar(store, changes)).toEqual([
        { kind: 'organization', id: organization.id },
        { kind: 'instance', id },
        { kind: 'credential', id },
        // Deleted by one statement.
        { kind: 'instance', id },
        { kind: 'credential', id },
      ])
    })

    it('tell of a user that an operator deactivated in SQL', async () => {
      const { user } = await aTenant(context.store)
      await heardSoFar(context.store, changes)
      const client = new pg.Client({ connectionString: context.harness.connectionString })
      await client.connect()

      await client.query('update app_user set active = false where id = $1', [user.id])
      await client.end()

      expect(await heardSoFar(context.store, changes)).toEqual([{ kind: 'user', id: user.id }])
    })

    it('tell of a user whose session ended, because others remember callers', async () => {
      const { user } = await aTenant(context.store)
      await context.store.users.createSession(user, 'ended', new Date(Date.now() + 60_000))
      await heardSoFar(context.store, changes)

      await context.store.users.deleteSession('ended')

      expect(await heardSoFar(context.store, changes)).toEqual([{ kind: 'user', id: user.id }])
    })

    it('say nothing of what nobody can hold an older version of, or decides by', async () => {
      const { store } = context
      const tenant = await aTenant(store)
      await heardSoFar(store, changes)

      const { id } = await store.instances.create(await anInstance(store, tenant))
      await store.users.recordLogin(tenant.user, new Date())
      await store.credentials.acquireLease(id, 'a', 60_000)
      await store.credentials.renewLease(id, 1, 60_000)

      expect(await heardSoFar(store, changes)).toEqual([])
    })

    it('tell of a failed refresh, because the state is another', async () => {
      const { store } = context
      const tenant = await aTenant(store)
      const { id } = await store.instances.create(await anInstance(store, tenant))
      await heardSoFar(store, changes)

      await store.credentials.acquireLease(id, 'a', 60_000)
      const outcome = { state: 'degraded', reason: 'x', failures: 1, nextAttemptAt: null } as const
      await store.credentials.release(id, { fence: 1, version: 1 }, outcome)

      expect(await heardSoFar(store, changes)).toEqual([{ kind: 'credential', id }])
    })

    it('end with the function that was returned, and a listener that throws disturbs no other', async () => {
      const heard: Change[] = []
      const stopThrowing = listening.onChange(() => {
        throw new Error('a bad listener')
      })
      const stopHearing = listening.onChange((change) => heard.push(change))

      await heardSoFar(context.store, changes)
      stopHearing()
      stopThrowing()
      const count = heard.length
      await heardSoFar(context.store, changes)

      expect(count).toBe(1)
      expect(heard).toHaveLength(1)
    })

    it('come back after a broken connection, with `all` first', async () => {
      const client = new pg.Client({ connectionString: context.harness.connectionString })
      await client.connect()
      await heardSoFar(context.store, changes)

      await client.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where query = 'listen valence_change' and datname = current_database()`,
      )
      await client.end()
      for (const end = Date.now() + 5_000; Date.now() < end && changes.length === 0; )
        await delay(10)

      expect(await heardSoFar(context.store, changes)).toEqual([{ kind: 'all' }])
    })
  })
}
