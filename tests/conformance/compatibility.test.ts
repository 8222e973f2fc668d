import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compatibilityPage, compatibilityRows } from './support/compatibility.ts'
import { exportNames, skipReason } from './support/exports.ts'

const page = join(import.meta.dirname, '../../docs/reference/element-compatibility.md')

describe.skipIf(exportNames.length === 0)(`The compatibility of real exports${skipReason}`, () => {
  it('is that of docs/reference/element-compatibility.md', async () => {
    // Written by: node scripts/run.mjs scripts/element-compatibility.ts
    expect(readFileSync(page, 'utf8')).toBe(await compatibilityPage())
  })

  it('is at least nine in ten', async () => {
    const rows = await compatibilityRows()

    const running = rows.filter(({ verdict }) => verdict === 'runs')

    expect(running.length / rows.length).toBeGreaterThanOrEqual(0.9)
  })
})
