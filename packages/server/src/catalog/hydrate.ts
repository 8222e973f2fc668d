/**
 * Hook bodies that live outside `element.json`. Exports split them out in several ways, one of them our own; this puts
 * every body back into its hook.
 *
 * - `hooks/<METHOD>-<path>-{pre,post}Request.js` and `hooks/{pre,post}Request.js`: ours
 * - `{pre,post}RequestHook.js`, `eventHook.js`, `resources/<id>{pre,post}RequestHook.js`,
 *   `resources/<METHOD>-<path>-{pre,post}RequestHook.js`: tools that keep exports in version control
 * - `{"bodyOrRef": true, "ref": "file.js"}`: exports of a descendant of the format
 * - `import.json`: an older export of the same element, bodies inline
 */
import { isJsonObject, type JsonObject, objectsOf, textOf } from './json.ts'
import { segmentsOf } from './router.ts'

/** What lies beside an `element.json`. */
export interface HookSources {
  /** Texts of `*.js` files by their path relative to the element's folder, `/` as separator. */
  readonly files?: ReadonlyMap<string, string>
  /** Parsed `import.json`. */
  readonly importDocument?: unknown
}

interface HookFile {
  readonly file: string
  readonly type: 'preRequest' | 'postRequest' | 'event'
  /** Absent: the file belongs to the element itself. */
  readonly method?: string
  /** Path of the resource, every run of other characters as one hyphen. */
  readonly place?: string
  readonly resourceId?: string
  readonly body: string
}

/**
 * Fill in hook bodies.
 *
 * @param document - Parsed `element.json`, ids included. It is not changed; another document comes back.
 * @throws {Error} A hook file belongs to no resource, or to several that don't ask for it: its name is wrong.
 */
export function hydrateHooks(document: JsonObject, sources: HookSources): JsonObject {
  const files = sources.files ?? new Map<string, string>()
  const referenced = mapHooks(document, (hook) => withReferencedBody(hook, files))
  const imported = isJsonObject(sources.importDocument)
    ? withImportedBodies(referenced, sources.importDocument)
    : referenced
  return [...files].reduce((element, [file, body]) => {
    const hookFile = parseHookFile(file, body)
    return hookFile ? withHookFile(element, hookFile) : element
  }, imported)
}

function mapHooks(document: JsonObject, change: (hook: JsonObject) => JsonObject): JsonObject {
  return {
    ...document,
    ...hooksOf(document, change),
    resources: objectsOf(document.resources).map((resource) => ({
      ...resource,
      ...hooksOf(resource, change),
    })),
  }
}

function hooksOf(owner: JsonObject, change: (hook: JsonObject) => JsonObject): JsonObject {
  return 'hooks' in owner ? { hooks: objectsOf(owner.hooks).map(change) } : {}
}

function withReferencedBody(hook: JsonObject, files: ReadonlyMap<string, string>): JsonObject {
  const ref = textOf(hook.ref)
  const body = ref && findFile(files, ref)
  if (!body) return hook
  const { ref: _ref, bodyOrRef: _bodyOrRef, ...rest } = hook
  return { ...rest, body }
}

function findFile(files: ReadonlyMap<string, string>, ref: string): string | undefined {
  const wanted = ref.replace(/^\.\//, '')
  const found = [...files.keys()].find((file) => file === wanted || file.endsWith(`/${wanted}`))
  return found === undefined ? undefined : files.get(found)
}

function withImportedBodies(document: JsonObject, original: JsonObject): JsonObject {
  const originals = objectsOf(original.resources)
  return {
    ...document,
    ...importedHooks(document, original),
    resources: objectsOf(document.resources).map((resource) => ({
      ...resource,
      ...importedHooks(
        resource,
        originals.find((other) => tripleOf(other) === tripleOf(resource)),
      ),
    })),
  }
}

/** (method, path, type) names a resource within its element. */
function tripleOf(resource: JsonObject): string {
  return [resource.method, resource.path, resource.type].join(' ')
}

function importedHooks(owner: JsonObject, original: JsonObject | undefined): JsonObject {
  const originals = objectsOf(original?.hooks)
  return hooksOf(owner, (hook) => {
    if (hook.body) return hook
    const body = originals.find((other) => other.type === hook.type)?.body
    return typeof body === 'string' ? { ...hook, body } : hook
  })
}

const hookTypes: Readonly<Record<string, HookFile['type']>> = {
  pre: 'preRequest',
  post: 'postRequest',
}

/** @returns `undefined` for a file whose name says nothing of a hook (one that a `ref` names, say). */
function parseHookFile(file: string, body: string): HookFile | undefined {
  if (/^(hooks\/)?event(Hook)?\.js$/.test(file)) return { file, type: 'event', body }
  const match = /^(?:(?:hooks|resources)\/)?(.*?)-?(pre|post)Request(?:Hook)?\.js$/.exec(file)
  const type = hookTypes[match?.[2] ?? '']
  if (!match || !type) return undefined
  const owner = match[1] ?? ''
  if (owner === '') return { file, type, body }
  if (/^\d+$/.test(owner)) return { file, type, resourceId: owner, body }
  const named = /^([A-Z]+)-+(.*)$/.exec(owner)
  if (!named) return undefined
  return { file, type, method: named[1] as string, place: hyphenated(named[2] ?? ''), body }
}

function hyphenated(path: string): string {
  return path.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '')
}

function withHookFile(element: JsonObject, hookFile: HookFile): JsonObject {
  if (!hookFile.method && !hookFile.resourceId)
    return { ...element, hooks: placed(element, hookFile) }
  const resources = objectsOf(element.resources)
  const owners = ownersOf(resources, hookFile)
  return {
    ...element,
    resources: resources.map((resource) =>
      owners.includes(resource) ? { ...resource, hooks: placed(resource, hookFile) } : resource,
    ),
  }
}

/** The resources that declare this hook without a body; where none does, the only one of that name. */
function ownersOf(resources: readonly JsonObject[], hookFile: HookFile): readonly JsonObject[] {
  const named = resources.filter((resource) => isNamedBy(resource, hookFile))
  const asking = named.filter((resource) =>
    objectsOf(resource.hooks).some((hook) => hook.type === hookFile.type),
  )
  const owners = asking.length > 0 ? asking : named
  if (owners.length === 1 || (owners.length > 0 && owners === asking)) return owners
  const problem = owners.length === 0 ? 'no resource' : `${owners.length} resources`
  throw new Error(`${hookFile.file} belongs to ${problem} of the element; check its name.`)
}

function isNamedBy(resource: JsonObject, { method, place, resourceId }: HookFile): boolean {
  if (resourceId) return String(resource.id) === resourceId
  const path = String(resource.path ?? '')
  const isPlace = hyphenated(path) === place || hyphenated(segmentsOf(path).join('/')) === place
  return isPlace && String(resource.method).toUpperCase() === method
}

/** The owner's hooks with the body in the hook of that type; a body that is already there stays. */
function placed(owner: JsonObject, { type, body }: HookFile): readonly JsonObject[] {
  const hooks = objectsOf(owner.hooks)
  if (!hooks.some((hook) => hook.type === type)) {
    return [...hooks, { type, mimeType: 'application/javascript', isLegacy: false, body }]
  }
  return hooks.map((hook) => (hook.type === type && !hook.body ? { ...hook, body } : hook))
}
