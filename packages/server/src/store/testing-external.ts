/** A PostgreSQL server as an operator would have it: listening on TCP, with a password. From the embedded binaries. */
import { randomBytes } from 'node:crypto'
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { prepareBinaries } from './embedded/binaries.ts'
import { ensureCluster, SUPERUSER } from './embedded/cluster.ts'
import { SYSTEM_DIR } from './embedded/home.ts'
import { binariesPackage, installedPackage, thisPlatform } from './embedded/platform.ts'
import { isAlive, launch, readPostmaster, stopPostmaster } from './embedded/postmaster.ts'
import type { ServerUser } from './embedded/run.ts'

export interface ExternalPostgres {
  readonly connectionString: string
  /** Kill the server with SIGKILL, and start it again. */
  crash(): Promise<void>
  /** Stop it and remove its files. */
  stop(): Promise<void>
}

/** Start one on a free port of 127.0.0.1, with files in a temporary folder. */
export async function startExternalPostgres(): Promise<ExternalPostgres> {
  const user: ServerUser = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined
  const dir = await mkdtemp(join(tmpdir(), 'valence-external-'))
  const password = randomBytes(16).toString('hex')
  const passwordFile = join(dir, 'password')
  await writeFile(passwordFile, password, { mode: 0o600 })
  for (const path of user ? [dir, passwordFile] : [])
    await chown(path, user?.uid ?? 0, user?.gid ?? 0)
  const packageDir = installedPackage(binariesPackage(thisPlatform()))
  const binaries = await prepareBinaries(packageDir, { copyDir: user ? SYSTEM_DIR : dir, user })
  const args = ['--auth-local=reject', '--auth-host=scram-sha-256', `--pwfile=${passwordFile}`]
  const data = await ensureCluster(dir, binaries, { user, args })
  const port = await freePort()
  const connectionString = `postgresql://${SUPERUSER}:${password}@127.0.0.1:${port}/postgres`
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: dir,
    shared_buffers: '32MB',
  }
  const launchOnce = () =>
    launch({ postgres: binaries.postgres, data, log: join(dir, 'log'), user, settings })
  // After a crash the last backends of the old server hold the cluster for some moments: try again until they are gone.
  const start = async () => {
    let server = await launchOnce()
    for (const end = Date.now() + 60_000; Date.now() < end; await delay(20)) {
      if (await answers(connectionString)) return
      if (server.hasExited()) server = await launchOnce()
    }
    throw new Error('The external PostgreSQL did not start in time')
  }
  await start()
  return {
    connectionString,
    async crash() {
      const running = await readPostmaster(data)
      if (running) process.kill(running.pid, 'SIGKILL')
      while (running && isAlive(running.pid)) await delay(5)
      await start()
    },
    async stop() {
      await stopPostmaster(data)
      await rm(dir, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  const { promise, resolve } = Promise.withResolvers<void>()
  server.listen(0, '127.0.0.1', resolve)
  await promise
  const address = server.address()
  await new Promise((done) => server.close(done))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

async function answers(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 2_000 })
  client.on('error', () => undefined)
  return client.connect().then(
    () => client.end().then(() => true),
    () => false,
  )
}
