import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'
import { filesBelow, textOf } from './source-files.ts'

interface Import {
  readonly from: string
  readonly to: string
  readonly isTypeOnly: boolean
}

/** Rows from the top: a row may import the rows below it. Within a row only what `neighbours` lists. */
const rows: readonly (readonly string[])[] = [
  ['main'],
  ['app', 'config', 'database', 'first-boot', 'open-vault', 'rotate-data-keys', 'start-lines'],
  ['http'],
  ['formulas', 'events', 'bulk'],
  ['runtime'],
  ['transform', 'catalog', 'ceql', 'auth', 'vault', 'script', 'queue', 'store'],
  ['lib'],
]
/** Allowed between neighbours; catalog compiles mappings, and all else it takes of its neighbours are types. */
const neighbours = new Set(['queue>store', 'transform>script', 'catalog>transform'])

const source = 'packages/server/src/'

function importsOf(path: string): Import[] {
  const pattern =
    /(?:^|\n)\s*(import|export)\s+(type\s+)?[^'"]*?from\s+'(\.[^']+)'|(?:^|\n)\s*import\s+'(\.[^']+)'/g
  return [...textOf(path).matchAll(pattern)].map((match) => ({
    from: path,
    to: normalize(join(dirname(path), (match[3] ?? match[4]) as string)),
    isTypeOnly: match[2] !== undefined,
  }))
}

const serverFiles = filesBelow('packages/server/src', ['.ts']).filter(
  (path) => !/\.(test|contract)\.ts$|testing/.test(path),
)
const serverImports = serverFiles.flatMap(importsOf)

function layerOf(path: string): string {
  return (path.slice(source.length).split('/')[0] as string).replace(/\.ts$/, '')
}

function isAllowed({ from, to, isTypeOnly }: Import): boolean {
  const [upper, lower] = [layerOf(from), layerOf(to)]
  if (upper === lower) return true
  const [upperRow, lowerRow] = [upper, lower].map((layer) =>
    rows.findIndex((row) => row.includes(layer)),
  ) as [number, number]
  if (upperRow < lowerRow) return true
  return (
    upperRow === lowerRow &&
    (upperRow === 1 || neighbours.has(`${upper}>${lower}`) || (isTypeOnly && upper === 'catalog'))
  )
}

describe('imports of the server', () => {
  it('belong to a known layer', () => {
    const unknown = serverFiles.filter((path) => !rows.flat().includes(layerOf(path)))

    expect(unknown).toEqual([])
  })

  it('go down the layers only', () => {
    const upward = serverImports.filter((entry) => entry.to.startsWith(source) && !isAllowed(entry))

    expect(upward.map(({ from, to }) => `${from} -> ${to}`)).toEqual([])
  })

  it('stay inside the server', () => {
    const outside = serverImports.filter((entry) => !entry.to.startsWith(source))

    expect(outside.map(({ from, to }) => `${from} -> ${to}`)).toEqual([])
  })

  it('make no cycle at run time', () => {
    expect(cycleIn(serverImports.filter((entry) => !entry.isTypeOnly))).toEqual([])
  })
})

describe('imports of the sandbox', () => {
  it('are of the sandbox alone: a witness shares no code with what it witnesses', () => {
    const outside = filesBelow('packages/sandbox/src', ['.ts'])
      .flatMap(importsOf)
      .filter((entry) => !entry.to.startsWith('packages/sandbox/'))

    expect(outside.map(({ from, to }) => `${from} -> ${to}`)).toEqual([])
  })
})

/** Files of one cycle, in order; empty without one. */
function cycleIn(imports: readonly Import[]): string[] {
  const targets = new Map<string, string[]>()
  for (const { from, to } of imports) targets.set(from, [...(targets.get(from) ?? []), to])
  const finished = new Set<string>()

  function visit(path: string, trail: readonly string[]): string[] {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path]
    if (finished.has(path)) return []
    for (const target of targets.get(path) ?? []) {
      const cycle = visit(target, [...trail, path])
      if (cycle.length > 0) return cycle
    }
    finished.add(path)
    return []
  }

  for (const path of targets.keys()) {
    const cycle = visit(path, [])
    if (cycle.length > 0) return cycle
  }
  return []
}
