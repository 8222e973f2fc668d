import { type FieldRules, readFields, UNREADABLE } from '../../core/body.ts'
import type { Collection, Entity } from '../../core/collection.ts'
import { compileFilter, type FilterFields } from '../../core/filter.ts'
import { type OrderFields, pageOf, parsePageSize } from '../../core/paging.ts'
import { parseFieldList, type Selection } from '../../core/selection.ts'
import type { Call, Operation, Reply } from '../call.ts'
import { RestError } from '../rest-error.ts'
import type { Tenant } from '../tenant.ts'

/** Page size when none is asked for: 50 by one client's account; the vendor documents only the bounds. */
export const DEFAULT_PAGE_SIZE = 50

/** What the shared operations need to know of a resource. */
export interface Resource<T extends Entity> {
  /** The word in messages: "Unable to find this Contact". */
  readonly title: string
  /** Property of list answers that holds the records. */
  readonly plural: string
  /** Name of the id in the path, and in "contact_id is invalid". */
  readonly idName: string
  readonly maxPageSize?: number
  readonly order: OrderFields<T>
  collection(tenant: Tenant): Collection<T>
  /** Filters may depend on the tenant: custom fields are filters too. */
  filters(tenant: Tenant): FilterFields<T>
  /** How records become JSON. */
  serialiser(call: Call, fields: readonly string[] | undefined): (record: T) => string
}

/** A serialiser for records that answer from themselves alone. */
export function ownProperties<T extends Entity>(
  selection: Selection<T>,
): Resource<T>['serialiser'] {
  return (_call, fields) => selection.serialiser(fields)
}

/** A serialiser for records that are shown through a view made from several records. */
export function viewed<T extends Entity, V extends object>(
  view: (record: T, tenant: Tenant) => V,
  selection: Selection<V>,
): Resource<T>['serialiser'] {
  return (call, fields) => {
    const serialise = selection.serialiser(fields)
    return (record) => serialise(view(record, call.tenant))
  }
}

/** Find the record the path names. Throws 400 for an id that is none, 404 for one that is not there. */
export function recordOf<T extends Entity>(resource: Resource<T>, call: Call): T {
  const id = call.params[resource.idName] ?? ''
  if (!/^\d{1,18}$/.test(id)) throw new RestError(400, `${resource.idName} is invalid`)
  const record = resource.collection(call.tenant).get(id)
  if (record === undefined) throw new RestError(404, `Unable to find this ${resource.title}`)
  return record
}

/** The properties to answer with, from `fields=`. */
export function fieldsOf(call: Call): readonly string[] | undefined {
  return call.query.size === 0 ? undefined : parseFieldList(call.query, 'fields')
}

/** Answer with one record. */
export function replyWith<T extends Entity>(
  resource: Resource<T>,
  call: Call,
  status: number,
  record: T,
): Reply {
  return { status, json: resource.serialiser(call, fieldsOf(call))(record) }
}

/** `GET /{resource}`; `only` keeps the records of a parent, for nested lists. */
export function listOf<T extends Entity>(
  resource: Resource<T>,
  only?: (call: Call) => (record: T) => boolean,
): Operation {
  return (call) => {
    const { query } = call
    const serialise = resource.serialiser(call, fieldsOf(call))
    const filter = query.get('filter')
    const asked = filter === null ? undefined : compileFilter(filter, resource.filters(call.tenant))
    const scope = only?.(call)
    const request = {
      pageSize: parsePageSize(
        query.get('page_size'),
        DEFAULT_PAGE_SIZE,
        resource.maxPageSize ?? 1000,
      ),
      pageToken: tokenOf(query.get('page_token')),
      orderBy: query.get('order_by'),
      filter: both(scope, asked),
    }
    const page = pageOf(resource.collection(call.tenant), request, resource.order)
    const records = page.records.map(serialise).join(',')
    const token = JSON.stringify(nextPageToken(call, page.nextPageToken, request.pageSize))
    return { status: 200, json: `{"${resource.plural}":[${records}],"next_page_token":${token}}` }
  }
}

function both<T>(
  a: ((record: T) => boolean) | undefined,
  b: ((record: T) => boolean) | undefined,
): ((record: T) => boolean) | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return (record) => a(record) && b(record)
}

// Clients that were given a whole address may send it back whole.
function tokenOf(text: string | null): string | null {
  return text?.includes('page_token=') ? new URL(text).searchParams.get('page_token') : text
}

function nextPageToken(call: Call, token: string, pageSize: number): string {
  if (token === '' || call.settings.nextPageToken === 'token') return token
  return `${call.link}/?page_size=${pageSize}&page_token=${token}`
}

/** `GET /{resource}/{id}` */
export function getOf<T extends Entity>(resource: Resource<T>): Operation {
  return (call) => replyWith(resource, call, 200, recordOf(resource, call))
}

/** `DELETE /{resource}/{id}`; `after` lets go of what referred to the record. */
export function deleteOf<T extends Entity>(
  resource: Resource<T>,
  after?: (record: T, call: Call) => void,
): Operation {
  return (call) => {
    const record = recordOf(resource, call)
    resource.collection(call.tenant).delete(record.id)
    after?.(record, call)
    return { status: 204 }
  }
}

/** The JSON body, as text said it. Throws 400 when there is none or it is no JSON. */
export function jsonOf(call: Call): unknown {
  if (call.bodyText.trim() === '') throw new RestError(400, UNREADABLE)
  return JSON.parse(call.bodyText)
}

/** The known properties of the body; what is ignored goes to the request log. */
export function bodyOf(call: Call, rules: FieldRules): Readonly<Record<string, unknown>> {
  const { values, ignored } = readFields(jsonOf(call), rules)
  if (ignored.length > 0) call.noteIgnored(ignored)
  return values
}

/**
 * The properties a PATCH changes: those in the body, and of them, when `update_mask` is sent, only the listed ones.
 * That a mask naming an unknown property is refused is assumed.
 */
export function changesOf(
  call: Call,
  rules: FieldRules,
  readOnly: readonly string[] = [],
): Readonly<Record<string, unknown>> {
  const values = bodyOf(call, rules)
  const mask = parseFieldList(call.query, 'update_mask')
  if (mask === undefined) return values
  const unknown = mask.filter((name) => !Object.hasOwn(rules, name) && !readOnly.includes(name))
  if (unknown.length > 0) {
    throw new RestError(400, `The following update_mask fields are unrecognized: [${unknown}]`)
  }
  return Object.fromEntries(Object.entries(values).filter(([name]) => mask.includes(name)))
}

/** Refuse a body that lacks what the vendor declares as required. */
export function assertPresent(
  values: Readonly<Record<string, unknown>>,
  names: readonly string[],
): void {
  for (const name of names) {
    const value = values[name]
    if (value === undefined || value === null || value === '') {
      throw new RestError(400, `${name} is required`)
    }
  }
}

/** Refuse references to records that are not there ("contact_id is invalid", recorded). */
export function assertReference<T extends Entity>(
  values: Readonly<Record<string, unknown>>,
  name: string,
  collection: Collection<T>,
): void {
  const id = values[name]
  if (id === undefined || id === null) return
  if (typeof id !== 'string' || !collection.has(id)) throw new RestError(400, `${name} is invalid`)
}
