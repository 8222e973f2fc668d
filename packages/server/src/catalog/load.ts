/**
 * Reads the catalogue from its folder:
 *
 *     hubs.json
 *     hubs/<hub>/<object>.schema.json  the hub's normalised model
 *     <element>/element.json           the element
 *     <element>/objects/*.json         one object a file, added to (or merged into) `objects`
 *     <element>/normalized/*.json      one object's normalised view a file, named as the object
 *     <element>/tables/*.json          one value table a file, named as the file
 *     <element>/hooks/*.js             hook bodies (hydrate.ts)
 *     <element>/README.md              for people
 *
 * Splitting a large element over files is for reading only: everything past this file sees one definition.
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type Catalogue,
  createCatalogue,
  type ElementLogo,
  type Hub,
  type HubModels,
} from './catalogue.ts'
import type { ElementDefinition } from './format.ts'
import { hydrateHooks } from './hydrate.ts'
import { deepFreeze, isJsonObject, type JsonObject, objectsOf } from './json.ts'
import { normaliseElement } from './normalise.ts'

/** The folder of the hubs' models. */
const HUBS = 'hubs'

/** One element as its folder has it. */
export interface LoadedElement {
  readonly definition: ElementDefinition
  /** The text of its README.md. */
  readonly readme: string | undefined
  /** Its logo.svg, or else its logo.png. */
  readonly logo: ElementLogo | undefined
}

/**
 * Load every element below a folder.
 *
 * @param directory - Holds `hubs.json` and one folder for each element; every other folder not beginning with a dot is one.
 * @throws {Error} Names the file and what is wrong in it: unreadable, not JSON (with line and column), not an element,
 *   without an id, or a key or id that another element has.
 */
