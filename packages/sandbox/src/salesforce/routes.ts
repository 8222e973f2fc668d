import { Router } from '../core/router.ts'
import type { VendorAnswer, VendorCall, VendorOperation } from '../vendor/vendor.ts'
import { SalesforceError } from './salesforce-error.ts'
import {
  addRecord,
  completed,
  fieldNamed,
  fieldsOf,
  type Org,
  type SField,
  type SObjectName,
  type SRecord,
  type SValue,
  sObjectNames,
} from './sobjects.ts'
import { findRecords, resolveField, sObjectOrThrow } from './soql-evaluate.ts'
import { parseSoql } from './soql-parser.ts'

type Call = VendorCall<Org>

const ok = (body: unknown): VendorAnswer => ({ status: 200, body })
const notFound = () =>
  new SalesforceError(404, 'NOT_FOUND', 'The requested resource does not exist')
const base = '/services/data/{version}'
// From the root of the instance's host, which here has the sandbox's prefix before it.
const dataPath = ({ params, url }: Call) =>
  `${new URL(url).pathname}/services/data/${params.version}`

function sObjectIn({ params }: Call): SObjectName {
  try {
    return sObjectOrThrow(params.type ?? '')
  } catch {
    throw notFound()
  }
}

function recordIn(call: Call): readonly [SObjectName, SRecord] {
  const sObject = sObjectIn(call)
  const id = call.params.id ?? ''
  const record = call.account.records[sObject].get(id)
  if (record) return [sObject, record]
  if (call.account.deleted.has(id))
    throw new SalesforceError(404, 'ENTITY_IS_DELETED', 'entity is deleted')
  throw notFound()
}

/** How many records a batch has: 200 to 2000, by `Sforce-Query-Options: batchSize=` (documented). */
function batchSize({ headers }: Call): number {
  const asked = /batchSize\s*=\s*(\d+)/i.exec(String(headers['sforce-query-options'] ?? ''))?.[1]
  return asked === undefined ? 2000 : Math.min(2000, Math.max(200, Number(asked)))
}

const query: VendorOperation<Org> = (call) => {
  const soql = parseSoql(call.query.get('q') ?? '')
  const sObject = sObjectOrThrow(soql.from)
  const columns = soql.fields.map(
    (path) => [path, resolveField(call.account, sObject, path)] as const,
  )
  const rows = findRecords(call.account, sObject, soql).map((record) => {
    const row: Record<string, unknown> = { attributes: attributesOf(call, sObject, record.Id) }
    for (const [path, { field, read }] of columns) {
      const [first = '', second] = path.split('.')
      const value = read(record)
      if (second === undefined) row[field.name] = value
      else row[first] = value === null ? null : { ...(row[first] as object), [field.name]: value }
    }
    return row as SRecord
  })
  return batch(call, rows, newLocator(call.account), 0)
}

function newLocator({ cursors }: Org): string {
  return `01g5g00000${String(cursors.size).padStart(5, '0')}AAA`
}

const more: VendorOperation<Org> = (call) => {
  const [, locator = '', from = ''] = /^(\w+)-(\d+)$/.exec(call.params.locator ?? '') ?? []
  const rows = call.account.cursors.get(locator)
  if (!rows) throw new SalesforceError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator')
  return batch(call, rows, locator, Number(from))
}

function batch(call: Call, rows: readonly SRecord[], locator: string, from: number): VendorAnswer {
  const end = from + batchSize(call)
  const done = end >= rows.length
  if (!done) call.account.cursors.set(locator, rows)
  const next = done ? {} : { nextRecordsUrl: `${dataPath(call)}/query/${locator}-${end}` }
  return ok({ totalSize: rows.length, done, ...next, records: rows.slice(from, end) })
}

const attributesOf = (call: Call, type: SObjectName, id: string) => ({
  type,
  url: `${dataPath(call)}/sobjects/${type}/${id}`,
})

const read: VendorOperation<Org> = (call) => {
  const [sObject, record] = recordIn(call)
  const asked = call.query.get('fields')?.split(',')
  const names = asked?.map((name) => resolveField(call.account, sObject, name).field.name)
  const values = names
    ? Object.fromEntries(names.map((name) => [name, record[name] ?? null]))
    : record
  return ok({ attributes: attributesOf(call, sObject, record.Id), ...values })
}

const create: VendorOperation<Org> = (call) => {
  const sObject = sObjectIn(call)
  const values = readBody(call, sObject)
  const missing = fieldsOf[sObject].filter(
    ({ name, isRequired }) => isRequired && isBlank(values[name]),
  )
  if (missing.length > 0) throw missingFields(missing)
  const { Id } = addRecord(call.account, sObject, values, { now: nowOf(call), userId: call.userId })
  return { status: 201, body: { id: Id, success: true, errors: [] } }
}

