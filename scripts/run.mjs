// Runs a TypeScript file of this project on the project's own Node.js, after installing what is missing.
// It is the only file that must work on whatever Node.js (20 or later) the machine has: no dependency, no TypeScript.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const stamp = join(root, 'node_modules', '.valence-install')
const node = join(
  root,
  'node_modules',
  'node',
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
)
const wanted = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex')

function isInstalled() {
  return existsSync(node) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted
}

// Standard output belongs to the program that is started: npm's words go to standard error.
// Not `npm ci`: it refuses a lock file that lacks the optional packages of platforms its writer could not see, where
// `install` takes the locked versions and adds what this platform needs. `--no-save` leaves the lock file as it is.
function install() {
  process.stderr.write('Installing dependencies…\n')
  const npm = process.env.npm_execpath
  const args = ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error']
  const options = { cwd: root, stdio: ['ignore', 2, 2] }
  const done = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...args], options)
    : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' })
  if (done.status !== 0 || !existsSync(node)) {
    process.stderr.write(
      'npm install failed. Is the npm registry reachable, and the disk writable?\n',
    )
    process.exit(1)
  }
  writeFileSync(stamp, wanted)
}

if (!isInstalled()) install()

// `--console` builds the pages first, when their sources have changed. Without them the server still has its API, so a
// failure is told and passed over.
function buildConsole() {
  const build = join(root, 'scripts', 'build-console.ts')
  const done = spawnSync(node, [build], { cwd: root, stdio: ['ignore', 2, 2] })
  if (done.status !== 0) process.stderr.write('The console was not built; going on without it.\n')
}

const [first, ...rest] = process.argv.slice(2)
if (first === '--console') buildConsole()
const [script, ...args] = first === '--console' ? rest : [first, ...rest]
// The young generation is bounded: unbounded, a server under load takes 150 MB more for little (docs/reference/performance.md).
const flags = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=8']
const child = spawn(node, [...flags, join(root, script), ...args], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, PATH: `${dirname(node)}:${process.env.PATH}` },
})
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)))
