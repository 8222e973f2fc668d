/** A server whose catalogue are real exports, unmodified but for the hosts they call. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startProgram } from '../../../scripts/programs.ts'
import { type Api, apiOf } from '../api.ts'

/** Where exports are that this project does not contain. */
export const exportsFolder = join(
  process.env.VALENCE_CORPUS ?? join(import.meta.dirname, '../../../../shared/exports'),
  'elements',
)

/** Why tests of exports don't run; empty when they do. */
export const exportsMissing = existsSync(exportsFolder)
  ? ''
  : ` (skipped: no exports in ${exportsFolder}; set VALENCE_CORPUS)`

export interface ExportServer {
  readonly api: Api
  stop(): Promise<void>
}

/**
 * Start a server with these exports.
 *
 * @param hosts - By export: addresses in it and the stand-ins that answer in their place.
 * @param own - Further elements, by key.
 */
export async function startExportServer(
  hosts: Readonly<Record<string, Readonly<Record<string, string>>>>,
  own: Readonly<Record<string, object>> = {},
): Promise<ExportServer> {
  const folder = mkdtempSync(join(tmpdir(), 'valence-exports-'))
  const elements = join(folder, 'elements')
  mkdirSync(elements)
  writeFileSync(join(elements, 'hubs.json'), '[]')
  let id = 9000
  for (const [name, replaced] of Object.entries(hosts)) {
    cpSync(join(exportsFolder, name), join(elements, name), { recursive: true })
    for (const file of ['element.json', 'import.json']) {
      const path = join(elements, name, file)
      if (existsSync(path)) rewrite(path, replaced, id)
    }
    id += 1
  }
  for (const [name, element] of Object.entries(own)) {
    mkdirSync(join(elements, name))
    writeFileSync(join(elements, name, 'element.json'), JSON.stringify({ id, ...element }))
    id += 1
  }
  const credentialsFile = join(folder, 'credentials.json')
  const program = await startProgram('packages/server/src/main.ts', {
    env: {
      VALENCE_PORT: '0',
      VALENCE_DATA_DIR: join(folder, 'data'),
      VALENCE_CREDENTIALS_FILE: credentialsFile,
      VALENCE_ELEMENTS_DIR: elements,
      VALENCE_EGRESS_ALLOW: 'loopback',
      VALENCE_LOG_LEVEL: 'debug',
    },
    say: () => {},
    timeoutMs: 60_000,
  })
  return {
    api: apiOf(program.url, JSON.parse(readFileSync(credentialsFile, 'utf8'))),
    async stop() {
      await program.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function rewrite(path: string, hosts: Readonly<Record<string, string>>, id: number): void {
  let text = readFileSync(path, 'utf8')
  for (const [from, to] of Object.entries(hosts)) text = text.replaceAll(from, to)
  writeFileSync(path, JSON.stringify({ ...JSON.parse(text), id }))
}
