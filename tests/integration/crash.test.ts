import { afterEach, describe, expect, it } from 'vitest'
import { startExternalPostgres } from '../../packages/server/src/store/testing-external.ts'
import { type System, startSystem } from '../support/system.ts'
import { migratedInstance, tokensFromVendor } from '../support/vendor-tokens.ts'

describe('An acknowledged instance', () => {
  const cleanUp: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const step of cleanUp.splice(0).reverse()) await step()
  })

  it('is there after the process was killed under load, on the embedded PostgreSQL', async () => {
    await killUnderLoad()
  })

  it('is there after the process was killed under load, on an external PostgreSQL', async () => {
    const postgres = await startExternalPostgres()
    cleanUp.push(postgres.stop)
    await killUnderLoad(postgres.connectionString)
  })

  async function killUnderLoad(databaseUrl?: string): Promise<void> {
    const system = await startSystem(databaseUrl ? { databaseUrl } : {})
    cleanUp.push(() => system.stop())
    const body = system.api.instanceBody(
      '',
      migratedInstance(await tokensFromVendor(system), Date.now()),
    )
    const acknowledged: number[] = []
    const load = Promise.all(
      Array.from({ length: 8 }, () => createUntilItBreaks(system, body, acknowledged)),
    )
    while (acknowledged.length < 40) await new Promise((resolve) => setTimeout(resolve, 20))
    await system.servers[0]?.kill()
    await load

    const { api } = await system.addServer()

    const list = await api.call('GET', '/instances?pageSize=2000')
    const there = new Set(list.body.map(({ id }: { id: number }) => id))
    expect(acknowledged.filter((id) => !there.has(id))).toEqual([])
    expect(list.body.every(({ token }: { token: string }) => token.length > 20)).toBe(true)
  }
})

/** Make instances until the server is gone. */
async function createUntilItBreaks(
  system: System,
  body: unknown,
  acknowledged: number[],
): Promise<void> {
  for (let count = 0; count < 5000; count += 1) {
    try {
      const answer = await system.api.call('POST', '/instances', { body, timeoutMs: 10_000 })
      if (answer.status === 200) acknowledged.push(answer.body.id)
    } catch {
      return
    }
  }
}
