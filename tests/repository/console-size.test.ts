import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { root } from './source-files.ts'

/** An entry of Vite's manifest: a file, and what it cannot do without. */
interface Chunk {
  readonly file: string
  readonly imports?: readonly string[]
  readonly css?: readonly string[]
}

const dist = join(root, 'packages/console/dist')

function readManifest(): Readonly<Record<string, Chunk>> {
  const { status } = spawnSync(process.execPath, [join(root, 'scripts/build-console.ts')])
  expect(status, 'the console is built').toBe(0)
  return JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'))
}

/** The files that opening these modules loads, each once. */
function filesOf(manifest: Readonly<Record<string, Chunk>>, modules: readonly string[]): string[] {
  const files = new Set<string>()
  const seen = new Set<string>()
  const visit = (name: string) => {
    const chunk = manifest[name]
    if (!chunk) throw new Error(`Vite's manifest has no '${name}'.`)
    if (seen.has(name)) return
    seen.add(name)
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file)
    chunk.imports?.forEach(visit)
  }
  modules.forEach(visit)
  return [...files]
}

describe('the console', () => {
  it('loads less than 300 kB, compressed, from signing in to the elements', () => {
    const manifest = readManifest()
    const files = filesOf(manifest, [
      'index.html',
      'src/pages/sign-in.tsx',
      'src/pages/elements.tsx',
    ])

    const bytes = ['index.html', ...files]
      .map((file) => gzipSync(readFileSync(join(dist, file))).length)
      .reduce((total, length) => total + length, 0)

    expect(files.length).toBeGreaterThan(3)
    expect(bytes).toBeLessThan(300_000)
  })

  it('loads the viewer of API documentation and the charts only with the pages that show them', () => {
    const manifest = readManifest()
    const first = filesOf(manifest, [
      'index.html',
      'src/pages/elements.tsx',
      'src/pages/activity.tsx',
    ])

    for (const late of ['src/components/swagger-viewer.tsx', 'src/components/usage-charts.tsx'])
      expect(first).not.toContain(manifest[late]?.file)
  })
})
