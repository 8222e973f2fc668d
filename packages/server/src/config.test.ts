import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readConfig, settingNames } from './config.ts'

describe('settings', () => {
  const folder = () => mkdtempSync(join(tmpdir(), 'valence-config-'))

  it('have defaults that run on a bare machine', () => {
    const config = readConfig({}, folder())

    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 8080,
      roles: ['api', 'worker'],
      egressAllow: '',
    })
  })

  it('come from the file, and from the environment before it', () => {
    const place = folder()
    writeFileSync(
      join(place, 'valence.config.json'),
      JSON.stringify({ port: 9000, host: '0.0.0.0', limits: { scanCalls: 3 } }),
    )

    const config = readConfig({ VALENCE_PORT: '9001', VALENCE_HOST: '' }, place)

    expect(config).toMatchObject({
      port: 9001,
      host: '0.0.0.0',
      limits: { scanCalls: 3, scanRecords: 10_000 },
    })
  })

  it.each([
    [{ VALENCE_PORT: 'http' }, 'port'],
    [{ VALENCE_PORT: '70000' }, 'port'],
    [{ VALENCE_ROLES: 'api,king' }, 'roles'],
    [{ VALENCE_ELEMENT_DEFAULTS: '{' }, 'VALENCE_ELEMENT_DEFAULTS'],
  ])('that can not be used are refused by name: %j', (environment, named) => {
    expect(() => readConfig(environment, folder())).toThrowError(named)
  })

  it('that are misspelt in the file are refused by name', () => {
    const place = folder()
    writeFileSync(join(place, 'valence.config.json'), JSON.stringify({ prot: 9000 }))

    expect(() => readConfig({}, place)).toThrowError('prot')
  })

  it('are all on the reference page, and nothing else is', () => {
    const page = readFileSync(
      join(import.meta.dirname, '..', '..', '..', 'docs', 'reference', 'configuration.md'),
      'utf8',
    )
    const documented = [...page.matchAll(/^\| `([A-Za-z.]+)`/gm)].map(([, name]) => name)

    expect(documented.toSorted()).toEqual(settingNames.toSorted())
  })
})
