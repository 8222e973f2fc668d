/**
 * A PostgreSQL server of our own, started from the binaries of an npm package and reachable through a unix socket only.
 *
 * It outlives a process that is killed, and the next one adopts it; any number of processes may share it, and the last
 * one to stop in an orderly way stops it. Nothing here holds a lock file: PostgreSQL's own `postmaster.pid` decides
 * between two servers, a rename between two initdbs, and an advisory lock between the last user and the next.
 */
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import type { Log } from '../lib/log.ts'
import { type Binaries, prepareBinaries } from './embedded/binaries.ts'
import { ensureCluster, SUPERUSER } from './embedded/cluster.ts'
import { type Home, openHome, PORT, SYSTEM_DIR } from './embedded/home.ts'
import { binariesPackage, installedPackage, thisPlatform } from './embedded/platform.ts'
import {
  clearStalePidFile,
  type Launched,
  launch,
  readPostmaster,
  stopPostmaster,
} from './embedded/postmaster.ts'
import { join, type Presence } from './embedded/presence.ts'
import { embeddedFailure } from './embedded/run.ts'

/** Recovery after a power loss reads at most `max_wal_size`; slow disks get their time. */
const START_TIMEOUT_MS = 180_000
const POLL_MS = 20
const RESTART_BACK_OFF_MS = 1_000
const DATABASE = 'valence'

/**
 * Small, and durable: `fsync`, `synchronous_commit` and `full_page_writes` keep their default, which is on.
 * With these the whole server takes about 30 MB with ten connections open.
 */
const defaultSettings = {
  listen_addresses: '',
  port: String(PORT),
  unix_socket_permissions: '0700',
  max_connections: '60',
  shared_buffers: '32MB',
  max_wal_size: '256MB',
  max_parallel_workers_per_gather: '0',
  max_logical_replication_workers: '0',
  jit: 'off',
  // PostgreSQL 18 starts three processes for asynchronous reads otherwise.
  io_method: 'sync',
  log_checkpoints: 'off',
  log_line_prefix: '%m [%p] %e ',
  log_timezone: 'UTC',
  timezone: 'UTC',
} as const

/** A connection to the embedded server's life. */
export interface EmbeddedPostgres {
  /** For `openStore` and for everything else that speaks to PostgreSQL. No password: the socket's folder is the door. */
  readonly connectionString: string
  /** The server's process. It changes when the server had to be started again. */
  pid(): number
  /** Was it running already? */
  readonly isAdopted: boolean
  /** Stop using it; stops the server when no other Valence process uses it. Close pools first. */
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  /** Where everything lies; made when missing. `.valence` by default of the configuration. */
  readonly dataDir: string
  readonly log: Log
  /** PostgreSQL settings over the defaults; they count when this process is the one that starts the server. */
  readonly settings?: Readonly<Record<string, string>>
}

/**
 * Start the embedded PostgreSQL of a data folder, or adopt the one that runs, and keep it running until `stop`: when
 * the server ends by itself, it is started again.
 *
 * @throws {ValenceError} `unavailable`, naming `DATABASE_URL`, when it cannot run here; the message says why.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const packageDir = installedPackage(binariesPackage(thisPlatform()))
  const home = await openHome(options.dataDir)
  const copyDir = home.user ? SYSTEM_DIR : home.dir
  const binaries = await prepareBinaries(packageDir, { copyDir, user: home.user })
  await ensureCluster(home.dir, binaries, { user: home.user })
  const server = { home, binaries, settings: { ...defaultSettings, ...options.settings } }
  const { presence, isAdopted } = await ensureRunning(server)
  options.log.info({ pid: presence.pid, isAdopted, dir: home.dir }, 'embedded PostgreSQL is ready')
  await presence.ensureDatabase(DATABASE)
  const keeper = keepRunning(server, presence, options.log)
  return {
    connectionString: socketConnectionString(presence.socketDir),
    pid: keeper.pid,
    isAdopted,
    stop: keeper.stop,
  }
}

function socketConnectionString(socketDir: string): string {
  return `postgresql://${SUPERUSER}@/${DATABASE}?host=${encodeURIComponent(socketDir)}&port=${PORT}`
}

interface Server {
  readonly home: Home
  readonly binaries: Binaries
  readonly settings: Readonly<Record<string, string>>
}

/** Join the server that runs, or start one; whoever loses the race against another process joins the winner's. */
async function ensureRunning(server: Server): Promise<{ presence: Presence; isAdopted: boolean }> {
  const { data } = server.home
  let launched: Launched | undefined
  for (const end = Date.now() + START_TIMEOUT_MS; Date.now() < end; await delay(POLL_MS)) {
    const presence = await join(data)
    if (presence) return { presence, isAdopted: presence.pid !== launched?.pid }
    if (launched && !launched.hasExited()) continue
    if (launched) await assertRetryable(launched, data)
    launched = await begin(server)
  }
  const running = await readPostmaster(data)
  const reason = running
    ? `process ${running.pid} holds ${data} and does not answer; stop it`
    : `see ${server.home.log}`
  throw embeddedFailure(`The embedded PostgreSQL did not start in time: ${reason}.`)
}

async function begin({ home, binaries, settings }: Server): Promise<Launched> {
  const { data, log, user } = home
  try {
    await clearStalePidFile(data)
    return await launch({
      postgres: binaries.postgres,
      data,
      log,
      user,
      settings: { ...settings, unix_socket_directories: quoted(home.socket) },
    })
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw embeddedFailure(`The embedded PostgreSQL cannot be started: ${reason}.`, cause)
  }
}

// F0001 is lock_file_exists: another process is starting the same cluster, or the last backends of a killed server are
// still ending. Both pass. Everything else does not.
async function assertRetryable(launched: Launched, data: string): Promise<void> {
  const words = await launched.logTail()
  if (words.includes(' F0001 ') || (await readPostmaster(data))) return
  throw embeddedFailure(`The embedded PostgreSQL does not start: ${words}.`)
}

// The setting is a list; quotes keep a comma or a blank in the path from ending an entry.
function quoted(path: string): string {
  return `"${path.replaceAll('"', '""')}"`
}

/** Start the server again whenever our presence ends without `stop`. */
function keepRunning(server: Server, first: Presence, log: Log) {
  const stopping = new AbortController()
  const stopAsked = once(stopping.signal, 'abort')
  let presence = first
  const watching = watch()

  async function watch(): Promise<void> {
    for (;;) {
      await Promise.race([presence.ended, stopAsked])
      if (stopping.signal.aborted) return
      log.warn({ pid: presence.pid }, 'the embedded PostgreSQL ended; starting it again')
      await revive()
    }
  }

  async function revive(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        presence = (await ensureRunning(server)).presence
        return
      } catch (error) {
        log.error({ err: error }, 'the embedded PostgreSQL cannot be started again')
        await Promise.race([delay(RESTART_BACK_OFF_MS), stopAsked])
      }
    }
  }

  async function leave(): Promise<void> {
    await watching
    const isLast = await presence.claim().catch(() => false)
    if (isLast) await stopPostmaster(server.home.data)
    else log.info({ pid: presence.pid }, 'the embedded PostgreSQL stays: it has other users')
    await presence.leave()
  }

  let leaving: Promise<void> | undefined
  const stop = (): Promise<void> => {
    stopping.abort()
    leaving ??= leave()
    return leaving
  }
  return { pid: () => presence.pid, stop }
}
