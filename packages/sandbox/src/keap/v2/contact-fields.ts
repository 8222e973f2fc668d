import type { FieldRules } from '../../core/body.ts'
import type { Contact } from '../entities.ts'
import { RestError } from '../rest-error.ts'
import type { Tenant } from '../tenant.ts'
import {
  addressRules,
  completeAddress,
  completeCustomFields,
  completeEmail,
  completeFax,
  completePhone,
  customFieldRules,
  emailRules,
  faxRules,
  phoneRules,
} from './record-fields.ts'
import { assertReference } from './resource.ts'

/** Without `fields=` the vendor answers with these alone (seen in a client's captures). */
export const contactDefaultFields = ['id', 'family_name', 'given_name'] as const

/** What `/contacts/model` names as optional (recorded), and `fields=` may ask for. */
export const contactOptionalFields = [
  'update_time',
  'create_time',
  'score_value',
  'tag_ids',
  'links',
  'addresses',
  'anniversary_date',
  'birth_date',
  'company',
  'contact_type',
  'custom_fields',
  'email_addresses',
  'fax_numbers',
  'job_title',
  'leadsource_id',
  'middle_name',
  'notes',
  'origin',
  'owner_id',
  'phone_numbers',
  'preferred_locale',
  'preferred_name',
  'prefix',
  'referral_code',
  'social_accounts',
  'source_type',
  'spouse_name',
  'suffix',
  'time_zone',
  'website',
  'utm_parameters',
  'assistant_name',
  'assistant_phone',
  'billing_information',
  'created_by',
  'last_updated_by',
] as const

const sourceTypes = [
  'API',
  'APPOINTMENT',
  'FORM_API_HOSTED',
  'FORM_API_INTERNAL',
  'IMPORT',
  'INTERNAL_FORM',
  'LANDING_PAGE',
  'MANUAL',
  'OTHER',
  'UNKNOWN',
  'WEBFORM',
]

const socialTypes = [
  'FACEBOOK',
  'LINKED_IN',
  'TWITTER',
  'INSTAGRAM',
  'SNAPCHAT',
  'YOUTUBE',
  'PINTEREST',
]

/** Properties a contact is written with; the lengths are declared. */
export const contactRules: FieldRules = {
  given_name: { kind: 'text', max: 40 },
  family_name: { kind: 'text', max: 40 },
  middle_name: { kind: 'text', max: 100 },
  preferred_name: { kind: 'text', max: 100 },
  spouse_name: { kind: 'text', max: 100 },
  prefix: { kind: 'text' },
  suffix: { kind: 'text' },
  job_title: { kind: 'text', max: 255 },
  website: { kind: 'text', max: 100 },
  contact_type: { kind: 'text' },
  company: { kind: 'object', of: { id: { kind: 'text' }, company_name: { kind: 'text' } } },
  owner_id: { kind: 'text' },
  leadsource_id: { kind: 'text' },
  birth_date: { kind: 'date' },
  anniversary_date: { kind: 'date' },
  time_zone: { kind: 'text' },
  preferred_locale: { kind: 'text' },
  source_type: { kind: 'choice', of: sourceTypes },
  referral_code: { kind: 'text' },
  notes: { kind: 'text' },
  assistant_name: { kind: 'text' },
  assistant_phone: { kind: 'text' },
  billing_information: { kind: 'text' },
  origin: { kind: 'object', of: { ip_address: { kind: 'text' } } },
  email_addresses: { kind: 'list', of: emailRules },
  phone_numbers: { kind: 'list', of: phoneRules },
  fax_numbers: { kind: 'list', of: faxRules },
  addresses: { kind: 'list', of: addressRules },
  social_accounts: {
    kind: 'list',
    of: { name: { kind: 'text' }, type: { kind: 'choice', of: socialTypes } },
  },
  custom_fields: { kind: 'list', of: customFieldRules },
}

type Values = Readonly<Record<string, unknown>>
type Part = Values & { readonly field?: unknown }

/** The written properties as a contact stores them. Lists come out whole: a written list replaces the stored one. */
export function contactChanges(values: Values, tenant: Tenant, now: string): Partial<Contact> {
  assertReference(values, 'owner_id', tenant.users)
  const changes: Record<string, unknown> = { ...values }
  completeList(changes, 'email_addresses', 'EMAIL', completeEmail)
  completeList(changes, 'phone_numbers', 'PHONE', completePhone)
  completeList(changes, 'fax_numbers', 'FAX', completeFax)
  completeList(changes, 'addresses', '', (address) => completeAddress(address))
  if ('social_accounts' in changes) changes.social_accounts ??= []
  if ('custom_fields' in changes) {
    const written = (changes.custom_fields ?? []) as readonly Values[]
    changes.custom_fields = completeCustomFields(written, 'CONTACT', tenant)
  }
  if (changes.company) changes.company = companyReference(changes.company as Values, tenant)
  if (changes.origin)
    changes.origin = { date: now, ip_address: null, ...(changes.origin as Values) }
  return changes as Partial<Contact>
}

// A part without `field` takes the next number (assumed). Two parts with one field are refused: each is one column.
function completeList(
  changes: Record<string, unknown>,
  name: string,
  prefix: string,
  complete: (part: Part, field?: string) => { readonly field: string },
): void {
  if (!(name in changes)) return
  const parts = (changes[name] ?? []) as readonly Part[]
  const completed = parts.map((part, at) =>
    complete(part, prefix === '' ? undefined : `${prefix}${at + 1}`),
  )
  if (new Set(completed.map(({ field }) => field)).size < completed.length) {
    throw new RestError(400, `${name} must not repeat a field`)
  }
  changes[name] = completed
}

// A company is linked by id; a name alone links the company of that name, or is kept as text (assumed).
function companyReference(written: Values, tenant: Tenant): Contact['company'] {
  const { id, company_name: name } = written
  if (id !== undefined && id !== null) {
    const company = tenant.companies.get(String(id))
    if (company === undefined) throw new RestError(400, 'company is invalid')
    return { id: company.id, company_name: company.company_name }
  }
  if (typeof name !== 'string' || name === '') return null
  const found = tenant.companies
    .all()
    .find(({ company_name }) => company_name?.toLowerCase() === name.toLowerCase())
  return { id: found?.id ?? null, company_name: found?.company_name ?? name }
}

/** Refuse a new contact that cannot be reached: v2 wants an e-mail address, a phone number or an address. */
export function assertReachable(contact: Partial<Contact>): void {
  const { email_addresses = [], phone_numbers = [], addresses = [] } = contact
  if (email_addresses.length + phone_numbers.length + addresses.length === 0) {
    throw new RestError(400, 'Contact must contain an e-mail address, phone number or address')
  }
}
