/** `where` on its way to the vendor: what a resource's converter can say is sent, the rest stays in `exchange.rest`. */
import type { FieldDefinition, ParameterDefinition } from '../catalog/format.ts'
import type { ElementPlan, ObjectPlan, ResourcePlan } from '../catalog/plan.ts'
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
import { objectOf, putListValue } from './bind-list.ts'
import type { Exchange } from './exchange.ts'

/** Hand the vendor what it can filter; what it can't stays in `exchange.rest`. */
export function bindWhere(exchange: Exchange): void {
  const { where, resource } = exchange
  const parameter = whereParameter(resource)
  // A template has a place for the condition, whether or not there is one.
  if (parameter?.vendorType === 'bodyToken')
    exchange.vendor.bodyTokens.set(parameter.vendorName, '')
  if (!where) return
  if (!parameter) exchange.rest = where
  // A parameter that goes nowhere is read by a hook, as `request_expression`.
  else if (parameter.vendorType === 'no-op') exchange.rest = hookRest(where)
  else convertInto(exchange, parameter, where)
}

/** Can this resource ask the vendor for at least a part of the condition? */
export function canPushWhere(
  plan: ElementPlan,
  resource: ResourcePlan,
  where: Expression | undefined,
): boolean {
  const parameter = where && whereParameter(resource)
  const converter = parameter && converterOf(parameter)
  if (!where || !converter || !isConverter(converter)) return false
  const { parameters, text, objects } = converted(plan, resource, parameter, where, converter)
  return parameters !== undefined || text !== undefined || objects !== undefined
}

function whereParameter({ parameters }: ResourcePlan): ParameterDefinition | undefined {
  return parameters.find(({ type, name }) => type === 'query' && name === 'where')
}

function converted(
  plan: ElementPlan,
  resource: ResourcePlan,
  { filterMembers }: ParameterDefinition,
  where: Expression,
  converter: string,
): ConvertedWhere {
  const object = objectOf({ plan, resource })
  const isMapped = resource.object !== undefined
  return convertWhere(converter, where, object && capabilitiesOf(object, isMapped), {
    toVendorValue: (field, value) => vendorValue(plan, object?.fieldsByPath.get(field), value),
    ...(filterMembers ? { filterMembers } : {}),
  })
}

function convertInto(exchange: Exchange, parameter: ParameterDefinition, where: Expression): void {
  const converter = converterOf(parameter)
  if (!converter) {
    // No converter: the vendor speaks the same language.
    putListValue(exchange, parameter, formatCeql(where))
    return
  }
  if (!isConverter(converter)) {
    exchange.rest = where
    return
  }
  const { plan, resource } = exchange
  const said = converted(plan, resource, parameter, where, converter)
  exchange.rest = said.rest
  for (const [name, value] of Object.entries(said.parameters ?? {})) {
    exchange.vendor.query.set(name, value)
  }
  if (said.objects) putListValue(exchange, parameter, said.objects)
  if (said.text !== undefined) sendFilter(exchange, parameter, said)
}

/** A resource may set a filter of its own as a value parameter: both must hold. */
function sendFilter(exchange: Exchange, parameter: ParameterDefinition, said: ConvertedWhere) {
  const { text = '', join, parameterName } = said
  const isUnnamed = parameter.vendorName.startsWith('converter:')
  const vendorName = isUnnamed ? (parameterName ?? 'where') : parameter.vendorName
  const own = exchange.vendor.query.get(vendorName)
  const isFiltered = parameter.vendorType === 'query' && typeof own === 'string' && own !== ''
  putListValue(exchange, { ...parameter, vendorName }, isFiltered ? join(own, text) : text)
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
 * Our value in the vendor's words: value tables are read backwards, a day becomes the moment it begins, unless
 * the vendor's own type is `date`. `undefined` when
 * several of the vendor's values are one of ours: asking for one of them would lose the others' records.
 */
function vendorValue(
  { definition }: ElementPlan,
  field: FieldDefinition | undefined,
  value: Literal,
): Literal | undefined {
  if (!field || typeof value !== 'string') return value
  const isMoment = field.type === 'date' && field.vendorNativeType !== 'date'
  if (isMoment && /^\d{4}-\d{2}-\d{2}$/.test(value)) return `${value}T00:00:00Z`
  const table = field.valueTable ? definition.valueTables?.[field.valueTable] : undefined
  if (!table) return value
  const found = Object.entries(table).filter(
    ([, ours]) => ours.toLowerCase() === value.toLowerCase(),
  )
  return found.length > 1 ? undefined : (found[0]?.[0] ?? value)
}
