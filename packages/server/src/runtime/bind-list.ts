/** The part of bind that lists need: `where`, `orderBy`, `page`, `pageSize`, `nextPage` mean something to the engine. */
import type { FieldDefinition, ParameterDefinition } from '../catalog/format.ts'
import type { ObjectPlan } from '../catalog/plan.ts'
import { convertWhere, type SearchCapabilities, searchCapabilities } from '../ceql/convert.ts'
import type { Expression, Literal } from '../ceql/expression.ts'
import { formatCeql } from '../ceql/format.ts'
import { hookRest } from '../ceql/hook-expression.ts'
import { parseOrderBy } from '../ceql/order-by.ts'
import type { Exchange } from './exchange.ts'

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

/** Send the vendor's page number, page size or cursor. `where`, `orderBy` and `fields` have their own places. */
export function bindPageParameter(exchange: Exchange, parameter: ParameterDefinition): void {
  if (parameter.type !== 'query' || parameter.vendorType !== 'query') return
  const value = pageValue(exchange, parameter.name)
  if (value !== undefined) exchange.vendor.query.set(parameter.vendorName, value)
}

function pageValue(exchange: Exchange, name: string): string | undefined {
  const { page, plan, inbound } = exchange
  if (name === 'fields') return singleValue(inbound.query['fields'])
  if (!page || exchange.resource.paginationType === 'engine') return undefined
  if (name === 'pageSize') return String(page.size)
  if (name === 'nextPage') return page.cursor
  if (name !== 'page') return undefined
  const { type, startIndex } = plan.pagination
  if (type === 'page') return String(page.number - 1 + startIndex)
  if (type === 'offset') return String((page.number - 1) * page.size)
  return type === 'none' ? String(page.number) : undefined
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
    exchange.vendor.query.set(parameter.vendorName, formatCeql(where))
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
  if (converted.text !== undefined) sendFilter(exchange, parameter, converted.text)
}

function sendFilter(exchange: Exchange, parameter: ParameterDefinition, text: string): void {
  const name = parameter.vendorName.startsWith('converter:') ? 'where' : parameter.vendorName
  const own = exchange.vendor.query.get(name)
  // A resource may set a filter of its own as a value parameter: both must hold.
  exchange.vendor.query.set(name, typeof own === 'string' && own !== '' ? `${own};${text}` : text)
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
