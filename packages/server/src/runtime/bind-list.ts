/** The part of bind that lists need: `where`, `orderBy`, `page`, `pageSize`, `nextPage` mean something to the engine. */
import type { FieldDefinition, ParameterDefinition } from '../catalog/format.ts'
import type { ObjectPlan } from '../catalog/plan.ts'
import {
  type ConvertedWhere,
  converterNames,
  convertWhere,
  type SearchCapabilities,
  searchCapabilities,
} from '../ceql/convert.ts'
import type { Expression, Literal } from '../ceql/expression.ts'
import { formatCeql } from '../ceql/format.ts'
import { hookRest } from '../ceql/hook-expression.ts'
import { parseOrderBy } from '../ceql/order-by.ts'
import type { Exchange } from './exchange.ts'
import { putValue } from './sinks.ts'

const controls = new Set(['where', 'orderBy', 'page', 'pageSize', 'nextPage', 'fields'])

/** Does the engine, not the mover, decide what this public query parameter sends? */
export function isQueryControl(parameter: ParameterDefinition): boolean {
  return (parameter.type === 'query' && controls.has(parameter.name)) || isImpliedWhere(parameter)
}

/** A condition of the resource itself: a `value` parameter named `where` that goes nowhere (docs/reference/element-format.md). */
export function isImpliedWhere(parameter: ParameterDefinition): boolean {
  return (
    parameter.type === 'value' &&
    parameter.vendorName === 'where' &&
    parameter.vendorType === 'no-op'
  )
}

/**
 * What the vendor gets for a public parameter that means something to the engine: its page number, page size or cursor.
 * `where` and `orderBy` are bound on their own, afterwards. Outside lists what the caller sent goes on as it came.
 */
export function controlValue(
  { page, plan, inbound, resource }: Exchange,
  { type, name }: ParameterDefinition,
): unknown {
  if (type !== 'query' || name === 'where' || name === 'orderBy') return undefined
  if (name === 'fields' || !page) return singleValue(inbound.query[name])
  if (resource.paginationType === 'engine') return undefined
  if (name === 'pageSize') return String(page.size)
  if (name === 'nextPage') return page.cursor
  const { type: paging, startIndex } = plan.pagination
  if (paging === 'page') return String(page.number - 1 + startIndex)
  if (paging === 'offset') return String((page.number - 1) * page.size)
  // Where no parameter is called nextPage, the one called page carries the cursor.
  if (paging === 'cursor') return resource.hasCursorParameter ? undefined : page.cursor
  return String(page.number)
}

/** Hand the vendor what it can filter; what it can't stays in `exchange.rest`. */
export function bindWhere(exchange: Exchange): void {
  const { where, resource } = exchange
  if (!where) return
  const parameter = resource.parameters.find((p) => p.type === 'query' && p.name === 'where')
  if (!parameter) exchange.rest = where
  // A parameter that goes nowhere is read by a hook, as `request_expression`.
  else if (parameter.vendorType === 'no-op') exchange.rest = hookRest(where)
  else convertInto(exchange, parameter, where)
}

function convertInto(exchange: Exchange, parameter: ParameterDefinition, where: Expression): void {
  const converter = converterOf(parameter)
  if (!converter) {
    // No converter: the vendor speaks the same language.
    putValue(exchange, parameter, formatCeql(where))
    return
  }
  if (!isConverter(converter)) {
    exchange.rest = where
    return
  }
  const object = objectOf(exchange)
  const isMapped = exchange.resource.object !== undefined
  const converted = convertWhere(converter, where, object && capabilitiesOf(object, isMapped), {
    toVendorValue: (field, value) => vendorValue(exchange, object?.fieldsByPath.get(field), value),
  })
  exchange.rest = converted.rest
  for (const [name, value] of Object.entries(converted.parameters ?? {})) {
    exchange.vendor.query.set(name, value)
  }
  if (converted.text !== undefined) sendFilter(exchange, parameter, converted)
}

