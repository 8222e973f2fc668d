import type { FieldRules } from '../../core/body.ts'
import { textFilter } from '../../core/filter.ts'
import type { Router } from '../../core/router.ts'
import { cachedSelection, computedSelection } from '../../core/selection.ts'
import type { Operation } from '../call.ts'
import type { Product } from '../entities.ts'
import {
  assertPresent,
  bodyOf,
  getOf,
  listOf,
  ownProperties,
  type Resource,
  recordOf,
  replyWith,
  viewed,
} from './resource.ts'

const shown = [
  'id',
  'name',
  'sku',
  'active',
  'description',
  'short_description',
  'price',
  'inventory',
  'categories',
  'options',
  'subscription_plans',
  'shippable',
  'subscription_only',
  'storefront_hidden',
  'taxable',
  'country_taxable',
  'state_taxable',
  'city_taxable',
  'weight',
]

const products: Resource<Product> = {
  title: 'Product',
  plural: 'products',
  idName: 'product_id',
  collection: (tenant) => tenant.products,
  filters: () => ({ name: textFilter(({ name }) => name), sku: textFilter(({ sku }) => sku) }),
  order: { id: ({ id }) => Number(id), name: ({ name }) => name },
  serialiser: ownProperties(cachedSelection<Product>(shown, shown)),
}

// "This field is omitted in List responses" (declared of inventory_count).
function withoutCount(product: Product): object {
  const { inventory_count: _count, ...inventory } = product.inventory
  return { ...product, inventory }
}

const listed: Resource<Product> = {
  ...products,
  serialiser: viewed(withoutCount, computedSelection(shown, shown)),
}

const rules: FieldRules = {
  type: { kind: 'choice', of: ['INCREASE', 'DECREASE'] },
  quantity: { kind: 'integer', least: 0 },
}

// Whether a count may fall below nothing is not documented; "must be greater than or equal to 0" is said of the field.
const adjust: Operation = (call) => {
  const product = recordOf(products, call)
  const values = bodyOf(call, rules)
  assertPresent(values, ['type', 'quantity'])
  const change = Number(values.quantity) * (values.type === 'INCREASE' ? 1 : -1)
  const count = Math.max(0, product.inventory.inventory_count + change)
  const changed = { ...product, inventory: { ...product.inventory, inventory_count: count } }
  return replyWith(products, call, 200, call.tenant.products.replace(changed))
}

/** Add the reading of products and the adjusting of their stock. */
export function addProducts(router: Router<Operation>): void {
  router
    .add('GET', '/products', listOf(listed))
    .add('GET', '/products/{product_id}', getOf(products))
    .add('POST', '/products/{product_id}:adjustInventory', adjust)
}
