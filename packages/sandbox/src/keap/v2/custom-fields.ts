import type { FieldRules } from '../../core/body.ts'
import type { Router } from '../../core/router.ts'
import { type Operation, ok } from '../call.ts'
import type { CustomField } from '../entities.ts'
import { RestError } from '../rest-error.ts'
import { companyOptionalFields } from './company-fields.ts'
import { contactOptionalFields } from './contact-fields.ts'
import { opportunityOptionalFields } from './opportunity-fields.ts'
import { customFieldsOf } from './record-fields.ts'
import { assertPresent, bodyOf } from './resource.ts'

const fieldTypes = [
  'CURRENCY',
  'DATE',
  'DATE_TIME',
  'DAY_OF_WEEK',
  'DECIMAL_NUMBER',
  'DRILLDOWN',
  'DROPDOWN',
  'EMAIL',
  'LIST_BOX',
  'MONTH',
  'NAME',
  'PERCENT',
  'PHONE_NUMBER',
  'RADIO',
  'SOCIAL_SECURITY_NUMBER',
  'STATE',
  'TEXT',
  'TEXT_AREA',
  'USER',
  'USER_LIST_BOX',
  'WEBSITE',
  'WHOLE_NUMBER',
  'YEAR',
  'YES_NO',
]

const rules: FieldRules = {
  field_type: { kind: 'choice', of: fieldTypes },
  label: { kind: 'text' },
  group_id: { kind: 'text' },
  user_group_id: { kind: 'text' },
  options: { kind: 'list', of: { label: { kind: 'text' }, options: { kind: 'any' } } },
}

/** The database name the vendor makes from a label: an underscore, then letters and digits alone. */
export function fieldNameOf(label: string): string {
  return `_${label.replace(/[^A-Za-z0-9]/g, '')}`
}

type RecordType = CustomField['record_type']

const model = (type: RecordType, optional: readonly string[]): Operation => {
  return ({ tenant }) =>
    ok({ custom_fields: customFieldsOf(tenant, type), optional_properties: optional })
}

const create = (type: RecordType): Operation => {
  return (call) => {
    const values = bodyOf(call, rules)
    assertPresent(values, ['field_type', 'label'])
    const label = String(values.label)
    const { customFields } = call.tenant
    const name = fieldNameOf(label)
    const taken = customFieldsOf(call.tenant, type).some(({ field_name }) => field_name === name)
    if (taken) throw new RestError(409, `A custom field named ${label} already exists`)
    const options = values.options as readonly { readonly label: string }[] | undefined
    const field = customFields.insert({
      id: customFields.nextId(),
      label,
      field_name: name,
      field_type: String(values.field_type),
      record_type: type,
      default_value: null,
      group_id: (values.group_id as string | undefined) ?? null,
      options: options?.map((option, at) => ({ id: String(at + 1), ...option })) ?? null,
    })
    return { status: 201, json: JSON.stringify(field) }
  }
}

const models: readonly (readonly [string, RecordType, readonly string[]])[] = [
  ['/contacts', 'CONTACT', contactOptionalFields],
  ['/companies', 'COMPANY', companyOptionalFields],
  ['/opportunities', 'OPPORTUNITY', opportunityOptionalFields],
  // Tasks, notes and appointments share their custom fields (declared).
  ['/tasks', 'TASK_NOTE_APPOINTMENT', ['custom_fields']],
  ['/notes', 'TASK_NOTE_APPOINTMENT', ['custom_fields']],
]

/** Add `/{resource}/model` and `/{resource}/model/customFields`. */
export function addModels(router: Router<Operation>): void {
  for (const [path, type, optional] of models) {
    router
      .add('GET', `${path}/model`, model(type, optional))
      .add('POST', `${path}/model/customFields`, create(type))
  }
}
