import { execFileSync } from 'node:child_process'
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { prepareBinaries } from './binaries.ts'
import { binariesPackage, installedPackage, thisPlatform } from './platform.ts'
import { run } from './run.ts'

const isRoot = process.getuid?.() === 0
const nobody = isRoot ? { uid: 65_534, gid: 65_534 } : undefined
const roots: string[] = []

/** The package as npm unpacks it when its install script does not run: without links. */
async function unpacked(): Promise<{ root: string; packageDir: string }> {
  const root = await mkdtemp(join(tmpdir(), 'valence-binaries-'))
  roots.push(root)
  await chmod(root, 0o755)
  const packageDir = join(root, 'package')
  await cp(installedPackage(binariesPackage(thisPlatform())), packageDir, {
    recursive: true,
    verbatimSymlinks: true,
  })
  execFileSync('find', [packageDir, '-type', 'l', '-delete'])
  return { root, packageDir }
}

describe('the binaries of PostgreSQL', () => {
  let root: string
  let packageDir: string

  beforeEach(async () => {
    const made = await unpacked()
    root = made.root
    packageDir = made.packageDir
  })
  afterAll(async () => {
    for (const path of roots) await rm(path, { recursive: true, force: true })
  })

  it.skipIf(process.platform !== 'linux')(
    'do not run without the links that npm cannot pack',
    async () => {
      const { code } = await run(join(packageDir, 'native/bin/postgres'), ['--version'], {
        user: nobody,
        timeoutMs: 10_000,
      })

      expect(code).not.toBe(0)
    },
  )

  it('get their links where they lie, and run', async () => {
    const copyDir = join(root, 'copies')

    const { postgres } = await prepareBinaries(packageDir, { copyDir, user: nobody })

    expect(postgres).toBe(join(packageDir, 'native/bin/postgres'))
    const { code, output } = await run(postgres, ['--version'], { user: nobody, timeoutMs: 10_000 })
    expect({ code, output }).toEqual({
      code: 0,
      output: expect.stringContaining('(PostgreSQL) 18'),
    })
    await expect(stat(copyDir)).rejects.toThrow()
  })

  it.skipIf(!isRoot)(
    'are copied, once, when their user cannot reach them, even when packed for root’s eyes only',
    async () => {
      execFileSync('chmod', ['-R', 'go-rwx', packageDir])
      const copyDir = join(root, 'copies')
      await mkdir(copyDir)

      const both = await Promise.all([
        prepareBinaries(packageDir, { copyDir, user: nobody }),
        prepareBinaries(packageDir, { copyDir, user: nobody }),
      ])

      const { version } = JSON.parse(await readFile(join(packageDir, 'package.json'), 'utf8')) as {
        version: string
      }
      expect(both[0]).toEqual(both[1])
      expect(both[0]?.postgres.startsWith(copyDir)).toBe(true)
      expect(await readdir(copyDir)).toEqual([expect.stringContaining(version)])
    },
  )

  it('that do not run at all are refused with the way out', async () => {
    await rm(join(packageDir, 'native/lib/libssl.so.1.1'))

    const preparing = prepareBinaries(packageDir, { copyDir: join(root, 'copies'), user: nobody })

    await expect(preparing).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('DATABASE_URL'),
    })
  })
})
