import { type Moments, momentBetween } from '../../core/moments.ts'
import type { Random } from '../../core/random.ts'
import {
  companyKinds,
  companyRoots,
  contactTypes,
  familyNames,
  givenNames,
  jobTitles,
  places,
  streets,
} from '../../core/words.ts'
import type { Address, Contact, CustomFieldValue, User } from '../entities.ts'
import type { Tenant } from '../tenant.ts'
import { blankCompany } from '../v2/companies.ts'
import { blankContact } from '../v2/contacts.ts'
import { completeEmail } from '../v2/record-fields.ts'

const slug = (text: string) => text.toLowerCase().replace(/[^a-z]/g, '')

type Place = (typeof places)[number]

function addressIn(random: Random, place: Place, field: Address['field']): Address {
  const [locality, region, region_code, country_code, country, code] = place
  const isZip = country_code === 'USA'
  return {
    field,
    line1: `${random.between(10, 9900)} ${random.pick(streets)}`,
    line2: random.chance(0.2) ? `Suite ${random.between(2, 400)}` : null,
    locality,
    region,
    region_code,
    country_code,
    country,
    postal_code: code,
    zip_code: isZip ? code : null,
    zip_four: null,
  }
}

function phoneIn(random: Random, place: Place, field: string, type: string) {
  const e164 = `${place[6]}555${random.between(1000, 9999)}`
  return { number: e164, number_e164: e164, extension: null, type, field }
}

/** Users: id 1 is the administrator; one is inactive, as old employees are. */
export function seedUsers(tenant: Tenant, random: Random, moments: Moments): void {
  const status = ['ACTIVE', 'ACTIVE', 'ACTIVE', 'ACTIVE', 'INACTIVE'] as const
  for (const [at, state] of status.entries()) {
    const id = tenant.users.nextId()
    const given = random.pick(givenNames)
    const family = random.pick(familyNames)
    const email = `${slug(given)}.${slug(family)}@${tenant.app}.example.com`
    const created = momentBetween(random, moments.first, moments.first + 90)
    const user: User = {
      id,
      given_name: given,
      family_name: family,
      nickname: null,
      title: at === 0 ? 'Owner' : 'Sales Representative',
      status: state,
      admin: at === 0,
      partner: false,
      keap_id: email,
      global_user_id: String(4_236_000 + Number(id) + tenant.app.length * 100),
      company_name: tenant.companyName,
      website: null,
      time_zone: 'America/Phoenix',
      address: null,
      email_addresses: [completeEmail({ email, opt_in_reason: 'Employee' })],
      phone_numbers: [],
      fax_numbers: [],
      create_time: created,
      update_time: created,
    }
    tenant.users.insert(user)
  }
}

/** Companies, each with a name of its own. */
export function seedCompanies(
  tenant: Tenant,
  random: Random,
  moments: Moments,
  count: number,
): void {
  const names = new Set<string>()
  while (names.size < count) names.add(`${random.pick(companyRoots)} ${random.pick(companyKinds)}`)
  for (const name of names) {
    const place = random.pick(places)
    const created = momentBetween(random, moments.first, moments.last)
    tenant.companies.insert({
      ...blankCompany(tenant.companies.nextId(), created),
      company_name: name,
      email_address: completeEmail({ email: `hello@${slug(name)}.example.com` }),
      phone_number: phoneIn(random, place, 'PHONE1', 'Work'),
      address: addressIn(random, place, 'BILLING'),
      website: `https://www.${slug(name)}.example.com`,
    })
  }
}

/** Contacts of every sort: with and without company, phone, addresses, tags, owner. */
export function seedContacts(
  tenant: Tenant,
  random: Random,
  moments: Moments,
  count: number,
): void {
  for (let made = 0; made < count; made += 1) {
    tenant.contacts.insert(contact(tenant, random, moments))
  }
}

function contact(tenant: Tenant, random: Random, moments: Moments): Contact {
  const id = tenant.contacts.nextId()
  const given = random.pick(givenNames)
  const family = random.pick(familyNames)
  const place = random.pick(places)
  const created = momentBetween(random, moments.first, moments.last)
  const employer = random.chance(0.6) ? random.pick(tenant.companies.all()) : undefined
  const domain =
    employer === undefined ? 'example.org' : `${slug(employer.company_name ?? '')}.example.com`
  const email = `${slug(given)}.${slug(family)}${id}@${domain}`
  const reason = random.chance(0.7) ? { opt_in_reason: 'Signed up on the website' } : {}
  const billing = addressIn(random, place, 'BILLING')
  const shipping = { ...addressIn(random, place, 'SHIPPING') }
  return {
    ...blankContact(id, created, '1'),
    given_name: given,
    family_name: family,
    job_title: employer === undefined ? null : random.pick(jobTitles),
    contact_type: random.pick(contactTypes),
    company: employer ? { id: employer.id, company_name: employer.company_name } : null,
    owner_id: random.chance(0.8) ? String(random.between(1, 4)) : null,
    source_type: random.pick(['WEBFORM', 'MANUAL', 'IMPORT', 'API']),
    time_zone: 'America/Phoenix',
    preferred_locale: 'en_US',
    email_addresses: [completeEmail({ email, ...reason })],
    phone_numbers: random.chance(0.75) ? [phoneIn(random, place, 'PHONE1', 'Mobile')] : [],
    addresses: random.chance(0.8) ? (random.chance(0.2) ? [billing, shipping] : [billing]) : [],
    tag_ids: tagIds(tenant, random, id, created),
    custom_fields: customFieldValues(tenant, random, created),
    score_value: String(random.between(0, 100)),
    update_time: momentBetween(random, created, moments.last),
  }
}

function tagIds(tenant: Tenant, random: Random, contactId: string, now: string): readonly string[] {
  const worn = tenant.tags.all().filter(() => random.chance(0.15))
  for (const tag of worn) tenant.tagTimes.set(`${contactId}:${tag.id}`, now)
  return worn.map(({ id }) => id)
}

function customFieldValues(
  tenant: Tenant,
  random: Random,
  created: string,
): readonly CustomFieldValue[] {
  const makers: Readonly<Record<string, () => unknown>> = {
    TEXT: () => `${random.between(2, 20)} years with ${random.between(1, 6)} companies`,
    WHOLE_NUMBER: () => random.between(1, 40),
    DROPDOWN: () => random.pick(['Email', 'Phone', 'Text message']),
    CURRENCY: () => random.between(10, 900) * 100,
    DATE: () => created.slice(0, 10),
  }
  return tenant.customFields
    .all()
    .filter(({ record_type }) => record_type === 'CONTACT')
    .map(({ id, field_type }) => ({
      id,
      content: random.chance(0.5) ? (makers[field_type]?.() ?? null) : null,
    }))
}
