import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

/** The project's root folder. */
export const root = join(import.meta.dirname, '..', '..')

/** Paths below a folder of the project, relative to its root, of files with one of these endings. */
export function filesBelow(folder: string, endings: readonly string[]): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => !path.split('/').includes('node_modules'))
    .sort()
}

/** The text of a file. */
export function textOf(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}
