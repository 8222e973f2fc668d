import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { open, readFile, readlink, realpath, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type ServerUser, serverEnvironment } from './run.ts'

const MAX_LOG_BYTES = 10 * 1024 * 1024
/** PostgreSQL writes its pid file at once after making it; one that stays empty was left by a power loss. */
const EMPTY_PID_FILE_AGE_MS = 5_000

/** What a running server says of itself in `postmaster.pid`. */
export interface Postmaster {
  readonly pid: number
  readonly port: number
  readonly socketDir: string
}

/**
 * Read the pid file of a cluster. `undefined`: there is none, or it is not complete yet.
 *
 * @see PostgreSQL, src/include/utils/pidfile.h: the lines are pid, data directory, start time, port, socket directory.
 */
export async function readPostmaster(data: string): Promise<Postmaster | undefined> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '')
  const [pid, , , port, socketDir] = text.split('\n')
  if (!Number(pid) || !Number(port) || !socketDir) return undefined
  return { pid: Number(pid), port: Number(port), socketDir }
}

/**
 * Remove a pid file that no server stands behind. PostgreSQL does this itself when no process has the pid; it refuses to
 * start when the pid was given to another program since (usual after a restart of a container), or when the file is empty.
 */
export async function clearStalePidFile(data: string): Promise<void> {
  const path = join(data, 'postmaster.pid')
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined) return
  const pid = Number(text.split('\n')[0])
  if (text === '' || !pid) {
    const found = await stat(path).catch(() => undefined)
    if (found && Date.now() - found.mtimeMs > EMPTY_PID_FILE_AGE_MS) await rm(path, { force: true })
  } else if (isAlive(pid) && !(await isPostmasterOf(pid, data))) {
    await rm(path, { force: true })
  }
}

/**
 * Does a process with this pid run? One of another user does, too; a dead one that nobody has collected does not (its
 * parent was killed, and the first process of a container is often no init).
 */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  return !isZombie(pid)
}

function isZombie(pid: number): boolean {
  if (process.platform !== 'linux') return false
  try {
    // The state follows the name, which is in parentheses and may hold any character.
    return /\) Z [^)]*$/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

// A postmaster works in its data directory. Where that can't be read it counts as the postmaster: better not to start
// than to start a second one on the same files.
async function isPostmasterOf(pid: number, data: string): Promise<boolean> {
  if (process.platform !== 'linux') return isPostgresCommand(pid)
  try {
    return (await readlink(`/proc/${pid}/cwd`)) === (await realpath(data))
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT'
  }
}

function isPostgresCommand(pid: number): boolean {
  try {
    const command = execFileSync('/bin/ps', ['-o', 'comm=', '-p', String(pid)], { timeout: 5_000 })
    return command.toString().includes('postgres')
  } catch {
    return false
  }
}

/** A server that was started and may be on its way up. */
export interface Launched {
  readonly pid: number
  /** Has it ended already? */
  hasExited(): boolean
  /** What it logged since it was started, the last 2,000 characters. */
  logTail(): Promise<string>
}

/**
 * Start `postgres` so that it outlives this process: in a session of its own, so that Ctrl-C in the terminal reaches us
 * alone and requests can end first, and with its log in a file, so that no closed pipe can block it.
 */
export async function launch(options: {
  postgres: string
  data: string
  log: string
  user: ServerUser
  settings: Readonly<Record<string, string>>
}): Promise<Launched> {
  await rotate(options.log)
  const log = await open(options.log, 'a', 0o600)
  const { size: logStart } = await log.stat()
  // So that the same user can start it later without root.
  if (options.user) await log.chown(options.user.uid, options.user.gid)
  const child = spawn(
    options.postgres,
    ['-D', options.data, ...Object.entries(options.settings).flatMap(setting)],
    {
      ...options.user,
      cwd: '/',
      env: serverEnvironment,
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    },
  )
  await once(child, 'spawn').finally(() => log.close())
  child.unref()
  return {
    pid: child.pid ?? 0,
    hasExited: () => child.exitCode !== null || child.signalCode !== null,
    logTail: () => readTail(options.log, logStart),
  }
}

const setting = ([name, value]: [string, string]) => ['-c', `${name}=${value}`]

async function rotate(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined)
  if (found && found.size > MAX_LOG_BYTES) await rename(path, `${path}.1`)
}

async function readTail(path: string, from: number): Promise<string> {
  const bytes = await readFile(path)
  return bytes.subarray(from).toString().trim().slice(-2_000)
}

/**
 * Stop a server: at first `fast` (connections are ended, everything is written), after half a minute `immediate` (it will
 * recover at the next start; nothing acknowledged is lost). Resolves when its process has ended.
 *
 * @see https://www.postgresql.org/docs/current/server-shutdown.html
 */
export async function stopPostmaster(data: string): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    const running = await readPostmaster(data)
    if (!running || !isAlive(running.pid)) return
    process.kill(running.pid, signal)
    if (await hasEnded(running.pid, 30_000)) return
  }
}

async function hasEnded(pid: number, timeoutMs: number): Promise<boolean> {
  for (const end = Date.now() + timeoutMs; Date.now() < end; await delay(5)) {
    if (!isAlive(pid)) return true
  }
  return false
}
