import type { VendorAnswer, VendorCall } from '../vendor/vendor.ts'
import { HubspotError, invalid, jsonOf } from './hubspot-error.ts'
import {
  addObject,
  associate,
  defaultProperties,
  type HubspotObject,
  isObjectType,
  type ObjectType,
  type Portal,
  withProperties,
} from './objects.ts'

/** A call about one kind of object. */
export type RecordCall = VendorCall<Portal> & { readonly type: ObjectType }

type Properties = HubspotObject['properties']

/** Properties that come whatever is asked for (documented). */
const uninvited = new Set([
  'createdate',
  'hs_createdate',
  'hs_lastmodifieddate',
  'lastmodifieddate',
  'hs_object_id',
])

/** A record as it is answered: the properties asked for, or the usual few; unknown ones are passed over (assumed). */
export function shown(
  { id, properties, createdAt, updatedAt }: HubspotObject,
  type: ObjectType,
  asked: readonly string[] | undefined,
): object {
  const always = defaultProperties[type].filter((name) => uninvited.has(name))
  const names = asked === undefined ? defaultProperties[type] : [...new Set([...always, ...asked])]
  const picked = names.map((name) => [name, properties[name] ?? null] as const)
  return { id, properties: Object.fromEntries(picked), createdAt, updatedAt, archived: false }
}

/** `POST /crm/v3/objects/{type}`: 201 with the record. */
export function createObject(call: RecordCall): VendorAnswer {
  const { account, type, now } = call
  const body = jsonOf(call.bodyText)
  const properties = readProperties(call, body.properties)
  assertComplete(type, properties, body.associations)
  const record = addObject(
    account,
    type,
    withDefaults(type, properties),
    new Date(now).toISOString(),
  )
  for (const { to, type: otherType } of associationsOf(account, body.associations)) {
    associate(account, [type, record.id], [otherType, to])
  }
  return { status: 201, body: shown(record, type, Object.keys(record.properties)) }
}

/** `PATCH /crm/v3/objects/{type}/{id}` */
export function updateObject(call: RecordCall, record: HubspotObject): VendorAnswer {
  const { account, type, now } = call
  const properties = readProperties(call, jsonOf(call.bodyText).properties, record.id)
  const changed = withProperties(record, type, properties, new Date(now).toISOString())
  account.objects[type].replace(changed)
  const asked = [...defaultProperties[type], ...Object.keys(properties)]
  return { status: 200, body: shown(changed, type, asked) }
}

// Every property must exist and be writable, and its value be of its type (documented).
function readProperties(call: RecordCall, value: unknown, ownId?: string): Properties {
  if (typeof value !== 'object' || value === null)
    throw invalid('Invalid input JSON: properties is missing')
  const { account, type } = call
  const problems: object[] = []
  const read: Record<string, string | null> = {}
  for (const [name, given] of Object.entries(value)) {
    const known = account.properties[type].find((property) => property.name === name)
    const text = given === null || given === '' ? null : String(given)
    if (known === undefined)
      problems.push(problem(name, 'PROPERTY_DOESNT_EXIST', `Property "${name}" does not exist`))
    else if (known.isReadOnly)
      problems.push(problem(name, 'READ_ONLY_VALUE', `"${name}" is a read only property`))
    else if (text !== null && known.type === 'number' && Number.isNaN(Number(text))) {
      problems.push(problem(name, 'INVALID_INTEGER', `${text} was not a valid number.`))
    } else if (text !== null && known.options.length > 0 && !known.options.includes(text)) {
      problems.push(problem(name, 'INVALID_OPTION', `${text} was not one of the allowed options`))
    } else if (name === 'email' && text !== null && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) {
      problems.push(problem(name, 'INVALID_EMAIL', `Email address ${text} is invalid`))
    }
    read[name] = text
  }
  if (problems.length > 0) {
    throw invalid(`Property values were not valid: ${JSON.stringify(problems)}`, problems)
  }
  if (type === 'contacts') assertNewEmail(account, read.email, ownId)
  return read
}

const problem = (name: string, code: string, message: string) => ({
  isValid: false,
  message,
  error: code,
  name,
  in: name,
  code,
})

// Two contacts can't have one address (documented): 409 names the one that has it.
function assertNewEmail(
  { objects }: Portal,
  email: string | null | undefined,
  ownId?: string,
): void {
  if (email === undefined || email === null) return
  const taken = objects.contacts
    .all()
    .find(
      ({ id, properties }) =>
        id !== ownId && properties.email?.toLowerCase() === email.toLowerCase(),
    )
  if (taken === undefined) return
  throw new HubspotError(409, 'CONFLICT', `Contact already exists. Existing ID: ${taken.id}`)
}

const required: Readonly<Partial<Record<ObjectType, readonly string[]>>> = {
  leads: ['hs_lead_name'],
  tasks: ['hs_timestamp'],
  notes: ['hs_timestamp'],
}

function assertComplete(type: ObjectType, properties: Properties, associations: unknown): void {
  const missing = (required[type] ?? []).filter((name) => !properties[name])
  if (missing.length > 0)
    throw invalid(
      `Error creating ${type}. Some required properties were not set: ${missing.join(', ')}`,
    )
  // A lead belongs to a contact or a company from the start (documented).
  if (type === 'leads' && !Array.isArray(associations)) {
    throw invalid('A lead must be associated with a contact or a company.')
  }
}

function withDefaults(type: ObjectType, properties: Properties): Properties {
  if (type === 'deals')
    return { pipeline: 'default', dealstage: 'appointmentscheduled', ...properties }
  if (type === 'tasks') return { hs_task_status: 'NOT_STARTED', ...properties }
  return type === 'contacts' ? { lifecyclestage: 'lead', ...properties } : properties
}

/** Types of associations a record may be made with, and the kind of object at their other end (documented ids). */
const associationTypes: Readonly<Record<number, ObjectType>> = {
  3: 'contacts',
  5: 'companies',
  202: 'contacts',
  204: 'contacts',
  578: 'contacts',
  610: 'companies',
  190: 'companies',
  192: 'companies',
  214: 'deals',
  216: 'deals',
}

function associationsOf(
  account: Portal,
  value: unknown,
): readonly { to: string; type: ObjectType }[] {
  if (!Array.isArray(value)) return []
  return value.map(
    (entry: { to?: { id?: unknown }; types?: { associationTypeId?: unknown }[] }) => {
      const id = String(entry.to?.id)
      const type = associationTypes[Number(entry.types?.[0]?.associationTypeId)]
      if (type === undefined || !isObjectType(type)) throw invalid('Invalid association type')
      if (!account.objects[type].has(id))
        throw invalid(`Object ${id} to associate with does not exist`)
      return { to: id, type }
    },
  )
}

/** Ids of the records of a kind that a record is associated with. */
export function idsIn(
  { associations }: Portal,
  from: readonly [ObjectType, string],
  to: ObjectType,
): readonly string[] {
  const start = `${from.join(':')}>${to}:`
  return [...associations].flatMap((key) =>
    key.startsWith(start) ? [key.slice(start.length)] : [],
  )
}
