/**
 * Writes docs/reference/element-compatibility.md from the exports below VALENCE_CORPUS (default: `../shared/exports`).
 * Usage: `node scripts/run.mjs scripts/element-compatibility.ts`
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compatibilityPage } from '../tests/conformance/support/compatibility.ts'
import { corpus, exportNames } from '../tests/conformance/support/exports.ts'

if (exportNames.length === 0) {
  console.error(
    `There are no exports in ${corpus}. Set VALENCE_CORPUS to the folder that holds 'elements'.`,
  )
  process.exitCode = 1
} else {
  const page = join(import.meta.dirname, '../docs/reference/element-compatibility.md')
  writeFileSync(page, await compatibilityPage())
  console.log(`wrote ${page}`)
}
