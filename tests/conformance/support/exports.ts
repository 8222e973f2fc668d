/**
 * Real exports, where they are at hand: the folder `elements` below VALENCE_CORPUS holds one folder an element, as tools
 * keep them in version control. They belong to others and are never part of this project.
 */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../../..')

/** The folder of the exports. */
export const corpus = join(
  process.env['VALENCE_CORPUS'] ?? join(root, '../shared/exports'),
  'elements',
)

/** Names of the folders that hold an element, sorted; empty without a corpus. */
export const exportNames: readonly string[] = existsSync(corpus)
  ? readdirSync(corpus)
      .filter((name) => existsSync(join(corpus, name, 'element.json')))
      .sort()
  : []

/** What stands behind a test's title when it is skipped. */
export const skipReason =
  exportNames.length === 0 ? ` (skipped: no exports in ${corpus}; set VALENCE_CORPUS)` : ''
