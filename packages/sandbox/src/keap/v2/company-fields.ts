import type { FieldRules } from '../../core/body.ts'
import {
  addressRules,
  customFieldRules,
  emailRules,
  faxRules,
  phoneRules,
} from './record-fields.ts'

/** Properties of a company that are always answered: all that the declared list of optional ones does not name. */
export const companyDefaultFields = [
  'id',
  'company_name',
  'website',
  'first_name',
  'middle_name',
  'last_name',
  'preferred_name',
  'title',
  'suffix',
  'job_title',
  'contact_type',
  'owner_id',
  'referral_code',
  'birth_date',
  'anniversary_date',
] as const

/** Properties only `fields=` brings (declared). */
export const companyOptionalFields = [
  'address',
  'notes',
  'fax_number',
  'email_address',
  'phone_number',
  'update_time',
  'create_time',
  'custom_fields',
] as const

/** Properties a company is written with. None is required (declared). */
export const companyRules: FieldRules = {
  company_name: { kind: 'text' },
  address: { kind: 'object', of: addressRules },
  email_address: { kind: 'object', of: emailRules },
  phone_number: { kind: 'object', of: phoneRules },
  fax_number: { kind: 'object', of: faxRules },
  website: { kind: 'text', max: 100 },
  notes: { kind: 'text' },
  custom_fields: { kind: 'list', of: customFieldRules },
  first_name: { kind: 'text', max: 40 },
  middle_name: { kind: 'text', max: 100 },
  last_name: { kind: 'text', max: 40 },
  preferred_name: { kind: 'text', max: 100 },
  title: { kind: 'text' },
  suffix: { kind: 'text' },
  job_title: { kind: 'text', max: 255 },
  contact_type: { kind: 'text' },
  owner_id: { kind: 'text' },
  referral_code: { kind: 'text' },
  birth_date: { kind: 'date' },
  anniversary_date: { kind: 'date' },
}
