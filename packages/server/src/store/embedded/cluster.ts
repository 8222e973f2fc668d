import { randomBytes } from 'node:crypto'
import { open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Binaries } from './binaries.ts'
import { embeddedFailure, run, type ServerUser } from './run.ts'

/** The database superuser of the embedded server. */
export const SUPERUSER = 'valence'

const INITDB_TIMEOUT_MS = 120_000
/** A folder that initdb left unfinished this long ago was left for good. */
const ABANDONED_AFTER_MS = 3_600_000

/**
 * Make the cluster unless it exists. It is made aside and renamed, so a cluster that exists is a whole one, and two
 * processes that begin together end up with the same.
 *
 * @param dir - The folder it is made in.
 * @param args - Arguments for initdb beside the usual; by default only unix sockets may connect.
 * @returns Path of the cluster, `<dir>/data`.
 * @throws {ValenceError} `unavailable` when initdb fails, with its words.
 */
export async function ensureCluster(
  dir: string,
  binaries: Binaries,
  options: { user: ServerUser; args?: readonly string[] },
): Promise<string> {
  const data = join(dir, 'data')
  if (await isCluster(data)) return data
  await removeAbandoned(dir)
  const unfinished = join(dir, `initdb-${process.pid}-${randomBytes(4).toString('hex')}`)
  try {
    await initdb(binaries, unfinished, options)
    await rename(unfinished, data)
    await syncDirectory(dir)
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    if (!(await isCluster(data))) throw error
  }
  return data
}

async function initdb(
  binaries: Binaries,
  data: string,
  options: { user: ServerUser; args?: readonly string[] },
): Promise<void> {
  const access = options.args ?? ['--auth-local=trust', '--auth-host=reject']
  // The collation is built in: sorting does not depend on the machine's C library, whose updates corrupt indexes.
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
  const args = ['-D', data, '-U', SUPERUSER, '--encoding=UTF8', ...locale, ...access]
  const { user } = options
  const { code, output } = await run(binaries.initdb, args, { user, timeoutMs: INITDB_TIMEOUT_MS })
  if (code !== 0) throw embeddedFailure(`initdb failed: ${output}.`)
}

async function isCluster(data: string): Promise<boolean> {
  return readFile(join(data, 'PG_VERSION')).then(
    () => true,
    () => false,
  )
}

async function removeAbandoned(dir: string): Promise<void> {
  for (const name of await readdir(dir)) {
    if (!name.startsWith('initdb-')) continue
    const path = join(dir, name)
    const found = await stat(path).catch(() => undefined)
    if (found && Date.now() - found.mtimeMs > ABANDONED_AFTER_MS) {
      await rm(path, { recursive: true, force: true })
    }
  }
}

// The name `data` must survive a power loss as the files below it do.
async function syncDirectory(dir: string): Promise<void> {
  const handle = await open(dir)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
