import { numberFilter, textFilter, timeFilter } from '../../core/filter.ts'
import type { Router } from '../../core/router.ts'
import { cachedSelection } from '../../core/selection.ts'
import { nowOf, type Operation } from '../call.ts'
import type { Company } from '../entities.ts'
import type { Tenant } from '../tenant.ts'
import { companyDefaultFields, companyOptionalFields, companyRules } from './company-fields.ts'
import { renameCompany } from './contacts.ts'
import {
  completeAddress,
  completeCustomFields,
  completeEmail,
  completeFax,
  completePhone,
} from './record-fields.ts'
import {
  assertReference,
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

const companies: Resource<Company> = {
  title: 'Company',
  plural: 'companies',
  idName: 'company_id',
  collection: (tenant) => tenant.companies,
  filters: () => ({
    company_name: textFilter(({ company_name }) => company_name),
    name: textFilter(({ company_name }) => company_name, { prefix: true }),
    email: textFilter(({ email_address }) => email_address?.email),
    city: textFilter(({ address }) => address?.locality),
    state: textFilter(({ address }) => [address?.region, address?.region_code]),
    company_id: numberFilter(({ id }) => Number(id)),
    since_time: timeFilter(({ update_time }) => update_time, 'since'),
    until_time: timeFilter(({ update_time }) => update_time, 'until'),
  }),
  order: {
    id: ({ id }) => Number(id),
    create_time: ({ create_time }) => create_time,
    name: ({ company_name }) => company_name,
    email: ({ email_address }) => email_address?.email,
  },
  serialiser: ownProperties(
    cachedSelection<Company>(
      companyDefaultFields,
      [...companyDefaultFields, ...companyOptionalFields],
      companyDefaultFields,
    ),
  ),
}

type Values = Readonly<Record<string, unknown>>

const parts: Readonly<Record<string, (part: Values) => unknown>> = {
  address: (part) => completeAddress(part, 'BILLING'),
  email_address: (part) => completeEmail(part),
  phone_number: (part) => completePhone(part),
  fax_number: (part) => completeFax(part),
}

function companyChanges(values: Values, tenant: Tenant): Partial<Company> {
  assertReference(values, 'owner_id', tenant.users)
  const changes: Record<string, unknown> = { ...values }
  for (const [name, complete] of Object.entries(parts)) {
    if (changes[name]) changes[name] = complete(changes[name] as Values)
  }
  if ('custom_fields' in changes) {
    const written = (changes.custom_fields ?? []) as readonly Values[]
    changes.custom_fields = completeCustomFields(written, 'COMPANY', tenant)
  }
  return changes as Partial<Company>
}

/** A company before anything was written to it. */
export function blankCompany(id: string, now: string): Company {
  return {
    id,
    company_name: null,
    email_address: null,
    phone_number: null,
    fax_number: null,
    address: null,
    website: null,
    notes: null,
    first_name: null,
    middle_name: null,
    last_name: null,
    preferred_name: null,
    title: null,
    suffix: null,
    job_title: null,
    contact_type: null,
    owner_id: null,
    referral_code: null,
    birth_date: null,
    anniversary_date: null,
    custom_fields: [],
    create_time: now,
    update_time: now,
  }
}

const create: Operation = (call) => {
  const written = companyChanges(bodyOf(call, companyRules), call.tenant)
  const { companies: records } = call.tenant
  const created = records.insert({ ...blankCompany(records.nextId(), nowOf(call)), ...written })
  return replyWith(companies, call, 201, created)
}

const update: Operation = (call) => {
  const company = recordOf(companies, call)
  const values = changesOf(call, companyRules, ['id', 'create_time', 'update_time'])
  const changed = call.tenant.companies.replace({
    ...company,
    ...companyChanges(values, call.tenant),
    update_time: nowOf(call),
  })
  if (changed.company_name !== company.company_name) {
    renameCompany(call.tenant, changed.id, changed.company_name)
  }
  return replyWith(companies, call, 200, changed)
}

/** Add the company operations. v2 can delete a company, v1 cannot. */
export function addCompanies(router: Router<Operation>): void {
  router
    .add('GET', '/companies', listOf(companies))
    .add('POST', '/companies', create)
    .add('GET', '/companies/{company_id}', getOf(companies))
    .add('PATCH', '/companies/{company_id}', update)
    .add(
      'DELETE',
      '/companies/{company_id}',
      deleteOf(companies, ({ id }, call) => renameCompany(call.tenant, id, null)),
    )
}
