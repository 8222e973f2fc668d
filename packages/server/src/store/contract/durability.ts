import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { aTenant, type Tenant } from '../testing-records.ts'
import type { ContractContext } from './harness.ts'

const writer = fileURLToPath(new URL('../testing-writer.ts', import.meta.url))

/** Let a process create instances and kill it with SIGKILL in the midst; returns the ids it was told are stored. */
async function killWriter(connectionString: string, tenant: Tenant): Promise<readonly number[]> {
  const { account, user } = tenant
  const child = spawn(
    process.execPath,
    [writer, connectionString, JSON.stringify({ account, user })],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const acknowledged: number[] = []
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => {
    acknowledged.push(Number(line))
    if (acknowledged.length === 200) child.kill('SIGKILL')
  })
  await Promise.all([once(child, 'close'), once(lines, 'close')])
  return acknowledged
}

export function durabilityContract(context: ContractContext): void {
  async function missing(tenant: Tenant, ids: readonly number[]): Promise<readonly number[]> {
    const store = await context.harness.openStore()
    const found = await Promise.all(
      ids.map(async (id) => ({
        id,
        isWhole:
          (await store.instances.get(tenant.scope, id)) !== undefined &&
          (await store.credentials.get(tenant.scope, id)) !== undefined,
      })),
    )
    await store.close()
    return found.filter(({ isWhole }) => !isWhole).map(({ id }) => id)
  }

  describe('durability', () => {
    it('has every acknowledged instance after its writer was killed', async () => {
      const tenant = await aTenant(context.store)

      const ids = await killWriter(context.harness.connectionString, tenant)

      expect(ids.length).toBeGreaterThanOrEqual(200)
      expect(await missing(tenant, ids)).toEqual([])
    })

    it('has every acknowledged instance after writer and server were killed', async ({ skip }) => {
      const { crash } = context.harness
      if (!crash) return skip('this server is not ours to kill')
      const tenant = await aTenant(context.store)

      const ids = await killWriter(context.harness.connectionString, tenant)
      await crash()

      expect(ids.length).toBeGreaterThanOrEqual(200)
      expect(await missing(tenant, ids)).toEqual([])
    })

    it('answers `unavailable` while the server is away, and works again afterwards', async ({
      skip,
    }) => {
      const { crash } = context.harness
      if (!crash) return skip('this server is not ours to kill')
      const errors: unknown[] = []
      const { organization } = await aTenant(context.store)
      const crashing = crash().then(() => 'back')
      for (;;) {
        await context.store.organizations.get(organization.id).catch((error) => errors.push(error))
        const state = await Promise.race([crashing, new Promise((go) => setTimeout(go, 1, 'away'))])
        if (state === 'back') break
      }

      expect(errors.length).toBeGreaterThan(0)
      for (const error of errors) expect(error).toMatchObject({ code: 'unavailable' })
      expect(await context.store.isReady()).toBe(true)
      expect(await context.store.organizations.get(organization.id)).toEqual(organization)
    })
  })
}
