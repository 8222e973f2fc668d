/** From the body of an upload to a definition: tolerant of everything that can be stored. */
import { withoutIds } from '../../catalog/edit-parts.ts'
import type { ElementDefinition } from '../../catalog/format.ts'
import { type HookSources, hydrateHooks } from '../../catalog/hydrate.ts'
import { isJsonObject, type JsonObject, objectsOf } from '../../catalog/json.ts'
import { normaliseElement } from '../../catalog/normalise.ts'
import { ValenceError } from '../../lib/errors.ts'

/** Members of an upload that say where it was made, or what we know better. */
const derived = new Set(['private', 'extended', 'hookFiles', 'importDocument'])

/** Words that stand where a key would in the paths of this API. */
const reservedKeys = new Set(['keys', 'metadata', 'convert', 'oauthproxies'])

/**
 * Read an uploaded element.
 *
 * Hooks whose bodies are kept in files come with them: `hookFiles` maps paths beside `element.json` to texts, and
 * `importDocument` is an older export with the bodies inline.
 *
 * @param body - Parsed JSON. Ids in it are another platform's.
 * @throws {ValenceError} `invalid_request`, naming every place that can't be stored.
 */
export function importElement(body: unknown): ElementDefinition {
  if (!isJsonObject(body)) {
    throw new ValenceError('invalid_request', 'An element is a JSON object; this body is not.')
  }
  const hydrated = withHookFiles(body)
  const kept = Object.entries(hydrated).filter(([name]) => !derived.has(name))
  const definition = normaliseElement(Object.fromEntries(kept))
  assertUsableKey(definition.key)
  return {
    ...definition,
    ...(definition.models ? { models: objectsOf(definition.models).map(withoutIds) } : {}),
  }
}

function withHookFiles(body: JsonObject): JsonObject {
  if (body.hookFiles === undefined && body.importDocument === undefined) return body
  const sources: HookSources = {
    files: new Map(Object.entries(readFiles(body.hookFiles))),
    importDocument: body.importDocument,
  }
  try {
    return hydrateHooks(body, sources)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw new ValenceError('invalid_request', `/hookFiles: ${message}`, { cause: error })
  }
}

function readFiles(files: unknown): Record<string, string> {
  if (files === undefined || files === null) return {}
  if (isJsonObject(files) && Object.values(files).every((text) => typeof text === 'string')) {
    return files as Record<string, string>
  }
  throw new ValenceError(
    'invalid_request',
    '/hookFiles: must map paths of files to their texts, such as {"hooks/GET-contacts-postRequest.js": "done()"}.',
  )
}

/** @throws {ValenceError} `invalid_request`: paths with this key would mean something else. */
export function assertUsableKey(key: string): void {
  const problem = /^\d+$/.test(key)
    ? 'is a number, and would be taken for an id'
    : reservedKeys.has(key.toLowerCase())
      ? 'is a word of this API'
      : undefined
  if (problem === undefined) return
  throw new ValenceError('invalid_request', `/key: '${key}' ${problem}. Use another key.`)
}
