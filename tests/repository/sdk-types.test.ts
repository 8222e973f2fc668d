import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { generateTypes } from '../../packages/sdk/src/generated-types.ts'
import { root, textOf } from './source-files.ts'

/** As `npm run format` leaves a file. */
function formatted(text: string, path: string): string {
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome')
  const { stdout, status, stderr } = spawnSync(
    process.execPath,
    [biome, 'format', `--stdin-file-path=${path}`],
    { cwd: root, input: text, encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(stderr)
  return stdout
}

describe('the types of the SDK', () => {
  it('are those of docs/reference/openapi.json', () => {
    const path = 'packages/sdk/src/openapi.ts'
    const types = generateTypes(
      JSON.parse(textOf('docs/reference/openapi.json')),
      '/elements/api-v2',
    )

    expect(
      textOf(path) === formatted(types, path),
      `Run: node packages/sdk/src/generate.ts && npm run format`,
    ).toBe(true)
  })
})
