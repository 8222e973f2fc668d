/** The part of bind that lists need: `where`, `orderBy`, `page`, `pageSize`, `nextPage` mean something to the engine. */
import type { ParameterDefinition } from '../catalog/format.ts'
import type { ObjectPlan } from '../catalog/plan.ts'
import type { Expression } from '../ceql/expression.ts'
import type { Exchange } from './exchange.ts'
import { pageAddress } from './page-address.ts'
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
  if (name === 'pageSize') return page.size
  if (name === 'nextPage') return page.cursor
  const { type: paging, startIndex } = plan.pagination
  if (paging === 'page') return page.number - 1 + startIndex
  if (paging === 'offset') return (page.number - 1) * page.size
  // Where no parameter is called nextPage, the one called page carries the cursor.
  if (paging === 'cursor') return resource.hasCursorParameter ? undefined : page.cursor
  return page.number
}

/** Put what the engine says about a list where its parameter says, after the parameter's prefix. */
export function putListValue(
  exchange: Exchange,
  parameter: ParameterDefinition,
  value: unknown,
): void {
  if (value === undefined) return
  if (parameter.vendorType === 'url') exchange.vendor.address = pageAddress(exchange, String(value))
  else putValue(exchange, parameter, parameter.prefix ? parameter.prefix + value : value)
}

/** The object a resource serves, whether or not its bodies are mapped. */
export function objectOf({
  resource,
  plan,
}: Pick<Exchange, 'resource' | 'plan'>): ObjectPlan | undefined {
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
