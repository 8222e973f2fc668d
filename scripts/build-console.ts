/**
 * `npm run build`: build the console into packages/console/dist, where the server serves it from. Does nothing when the
 * folder was built of the same sources. `npm start`, `npm run demo` and `npm test` run it first. Says what it has to say on
 * standard error. Several may run at once, also beside a server: the folder is replaced as a whole.
 */
import { spawnSync } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const consoleFolder = join(root, 'packages/console')
const dist = join(consoleFolder, 'dist')
const stampName = '.stamp'

/** What the build is made of. */
const sources = [
  'scripts/build-console.ts',
  'package-lock.json',
  'packages/console/index.html',
  'packages/console/package.json',
  'packages/console/vite.config.ts',
  'packages/console/public',
  'packages/console/src',
  'packages/sdk/src',
]

function filesOf(path: string): string[] {
  const absolute = join(root, path)
  if (!existsSync(absolute)) return []
  const below = namesIn(absolute)
  if (below) return below.sort().flatMap((name) => filesOf(`${path}/${name}`))
  return path.endsWith('.test.ts') ? [] : [path]
}

/** The names in a folder; `undefined` for a file. */
function namesIn(path: string): string[] | undefined {
  try {
    return readdirSync(path)
  } catch {
    return undefined
  }
}

function stampOfSources(): string {
  const hash = createHash('sha256')
  for (const file of sources.flatMap(filesOf))
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0')
  return hash.digest('hex')
}

function isBuilt(stamp: string): boolean {
  const file = join(dist, stampName)
  return existsSync(file) && readFileSync(file, 'utf8') === stamp
}

function build(folder: string): boolean {
  const vite = join(
    createRequire(join(consoleFolder, 'package.json')).resolve('vite/package.json'),
    '../bin/vite.js',
  )
  const args = ['build', '--outDir', folder, '--emptyOutDir', '--logLevel', 'warn']
  const { status } = spawnSync(process.execPath, [vite, ...args], {
    cwd: consoleFolder,
    // Whatever the caller's is: React's other builds are larger and slower.
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 2, 2],
  })
  return status === 0
}

/** Put the folder where the server looks. A folder cannot be renamed onto another: the old one is moved away first. */
function replaceDist(folder: string, stamp: string): void {
  const old = `${folder}-old`
  for (let attempts = 0; attempts < 20 && !isBuilt(stamp); attempts += 1) {
    try {
      if (existsSync(dist)) renameSync(dist, old)
      renameSync(folder, dist)
    } catch {
      // Another process was faster with either step.
    }
    rmSync(old, { recursive: true, force: true })
  }
  rmSync(folder, { recursive: true, force: true })
}

const stamp = stampOfSources()
if (!isBuilt(stamp)) {
  process.stderr.write('Building the console…\n')
  const folder = join(consoleFolder, `dist.${randomUUID()}`)
  if (build(folder)) {
    writeFileSync(join(folder, stampName), stamp)
    replaceDist(folder, stamp)
  } else {
    rmSync(folder, { recursive: true, force: true })
    process.exitCode = 1
  }
}
