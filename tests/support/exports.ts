/** Files that lie beside an exported element. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What an upload carries of them: `hookFiles` and `importDocument`. @returns `undefined` where there are none. */
export function readSidecars(
  directory: string,
): { readonly hookFiles: Record<string, string>; readonly importDocument?: unknown } | undefined {
  const hookFiles: Record<string, string> = {}
  for (const folder of ['', 'resources']) {
    const path = join(directory, folder)
    for (const name of existsSync(path) ? readdirSync(path) : []) {
      if (name.endsWith('.js')) {
        hookFiles[folder ? `${folder}/${name}` : name] = readFileSync(join(path, name), 'utf8')
      }
    }
  }
  const file = join(directory, 'import.json')
  const text = existsSync(file) ? readFileSync(file, 'utf8').trim() : ''
  const importDocument = text === '' ? undefined : JSON.parse(text)
  if (Object.keys(hookFiles).length === 0 && importDocument === undefined) return undefined
  return { hookFiles, ...(importDocument === undefined ? {} : { importDocument }) }
}
