import type { Router } from '../../core/router.ts'
import { cachedSelection } from '../../core/selection.ts'
import { type Call, nowOf, type Operation } from '../call.ts'
import type { Contact } from '../entities.ts'
import { RestError } from '../rest-error.ts'
import type { Tenant } from '../tenant.ts'
import {
  assertReachable,
  contactChanges,
  contactDefaultFields,
  contactOptionalFields,
  contactRules,
} from './contact-fields.ts'
import { contactFilters } from './contact-filters.ts'
import {
  bodyOf,
  changesOf,
  deleteOf,
  getOf,
  listOf,
  ownProperties,
  type Resource,
  recordOf,
  replyWith,
} from './resource.ts'

const contacts: Resource<Contact> = {
  title: 'Contact',
  plural: 'contacts',
  idName: 'contact_id',
  collection: (tenant) => tenant.contacts,
  filters: contactFilters,
  order: {
    id: ({ id }) => Number(id),
    create_time: ({ create_time }) => create_time,
    date_created: ({ create_time }) => create_time,
    update_time: ({ update_time }) => update_time,
    email: ({ email_addresses }) => email_addresses[0]?.email,
  },
  serialiser: ownProperties(
    cachedSelection<Contact>(contactDefaultFields, [
      ...contactDefaultFields,
      ...contactOptionalFields,
    ]),
  ),
}

// POST creates; with `duplicate_option` it updates the contact that matches, with 200 in place of 201 (declared).
const create: Operation = (call) => {
  const now = nowOf(call)
  const written = contactChanges(bodyOf(call, contactRules), call.tenant, now)
  const duplicate = duplicateOf(written, call)
  if (duplicate !== undefined) {
    return replyWith(contacts, call, 200, change(duplicate, written, call))
  }
  assertReachable(written)
  const created = call.tenant.contacts.insert({
    ...blankContact(call.tenant.contacts.nextId(), now, call.userId),
    ...written,
  })
  return replyWith(contacts, call, 201, created)
}

const update: Operation = (call) => {
  const contact = recordOf(contacts, call)
  const values = changesOf(call, contactRules, ['id', ...contactOptionalFields])
  const written = contactChanges(values, call.tenant, nowOf(call))
  return replyWith(contacts, call, 200, change(contact, written, call))
}

/** A contact before anything was written to it. */
export function blankContact(id: string, now: string, userId: string | null): Contact {
  return {
    id,
    given_name: null,
    family_name: null,
    source_type: 'API',
    email_addresses: [],
    phone_numbers: [],
    fax_numbers: [],
    addresses: [],
    social_accounts: [],
    custom_fields: [],
    tag_ids: [],
    links: [],
    utm_parameters: [],
    score_value: '0',
    create_time: now,
    update_time: now,
    created_by: userId,
    last_updated_by: userId,
  }
}

function change(contact: Contact, written: Partial<Contact>, call: Call): Contact {
  return call.tenant.contacts.replace({
    ...contact,
    ...written,
    update_time: nowOf(call),
    last_updated_by: call.userId,
  })
}

const duplicateOptions = ['Email', 'EmailAndName', 'EmailAndNameAndCompany']

function duplicateOf(written: Partial<Contact>, call: Call): Contact | undefined {
  const option = call.query.get('duplicate_option')
  if (option === null) return undefined
  if (!duplicateOptions.includes(option)) throw new RestError(400, 'duplicate_option is invalid')
  const email = written.email_addresses?.[0]?.email
  if (email === undefined) return undefined
  return call.tenant.contacts.all().find((contact) => {
    if (!contact.email_addresses.some((address) => same(address.email, email))) return false
    if (option !== 'Email' && !sameName(contact, written)) return false
    return option !== 'EmailAndNameAndCompany' || sameCompany(contact, written)
  })
}

const same = (a: string | null | undefined, b: string | null | undefined) =>
  (a ?? '').toLowerCase() === (b ?? '').toLowerCase()

const sameName = (a: Partial<Contact>, b: Partial<Contact>) =>
  same(a.given_name, b.given_name) && same(a.family_name, b.family_name)

const sameCompany = (a: Partial<Contact>, b: Partial<Contact>) =>
  same(a.company?.company_name, b.company?.company_name)

// What belongs to a contact goes with it (assumed); opportunities without a contact could not be shown.
function forget({ id }: Contact, { tenant }: Call): void {
  for (const note of tenant.notes.all()) if (note.contact_id === id) tenant.notes.delete(note.id)
  for (const task of tenant.tasks.all()) if (task.contact_id === id) tenant.tasks.delete(task.id)
  for (const deal of tenant.opportunities.all()) {
    if (deal.contact_id === id) tenant.opportunities.delete(deal.id)
  }
}

/** Write a company's new name into the contacts that show it; null takes the company out of them. */
export function renameCompany(tenant: Tenant, companyId: string, name: string | null): void {
  for (const contact of tenant.contacts.all()) {
    if (contact.company?.id === companyId) {
      const company = name === null ? null : { id: companyId, company_name: name }
      tenant.contacts.replace({ ...contact, company })
    }
  }
}

/** The contact resource itself, for operations under a contact. */
export const contactResource = contacts

/** Add the contact operations. */
export function addContacts(router: Router<Operation>): void {
  router
    .add('GET', '/contacts', listOf(contacts))
    .add('POST', '/contacts', create)
    .add('GET', '/contacts/{contact_id}', getOf(contacts))
    .add('PATCH', '/contacts/{contact_id}', update)
    .add('DELETE', '/contacts/{contact_id}', deleteOf(contacts, forget))
}
