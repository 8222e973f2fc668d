import { readFields } from '../../core/body.ts'
import type { Router } from '../../core/router.ts'
import { type Call, nowOf, type Operation } from '../call.ts'
import type { Company } from '../entities.ts'
import { RestError } from '../rest-error.ts'
import { blankCompany } from '../v2/companies.ts'
import { companyRules } from '../v2/company-fields.ts'
import { completeAddress, completeEmail, completePhone } from '../v2/record-fields.ts'
import { jsonOf } from '../v2/resource.ts'
import { byText, found, reply, v1List } from './list.ts'

function view(company: Company, { query }: Pick<Call, 'query'>): object {
  const { email_address: email, phone_number: phone, address } = company
  const asked = query.get('optional_properties')?.split(',') ?? []
  const optional: Readonly<Record<string, unknown>> = {
    notes: company.notes,
    fax_number: company.fax_number,
    custom_fields: company.custom_fields.map(({ id, content }) => ({ id: Number(id), content })),
  }
  return {
    id: Number(company.id),
    company_name: company.company_name,
    email_address: email?.email ?? null,
    email_opted_in: email?.is_opt_in ?? false,
    email_status: email?.is_opt_in ? 'SingleOptIn' : 'NonMarketable',
    phone_number: phone && { number: phone.number, extension: phone.extension, type: phone.type },
    address: address && {
      ...address,
      field: undefined,
      region_code: undefined,
      country: undefined,
    },
    website: company.website,
    ...Object.fromEntries(
      asked.flatMap((name) => (name in optional ? [[name, optional[name]]] : [])),
    ),
  }
}

// v1's e-mail address is a text.
function changesOf(call: Call): Partial<Company> {
  const body = jsonOf(call) as Record<string, unknown>
  const email = body?.email_address
  const own = typeof email === 'string' ? { ...body, email_address: { email } } : body
  const { values, ignored } = readFields(own, companyRules)
  if (ignored.length > 0) call.noteIgnored(ignored)
  const changes: Record<string, unknown> = { ...values }
  const part = (name: string) => values[name] as Record<string, unknown> | undefined
  if (part('email_address')) changes.email_address = completeEmail(part('email_address') ?? {})
  if (part('phone_number')) changes.phone_number = completePhone(part('phone_number') ?? {})
  if (part('address')) changes.address = completeAddress(part('address') ?? {}, 'BILLING')
  return changes as Partial<Company>
}

const create: Operation = (call) => {
  const written = changesOf(call)
  if (!written.company_name) throw new RestError(400, 'company_name is required')
  const { companies } = call.tenant
  const made = companies.insert({ ...blankCompany(companies.nextId(), nowOf(call)), ...written })
  return reply(201, view(made, call))
}

const companyIn = ({ tenant, params }: Call) =>
  found(tenant.companies.get(params.id ?? ''), 'Company')

const update: Operation = (call) => {
  const changed = { ...companyIn(call), ...changesOf(call), update_time: nowOf(call) }
  return reply(200, view(call.tenant.companies.replace(changed), call))
}

/** Add the company operations; v1 can't delete one (declared). */
export function addCompanies(router: Router<Operation>): void {
  router
    .add(
      'GET',
      '/companies',
      v1List<Company>({
        plural: 'companies',
        records: ({ tenant }) => tenant.companies.all(),
        view,
        filters: { company_name: byText(({ company_name }) => company_name) },
        order: {
          id: ({ id }) => Number(id),
          date_created: ({ create_time }) => create_time,
          name: ({ company_name }) => company_name,
          email: ({ email_address }) => email_address?.email,
        },
        defaultOrder: 'id',
      }),
    )
    .add('POST', '/companies', create)
    .add('GET', '/companies/{id}', (call) => reply(200, view(companyIn(call), call)))
    .add('PATCH', '/companies/{id}', update)
}
