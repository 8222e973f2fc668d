import { Router } from '../../core/router.ts'
import { type Operation, ok } from '../call.ts'
import type { CustomField } from '../entities.ts'
import { customFieldsOf } from '../v2/record-fields.ts'
import { userOf } from '../v2/users.ts'
import { addCompanies } from './companies.ts'
import { addContacts, contactOptional } from './contacts.ts'
import { addOpportunities } from './opportunities.ts'
import { addPlainRecords } from './plain-records.ts'
import { addTags } from './tags.ts'
import { addTasksAndNotes } from './tasks-and-notes.ts'

// v1 over the same records as v2, in its own words: ids are numbers, moments end in `+0000`, lists count.

const profile: Operation = ({ tenant }) =>
  ok({
    name: tenant.companyName,
    email: `hello@${tenant.app}.example.com`,
    website: `https://www.${tenant.app}.example.com`,
    phone: '(480) 555-0100',
    phone_ext: null,
    time_zone: 'America/Phoenix',
    logo_url: null,
    currency_code: 'USD',
    language_tag: 'en-US',
    business_type: 'Other',
    business_goals: ['Convert more leads'],
    business_primary_color: '#2d6e46',
    business_secondary_color: '#f4f1ea',
    address: {
      line1: '1260 S Spectrum Blvd',
      line2: '',
      locality: 'Chandler',
      region: 'Arizona',
      country_code: 'USA',
      postal_code: '85286',
      zip_code: '85286',
      zip_four: '',
      field: 'BILLING',
    },
  })

const userinfo: Operation = (call) => {
  const user = userOf(call)
  return ok({
    sub: user.id,
    email: user.email_addresses[0]?.email ?? null,
    given_name: user.given_name,
    family_name: user.family_name,
    middle_name: null,
    preferred_name: user.nickname,
    infusionsoft_id: user.keap_id,
    global_user_id: Number(user.global_user_id),
    is_admin: user.admin,
  })
}

// `Text`, `WholeNumber`… where v2 says `TEXT`, `WHOLE_NUMBER`.
function camel(text: string): string {
  return text
    .toLowerCase()
    .replace(/(^|_)(\w)/g, (_whole, _start, letter: string) => letter.toUpperCase())
}

const model =
  (type: CustomField['record_type'], optional: readonly string[]): Operation =>
  ({ tenant }) =>
    ok({
      custom_fields: customFieldsOf(tenant, type).map(({ group_id: _group, ...field }) => ({
        ...field,
        id: Number(field.id),
        field_type: camel(field.field_type),
      })),
      optional_properties: optional,
    })

/** Every operation of REST v1 the sandbox has. Paths are below `/crm/rest/v1`. */
export function createV1Routes(): Router<Operation> {
  const router = new Router<Operation>()
    .add('GET', '/account/profile', profile)
    .add('GET', '/oauth/connect/userinfo', userinfo)
    .add('GET', '/contacts/model', model('CONTACT', contactOptional))
    .add('GET', '/companies/model', model('COMPANY', ['notes', 'fax_number', 'custom_fields']))
    .add('GET', '/opportunities/model', model('OPPORTUNITY', ['custom_fields']))
  addContacts(router)
  addCompanies(router)
  addOpportunities(router)
  addTasksAndNotes(router)
  addTags(router)
  addPlainRecords(router)
  return router
}
