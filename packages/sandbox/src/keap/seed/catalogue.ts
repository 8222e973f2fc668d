import { type Moments, momentBetween } from '../../core/moments.ts'
import type { Random } from '../../core/random.ts'
import { contactFields, products, stages, tagsByCategory } from '../../core/words.ts'
import type { CustomField, Product } from '../entities.ts'
import type { Tenant } from '../tenant.ts'
import { fieldNameOf } from '../v2/custom-fields.ts'

/** Custom fields, stages, tags with their categories, and products: what an app is set up with. */
export function seedCatalogue(tenant: Tenant, random: Random, moments: Moments): void {
  for (const [label, type] of contactFields) addField(tenant, label, type, 'CONTACT')
  addField(tenant, 'Industry', 'TEXT', 'COMPANY')
  addField(tenant, 'Deal Source', 'TEXT', 'OPPORTUNITY')
  seedStages(tenant, momentBetween(random, moments.first, moments.first))
  seedTags(tenant, random, moments)
  for (const [name, sku, cents] of products) addProduct(tenant, random, name, sku, cents)
}

function addField(
  tenant: Tenant,
  label: string,
  field_type: string,
  record_type: CustomField['record_type'],
): void {
  const options =
    field_type === 'DROPDOWN'
      ? ['Email', 'Phone', 'Text message'].map((text, at) => ({ id: String(at + 1), label: text }))
      : null
  tenant.customFields.insert({
    id: tenant.customFields.nextId(),
    label,
    field_name: fieldNameOf(label),
    field_type,
    record_type,
    default_value: null,
    group_id: null,
    options,
  })
}

function seedStages(tenant: Tenant, created: string): void {
  for (const [at, [name, probability, target]] of stages.entries()) {
    tenant.stages.insert({
      id: tenant.stages.nextId(),
      name,
      order: at + 1,
      probability,
      target_number_days: target,
      checklist_items: [],
      reasons: name === 'Lost' ? ['Price', 'Timing', 'Competitor'] : [],
      created_time: created,
      updated_time: created,
    })
  }
}

function seedTags(tenant: Tenant, random: Random, moments: Moments): void {
  for (const [category, names] of tagsByCategory) {
    const created = momentBetween(random, moments.first, moments.last)
    const times = { create_time: created, update_time: created }
    const id = tenant.tagCategories.nextId()
    tenant.tagCategories.insert({ id, name: category, description: '', ...times })
    for (const name of names) {
      const tag = { id: tenant.tags.nextId(), name, description: '', category: { id }, ...times }
      tenant.tags.insert(tag)
    }
  }
}

function addProduct(
  tenant: Tenant,
  random: Random,
  name: string,
  sku: string,
  amount: number,
): void {
  const formatted_amount = `$${(amount / 100).toFixed(2)}`
  const product: Product = {
    id: tenant.products.nextId(),
    name,
    sku,
    active: true,
    description: `${name}, as sold by ${tenant.companyName}.`,
    short_description: name,
    price: { amount, currency_code: 'USD', formatted_amount },
    inventory: {
      inventory_count: random.between(5, 400),
      inventory_limit: 5,
      out_of_stock_enabled: random.chance(0.5),
      email_for_inventory_notifications: null,
    },
    categories: [],
    options: [],
    subscription_plans: [],
    shippable: !name.startsWith('Online'),
    subscription_only: false,
    storefront_hidden: false,
    taxable: true,
    country_taxable: true,
    state_taxable: true,
    city_taxable: false,
    weight: random.between(0, 30) / 10,
  }
  tenant.products.insert(product)
}
