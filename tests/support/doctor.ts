/** `doctor`, the command line of the vendor community (npm package ce-util), run unmodified against a server. */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../repository/source-files.ts'
import type { System } from './system.ts'

export interface Doctor {
  /** A folder of its own, for what it downloads. */
  readonly folder: string
  /** Run `doctor <…words>`; the account is called `local`. @throws with its output when it fails. */
  run(...words: string[]): Promise<string>
  remove(): Promise<void>
}

const program = join(root, 'node_modules/ce-util/src/cli/doctor.js')

/** @param system - Whose first server it talks to, as the first organization's administrator. */
export function createDoctor({ api, credentials }: System): Doctor {
  const folder = mkdtempSync(join(tmpdir(), 'valence-doctor-'))
  mkdirSync(join(folder, '.doctor'))
  const account = {
    name: 'local',
    userSecret: credentials.userSecret,
    orgSecret: credentials.organizationSecret,
    baseUrl: api.url,
  }
  writeFileSync(join(folder, '.doctor/config.json'), JSON.stringify([account]))
  return {
    folder,
    run: (...words) =>
      new Promise((resolve, reject) => {
        const options = {
          cwd: folder,
          env: { PATH: process.env.PATH, HOME: folder },
          timeout: 90_000,
        }
        const child = execFile(
          process.execPath,
          [program, ...words],
          options,
          (error, stdout, stderr) =>
            error
              ? reject(
                  new Error(`doctor ${words.join(' ')}: ${error.message}\n${stdout}\n${stderr}`),
                )
              : resolve(stdout + stderr),
        )
        // It would wait for a terminal.
        child.stdin?.end()
      }),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