const update: VendorOperation<Org> = (call) => {
  const [sObject, record] = recordIn(call)
  const values = readBody(call, sObject)
  const emptied = fieldsOf[sObject].filter(
    ({ name, isRequired }) => isRequired && name in values && isBlank(values[name]),
  )
  if (emptied.length > 0) throw missingFields(emptied)
  const now = nowOf(call)
  const changed = { ...record, ...values, LastModifiedDate: now, SystemModstamp: now }
  call.account.records[sObject].set(record.Id, completed(sObject, changed))
  return { status: 204 }
}

const remove: VendorOperation<Org> = (call) => {
  const [sObject, { Id }] = recordIn(call)
  call.account.records[sObject].delete(Id)
  call.account.deleted.add(Id)
  return { status: 204 }
}

const isBlank = (value: SValue | undefined) => value === undefined || value === null || value === ''

function missingFields(fields: readonly SField[]): SalesforceError {
  const names = fields.map(({ name }) => name)
  return new SalesforceError(
    400,
    'REQUIRED_FIELD_MISSING',
    `Required fields are missing: [${names.join(', ')}]`,
    names,
  )
}

// The vendor's moments: `2026-01-31T10:00:00.000+0000` (seen in answers).
const nowOf = ({ now }: Call) => new Date(now).toISOString().replace('Z', '+0000')

function readBody({ bodyText, account }: Call, sObject: SObjectName): Record<string, SValue> {
  const values: Record<string, SValue> = {}
  for (const [given, value] of Object.entries(parsed(bodyText))) {
    if (given === 'attributes') continue
    const field = fieldNamed(sObject, given)
    if (!field) {
      throw new SalesforceError(
        400,
        'INVALID_FIELD',
        `No such column '${given}' on sobject of type ${sObject}`,
      )
    }
    if (field.isReadOnly) {
      throw new SalesforceError(
        400,
        'INVALID_FIELD_FOR_INSERT_UPDATE',
        `Unable to create/update fields: ${field.name}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`,
        [field.name],
      )
    }
    values[field.name] = checked(field, value, account)
  }
  return values
}

function parsed(text: string): object {
  try {
    const body: unknown = JSON.parse(text)
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body
  } catch {
    // Said below.
  }
  throw new SalesforceError(
    400,
    'JSON_PARSER_ERROR',
    'The HTTP entity body is required, but this request has no entity body.',
  )
}

function checked(field: SField, value: unknown, org: Org): SValue {
  if (value === null || value === '') return null
  const { name, type, referenceTo } = field
  const wants = type === 'double' ? 'number' : type === 'boolean' ? 'boolean' : 'string'
  if (typeof value !== wants) {
    throw new SalesforceError(
      400,
      'JSON_PARSER_ERROR',
      `Cannot deserialize instance of ${type} from ${JSON.stringify(value)}`,
    )
  }
  const text = String(value)
  if (type === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) {
    throw new SalesforceError(
      400,
      'INVALID_EMAIL_ADDRESS',
      `${name}: invalid email address: ${text}`,
      [name],
    )
  }
  if ((type === 'date' || type === 'datetime') && Number.isNaN(Date.parse(text))) {
    throw new SalesforceError(
      400,
      'JSON_PARSER_ERROR',
      `Cannot deserialize instance of ${type} from ${text}`,
    )
  }
  if (referenceTo && !sObjectNames.some((sObject) => org.records[sObject].has(text))) {
    throw new SalesforceError(400, 'MALFORMED_ID', `${name}: id value of incorrect type: ${text}`, [
      name,
    ])
  }
  return value as SValue
}

const describe: VendorOperation<Org> = (call) => {
  const name = sObjectIn(call)
  const fields = fieldsOf[name].map((field) => ({
    name: field.name,
    label: field.name.replace(/__c$/, '').replace(/([a-z])([A-Z])/g, '$1 $2'),
    type: field.type,
    custom: field.isCustom,
    createable: !field.isReadOnly,
    updateable: !field.isReadOnly,
    nillable: !field.isRequired,
    referenceTo: field.referenceTo ? [field.referenceTo] : [],
    relationshipName: field.relationshipName ?? null,
  }))
  return ok({ name, label: name, custom: false, createable: name !== 'User', fields })
}

const userinfo: VendorOperation<Org> = ({ account, userId }) => {
  const user = account.records.User.get(userId)
  return ok({
    sub: userId,
    user_id: userId,
    organization_id: account.id,
    name: user?.Name,
    email: user?.Email,
  })
}

/** Every operation. Paths are below the instance. */
export function salesforceRoutes(): Router<VendorOperation<Org>> {
  const record = `${base}/sobjects/{type}/{id}`
  return new Router<VendorOperation<Org>>()
    .add('GET', `${base}/query`, query)
    .add('GET', `${base}/query/{locator}`, more)
    .add('GET', `${base}/sobjects`, () =>
      ok({ sobjects: sObjectNames.map((name) => ({ name, label: name })) }),
    )
    .add('GET', `${base}/sobjects/{type}/describe`, describe)
    .add('POST', `${base}/sobjects/{type}`, create)
    .add('GET', record, read)
    .add('PATCH', record, update)
    .add('DELETE', record, remove)
    .add('GET', '/services/oauth2/userinfo', userinfo)
}
