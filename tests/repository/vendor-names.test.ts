import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { filesBelow, root, textOf } from './source-files.ts'

/** Vendors that have no folder under elements/ yet, or a name that differs from their element's key. */
const otherNames = [
  'keap',
  'infusionsoft',
  'hubspot',
  'salesforce',
  'pipedrive',
  'zoho',
  'close.io',
  'closeio',
]

/** Where a vendor's name would mean that the server knows a vendor. */
const withoutNames = ['packages/server/src', 'packages/server/migrations']

describe("a vendor's name", () => {
  const elementKeys = readdirSync(join(root, 'elements'), { withFileTypes: true })
    .filter((entry) => existsSync(join(root, 'elements', entry.name, 'element.json')))
    .map((entry) => entry.name.toLowerCase())
  const names = [...new Set([...elementKeys, ...otherNames])]

  it('is nowhere in the server', () => {
    const found = withoutNames
      .flatMap((folder) => filesBelow(folder, ['.ts', '.sql', '.json']))
      .flatMap((path) => {
        const text = textOf(path).toLowerCase()
        return names.filter((name) => text.includes(name)).map((name) => `${path}: ${name}`)
      })

    expect(found).toEqual([])
  })
})