export async function loadCatalogue(directory: string): Promise<Catalogue> {
  const hubs = parseHubs(await readJson(join(directory, 'hubs.json')), join(directory, 'hubs.json'))
  const entries = await readdir(directory, { withFileTypes: true })
  const folders = entries.filter(
    (entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== HUBS,
  )
  const elements = await Promise.all(
    folders.map((folder) => loadElement(join(directory, folder.name))),
  )
  for (const { definition } of elements) requireId(definition)
  return createCatalogue(hubs, elements, await readModels(join(directory, HUBS), hubs))
}

/** Load one element's folder. @throws {Error} as `loadCatalogue`. */
export async function loadElement(directory: string): Promise<LoadedElement> {
  const file = join(directory, 'element.json')
  const document = await readJson(file)
  if (!isJsonObject(document)) throw new Error(`${file}: an element is a JSON object.`)
  const complete = withTables(
    withNormalized(
      withObjects(document, await readFolder(directory, 'objects')),
      await readFolder(directory, 'normalized'),
    ),
    await readFolder(directory, 'tables'),
  )
  const importDocument = await readImport(directory)
  const files = await readScripts(directory)
  return explain(file, async () => ({
    definition: deepFreeze(
      normaliseElement(hydrateHooks(complete, { files, importDocument }), { keepIds: true }),
    ),
    readme: await readText(join(directory, 'README.md')),
    logo: await readLogo(directory),
  }))
}

async function explain<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw new Error(`${file}: ${messageOf(error)}`, { cause: error })
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

async function readJson(file: string): Promise<unknown> {
  // JSON.parse of V8 says the position, line and column.
  return explain(file, async () => JSON.parse(await readFile(file, 'utf8')))
}

async function readText(file: string): Promise<string | undefined> {
  return (await readBytes(file))?.toString('utf8')
}

async function readLogo(directory: string): Promise<ElementLogo | undefined> {
  const svg = await readBytes(join(directory, 'logo.svg'))
  if (svg) return { mediaType: 'image/svg+xml', bytes: svg }
  const png = await readBytes(join(directory, 'logo.png'))
  return png && { mediaType: 'image/png', bytes: png }
}

async function readBytes(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** An older export that helps out with hook bodies. Empty ones exist: nobody could export the element any more. */
async function readImport(directory: string): Promise<unknown> {
  const file = join(directory, 'import.json')
  const text = await readText(file)
  return text?.trim() ? explain(file, async () => JSON.parse(text)) : undefined
}

/** The JSON files of a subfolder by name without extension, in the order of their names. */
async function readFolder(
  directory: string,
  folder: string,
): Promise<ReadonlyMap<string, unknown>> {
  const documents = new Map<string, unknown>()
  for (const name of await namesIn(join(directory, folder), '.json')) {
    documents.set(name.slice(0, -'.json'.length), await readJson(join(directory, folder, name)))
  }
  return documents
}

async function readScripts(directory: string): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>()
  for (const folder of ['', 'hooks', 'resources']) {
    for (const name of await namesIn(join(directory, folder), '.js')) {
      const path = folder ? `${folder}/${name}` : name
      files.set(path, await readFile(join(directory, path), 'utf8'))
    }
  }
  return files
}

async function namesIn(directory: string, extension: string): Promise<readonly string[]> {
  try {
    return (await readdir(directory)).filter((name) => name.endsWith(extension)).sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** An object file of the name of an object in `element.json` adds to it; its own members win. */
function withObjects(element: JsonObject, files: ReadonlyMap<string, unknown>): JsonObject {
  if (files.size === 0) return element
  const objects = new Map(objectsOf(element.objects).map((object) => [object.name, object]))
  for (const [stem, document] of files) {
    if (!isJsonObject(document))
      throw new Error(`objects/${stem}.json: an object is a JSON object.`)
    const name = document.name ?? stem
    objects.set(name, { ...objects.get(name), ...document, name })
  }
  return { ...element, objects: [...objects.values()] }
}

/** The view of an object that the element has not is a slip of its author. */
function withNormalized(element: JsonObject, files: ReadonlyMap<string, unknown>): JsonObject {
  if (files.size === 0) return element
  const objects = objectsOf(element.objects)
  const lost = [...files.keys()].find((name) => !objects.some((object) => object.name === name))
  if (lost) throw new Error(`normalized/${lost}.json: the element has no object '${lost}'.`)
  const joined = objects.map((object) => {
    const normalized = files.get(String(object.name))
    return normalized === undefined ? object : { ...object, normalized }
  })
  return { ...element, objects: joined }
}

async function readModels(directory: string, hubs: readonly Hub[]): Promise<HubModels> {
  const models = new Map<string, ReadonlyMap<string, JsonObject>>()
  for (const { key } of hubs) {
    const schemas = new Map<string, JsonObject>()
    for (const [name, schema] of await readFolder(directory, key)) {
      if (isJsonObject(schema)) schemas.set(name.replace(/\.schema$/, ''), deepFreeze(schema))
    }
    models.set(key, schemas)
  }
  return models
}

function withTables(element: JsonObject, files: ReadonlyMap<string, unknown>): JsonObject {
  if (files.size === 0) return element
  const inline = isJsonObject(element.valueTables) ? element.valueTables : {}
  return { ...element, valueTables: { ...inline, ...Object.fromEntries(files) } }
}

/** Instances, usage records and URLs refer to elements by id: an id that changed with the load would break them. */
function requireId({ id, key }: ElementDefinition): void {
  if (!Number.isSafeInteger(id) || (id as number) <= 0) {
    throw new Error(`The element '${key}' of the catalogue needs an id: a positive whole number.`)
  }
}

function parseHubs(document: unknown, file: string): readonly Hub[] {
  if (!Array.isArray(document)) throw new Error(`${file}: must be a list of hubs.`)
  document.forEach((hub: unknown, index) => {
    const isHub = isJsonObject(hub) && Number.isInteger(hub.id) && typeof hub.key === 'string'
    if (!isHub) throw new Error(`${file}: /${index} needs a whole number as id and a key.`)
  })
  return deepFreeze(document as Hub[])
}
