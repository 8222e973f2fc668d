import { readFields } from '../../core/body.ts'
import type { Router } from '../../core/router.ts'
import { type Call, nowOf, type Operation } from '../call.ts'
import type { Contact } from '../entities.ts'
import { RestError } from '../rest-error.ts'
import { contactChanges, contactRules } from '../v2/contact-fields.ts'
import { blankContact } from '../v2/contacts.ts'
import { jsonOf } from '../v2/resource.ts'
import { byText, found, numberOrNull, reply, sinceUntil, v1List, v1Time } from './list.ts'

/** What `optional_properties` may name (recorded from `/contacts/model`). */
export const contactOptional = [
  'birthday',
  'opt_in_reason',
  'preferred_locale',
  'website',
  'notes',
  'custom_fields',
  'prefix',
  'origin',
  'source_type',
  'time_zone',
  'suffix',
  'lead_source_id',
  'social_accounts',
  'fax_numbers',
  'relationships',
  'spouse_name',
  'contact_type',
  'company_name',
  'job_title',
  'anniversary',
  'preferred_name',
]

/** A contact as v1 shows it: the usual members, and the optional ones that were asked for. */
export function contactView(contact: Contact, { query }: Pick<Call, 'query'>): object {
  const [first] = contact.email_addresses
  const optional: Readonly<Record<string, unknown>> = {
    ...contact,
    birthday: v1Time(contact.birth_date),
    anniversary: contact.anniversary_date ?? null,
    lead_source_id: numberOrNull(contact.leadsource_id),
    company_name: contact.company?.company_name ?? null,
    opt_in_reason: first?.opt_in_reason ?? null,
    custom_fields: contact.custom_fields.map(({ id, content }) => ({ id: Number(id), content })),
    relationships: [],
  }
  const asked = query.get('optional_properties')?.split(',') ?? []
  return {
    id: Number(contact.id),
    given_name: contact.given_name,
    middle_name: contact.middle_name ?? null,
    family_name: contact.family_name,
    company: contact.company ? { ...contact.company, id: numberOrNull(contact.company.id) } : null,
    owner_id: numberOrNull(contact.owner_id),
    email_addresses: contact.email_addresses.map(({ email, field }) => ({ email, field })),
    email_opted_in: first?.is_opt_in ?? false,
    email_status: first?.is_opt_in ? 'SingleOptIn' : 'NonMarketable',
    addresses: contact.addresses.map(
      ({ region_code: _code, country: _country, ...address }) => address,
    ),
    phone_numbers: contact.phone_numbers.map(({ number_e164: _e164, ...phone }) => phone),
    tag_ids: contact.tag_ids.map(Number),
    ScoreValue: contact.score_value,
    date_created: v1Time(contact.create_time),
    last_updated: v1Time(contact.update_time),
    last_updated_utc_millis: Date.parse(contact.update_time),
    ...Object.fromEntries(
      asked.flatMap((name) =>
        contactOptional.includes(name) ? [[name, optional[name] ?? null]] : [],
      ),
    ),
  }
}

const renamed: Readonly<Record<string, string>> = {
  birthday: 'birth_date',
  anniversary: 'anniversary_date',
  lead_source_id: 'leadsource_id',
}

// v1's body in v2's words; what v1 only shows is passed over.
function changesOf(call: Call): Partial<Contact> {
  const body = jsonOf(call)
  const own =
    typeof body === 'object' && body !== null && !Array.isArray(body)
      ? Object.fromEntries(
          Object.entries(body).map(([name, value]) => [renamed[name] ?? name, value]),
        )
      : body
  const { values, ignored } = readFields(own, contactRules)
  if (ignored.length > 0) call.noteIgnored(ignored)
  return contactChanges(values, call.tenant, nowOf(call))
}

// v1 wants an address or a number; v2 is content with a postal address too (declared).
function assertReachable({ email_addresses = [], phone_numbers = [] }: Partial<Contact>): void {
  if (email_addresses.length + phone_numbers.length > 0) return
  throw new RestError(400, 'Contact must contain an e-mail address or phone number')
}

function insert(call: Call, written: Partial<Contact>): Contact {
  assertReachable(written)
  const { contacts } = call.tenant
  return contacts.insert({
    ...blankContact(contacts.nextId(), nowOf(call), call.userId),
    ...written,
  })
}

function replace(call: Call, contact: Contact, written: Partial<Contact>): Contact {
  return call.tenant.contacts.replace({ ...contact, ...written, update_time: nowOf(call) })
}

const create: Operation = (call) => reply(201, contactView(insert(call, changesOf(call)), call))

const upsert: Operation = (call) => {
  const written = changesOf(call)
  const email = written.email_addresses?.[0]?.email.toLowerCase()
  const known = call.tenant.contacts
    .all()
    .find(({ email_addresses }) => email_addresses.some((one) => one.email.toLowerCase() === email))
  const contact = known === undefined ? insert(call, written) : replace(call, known, written)
  return reply(200, contactView(contact, call))
}

/** The contact of the path. */
export const contactIn = ({ tenant, params }: Call) =>
  found(tenant.contacts.get(params.id ?? ''), 'Contact')

const update: Operation = (call) =>
  reply(200, contactView(replace(call, contactIn(call), changesOf(call)), call))

const remove: Operation = (call) => {
  call.tenant.contacts.delete(contactIn(call).id)
  return { status: 204 }
}

/** Add the contact operations. */
export function addContacts(router: Router<Operation>): void {
  router
    .add(
      'GET',
      '/contacts',
      v1List<Contact>({
        plural: 'contacts',
        records: ({ tenant }) => tenant.contacts.all(),
        view: contactView,
        filters: {
          email: byText(({ email_addresses }) => email_addresses.map(({ email }) => email)),
          given_name: byText(({ given_name }) => given_name),
          family_name: byText(({ family_name }) => family_name),
          ...sinceUntil<Contact>(({ update_time }) => update_time),
        },
        order: {
          id: ({ id }) => Number(id),
          date_created: ({ create_time }) => create_time,
          last_updated: ({ update_time }) => update_time,
          name: ({ given_name, family_name }) => `${given_name} ${family_name}`,
          firstName: ({ given_name }) => given_name,
          email: ({ email_addresses }) => email_addresses[0]?.email,
        },
        defaultOrder: 'id',
      }),
    )
    .add('POST', '/contacts', create)
    .add('PUT', '/contacts', upsert)
    .add('GET', '/contacts/{id}', (call) => reply(200, contactView(contactIn(call), call)))
    .add('PATCH', '/contacts/{id}', update)
    .add('DELETE', '/contacts/{id}', remove)
}
