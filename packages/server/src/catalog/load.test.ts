import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadCatalogue, loadElement } from './load.ts'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'valence-catalogue-'))
  await write('hubs.json', [
    { id: 1, key: 'crm', name: 'CRM', description: '', active: true, videoLink: '' },
  ])
})

afterEach(() => rm(directory, { recursive: true, force: true }))

async function write(file: string, content: unknown): Promise<void> {
  const path = join(directory, file)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content))
}

const example = { id: 2, key: 'example', name: 'Example', hub: 'crm' }

describe('Loading the catalogue', () => {
  it('reads every folder as an element, by rising id', async () => {
    await write('b/element.json', { ...example, id: 9, key: 'later' })
    await write('a/element.json', example)
    await write('a/README.md', '# Example')

    const catalogue = await loadCatalogue(directory)

    expect(catalogue.keys()).toEqual(['example', 'later'])
    expect(catalogue.hubs.map(({ key }) => key)).toEqual(['crm'])
    expect(catalogue.elementReadme('example')).toBe('# Example')
    expect(catalogue.elementReadme('later')).toBeUndefined()
  })

  it('joins what lies in files of its own', async () => {
    await write('a/element.json', {
      ...example,
      objects: [{ name: 'contacts', primaryKeyName: 'Id' }],
      resources: [{ path: '/contacts', method: 'GET', hooks: [{ type: 'postRequest' }] }],
      valueTables: { inline: { a: 'b' } },
    })
    await write('a/objects/contacts.json', { fields: [{ path: 'Id' }] })
    await write('a/objects/leads.json', { name: 'leads' })
    await write('a/tables/phone-types.json', { WORK: 'Work' })
    await write('a/hooks/GET-contacts-postRequest.js', 'done()')

    const { definition } = await loadElement(join(directory, 'a'))

    expect(definition.objects).toEqual([
      { name: 'contacts', primaryKeyName: 'Id', fields: [{ path: 'Id' }] },
      { name: 'leads' },
    ])
    expect(definition.valueTables).toEqual({ inline: { a: 'b' }, 'phone-types': { WORK: 'Work' } })
    expect(definition.resources?.[0]?.hooks?.[0]?.body).toBe('done()')
  })

  it('gives a definition that nobody can change', async () => {
    await write('a/element.json', { ...example, resources: [{ path: '/a', method: 'GET' }] })

    const { definition } = await loadElement(join(directory, 'a'))

    expect(Object.isFrozen(definition.resources?.[0])).toBe(true)
  })

  it.each([
    ['a/element.json', '{\n  "key": "x",\n}', /a\/element\.json: .*line 3/],
    ['a/element.json', { id: 1, key: 'x' }, /a\/element\.json: .*\/name/],
    ['a/element.json', { ...example, id: undefined }, /'example'.* needs an id/],
    ['a/objects/contacts.json', '[', /a\/objects\/contacts\.json: /],
    ['a/tables/t.json', { a: 1 }, /\/valueTables\/t/],
    ['a/hooks/GET-nothing-preRequest.js', 'x', /a\/element\.json: hooks\/GET-nothing/],
    ['b/element.json', { ...example, id: 5 }, /key 'example'/],
    ['b/element.json', { ...example, key: 'b' }, /id '2'/],
    ['b/notes.txt', 'x', /b\/element\.json: /],
    ['hubs.json', {}, /hubs\.json: must be a list/],
    ['hubs.json', [{ key: 'crm' }], /hubs\.json: \/0/],
  ])('stops at a broken %s and names it', async (file, content, message) => {
    await write('a/element.json', example)
    await write(file, content)

    await expect(loadCatalogue(directory)).rejects.toThrowError(message)
  })

  it('does without an import.json that is empty', async () => {
    await write('a/element.json', example)
    await write('a/import.json', '')

    expect((await loadElement(join(directory, 'a'))).definition.key).toBe('example')
  })
})
