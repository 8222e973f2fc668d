/** Before the first test with a browser: what all of them need, so that files which run side by side find it done. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { browserBinary } from './browser-binary.ts'

/** Build the console of the sources as they are, and unpack Chromium. Either does nothing the second time. */
export function setup(): void {
  browserBinary()
  const build = join(import.meta.dirname, '../../scripts/build-console.ts')
  const { status, stderr } = spawnSync(process.execPath, [build], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`The console was not built:\n${stderr}`)
}
