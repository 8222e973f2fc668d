import { type Moments, momentBetween } from '../../core/moments.ts'
import type { Random } from '../../core/random.ts'
import type { Tenant } from '../tenant.ts'
import { v1Time } from '../v1/list.ts'

/** What v1 alone has: appointments, e-mails, files, orders with a transaction each. */
export function seedV1(tenant: Tenant, random: Random, moments: Moments, count: number): void {
  for (let made = 0; made < count; made += 1) {
    const contact = random.pick(tenant.contacts.all())
    const at = momentBetween(random, contact.create_time, moments.last)
    const time = v1Time(at)
    const contact_id = Number(contact.id)
    addAppointment(tenant, random, contact_id, at)
    tenant.emails.insert({
      id: tenant.emails.nextId(),
      subject: `Your question of ${at.slice(0, 10)}`,
      contact_id,
      sent_to_address: contact.email_addresses[0]?.email ?? null,
      sent_from_address: `hello@${tenant.app}.example.com`,
      sent_date: time,
      received_date: null,
    })
    if (made % 4 === 0) addFile(tenant, contact_id, time)
    if (made % 3 === 0) addOrder(tenant, random, contact_id, time)
  }
}

function addAppointment(tenant: Tenant, random: Random, contact_id: number, at: string): void {
  const hour = (hours: number) => v1Time(new Date(Date.parse(at) + hours * 3_600_000).toISOString())
  tenant.appointments.insert({
    id: tenant.appointments.nextId(),
    title: random.pick(['Site visit', 'Kick-off', 'Review']),
    description: null,
    location: random.pick(['Office', 'By telephone']),
    start_date: hour(0),
    end_date: hour(1),
    contact_id,
    user: random.between(1, 4),
    remind_time: null,
  })
}

function addFile(tenant: Tenant, contact_id: number, time: string): void {
  tenant.files.insert({
    id: tenant.files.nextId(),
    file_name: `quote-${contact_id}.pdf`,
    file_size: 20_480,
    category: 'Documents',
    public: false,
    contact_id,
    date_created: time,
    last_updated: time,
  })
}

function addOrder(tenant: Tenant, random: Random, contactId: number, time: string): void {
  const product = random.pick(tenant.products.all())
  const total = product.price.amount / 100
  const order = tenant.orders.insert({
    id: tenant.orders.nextId(),
    title: product.name,
    status: 'PAID',
    recurring: false,
    total,
    contact: { id: contactId },
    order_items: [
      { id: 1, name: product.name, quantity: 1, price: total, product: { id: Number(product.id) } },
    ],
    order_date: time,
    creation_date: time,
    modification_date: time,
  })
  tenant.transactions.insert({
    id: tenant.transactions.nextId(),
    amount: total,
    currency: 'USD',
    contact_id: contactId,
    order_ids: order.id,
    status: 'APPROVED',
    type: 'Sale',
    transaction_date: time,
  })
}
