/**
 * Custom fields. A vendor numbers its tenants' own fields and sends `[{id, content}]`; callers use their names, with a
 * prefix. `customFieldModel` of the object says where the vendor lists them (docs/reference/element-format.md).
 */
import type { CustomFieldModelDefinition, ListedCustomFields } from '../catalog/format.ts'
import type { ElementPlan, ObjectPlan, ResourcePlan } from '../catalog/plan.ts'
import { ValenceError } from '../lib/errors.ts'
import { authenticate } from './authenticate.ts'
import { bind } from './bind.ts'
import type { CustomField, CustomFieldDictionary } from './custom-field-cache.ts'
import type { Engine } from './engine.ts'
import { type Exchange, startExchange } from './exchange.ts'
import { isErrorStatus } from './hook-scope.ts'
import { isObject, parseDottedPath, valueAt } from './json-path.ts'
import type { LiveInstance } from './live-instance.ts'
import { resolve } from './resolve.ts'
import { send } from './send.ts'
import { vendorError } from './vendor-error.ts'

interface Lookup {
  readonly exchange: Exchange
  readonly engine: Engine
  readonly object: ObjectPlan
  readonly custom: ListedCustomFields
}

/** Do records carry the values in a list of their own? Else custom fields are members like the others. */
export function isListed(
  custom: CustomFieldModelDefinition | undefined,
): custom is ListedCustomFields {
  return Boolean(custom?.recordKey && custom.valueIdKey && custom.valueKey)
}

/** The vendor's record with the caller's custom members in the vendor's list. Unknown names are `invalid_request`. */
export async function withVendorCustomFields(
  input: Lookup & {
    row: Record<string, unknown>
    names: readonly string[]
    record: Record<string, unknown>
  },
): Promise<Record<string, unknown>> {
  const { custom, row, names, record } = input
  const dictionary = await dictionaryKnowing(input, (known) =>
    names.every((name) => known.byName.has(name)),
  )
  const unknown = names.filter((name) => !dictionary.byName.has(name))
  if (unknown.length > 0) throw unknownCustomFields(input, unknown, dictionary)
  const values = names.map((name) => ({
    [custom.valueIdKey]: dictionary.byName.get(name)?.id,
    [custom.valueKey]: row[name],
  }))
  return { ...record, [custom.recordKey]: values }
}

/** Our records, with custom values under their names. Values of fields the vendor no longer lists keep their number. */
export async function withOurCustomFields(
  input: Lookup & { records: readonly unknown[] },
): Promise<Record<string, unknown>[]> {
  const { object, custom, records } = input
  const dictionary = await customFieldsOf(input.exchange.live, input.engine, object)
  return records.map((record) => {
    const row = object.mapping.fromVendor(record as Record<string, unknown>)
    for (const value of customValues(record, custom)) {
      const id = String(value[custom.valueIdKey])
      const content = value[custom.valueKey]
      if (content !== null && content !== undefined)
        row[dictionary.byId.get(id)?.name ?? custom.prefix + id] = content
    }
    return row
  })
}

function customValues(record: unknown, custom: ListedCustomFields): Record<string, unknown>[] {
  const values = isObject(record) ? record[custom.recordKey] : undefined
  return Array.isArray(values) ? values.filter(isObject) : []
}

/** A dictionary that knows, asked for once more when the kept one doesn't: the field may be new at the vendor. */
async function dictionaryKnowing(
  { exchange, engine, object }: Lookup,
  isEnough: (known: CustomFieldDictionary) => boolean,
) {
  const known = await customFieldsOf(exchange.live, engine, object)
  if (isEnough(known) || exchange.live.id === undefined) return known
  engine.customFields.forget(exchange.live.id, object.name)
  return customFieldsOf(exchange.live, engine, object)
}

function unknownCustomFields(
  { object }: Lookup,
  names: readonly string[],
  { byName }: CustomFieldDictionary,
) {
  const known = [...byName.keys()].slice(0, 50).join(', ') || 'none'
  const quoted = names.map((name) => `'${name}'`).join(', ')
  return new ValenceError(
    'invalid_request',
    `This account has no custom field ${quoted} on ${object.name}. It has: ${known}.`,
  )
}

/** The custom fields of an object in the instance's tenant; an empty dictionary when the object has none. */
export function customFieldsOf(
  live: LiveInstance,
  engine: Engine,
  object: ObjectPlan,
): Promise<CustomFieldDictionary> {
  const custom = object.customFieldModel
  if (!custom) return Promise.resolve({ byId: new Map(), byName: new Map() })
  return engine.customFields.get(live.id, object.name, () => load(live, engine, custom))
}

async function load(
  live: LiveInstance,
  engine: Engine,
  custom: CustomFieldModelDefinition,
): Promise<CustomFieldDictionary> {
  const body = await vendorGet(live, engine, custom.vendorPath)
  const list = valueAt(body, parseDottedPath(custom.listKey))
  const { only } = custom
  const fields = (Array.isArray(list) ? list.filter(isObject) : [])
    .filter((entry) => !only || entry[only.key] === only.value)
    .map((entry) => toCustomField(entry, custom))
  return {
    byId: new Map(fields.map((field) => [field.id, field])),
    byName: new Map(fields.map((field) => [field.name, field])),
  }
}

function toCustomField(
  entry: Record<string, unknown>,
  custom: CustomFieldModelDefinition,
): CustomField {
  const text = (key: string | undefined) =>
    key && entry[key] !== undefined ? String(entry[key]) : ''
  const name = text(custom.nameKey)
  return {
    id: text(custom.idKey),
    name: name.startsWith(custom.prefix) ? name : custom.prefix + name,
    label: text(custom.labelKey) || name,
    type: text(custom.typeKey),
  }
}

/** One GET at the vendor with the element's own parameters and no hooks. */
async function vendorGet(live: LiveInstance, engine: Engine, vendorPath: string): Promise<unknown> {
  const path = `/hubs/${live.plan.hub}${vendorPath}`
  const exchange = startExchange({
    resource: plainGet(live.plan, path, vendorPath),
    variables: {},
    inbound: { method: 'GET', path, query: {}, headers: {}, body: undefined },
    requestId: '',
    live,
  })
  await bind(exchange, engine)
  await resolve(exchange, engine)
  authenticate(exchange, engine)
  await send(exchange, engine)
  if (isErrorStatus(exchange.reply.status)) throw vendorError(exchange)
  return exchange.reply.raw
}

function plainGet(plan: ElementPlan, path: string, vendorPath: string): ResourcePlan {
  return {
    definition: { path, vendorPath, method: 'GET', vendorMethod: 'GET', type: 'api' },
    method: 'GET',
    path,
    segments: [],
    type: 'api',
    callable: false,
    vendorMethod: 'GET',
    vendorPath,
    parameters: plan.definition.parameters ?? [],
    captures: [],
    requestRoot: [],
    responseRoot: [],
    preHook: undefined,
    postHook: undefined,
    isList: false,
    hasCursorParameter: false,
    maxPageSize: 0,
    paginationType: 'none',
    nextPageKey: undefined,
    nextResource: undefined,
    searchResource: undefined,
    asksCustomFields: false,
    objectName: undefined,
    object: undefined,
  }
}
