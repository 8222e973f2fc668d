import {
  type FilterField,
  type FilterFields,
  idFilter,
  idListFilter,
  numberFilter,
  textFilter,
  timeFilter,
} from '../../core/filter.ts'
import type { Address, Contact, CustomField } from '../entities.ts'
import type { Tenant } from '../tenant.ts'
import { customFieldsOf } from './record-fields.ts'

const addressParts = [
  'line1',
  'line2',
  'locality',
  'region',
  'region_code',
  'country_code',
] as const

const addressFilter = (field: Address['field'], part: keyof Address): FilterField<Contact> =>
  textFilter(({ addresses }) =>
    addresses.filter((address) => address.field === field).map((address) => address[part]),
  )

// `billing_address_locality==Phoenix`: the names behind the vendor's `billing_/shipping_/other_address_*` are assumed.
const addressFilters = Object.fromEntries(
  (['BILLING', 'SHIPPING', 'OTHER'] as const).flatMap((field) => [
    ...addressParts.map((part) => [
      `${field.toLowerCase()}_address_${part}`,
      addressFilter(field, part),
    ]),
    [
      `${field.toLowerCase()}_address_postal_code`,
      textFilter<Contact>(({ addresses }) =>
        addresses
          .filter((address) => address.field === field)
          .map((address) => address.postal_code ?? address.zip_code),
      ),
    ],
  ]),
)

const digits = (text: string) => text.replace(/\D/g, '')

const phoneFilter: FilterField<Contact> = {
  operators: ['=='],
  test: (_operator, value) => {
    const wanted = digits(value)
    return ({ phone_numbers }) => phone_numbers.some(({ number }) => digits(number) === wanted)
  },
}

const declared: FilterFields<Contact> = {
  email: textFilter(({ email_addresses }) => email_addresses.map(({ email }) => email), {
    prefix: true,
  }),
  given_name: textFilter(({ given_name }) => given_name, { prefix: true }),
  family_name: textFilter(({ family_name }) => family_name, { prefix: true }),
  middle_name: textFilter(({ middle_name }) => middle_name, { prefix: true }),
  company_id: idFilter(({ company }) => company?.id),
  contact_ids: idListFilter(),
  ids: idListFilter(),
  contact_id: numberFilter(({ id }) => Number(id)),
  start_update_time: timeFilter(({ update_time }) => update_time, 'since'),
  end_update_time: timeFilter(({ update_time }) => update_time, 'until'),
  phone_number: phoneFilter,
  city: textFilter(({ addresses }) => addresses.map(({ locality }) => locality)),
  state: textFilter(({ addresses }) =>
    addresses.flatMap(({ region, region_code }) => [region, region_code]),
  ),
  website: textFilter(({ website }) => website, { prefix: true }),
  ...addressFilters,
}

/** Filters of the contact list: the declared ones, and every custom field by its `field_name`. */
export function contactFilters(tenant: Tenant): FilterFields<Contact> {
  const custom = customFieldsOf(tenant, 'CONTACT').map(
    (field) => [field.field_name, customFieldFilter(field)] as const,
  )
  return { ...declared, ...Object.fromEntries(custom) }
}

const comparable = ['WHOLE_NUMBER', 'DECIMAL_NUMBER', 'CURRENCY', 'PERCENT', 'YEAR']

function customFieldFilter(field: CustomField): FilterField<Contact> {
  const read = ({ custom_fields }: Contact) =>
    custom_fields.find(({ id }) => id === field.id)?.content
  if (comparable.includes(field.field_type)) {
    return numberFilter((contact) => {
      const content = read(contact)
      return content === null || content === undefined ? undefined : Number(content)
    })
  }
  return textFilter((contact) => {
    const content = read(contact)
    return content === null || content === undefined ? undefined : String(content)
  })
}
