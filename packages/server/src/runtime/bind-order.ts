/** `orderBy` on its way to the vendor, when it can sort by the only field asked for. */
import type { ParameterDefinition } from '../catalog/format.ts'
import type { ElementPlan, ResourcePlan } from '../catalog/plan.ts'
import { type OrderTerm, parseOrderBy } from '../ceql/order-by.ts'
import { objectOf, putListValue, singleValue } from './bind-list.ts'
import type { Exchange } from './exchange.ts'

/** Let the vendor sort when it can; else the list is sorted here. */
export function bindOrder(exchange: Exchange): void {
  const parameters = orderParameters(exchange.resource)
  // A template has a place for the order, whether or not there is one.
  for (const { vendorType, vendorName } of parameters) {
    if (vendorType === 'bodyToken') exchange.vendor.bodyTokens.set(vendorName, '')
  }
  const text = singleValue(exchange.inbound.query['orderBy'])
  const term = text ? vendorOrder(exchange.plan, exchange.resource, parseOrderBy(text)) : undefined
  if (!text || !term) return
  for (const parameter of parameters) {
    putListValue(exchange, parameter, orderText(parameter, term) ?? text)
  }
  exchange.isOrderedByVendor = true
}

/** Can this resource ask the vendor for the order? */
export function canPushOrder(
  plan: ElementPlan,
  resource: ResourcePlan,
  orderBy: string | undefined,
): boolean {
  return orderBy !== undefined && vendorOrder(plan, resource, parseOrderBy(orderBy)) !== undefined
}

/** `field` is the vendor's name; empty where the vendor takes the text as the caller wrote it. */
function vendorOrder(
  plan: ElementPlan,
  resource: ResourcePlan,
  order: readonly OrderTerm[],
): OrderTerm | undefined {
  const [first] = order
  if (!first || orderParameters(resource).length === 0) return undefined
  const object = objectOf({ plan, resource })
  if (!object) return { field: '', descending: first.descending }
  const field = object.fieldsByPath.get(first.field)?.vendorOrderBy
  return field && order.length === 1 ? { field, descending: first.descending } : undefined
}

function orderParameters({ parameters }: ResourcePlan): readonly ParameterDefinition[] {
  return parameters.filter(
    ({ type, name, vendorType }) =>
      type === 'query' &&
      name === 'orderBy' &&
      ['query', 'bodyToken', 'bodyField'].includes(vendorType),
  )
}

/** `undefined`: the caller's own text. */
function orderText(
  { orderFormat }: ParameterDefinition,
  { field, descending }: OrderTerm,
): string | undefined {
  if (field === '') return undefined
  if (!orderFormat) return `${field} ${descending ? 'desc' : 'asc'}`
  return (descending ? orderFormat.descending : orderFormat.ascending).replaceAll('{field}', field)
}
