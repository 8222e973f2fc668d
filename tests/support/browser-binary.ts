/**
 * The Chromium that tests look with. On Linux with an x64 processor it comes from npm and needs nothing of the machine but
 * its C library: the few further libraries and a font lie beside it. Elsewhere an installed Chrome does it.
 */
import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LaunchOptions } from 'playwright-core'

const root = join(import.meta.dirname, '../..')
const manifest = join(root, 'node_modules/@sparticuz/chromium/package.json')

/** What a launch needs to find the browser; unpacks it when that has not been done. */
export function browserBinary(): Pick<LaunchOptions, 'executablePath' | 'channel' | 'env'> {
  const chosen = process.env['VALENCE_TEST_BROWSER']
  if (chosen) return { executablePath: chosen }
  if (process.platform !== 'linux' || process.arch !== 'x64') return { channel: 'chrome' }
  const folder = unpackedFolder()
  return {
    executablePath: join(folder, 'chromium'),
    env: {
      ...environment(),
      LD_LIBRARY_PATH: join(folder, 'al2023/lib'),
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
    },
  }
}

function environment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  )
}

/** A folder of the package's version. It appears as a whole, so that processes that start at once don't meet in it. */
function unpackedFolder(): string {
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }
  const folder = join(root, 'node_modules/.cache', `valence-chromium-${version}`)
  if (existsSync(folder)) return folder
  const fresh = `${folder}.${randomUUID()}`
  mkdirSync(fresh, { recursive: true })
  const script = join(import.meta.dirname, 'browser-unpack.ts')
  const { status, stderr } = spawnSync(process.execPath, [script], {
    env: { ...process.env, TMPDIR: fresh },
    encoding: 'utf8',
  })
  if (status !== 0) {
    rmSync(fresh, { recursive: true, force: true })
    throw new Error(`Chromium could not be unpacked into ${fresh}:\n${stderr}`)
  }
  writeFileSync(join(fresh, 'fonts.conf'), fontsOf(folder))
  try {
    renameSync(fresh, folder)
  } catch (error) {
    // Another process was faster: a folder with content is not replaced.
    if (!existsSync(folder)) throw error
    rmSync(fresh, { recursive: true, force: true })
  }
  return folder
}

/** The font that comes along, before those of the machine: pages look the same everywhere. */
function fontsOf(folder: string): string {
  const first = (family: string, fonts: readonly string[]) =>
    `<alias binding="strong"><family>${family}</family><prefer>${fonts
      .map((font) => `<family>${font}</family>`)
      .join('')}</prefer></alias>`
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <dir>/usr/local/share/fonts</dir>
  <cachedir>${folder}/fonts-cache</cachedir>
  ${first('system-ui', ['Open Sans'])}
  ${first('sans-serif', ['Open Sans'])}
  ${first('monospace', ['DejaVu Sans Mono', 'Liberation Mono', 'Noto Sans Mono'])}
</fontconfig>
`
}
