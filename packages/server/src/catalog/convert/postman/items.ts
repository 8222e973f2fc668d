/** The requests of a collection, out of its folders. */
import { ValenceError } from '../../../lib/errors.ts'
import { isJsonObject, type JsonObject } from '../../json.ts'
import { pointer, type Report } from '../report.ts'

/** One request with where it stands. */
export interface FoundRequest {
  readonly place: string
  readonly name: string
  /** Names of the folders around it. */
  readonly folders: readonly string[]
  readonly request: JsonObject
  /** Saved answers. */
  readonly responses: readonly unknown[]
}

const maxDepth = 30
const maxRequests = 3_000

/** @throws {ValenceError} `invalid_request` for more requests than an element can have. */
export function requestsOf(collection: JsonObject, report: Report): readonly FoundRequest[] {
  const found: FoundRequest[] = []
  visit(collection.item, { place: '/item', folders: [] }, found, report)
  noteScripts(collection, '', report)
  return found
}

function visit(
  items: unknown,
  { place, folders }: Pick<FoundRequest, 'place' | 'folders'>,
  found: FoundRequest[],
  report: Report,
): void {
  if (!Array.isArray(items)) return
  if (folders.length > maxDepth) {
    report.note('warning', place, `Folders deeper than ${maxDepth} levels were left out.`)
    return
  }
  for (const [index, item] of items.entries()) {
    if (!isJsonObject(item)) continue
    const at = place + pointer(index)
    const name = String(item.name ?? '').trim()
    noteScripts(item, at, report)
    if (Array.isArray(item.item)) {
      if (item.auth)
        report.note(
          'info',
          `${at}/auth`,
          `The folder '${name}' has an authentication of its own; the element has that of the collection.`,
        )
      visit(item.item, { place: `${at}/item`, folders: [...folders, name] }, found, report)
      continue
    }
    const request =
      typeof item.request === 'string' ? { method: 'GET', url: item.request } : item.request
    if (!isJsonObject(request)) continue
    const responses = Array.isArray(item.response) ? item.response : []
    found.push({ place: at, name, folders, request, responses })
    if (found.length > maxRequests) {
      throw new ValenceError(
        'invalid_request',
        `The collection has more than ${maxRequests} requests.`,
      )
    }
  }
}

function noteScripts(owner: JsonObject, place: string, report: Report): void {
  const events = Array.isArray(owner.event) ? owner.event.filter(isJsonObject) : []
  const hasScript = events.some(
    ({ listen, script }) =>
      listen === 'prerequest' && isJsonObject(script) && String(script.exec ?? '').trim() !== '',
  )
  if (hasScript)
    report.note(
      'warning',
      `${place}/event`,
      'A script that runs before requests was left out; a hook can take its place.',
    )
}
