import { randomUUID } from 'node:crypto'
import type { Collection } from '../../core/collection.ts'
import type { Router } from '../../core/router.ts'
import { type Call, nowOf, type Operation } from '../call.ts'
import type { Product, User } from '../entities.ts'
import { RestError } from '../rest-error.ts'
import type { Tenant, V1Record } from '../tenant.ts'
import { jsonOf } from '../v2/resource.ts'
import { contactIn } from './contacts.ts'
import { byId, byText, found, reply, sinceUntil, v1List, v1Time } from './list.ts'

// Kinds of record that v1 alone has: kept in v1's own words.

type Kind = 'appointments' | 'emails' | 'files' | 'orders' | 'transactions'

const view = ({ id, ...record }: V1Record) => ({ id: Number(id), ...record })

const recordIn = (call: Call, kind: Kind, title: string) =>
  found((call.tenant[kind] as Collection<V1Record>).get(call.params.id ?? ''), title)

function bodyOf(call: Call, required: readonly string[]): Record<string, unknown> {
  const body = jsonOf(call) as Record<string, unknown>
  const missing = required.find(
    (name) => body?.[name] === undefined || body[name] === null || body[name] === '',
  )
  if (missing !== undefined) throw new RestError(400, `${missing} is required`)
  return body
}

function insert(tenant: Tenant, kind: Kind, values: Record<string, unknown>): V1Record {
  const collection = tenant[kind] as Collection<V1Record>
  return collection.insert({ ...values, id: collection.nextId() })
}

const remove =
  (kind: Kind, title: string): Operation =>
  (call) => {
    ;(call.tenant[kind] as Collection<V1Record>).delete(recordIn(call, kind, title).id)
    return { status: 204 }
  }

function addAppointments(router: Router<Operation>): void {
  router
    .add(
      'GET',
      '/appointments',
      v1List<V1Record>({
        plural: 'appointments',
        records: ({ tenant }) => tenant.appointments.all(),
        view,
        filters: {
          contact_id: byId(({ contact_id }) => contact_id),
          ...sinceUntil<V1Record>(({ start_date }) => start_date),
        },
      }),
    )
    .add('POST', '/appointments', (call) => {
      const body = bodyOf(call, ['title', 'start_date', 'end_date'])
      return reply(201, view(insert(call.tenant, 'appointments', body)))
    })
    .add('GET', '/appointments/{id}', (call) =>
      reply(200, view(recordIn(call, 'appointments', 'Appointment'))),
    )
    .add('PATCH', '/appointments/{id}', (call) => {
      const { id, ...own } = recordIn(call, 'appointments', 'Appointment')
      return reply(200, view(call.tenant.appointments.replace({ ...own, ...bodyOf(call, []), id })))
    })
    .add('DELETE', '/appointments/{id}', remove('appointments', 'Appointment'))
}

const emailFilters = {
  contact_id: byId<V1Record>(({ contact_id }) => contact_id),
  email: byText<V1Record>(({ sent_to_address }) => sent_to_address as string),
}

function newEmail(call: Call, contactId: unknown): V1Record {
  const body = bodyOf(call, ['sent_to_address'])
  const values = { subject: null, sent_from_address: null, received_date: null, ...body }
  return insert(call.tenant, 'emails', {
    sent_date: v1Time(nowOf(call)),
    ...values,
    contact_id: contactId ?? null,
  })
}

function addEmails(router: Router<Operation>): void {
  router
    .add(
      'GET',
      '/emails',
      v1List<V1Record>({
        plural: 'emails',
        records: ({ tenant }) => tenant.emails.all(),
        view,
        filters: emailFilters,
      }),
    )
    .add('POST', '/emails', (call) =>
      reply(201, view(newEmail(call, (jsonOf(call) as { contact_id?: number }).contact_id))),
    )
    .add('GET', '/emails/{id}', (call) => reply(200, view(recordIn(call, 'emails', 'Email'))))
    .add('DELETE', '/emails/{id}', remove('emails', 'Email'))
    .add('POST', '/emails/sync', (call) => {
      const { emails = [] } = jsonOf(call) as { emails?: Record<string, unknown>[] }
      // At most a thousand at once (declared).
      if (emails.length > 1000)
        throw new RestError(400, 'Input could not be converted to a valid request')
      return reply(200, {
        emails: emails.map((email) => view(insert(call.tenant, 'emails', email))),
      })
    })
    .add('POST', '/emails/unsync', (call) => {
      const { ids = [] } = jsonOf(call) as { ids?: number[] }
      for (const id of ids) call.tenant.emails.delete(String(id))
      return { status: 204 }
    })
    .add(
      'GET',
      '/contacts/{id}/emails',
      v1List<V1Record>({
        plural: 'emails',
        isNested: true,
        records: (call) => {
          const { id } = contactIn(call)
          return call.tenant.emails.all().filter(({ contact_id }) => String(contact_id) === id)
        },
        view,
        filters: emailFilters,
      }),
    )
    .add('POST', '/contacts/{id}/emails', (call) =>
      reply(201, view(newEmail(call, Number(contactIn(call).id)))),
    )
}

