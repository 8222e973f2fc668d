import type { FieldRules } from '../../core/body.ts'
import type {
  Address,
  CustomField,
  CustomFieldValue,
  EmailAddress,
  FaxNumber,
  PhoneNumber,
} from '../entities.ts'
import { RestError } from '../rest-error.ts'
import type { Tenant } from '../tenant.ts'

// Parts that several kinds of record are written with: how they are read from a body and completed as stored.

const phoneFields = ['PHONE1', 'PHONE2', 'PHONE3', 'PHONE4', 'PHONE5']

export const addressRules: FieldRules = {
  field: { kind: 'choice', of: ['BILLING', 'SHIPPING', 'OTHER'] },
  line1: { kind: 'text' },
  line2: { kind: 'text' },
  locality: { kind: 'text' },
  region: { kind: 'text' },
  region_code: { kind: 'text' },
  country: { kind: 'text' },
  country_code: { kind: 'text' },
  postal_code: { kind: 'text' },
  zip_code: { kind: 'text' },
  zip_four: { kind: 'text' },
}

export const emailRules: FieldRules = {
  email: { kind: 'text', max: 75 },
  field: { kind: 'choice', of: ['EMAIL1', 'EMAIL2', 'EMAIL3'] },
  opt_in_reason: { kind: 'text' },
}

export const phoneRules: FieldRules = {
  number: { kind: 'text' },
  extension: { kind: 'text' },
  type: { kind: 'text' },
  field: { kind: 'choice', of: phoneFields },
}

export const faxRules: FieldRules = {
  number: { kind: 'text' },
  type: { kind: 'text' },
  field: { kind: 'choice', of: ['FAX1', 'FAX2'] },
}

export const customFieldRules: FieldRules = { id: { kind: 'text' }, content: { kind: 'any' } }

type Values = Readonly<Record<string, unknown>>

const text = (values: Values, name: string) => (values[name] as string | null | undefined) ?? null

/** An address as stored. Throws 400 on what the vendor declares against. */
export function completeAddress(values: Values, field?: Address['field']): Address {
  const given = (text(values, 'field') as Address['field'] | null) ?? field
  if (given === undefined) throw new RestError(400, 'addresses.field is required')
  if ((text(values, 'region') ?? text(values, 'region_code')) && !text(values, 'country_code')) {
    throw new RestError(400, 'country_code is required when region is specified')
  }
  const country = text(values, 'country_code')
  if (country !== null && !/^[A-Z]{3}$/.test(country)) {
    throw new RestError(400, 'country_code is invalid')
  }
  if (text(values, 'zip_code') && text(values, 'postal_code')) {
    throw new RestError(400, 'Only one of zip_code and postal_code may be specified')
  }
  return {
    field: given,
    line1: text(values, 'line1'),
    line2: text(values, 'line2'),
    locality: text(values, 'locality'),
    region: text(values, 'region'),
    region_code: text(values, 'region_code'),
    country: text(values, 'country'),
    country_code: country,
    postal_code: text(values, 'postal_code'),
    zip_code: text(values, 'zip_code'),
    zip_four: text(values, 'zip_four'),
  }
}

/** An e-mail address as stored: without a reason for opting in it is not marketable (recorded). */
export function completeEmail(values: Values, field?: string): EmailAddress {
  const email = text(values, 'email')
  if (email === null || !/^[^\s@]+@[^\s@]+$/.test(email)) {
    throw new RestError(400, 'email is invalid')
  }
  const reason = text(values, 'opt_in_reason')
  return {
    email,
    field: text(values, 'field') ?? field ?? 'EMAIL1',
    is_opt_in: reason !== null,
    email_opt_status: reason === null ? 'NON_MARKETABLE' : 'SINGLE_OPT_IN',
    opt_in_reason: reason,
  }
}

/** A phone number as stored. */
export function completePhone(values: Values, field?: string): PhoneNumber {
  const number = text(values, 'number')
  if (number === null || number === '') throw new RestError(400, 'phone_numbers.number is required')
  return {
    number,
    number_e164: e164Of(number),
    extension: text(values, 'extension'),
    type: text(values, 'type'),
    field: text(values, 'field') ?? field ?? 'PHONE1',
  }
}

/** A fax number as stored. */
export function completeFax(values: Values, field?: string): FaxNumber {
  const number = text(values, 'number')
  if (number === null || number === '') throw new RestError(400, 'fax_numbers.number is required')
  return { number, type: text(values, 'type'), field: text(values, 'field') ?? field ?? 'FAX1' }
}

function e164Of(number: string): string | null {
  const digits = number.replace(/\D/g, '')
  if (number.trim().startsWith('+')) return `+${digits}`
  return digits.length === 10 ? `+1${digits}` : null
}

/** Values of custom fields as stored: every id must be one of the tenant's fields for that kind of record. */
export function completeCustomFields(
  values: readonly Values[],
  recordType: CustomField['record_type'],
  tenant: Tenant,
): readonly CustomFieldValue[] {
  return values.map((value) => {
    const id = text(value, 'id') ?? ''
    if (tenant.customFields.get(id)?.record_type !== recordType) {
      throw new RestError(400, `custom_fields id ${id} is invalid`)
    }
    return { id, content: value.content ?? null }
  })
}

/** The model's fields of one kind of record. */
export function customFieldsOf(
  tenant: Tenant,
  recordType: CustomField['record_type'],
): readonly CustomField[] {
  return tenant.customFields.all().filter((field) => field.record_type === recordType)
}
