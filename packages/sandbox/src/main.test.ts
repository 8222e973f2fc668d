import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it } from 'vitest'

const program = join(import.meta.dirname, 'main.ts')

function start(env: Record<string, string>) {
  const child = spawn(process.execPath, [program], {
    env: { ...process.env, SANDBOX_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => lines.push(line))
  }
  return { child, lines }
}

describe('The program', () => {
  it('says where it listens and how to sign in, and stops in order when told to', async () => {
    const { child, lines } = start({ SANDBOX_CONTACTS: '7' })
    while (!lines.some((line) => line.includes('KeapAK-'))) await once(child.stdout, 'data')
    const text = lines.join('\n')
    const [, url] = /listening on (\S+)/.exec(text) ?? []
    const [key] = /KeapAK-\S+/.exec(text) ?? []
    const contacts = await fetch(`${url}/crm/rest/v2/contacts`, {
      headers: { authorization: `Bearer ${key}` },
    })
    child.kill('SIGTERM')
    const [code] = await once(child, 'exit')

    expect(text).toContain('admin@example.com / sandbox: dt123, ab103')
    expect(((await contacts.json()) as { contacts: unknown[] }).contacts).toHaveLength(7)
    expect(code).toBe(0)
  })

  it('says why it did not start', async () => {
    const { child, lines } = start({ SANDBOX_SEED: 'lucky' })
    const [code] = await once(child, 'exit')

    expect(code).toBe(1)
    expect(lines.join('\n')).toContain('SANDBOX_SEED is lucky')
  })
})
