/** The process: settings, compose, listen, drain. */
import { setFlagsFromString } from 'node:v8'
import { startApp } from './app.ts'
import { ConfigError, readConfig } from './config.ts'

/** How long requests under way may take after a signal before the process ends anyway. */
const drainMs = 20_000

// Under load V8 lets the old generation grow to several times what is in use before it collects. Collecting at 1.4 times
// keeps the process below 200 MB for a few percent of throughput (docs/reference/performance.md).
setFlagsFromString('--heap-growing-percent=40')
setFlagsFromString('--semi-space-growth-factor=1')

async function main(): Promise<void> {
  const config = readConfig(process.env, process.cwd())
  const app = await startApp(config, (line) => process.stderr.write(`${line}\n`))
  let isStopping = false
  const stop = () => {
    if (isStopping) return
    isStopping = true
    setTimeout(() => process.exit(1), drainMs).unref()
    app.close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

main().catch((error: unknown) => {
  const isExpected = error instanceof ConfigError
  process.stderr.write(
    `Valence did not start. ${isExpected ? error.message : (error as Error).stack}\n`,
  )
  process.exit(1)
})
