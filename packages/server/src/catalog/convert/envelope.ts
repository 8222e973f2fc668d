/** Answers that wrap a list: `{"data": [...], "total": 7}`. */
import { isJsonObject, type JsonObject } from '../json.ts'
import type { ApiOperation, Definitions } from './description.ts'
import { resolveSchema } from './schema-lookup.ts'

/** A list within an answer. */
export interface Envelope {
  /** Path to the list: `data`, `d.results`. */
  readonly path: string
  /** Schema of its entries. */
  readonly items: JsonObject
}

/** Members that say something of a list and are no list of records themselves. */
const aside =
  /^(_?links?|_?meta(data)?|paging|pagination|page|pages|pageinfo|per_?page|page_?(size|number|count|token)?|total.*|count|size|limit|offset|skip|cursors?|next.*|prev.*|previous.*|first|last|self|has_?(more|next|prev|previous)\w*|more|errors?|warnings?|messages?|status(code)?|code|success|ok|request_?id|object|kind|type|etag|url|href|version|timestamp|took|odata.*|@odata.*|@.*|\$.*)$/i

/** Names lists of records go by, whatever stands beside them. */
const telling =
  /^(data|items|results?|records?|values?|entries|elements|content|rows|hits|list|objects|resources|collection)$/i

/**
 * The one list of an answer of a GET that is about many.
 *
 * @returns `undefined` for lists without an envelope, for single records, and where several lists could be meant.
 */
export function envelopeOf(
  operation: ApiOperation,
  definitions: Definitions,
): Envelope | undefined {
  const { method, response, vendorPath } = operation
  if (method !== 'GET' || !response || vendorPath.endsWith('}')) return undefined
  return listIn(response.schema, lastSegment(vendorPath), definitions, 0)
}

const maxDepth = 2

function listIn(
  schema: JsonObject,
  noun: string,
  definitions: Definitions,
  depth: number,
): Envelope | undefined {
  const { properties } = resolveSchema(schema, definitions)
  if (!isJsonObject(properties) || depth > maxDepth) return undefined
  const members = Object.entries(properties)
    .filter(([name]) => !aside.test(name) && !/[.|[\]]/.test(name))
    .map(([name, member]) => [name, resolveSchema(member, definitions)] as const)
  const lists = members.filter(([, member]) => member.type === 'array')
  const [list] = lists
  if (!list || lists.length > 1) return depth === 0 ? nested(members, noun, definitions) : undefined
  const [name, { items }] = list
  const isSure = members.length === 1 || telling.test(name) || name.toLowerCase() === noun
  return isSure ? { path: name, items: isJsonObject(items) ? items : {} } : undefined
}

/** `{"d": {"results": [...]}}`: one member, with the list inside. */
function nested(
  members: readonly (readonly [string, JsonObject])[],
  noun: string,
  definitions: Definitions,
): Envelope | undefined {
  const [only, another] = members
  if (!only || another || !only[1].properties) return undefined
  const inner = listIn(only[1], noun, definitions, 1)
  return inner && { ...inner, path: `${only[0]}.${inner.path}` }
}

function lastSegment(path: string): string {
  return (
    path
      .split(/[?#]/)[0]
      ?.split('/')
      .findLast((segment) => segment !== '') ?? ''
  ).toLowerCase()
}