function addFiles(router: Router<Operation>): void {
  router
    .add(
      'GET',
      '/files',
      v1List<V1Record>({
        plural: 'files',
        records: ({ tenant }) => tenant.files.all(),
        view,
        filters: {
          contact_id: byId(({ contact_id }) => contact_id),
          permission: ({ public: isPublic }, value) =>
            (value === 'PUBLIC') === isPublic || value === 'BOTH',
          name: ({ file_name }, value) =>
            String(file_name).toLowerCase().includes(value.replaceAll('*', '').toLowerCase()),
        },
      }),
    )
    .add('GET', '/files/{id}', (call) =>
      reply(200, { file_descriptor: view(recordIn(call, 'files', 'File')), file_data: null }),
    )
}

function addOrders(router: Router<Operation>): void {
  const transactions = (isOfOrder: boolean) =>
    v1List<V1Record>({
      plural: 'transactions',
      isNested: isOfOrder,
      records: (call) => {
        const orderId = isOfOrder ? recordIn(call, 'orders', 'Order').id : undefined
        return call.tenant.transactions
          .all()
          .filter(({ order_ids }) => orderId === undefined || order_ids === orderId)
      },
      view,
      filters: {
        contact_id: byId(({ contact_id }) => contact_id),
        ...sinceUntil<V1Record>(({ transaction_date }) => transaction_date),
      },
    })
  router
    .add(
      'GET',
      '/orders',
      v1List<V1Record>({
        plural: 'orders',
        records: ({ tenant }) => tenant.orders.all(),
        view,
        filters: {
          contact_id: byId((order) => (order.contact as { id: number }).id),
          paid: ({ status }, value) => String(status === 'PAID') === value,
          ...sinceUntil<V1Record>(({ order_date }) => order_date),
        },
        order: {
          order_date: ({ order_date }) => order_date as string,
          update_date: ({ modification_date }) => modification_date as string,
        },
      }),
    )
    .add('GET', '/orders/{id}', (call) => reply(200, view(recordIn(call, 'orders', 'Order'))))
    .add('GET', '/orders/{id}/transactions', transactions(true))
    .add('GET', '/transactions', transactions(false))
    .add('GET', '/transactions/{id}', (call) =>
      reply(200, view(recordIn(call, 'transactions', 'Transaction'))),
    )
    // Nobody here earns commissions.
    .add(
      'GET',
      '/affiliates/commissions',
      v1List<V1Record>({ plural: 'commissions', records: () => [], view }),
    )
}

const productView = (product: Product) => ({
  id: Number(product.id),
  product_name: product.name,
  product_price: product.price.amount / 100,
  product_desc: product.description,
  product_short_desc: product.short_description,
  sku: product.sku,
  status: product.active ? 1 : 0,
  subscription_only: product.subscription_only,
  product_options: [],
})

const userView = (user: User) => ({
  id: Number(user.id),
  given_name: user.given_name,
  family_name: user.family_name,
  middle_name: null,
  preferred_name: user.nickname,
  email_address: user.email_addresses[0]?.email ?? null,
  status: { ACTIVE: 'Active', INVITED: 'Invited', INACTIVE: 'Inactive', NOT_A_USER: 'Inactive' }[
    user.status
  ],
  partner: user.partner,
  job_title: user.title,
  time_zone: user.time_zone,
  global_user_id: Number(user.global_user_id),
  infusionsoft_id: user.keap_id,
  date_created: v1Time(user.create_time),
  last_updated: v1Time(user.update_time),
})

/** Add what v1 keeps plainly: appointments, e-mails, files, orders, transactions, products, users. */
export function addPlainRecords(router: Router<Operation>): void {
  addAppointments(router)
  addEmails(router)
  addFiles(router)
  addOrders(router)
  router
    // `sync_token` goes with products (declared).
    .add('GET', '/products', (call) => {
      const { json = '{}', status } = v1List<Product>({
        plural: 'products',
        records: ({ tenant }) => tenant.products.all(),
        view: productView,
      })(call)
      return reply(status, { ...JSON.parse(json), sync_token: randomUUID() })
    })
    .add('GET', '/products/{id}', ({ tenant, params }) =>
      reply(200, productView(found(tenant.products.get(params.id ?? ''), 'Product'))),
    )
    // There is no GET of one user in v1 (declared).
    .add(
      'GET',
      '/users',
      v1List<User>({
        plural: 'users',
        records: ({ tenant }) => tenant.users.all(),
        view: userView,
        filters: {
          include_inactive: ({ status }, value) => value !== 'false' || status !== 'INACTIVE',
          include_partners: ({ partner }, value) => value !== 'false' || !partner,
        },
      }),
    )
}
