import { spawn } from 'node:child_process'
import { ValenceError } from '../../lib/errors.ts'

/** The operating-system user a program runs as; `undefined`: the one this process runs as. */
export type ServerUser = { readonly uid: number; readonly gid: number } | undefined

/**
 * The environment of PostgreSQL's programs. Nothing of ours: `PGDATA`, `PGPORT` and the like would change what they do,
 * and secrets of the environment do not belong into another program's.
 */
export const serverEnvironment = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' } as const

export interface Finished {
  /** `null` when a signal ended it. */
  readonly code: number | null
  /** Standard output and standard error as they came, the last 8,000 characters. */
  readonly output: string
}

/**
 * Run a program to its end.
 *
 * @throws {ValenceError} `unavailable` when it cannot be started at all.
 */
export function run(
  command: string,
  args: readonly string[],
  options: { user: ServerUser; timeoutMs: number },
): Promise<Finished> {
  const { promise, resolve, reject } = Promise.withResolvers<Finished>()
  const child = spawn(command, args, {
    ...options.user,
    cwd: '/',
    env: serverEnvironment,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: options.timeoutMs,
    killSignal: 'SIGKILL',
  })
  let output = ''
  const collect = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-8_000)
  }
  child.stdout.on('data', collect)
  child.stderr.on('data', collect)
  child.once('error', (cause) => reject(cannotStart(command, cause)))
  child.once('close', (code) => resolve({ code, output: output.trim() }))
  return promise
}

/** The failure of everything here that an operator can only answer with another database. */
export function embeddedFailure(message: string, cause?: unknown): ValenceError {
  return new ValenceError(
    'unavailable',
    `${message} Or set DATABASE_URL to a PostgreSQL server (15 or later) of your own.`,
    { cause },
  )
}

function cannotStart(command: string, cause: Error): ValenceError {
  return embeddedFailure(`${command} cannot be started (${cause.message}).`, cause)
}
