/** The process: settings, compose, listen, drain. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { type App, startApp } from './app.ts'
import { ConfigError, readConfig } from './config.ts'
import { isValenceError } from './lib/errors.ts'
import { silentLog } from './lib/log.ts'
import { rotateDataKeys } from './rotate-data-keys.ts'

/** How long requests under way may take after a signal before the process ends anyway. */
const drainMs = 20_000

// Under load V8 lets the old generation grow to several times what is in use before it collects. Collecting at 1.4 times
// saves some 150 MB for a tenth of throughput (docs/reference/performance.md). The young generation is bounded on the
// command line, scripts/run.mjs: it can't be here.
setFlagsFromString('--heap-growing-percent=40')

const announce = (line: string) => process.stderr.write(`${line}\n`)

async function main(): Promise<void> {
  const config = readConfig(process.env, process.cwd())
  const [command] = process.argv.slice(2)
  if (command === 'rotate-data-keys') return rotateDataKeys(config, silentLog, announce)
  if (command)
    throw new ConfigError(
      `There is no command '${command}'. There is rotate-data-keys; without one the server runs.`,
    )
  const starting = startApp(config, announce)
  // A signal may come while the database is still starting: what was begun is ended in order all the same.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop(starting))
  await starting
  collectGarbageOfStart()
}

/** Loading the modules leaves some 50 MB behind, which V8 would keep for good. */
function collectGarbageOfStart(): void {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')({ type: 'major', flavor: 'last-resort' })
}

function stop(starting: Promise<App>): void {
  setTimeout(() => process.exit(1), drainMs).unref()
  starting
    .then((app) => app.close())
    .then(
      () => process.exit(0),
      () => process.exit(1),
    )
}

main().catch((error: unknown) => {
  const isExpected = error instanceof ConfigError || isValenceError(error) || isAddressInUse(error)
  announce(
    `Valence did not start. ${isExpected ? (error as Error).message : (error as Error).stack}`,
  )
  process.exit(1)
})

function isAddressInUse(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    (error.code === 'EADDRINUSE' || error.code === 'EACCES')
  )
}