/** A resource may set a filter of its own as a value parameter: both must hold. */
function sendFilter(exchange: Exchange, parameter: ParameterDefinition, converted: ConvertedWhere) {
  const { text = '', join, parameterName } = converted
  const isUnnamed = parameter.vendorName.startsWith('converter:')
  const vendorName = isUnnamed ? (parameterName ?? 'where') : parameter.vendorName
  const own = exchange.vendor.query.get(vendorName)
  const isFiltered = parameter.vendorType === 'query' && typeof own === 'string' && own !== ''
  putValue(exchange, { ...parameter, vendorName }, isFiltered ? join(own, text) : text)
}

/** A name we don't know converts nothing: the list is filtered here, within its bounds. Lint tells the author. */
function isConverter(name: string): boolean {
  return converterNames.includes(name)
}

function converterOf(parameter: ParameterDefinition): string | undefined {
  if (parameter.converter) return parameter.converter.replace(/^converter:/, '')
  return parameter.vendorName.startsWith('converter:') ? parameter.vendorName.slice(10) : undefined
}

const known = new WeakMap<ObjectPlan, SearchCapabilities>()

/** A mapped object can be searched only as its fields declare; another one says nothing when no field does. */
function capabilitiesOf(object: ObjectPlan, isMapped: boolean): SearchCapabilities | undefined {
  const declared = known.get(object) ?? searchCapabilities(object.fields)
  known.set(object, declared)
  return isMapped || declared.size > 0 ? declared : undefined
}

/**
 * Our value in the vendor's words: value tables are read backwards, a day becomes the moment it begins. `undefined` when
 * several of the vendor's values are one of ours: asking for one of them would lose the others' records.
 */
function vendorValue(
  exchange: Exchange,
  field: FieldDefinition | undefined,
  value: Literal,
): Literal | undefined {
  if (!field || typeof value !== 'string') return value
  if (field.type === 'date' && /^\d{4}-\d{2}-\d{2}$/.test(value)) return `${value}T00:00:00Z`
  const table = field.valueTable
    ? exchange.plan.definition.valueTables?.[field.valueTable]
    : undefined
  if (!table) return value
  const found = Object.entries(table).filter(
    ([, ours]) => ours.toLowerCase() === value.toLowerCase(),
  )
  return found.length > 1 ? undefined : (found[0]?.[0] ?? value)
}

/** Let the vendor sort when it can sort by the only field asked for. */
export function bindOrder(exchange: Exchange): void {
  const text = singleValue(exchange.inbound.query['orderBy'])
  if (!text) return
  const parameter = exchange.resource.parameters.find(
    (p) => p.type === 'query' && p.name === 'orderBy',
  )
  const order = parseOrderBy(text)
  const object = objectOf(exchange)
  const first = order[0]
  if (parameter?.vendorType !== 'query' || !first) return
  const vendorName = object ? object.fieldsByPath.get(first.field)?.vendorOrderBy : undefined
  if (object && (order.length > 1 || !vendorName)) return
  exchange.vendor.query.set(
    parameter.vendorName,
    object ? `${vendorName} ${first.descending ? 'desc' : 'asc'}` : text,
  )
  exchange.isOrderedByVendor = true
}

/** The object a resource serves, whether or not its bodies are mapped. */
export function objectOf(exchange: Exchange): ObjectPlan | undefined {
  const { resource, plan } = exchange
  return (
    resource.object ?? (resource.objectName ? plan.objects.get(resource.objectName) : undefined)
  )
}

/** AND of expressions; `undefined` of none. */
export function allOf(...parts: (Expression | undefined)[]): Expression | undefined {
  const operands = parts.filter((part) => part !== undefined)
  return operands.length > 1 ? { kind: 'and', operands } : operands[0]
}

/** The first value of a query parameter. */
export function singleValue(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' || value === undefined ? value : value[0]
}
