/**
 * The command line of the vendor community against a server of ours: version 2 as it comes from npm, and the calls that
 * version 3, which is not there, is known to make.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createDoctor, type Doctor } from '../support/doctor.ts'
import { comparable } from '../support/portable-element.ts'
import { type System, startSystem } from '../support/system.ts'

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape
type Json = any

let system: System
let doctor: Doctor

beforeAll(async () => {
  system = await startSystem()
  doctor = createDoctor(system)
})
afterAll(async () => {
  await doctor.remove()
  await system.stop()
})

const get = async (path: string): Promise<Json> => (await system.api.call('GET', path)).body
const privateKeys = async () =>
  (await get("/elements?where=private='true'")).map(({ key }: Json) => key).sort()

const anElement = (key: string) => ({
  key,
  name: `Element ${key}`,
  hub: 'crm',
  authentication: { type: 'custom' },
  configuration: [
    { key: 'base.url', name: 'URL', type: 'TEXTFIELD_128', defaultValue: 'https://v.example' },
    { key: 'pagination.type', name: 'Paging', type: 'TEXTFIELD_32', defaultValue: 'page' },
  ],
  parameters: [
    { name: 'application/json', vendorName: 'Accept', type: 'value', vendorType: 'header' },
  ],
  hooks: [
    { type: 'preRequest', mimeType: 'application/javascript', isLegacy: false, body: 'done()' },
  ],
  resources: [
    {
      path: '/hubs/crm/contacts/{id}',
      method: 'GET',
      vendorMethod: 'GET',
      vendorPath: '/people/{id}',
      type: 'api',
      parameters: [
        { name: 'id', vendorName: 'id', type: 'path', vendorType: 'path', source: 'request' },
      ],
      hooks: [
        {
          type: 'postRequest',
          mimeType: 'application/javascript',
          isLegacy: false,
          body: 'done({})',
        },
      ],
    },
  ],
  objects: [],
  models: [],
})

async function onlyElements(...keys: string[]) {
  for (const key of await privateKeys()) await system.api.call('DELETE', `/elements/${key}`)
  for (const key of keys) {
    const { status, text } = await system.api.call('POST', '/elements', { body: anElement(key) })
    expect(status, text).toBe(200)
  }
}

describe('doctor on elements', () => {
  beforeEach(() => onlyElements('first', 'second'))

  it('downloads them to a file, and uploads that where there are none', async () => {
    const file = join(doctor.folder, 'elements.json')
    const before = await get('/elements/first/export')

    await doctor.run('download', 'elements', 'local', '-f', file)
    const downloaded: Json[] = JSON.parse(readFileSync(file, 'utf8'))
    await onlyElements()
    await doctor.run('upload', 'elements', 'local', '-f', file)

    expect(downloaded.map(({ key }) => key).sort()).toEqual(['first', 'second'])
    expect(await privateKeys()).toEqual(['first', 'second'])
    const after = await get('/elements/first/export')
    expect(comparable(after)).toEqual(comparable(before))
    expect(after.id).not.toBe(before.id)
  })

  it('downloads one by its name', async () => {
    const file = join(doctor.folder, 'one.json')

    await doctor.run('download', 'elements', 'local', '-f', file, '-n', 'Element second')

    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject([{ key: 'second' }])
  })

  it('downloads them to a folder with hooks in files, and uploads changes made there', async () => {
    const folder = join(doctor.folder, 'elements')
    mkdirSync(folder, { recursive: true })
    const before = await get('/elements/first')

    await doctor.run('download', 'elements', 'local', '-d', folder)
    const [directory = ''] = readdirSync(folder).filter((name) => /first/i.test(name))
    const hook = join(folder, directory, 'resources/GET-contacts-id-postRequestHook.js')
    expect(readFileSync(hook, 'utf8')).toBe('done({})')
    writeFileSync(hook, 'done({ changed: true })')
    await doctor.run('upload', 'elements', 'local', '-d', folder)

    const after = await get('/elements/first')
    expect(after.resources[0].hooks[0]).toMatchObject({
      id: before.resources[0].hooks[0].id,
      body: 'done({ changed: true })',
    })
    expect(after.id).toBe(before.id)
    expect(await privateKeys()).toEqual(['first', 'second'])
  })

  it('deletes the private ones, and nothing else', async () => {
    await doctor.run('delete', 'elements', 'local')

    expect(await privateKeys()).toEqual([])
    expect(await get('/elements/keys')).toContain('infusionsoftcrm')
  })
})

describe('The calls of doctor 3 on elements', () => {
  const call = (method: string, path: string, body?: unknown) =>
    system.api.call(method, path, body === undefined ? {} : { body })
  const list = async (where: string): Promise<Json[]> => {
    const { status, body } = await call('GET', `/elements?where=${encodeURIComponent(where)}`)
    expect(status).toBe(200)
    return body
  }
  const own = { path: '/hubs/crm/own', method: 'GET', vendorPath: '/own', type: 'api' }

  beforeEach(() => onlyElements('first'))

  it('download: lists of the private and the extended ones, and their exports', async () => {
    expect(await list("extended='true'")).toEqual([])
    await call('POST', '/elements/infusionsoftcrm/resources', own)

    const [extended] = await list("extended='true' AND key in ('infusionsoftcrm','first')")
    const [privately] = await list("private='true' AND key in ('infusionsoftcrm','first')")
    const whole = await get(`/elements/${privately.id}/export`)
    const extension = await get(`/elements/${extended.id}/export?extendedOnly=true`)

    expect(whole).toMatchObject({ key: 'first', private: true })
    expect(extension).toMatchObject({ key: 'infusionsoftcrm', extended: true })
    expect(extension).not.toHaveProperty('private')
    for (const element of [whole, extension]) {
      for (const lists of ['configuration', 'parameters', 'hooks', 'resources']) {
        expect(Array.isArray(element[lists])).toBe(true)
      }
      for (const resource of element.resources) {
        expect([resource.parameters, resource.hooks].every(Array.isArray)).toBe(true)
      }
    }
    await call('DELETE', `/elements/${extended.id}/resources/${extension.resources[0].id}`)
  })

  it('upload of a private one: PUT by key where it is, POST where it is not', async () => {
    const exported = await get('/elements/first/export')

    expect((await call('PUT', '/elements/first', { ...exported, name: 'Changed' })).status).toBe(
      200,
    )
    await onlyElements()
    expect((await call('POST', '/elements', { ...exported, id: 17 })).status).toBe(200)
    expect(await privateKeys()).toEqual(['first'])
  })

  it('upload of an extended one: resources that are there are replaced, others added, then the configuration', async () => {
    const [shipped] = await list("key = 'infusionsoftcrm'")
    expect(shipped.private).toBe(false)
    const added = await call('POST', `/elements/${shipped.id}/resources`, own)
    expect([added.status, added.body.path]).toEqual([200, own.path])

    const element = await get(`/elements/${shipped.id}`)
    const [there] = element.resources.filter((one: Json) => one.ownerAccountId !== 1)
    expect(there).toMatchObject(own)
    const url = `/elements/${shipped.id}/resources/${there.id}`
    const replaced = await call('PUT', url, { ...own, vendorPath: '/changed' })
    const configured = await call('PUT', `/elements/${shipped.id}/configurations`, element)

    expect([replaced.status, replaced.body.vendorPath]).toEqual([200, '/changed'])
    expect(configured.status).toBe(200)
    expect(await get(`/elements/${shipped.id}/export?extendedOnly=true`)).toMatchObject({
      configuration: [],
      resources: [{ id: there.id, vendorPath: '/changed' }],
    })
    await call('DELETE', url)
  })
})
