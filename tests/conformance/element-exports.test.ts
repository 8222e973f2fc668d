/**
 * Real exports through the API: whatever is imported comes out again. They are read from the folder VALENCE_CORPUS names,
 * belong to others, and are no part of this project.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readSidecars } from '../support/exports.ts'
import { comparable } from '../support/portable-element.ts'
import { type System, startSystem } from '../support/system.ts'

const root = join(import.meta.dirname, '../..')
const corpus = join(process.env.VALENCE_CORPUS ?? join(root, '../shared/exports'), 'elements')
const folders = existsSync(corpus)
  ? readdirSync(corpus).filter((name) => existsSync(join(corpus, name, 'element.json')))
  : []
const reason = folders.length === 0 ? ` (skipped: no exports in ${corpus}; set VALENCE_CORPUS)` : ''

describe.skipIf(folders.length === 0)(`An exported element${reason}`, () => {
  let system: System

  beforeAll(async () => {
    system = await startSystem()
  })
  afterAll(() => system.stop())

  it.each(folders)(
    '%s is imported, exported equal but for ids, and replaced without change',
    async (name) => {
      const { api } = system
      const original = JSON.parse(readFileSync(join(corpus, name, 'element.json'), 'utf8'))

      const imported = await api.call('POST', '/elements', { body: original })
      expect(imported.status, imported.text.slice(0, 500)).toBe(200)
      const { id, key } = imported.body
      const exported = await api.call('GET', `/elements/${id}/export`)

      expect(comparable(exported.body)).toEqual(comparable(original))

      const replaced = await api.call('PUT', `/elements/${key}`, { body: exported.body })
      const again = await api.call('GET', `/elements/${key}/export`)
      expect(replaced.status).toBe(200)
      expect(again.body).toEqual(exported.body)
      const docs = await api.call('GET', `/elements/${key}/docs`)
      expect([docs.status, docs.body.swagger]).toEqual([200, '2.0'])
      const report = await api.call('GET', `/elements/${key}/validate`)
      expect(Number(imported.headers.get('elements-findings-count'))).toBe(
        report.body.findings.length,
      )
    },
  )

  it('with hooks in files beside it has their bodies when the files come with it', async () => {
    const split = folders.filter((name) => readSidecars(join(corpus, name)) !== undefined)

    for (const name of split) {
      const directory = join(corpus, name)
      const element = JSON.parse(readFileSync(join(directory, 'element.json'), 'utf8'))
      const body = { ...element, key: `${element.key}-split`, ...readSidecars(directory) }
      const { status, body: imported } = await system.api.call('POST', '/elements', { body })

      expect([name, status]).toEqual([name, 200])
      const hooks = [imported, ...imported.resources].flatMap((owner) => owner.hooks)
      const empty = hooks.filter((hook: { body: string }) => hook.body === '')
      expect([name, empty.length]).toEqual([name, 0])
    }
    expect(split.length).toBeGreaterThan(0)
  })
})
