/** Programs of this project, started as processes of their own: for the demonstration, tests and benchmarks. */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')

/** A program that was started and has said that it runs. */
export interface Program {
  readonly url: string
  readonly pid: number
  /** End it in order. */
  stop(): Promise<void>
  /** End it as a power cut would. */
  kill(): Promise<void>
}

/**
 * Start a program and wait for its line "… runs at <url>" or "… listening on <url>".
 *
 * @param say - Gets every line the program prints.
 * @throws {Error} with the program's last words when it ends first or takes longer than `timeoutMs`.
 */
export function startProgram(
  script: string,
  options: { env: Record<string, string>; say: (line: string) => void; timeoutMs: number },
): Promise<Program> {
  // The flag is that of scripts/run.mjs, which `npm start` goes through.
  const child = spawn(process.execPath, ['--max-semi-space-size=8', join(root, script)], {
    cwd: root,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return new Promise((resolve, reject) => {
    const said: string[] = []
    const fail = (why: string) => {
      clearTimeout(timer)
      child.kill()
      reject(new Error(`${script} ${why}:\n${said.slice(-15).join('\n')}`))
    }
    const timer = setTimeout(() => fail('did not start in time'), options.timeoutMs)
    child.on('exit', (code) => fail(`ended with ${code}`))
    const hear = (line: string) => {
      said.push(line)
      options.say(line)
      const url = /(?:runs at|listening on) (https?:\/\/\S+)/.exec(line)?.[1]
      if (!url) return
      clearTimeout(timer)
      child.removeAllListeners('exit')
      resolve({
        url,
        pid: child.pid as number,
        stop: () => end(child, 'SIGTERM'),
        kill: () => end(child, 'SIGKILL'),
      })
    }
    for (const stream of [child.stdout, child.stderr]) eachLine(stream, hear)
  })
}

function eachLine(stream: NodeJS.ReadableStream, hear: (line: string) => void): void {
  let rest = ''
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) hear(line)
  })
}

function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    child.on('exit', () => resolve())
    child.kill(signal)
  })
}
