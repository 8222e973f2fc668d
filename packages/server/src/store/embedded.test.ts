import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import {
  chmod,
  chown,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  readlink,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { silentLog } from '../lib/log.ts'
import { SYSTEM_DIR } from './embedded/home.ts'
import { isAlive } from './embedded/postmaster.ts'
import { type EmbeddedPostgres, startEmbedded } from './embedded.ts'

const isRoot = process.getuid?.() === 0
const user = fileURLToPath(new URL('./embedded/testing-process.ts', import.meta.url))

describe('embedded PostgreSQL', () => {
  let root: string
  const servers: EmbeddedPostgres[] = []
  const processes: ChildProcess[] = []

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'valence-embedded-'))
    // `nobody` must reach what lies inside.
    await chmod(root, 0o755)
    const first = await start('template')
    await query(first, 'create table note (text text)')
    await first.stop()
  })
  afterEach(async () => {
    for (const child of processes.splice(0)) child.kill('SIGKILL')
    for (const server of servers.splice(0)) await server.stop()
  })
  afterAll(() => rm(root, { recursive: true, force: true }))

  /** A data folder with a cluster that was stopped, without the second that initdb takes. */
  function copyOfTemplate(name: string): string {
    execFileSync('cp', ['-a', join(root, 'template'), join(root, name)])
    return join(root, name)
  }
  async function start(name: string): Promise<EmbeddedPostgres> {
    const server = await startEmbedded({ dataDir: join(root, name), log: silentLog })
    servers.push(server)
    return server
  }
  async function query(server: { connectionString: string }, sql: string) {
    const client = new pg.Client({ connectionString: server.connectionString })
    await client.connect()
    const { rows } = await client.query(sql).finally(() => client.end())
    return rows as readonly Record<string, unknown>[]
  }
  /** Another process that uses the server of a data folder. */
  async function startInProcess(dataDir: string, options: { uid?: number; gid?: number } = {}) {
    const child = spawn(process.execPath, [user, dataDir], {
      ...options,
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    processes.push(child)
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
    return {
      child,
      ...(JSON.parse(line) as { pid: number; isAdopted: boolean; connectionString: string }),
      async end(how: 'stop' | 'kill') {
        if (how === 'kill') child.kill('SIGKILL')
        else child.stdin.end()
        await once(child, 'exit')
      },
    }
  }

  it('keeps what was written, and stops with its last user', async () => {
    copyOfTemplate('keeps')
    const first = await start('keeps')
    await query(first, `insert into note values ('kept')`)
    await first.stop()

    const second = await start('keeps')

    expect(await query(second, 'select text from note')).toEqual([{ text: 'kept' }])
    expect(isAlive(first.pid())).toBe(false)
    expect(second.isAdopted).toBe(false)
  })

  it('is durable and small, and listens to a private unix socket only', async () => {
    copyOfTemplate('settings')
    const server = await start('settings')

    const settings = await query(
      server,
      `select name, setting from pg_settings where name in ('fsync', 'synchronous_commit',
        'full_page_writes', 'listen_addresses', 'shared_buffers', 'max_connections', 'unix_socket_permissions')`,
    )

    expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({
      fsync: 'on',
      synchronous_commit: 'on',
      full_page_writes: 'on',
      listen_addresses: '',
      shared_buffers: '4096',
      max_connections: '60',
      unix_socket_permissions: '0700',
    })
    const socketDir = new URL(server.connectionString.replace('@/', '@x/')).searchParams.get('host')
    expect((await stat(socketDir ?? '')).mode & 0o777).toBe(0o700)
  })

  it('outlives a process that is killed, and is adopted by the next with all it holds', async () => {
    const dataDir = copyOfTemplate('orphan')
    const killed = await startInProcess(dataDir)
    await query(killed, `insert into note values ('before')`)
    await killed.end('kill')

    const next = await start('orphan')

    expect(next).toMatchObject({ isAdopted: true })
    expect(next.pid()).toBe(killed.pid)
    expect(await query(next, 'select text from note')).toEqual([{ text: 'before' }])
    await next.stop()
    expect(isAlive(killed.pid)).toBe(false)
  })

  it('is shared by two processes and stays until the second one stops, whichever started it', async () => {
    const dataDir = copyOfTemplate('shared')
    const starter = await startInProcess(dataDir)
    const adopter = await start('shared')

    await starter.end('stop')
    const whileOneIsLeft = await query(adopter, 'select 1 as one')
    await adopter.stop()

    expect(adopter.isAdopted).toBe(true)
    expect(whileOneIsLeft).toEqual([{ one: 1 }])
    expect(isAlive(starter.pid)).toBe(false)
  })

  it('is made once when several processes begin at the same moment in an empty folder', async () => {
    const dataDir = join(root, 'race')

    const racers = await Promise.all([1, 2, 3].map(() => startInProcess(dataDir)))

    expect(new Set(racers.map(({ pid }) => pid)).size).toBe(1)
    expect(racers.filter(({ isAdopted }) => !isAdopted)).toHaveLength(1)
    for (const racer of racers) expect(await query(racer, 'select 1 as one')).toEqual([{ one: 1 }])
    for (const racer of racers) await racer.end('stop')
    expect(isAlive(racers[0]?.pid ?? 0)).toBe(false)
  })

  it('can be stopped and started by turns without a user ever losing it', async () => {
    const dataDir = copyOfTemplate('turns')
    const turns = async () => {
      for (let n = 0; n < 6; n += 1) {
        const server = await startEmbedded({ dataDir, log: silentLog })
        expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }])
        await server.stop()
      }
    }

    await Promise.all([turns(), turns(), turns()])

    expect(existsSync(join(dataDir, 'postgres', 'data', 'postmaster.pid'))).toBe(false)
  })

  it('starts again by itself when the server is killed', async () => {
    copyOfTemplate('killed')
    const server = await start('killed')
    await query(server, `insert into note values ('acknowledged')`)
    const pid = server.pid()

    process.kill(pid, 'SIGKILL')
    for (const end = Date.now() + 20_000; server.pid() === pid && Date.now() < end; )
      await delay(10)

    expect(server.pid()).not.toBe(pid)
    expect(await query(server, 'select text from note')).toEqual([{ text: 'acknowledged' }])
  })

  it('starts after a crash that left the pid file of a process that is gone', async () => {
    const dataDir = copyOfTemplate('stale')
    const pidFile = join(dataDir, 'postgres', 'data', 'postmaster.pid')
    const gone = spawn('true')
    await once(gone, 'exit')
    await writeFile(pidFile, pidFileOf(gone.pid ?? 0, dataDir))
    await own(pidFile)

    expect(await query(await start('stale'), 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it('starts when the pid of the pid file belongs to another program by now', async () => {
    const dataDir = copyOfTemplate('recycled')
    const pidFile = join(dataDir, 'postgres', 'data', 'postmaster.pid')
    // A program of the same user: PostgreSQL itself would refuse to start.
    const other = spawn('sleep', ['60'], isRoot ? { uid: 65_534, gid: 65_534, cwd: '/' } : {})
    processes.push(other)
    await writeFile(pidFile, pidFileOf(other.pid ?? 0, dataDir))
    await own(pidFile)

    expect(await query(await start('recycled'), 'select 1 as one')).toEqual([{ one: 1 }])
    expect(isAlive(other.pid ?? 0)).toBe(true)
  })

  it('starts after a power loss that left an empty pid file', async () => {
    const dataDir = copyOfTemplate('empty')
    const pidFile = join(dataDir, 'postgres', 'data', 'postmaster.pid')
    await writeFile(pidFile, '')
    await utimes(pidFile, new Date(0), new Date(0))

    expect(await query(await start('empty'), 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it('begins anew when initdb was killed half-way', async () => {
    const dataDir = join(root, 'half')
    const child = spawn(process.execPath, [user, dataDir], { stdio: 'ignore' })
    const home = join(dataDir, 'postgres')
    for (const end = Date.now() + 20_000; Date.now() < end; await delay(2)) {
      if (
        execFileSync('sh', ['-c', `ls "${home}" 2>/dev/null | grep -c ^initdb- || true`])
          .toString()
          .trim() !== '0'
      )
        break
    }
    child.kill('SIGKILL')
    await once(child, 'exit')
    const wasWhole = existsSync(join(home, 'data'))

    const server = await start('half')

    expect(wasWhole).toBe(false)
    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it('says in PostgreSQL’s words why it does not start, and names the way out', async () => {
    const dataDir = copyOfTemplate('older')
    await writeFile(join(dataDir, 'postgres', 'data', 'PG_VERSION'), '9\n')

    await expect(start('older')).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/incompatible with server[\s\S]*DATABASE_URL/),
    })
  })

  it('works in a folder whose name holds blanks, commas and quotes', async () => {
    copyOfTemplate(`it's "a, b" c`)

    expect(await query(await start(`it's "a, b" c`), 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it('puts the socket into a short folder of its own when the path is too long for one', async () => {
    const name = join('long', 'x'.repeat(100))
    await mkdir(join(root, 'long'))
    copyOfTemplate(name)

    const server = await start(name)

    const host =
      new URL(server.connectionString.replace('@/', '@x/')).searchParams.get('host') ?? ''
    expect(host).toMatch(/\/valence-[0-9a-f]{16}$/)
    expect((await stat(host)).mode & 0o777).toBe(0o700)
    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }])
    await server.stop()
    await rm(host, { recursive: true })
  })

  it.skipIf(process.platform !== 'linux')(
    'is in a process group of its own, out of reach of Ctrl-C',
    async () => {
      copyOfTemplate('group')
      const server = await start('group')

      // Fields after the name in parentheses: state, parent, process group.
      const fields = (await readFile(`/proc/${server.pid()}/stat`, 'utf8'))
        .split(') ')[1]
        ?.split(' ')

      expect(Number(fields?.[2])).toBe(server.pid())
    },
  )

  it.skipIf(!isRoot)('runs as nobody for root', async () => {
    copyOfTemplate('root')
    const server = await start('root')

    expect((await stat(`/proc/${server.pid()}`)).uid).toBe(65_534)
    expect((await stat(join(root, 'root', 'postgres', 'data'))).uid).toBe(65_534)
  })

  it.skipIf(!isRoot)(
    'lives below /var/lib/valence for root when nobody cannot reach the folder',
    async () => {
      const closed = join(root, 'closed')
      await mkdir(closed, { mode: 0o700 })

      const server = await start(join('closed', 'data'))

      const place = await readlink(join(closed, 'data', 'postgres'))
      expect(place.startsWith(`${SYSTEM_DIR}/`)).toBe(true)
      expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }])
      await server.stop()
      const again = await start(join('closed', 'data'))
      expect(await readlink(join(closed, 'data', 'postgres'))).toBe(place)
      await again.stop()
      await rm(place, { recursive: true })
    },
  )

  it.skipIf(!isRoot)(
    'stays in a closed folder of root’s own, which others may then pass through only',
    async () => {
      const dataDir = join(root, 'private')
      await mkdir(dataDir, { mode: 0o700 })

      const server = await start('private')

      expect((await lstat(join(dataDir, 'postgres'))).isDirectory()).toBe(true)
      expect((await stat(dataDir)).mode & 0o777).toBe(0o701)
      expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }])
    },
  )

  it.skipIf(!isRoot)('runs as the ordinary user who starts it', async () => {
    const dataDir = copyOfTemplate('ordinary')
    await own(dataDir)

    const server = await startInProcess(dataDir, { uid: 65_534, gid: 65_534 })

    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }])
    expect((await stat(`/proc/${server.pid}`)).uid).toBe(65_534)
    await server.end('stop')
    expect(isAlive(server.pid)).toBe(false)
  })

  it.skipIf(!isRoot)('says whose it is to an ordinary user who may not use it', async () => {
    const dataDir = copyOfTemplate('foreign')
    const child = spawn(process.execPath, [user, dataDir], {
      uid: 12_345,
      gid: 12_345,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const words = text(child.stderr)
    await once(child, 'close')

    expect(await words).toMatch(/belongs to the user with id 65534.*DATABASE_URL/)
  })
})

function pidFileOf(pid: number, dataDir: string): string {
  const home = join(dataDir, 'postgres')
  return `${pid}\n${join(home, 'data')}\n1700000000\n5432\n${join(home, 'socket')}\n\n  1 2\nready\n`
}

async function own(path: string): Promise<void> {
  if (isRoot) await chown(path, 65_534, 65_534)
}
