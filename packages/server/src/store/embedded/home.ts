/**
 * Where the embedded server keeps its files: `<data folder>/postgres`, owned by the user it runs as.
 *
 *     data/         the cluster (PGDATA)
 *     socket/       the unix socket, mode 0700: who may enter may connect
 *     server.log
 *
 * PostgreSQL refuses to run as root. Then it runs as `nobody`, and where that user can't reach the data folder (below
 * /root, say) `postgres` is a symbolic link to a folder under /var/lib/valence. The link alone says which: a data folder
 * that is deleted and made again starts with an empty database.
 */
import { createHash, randomBytes } from 'node:crypto'
import { chmod, chown, lstat, mkdir, realpath, rmdir, stat, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { embeddedFailure, run, type ServerUser } from './run.ts'

/** What root uses for what `nobody` must reach. */
export const SYSTEM_DIR = '/var/lib/valence'

/** `nobody` of every Linux and of user namespaces. */
const NOBODY = { uid: 65_534, gid: 65_534 } as const

/** The port only names the socket file; no network address is listened to. */
export const PORT = 5432

/** Longest path of a unix socket in bytes: `sun_path` without its closing NUL. */
const MAX_SOCKET_PATH = process.platform === 'darwin' ? 103 : 107

export interface Home {
  /** Real path, free of links. */
  readonly dir: string
  readonly data: string
  readonly socket: string
  readonly log: string
  /** Who runs the server and owns the files. */
  readonly user: ServerUser
}

/**
 * Find or make the home below a data folder.
 *
 * @throws {ValenceError} `unavailable` when a folder cannot be made or belongs to somebody else.
 */
export async function openHome(dataDir: string): Promise<Home> {
  const isRoot = process.getuid?.() === 0
  const parent = resolve(dataDir)
  const place = join(parent, 'postgres')
  try {
    // Others may pass through root's folder, not list it: `nobody` has to reach what lies inside.
    await mkdir(parent, { recursive: true, mode: isRoot ? 0o711 : 0o700 })
    const user = isRoot ? await ownerOf(place) : undefined
    if (user && !(await isThere(place)) && !(await makeReachable(parent, user))) {
      await relocate(place)
    }
    await mkdir(place, { recursive: true, mode: 0o700 })
    const dir = await realpath(place)
    if (user) await chown(dir, user.uid, user.gid)
    else await assertOwn(dir)
    const socket = await openSocketDir(dir, user)
    return { dir, data: join(dir, 'data'), log: join(dir, 'server.log'), socket, user }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw embeddedFailure(`The data folder ${parent} cannot be used: ${reason}.`, cause)
  }
}

// Root may start what another user made; PostgreSQL runs only as the owner of its data.
async function ownerOf(place: string): Promise<{ uid: number; gid: number }> {
  const data = await stat(join(place, 'data')).catch(() => undefined)
  return data && data.uid !== 0 ? { uid: data.uid, gid: data.gid } : NOBODY
}

// A closed folder of root's own only has to be opened for passing through: names stay hidden, and the key file in it is
// closed by itself. Folders above it are none of our business.
async function makeReachable(dir: string, user: ServerUser): Promise<boolean> {
  if (await canReach(dir, user)) return true
  const { uid, mode } = await stat(dir)
  if (uid !== 0 || !(await canReach(dirname(dir), user))) return false
  await chmod(dir, (mode & 0o777) | 0o001)
  return canReach(dir, user)
}

async function canReach(dir: string, user: ServerUser): Promise<boolean> {
  const { code } = await run('/bin/sh', ['-c', 'cd -- "$0"', dir], { user, timeoutMs: 10_000 })
  return code === 0
}

async function relocate(place: string): Promise<void> {
  const dir = join(SYSTEM_DIR, randomBytes(8).toString('hex'))
  await mkdir(SYSTEM_DIR, { recursive: true, mode: 0o755 })
  await mkdir(dir, { mode: 0o700 })
  await symlink(dir, place).catch(async (error: NodeJS.ErrnoException) => {
    await rmdir(dir)
    // Another process starting at the same time has chosen; its choice holds.
    if (error.code !== 'EEXIST') throw error
  })
}

// Root started it here before, say, and it belongs to `nobody` now.
async function assertOwn(dir: string): Promise<void> {
  const { uid } = await stat(dir)
  if (uid === process.getuid?.()) return
  throw new Error(`${dir} belongs to the user with id ${uid}; start as that user or as root`)
}

async function openSocketDir(home: string, user: ServerUser): Promise<string> {
  const beside = join(home, 'socket')
  const dir = isShortEnough(beside) ? beside : shortSocketDir(home)
  await mkdir(dir, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  if (dir !== beside) await assertOurs(dir, user)
  if (user) await chown(dir, user.uid, user.gid)
  return dir
}

function isShortEnough(dir: string): boolean {
  return Buffer.byteLength(join(dir, `.s.PGSQL.${PORT}`)) <= MAX_SOCKET_PATH
}

function shortSocketDir(home: string): string {
  const name = `valence-${createHash('sha256').update(home).digest('hex').slice(0, 16)}`
  const dir = join(tmpdir(), name)
  return isShortEnough(dir) ? dir : join('/tmp', name)
}

// The folder for temporary files is everybody's: somebody could have made ours beforehand, to listen in our place.
async function assertOurs(dir: string, user: ServerUser): Promise<void> {
  const found = await lstat(dir)
  const owners = [process.getuid?.(), user?.uid]
  if (found.isDirectory() && owners.includes(found.uid) && (found.mode & 0o077) === 0) return
  throw new Error(`${dir} belongs to another user or is open to others; remove it`)
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}
