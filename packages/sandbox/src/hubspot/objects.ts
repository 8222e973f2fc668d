import { Collection, type Entity } from '../core/collection.ts'

/** A record: everything but its id and moments is a property, and every property a text. */
export interface HubspotObject extends Entity {
  readonly properties: Readonly<Record<string, string | null>>
  readonly createdAt: string
  readonly updatedAt: string
}

/** A property of a kind of object. */
export interface PropertyDefinition {
  readonly name: string
  readonly label: string
  readonly type: 'string' | 'number' | 'datetime' | 'enumeration' | 'bool'
  readonly fieldType: string
  /** False for the account's own. */
  readonly hubspotDefined: boolean
  readonly isReadOnly: boolean
  readonly options: readonly string[]
}

export interface Owner extends Entity {
  readonly email: string
  readonly firstName: string
  readonly lastName: string
  readonly userId: number
  readonly createdAt: string
  readonly updatedAt: string
}

export const objectTypes = ['contacts', 'companies', 'deals', 'leads', 'tasks', 'notes'] as const
export type ObjectType = (typeof objectTypes)[number]

/** One account of the vendor. */
export interface Portal {
  readonly portalId: number
  readonly domain: string
  readonly objects: Readonly<Record<ObjectType, Collection<HubspotObject>>>
  readonly properties: Readonly<Record<ObjectType, readonly PropertyDefinition[]>>
  readonly owners: Collection<Owner>
  /** `contacts:1>companies:7`, both ways round. */
  readonly associations: Set<string>
}

type Column = readonly [name: string, type?: PropertyDefinition['type'], isReadOnly?: boolean]

const always: readonly Column[] = [
  ['hs_object_id', 'number', true],
  ['hs_lastmodifieddate', 'datetime', true],
  ['hubspot_owner_id', 'enumeration'],
]

const columns: Readonly<Record<ObjectType, readonly Column[]>> = {
  contacts: [
    ['createdate', 'datetime', true],
    ['lastmodifieddate', 'datetime', true],
    ['email'],
    ['firstname'],
    ['lastname'],
    ['phone'],
    ['mobilephone'],
    ['jobtitle'],
    ['company'],
    ['website'],
    ['address'],
    ['city'],
    ['state'],
    ['zip'],
    ['country'],
    ['message'],
    ['lifecyclestage', 'enumeration'],
    ['hs_lead_status', 'enumeration'],
    ['associatedcompanyid', 'number', true],
  ],
  companies: [
    ['createdate', 'datetime', true],
    ['name'],
    ['domain'],
    ['website'],
    ['phone'],
    ['industry', 'enumeration'],
    ['numberofemployees', 'number'],
    ['description'],
    ['address'],
    ['city'],
    ['state'],
    ['zip'],
    ['country'],
  ],
  deals: [
    ['createdate', 'datetime', true],
    ['dealname'],
    ['amount', 'number'],
    ['deal_currency_code', 'enumeration'],
    ['dealstage', 'enumeration'],
    ['pipeline', 'enumeration'],
    ['closedate', 'datetime'],
    ['description'],
    ['hs_deal_stage_probability', 'number', true],
    ['hs_is_closed_won', 'bool', true],
  ],
  leads: [
    ['hs_createdate', 'datetime', true],
    ['hs_lead_name'],
    ['hs_lead_type', 'enumeration'],
    ['hs_lead_label', 'enumeration'],
    ['hs_pipeline_stage', 'enumeration'],
  ],
  tasks: [
    ['hs_createdate', 'datetime', true],
    ['hs_task_subject'],
    ['hs_task_body'],
    ['hs_task_status', 'enumeration'],
    ['hs_task_priority', 'enumeration'],
    ['hs_task_type', 'enumeration'],
    ['hs_timestamp', 'datetime'],
  ],
  notes: [['hs_createdate', 'datetime', true], ['hs_note_body'], ['hs_timestamp', 'datetime']],
}

const options: Readonly<Record<string, readonly string[]>> = {
  lifecyclestage: ['subscriber', 'lead', 'marketingqualifiedlead', 'opportunity', 'customer'],
  hs_task_status: ['NOT_STARTED', 'IN_PROGRESS', 'WAITING', 'DEFERRED', 'COMPLETED'],
  hs_task_priority: ['LOW', 'MEDIUM', 'HIGH'],
}

/** Properties the account made itself, by kind. */
const own: Readonly<Partial<Record<ObjectType, readonly Column[]>>> = {
  contacts: [['favourite_colour'], ['contract_value', 'number']],
  companies: [['customer_tier']],
}

function definitionOf(
  [name, type = 'string', isReadOnly = false]: Column,
  hubspotDefined: boolean,
): PropertyDefinition {
  const words = name.replace(/^hs_/, '').replaceAll('_', ' ')
  return {
    name,
    label: words.charAt(0).toUpperCase() + words.slice(1),
    type,
    fieldType: type === 'enumeration' ? 'select' : type === 'datetime' ? 'date' : 'text',
    hubspotDefined,
    isReadOnly,
    options: options[name] ?? [],
  }
}

function propertiesOf(type: ObjectType): readonly PropertyDefinition[] {
  const vendors = [...always, ...columns[type]].map((column) => definitionOf(column, true))
  return [...vendors, ...(own[type] ?? []).map((column) => definitionOf(column, false))]
}

/** What is answered when no properties are asked for; the three `hs_` ones come in any case (documented). */
export const defaultProperties: Readonly<Record<ObjectType, readonly string[]>> = {
  contacts: ['createdate', 'email', 'firstname', 'hs_object_id', 'lastmodifieddate', 'lastname'],
  companies: ['createdate', 'domain', 'hs_lastmodifieddate', 'hs_object_id', 'name'],
  deals: [
    'amount',
    'closedate',
    'createdate',
    'dealname',
    'dealstage',
    'hs_lastmodifieddate',
    'hs_object_id',
    'pipeline',
  ],
  leads: ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id'],
  tasks: ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id'],
  notes: ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id'],
}

/** Is this a kind of object there is? */
export function isObjectType(text: string): text is ObjectType {
  return (objectTypes as readonly string[]).includes(text)
}

/** An account with nothing in it. */
export function emptyPortal(portalId: number, domain: string): Portal {
  const each = <T>(make: (type: ObjectType) => T) =>
    Object.fromEntries(objectTypes.map((type) => [type, make(type)])) as Record<ObjectType, T>
  return {
    portalId,
    domain,
    objects: each(() => new Collection<HubspotObject>(101)),
    properties: each(propertiesOf),
    owners: new Collection(7001),
    associations: new Set(),
  }
}

/** Add a record with these properties; the vendor's own are filled in. */
export function addObject(
  portal: Portal,
  type: ObjectType,
  properties: HubspotObject['properties'],
  now: string,
): HubspotObject {
  const collection = portal.objects[type]
  const id = collection.nextId()
  const record = { id, properties: {}, createdAt: now, updatedAt: now }
  return collection.insert(withProperties(record, type, properties, now))
}

/** A record with changed properties, and the moments that follow from the change. */
export function withProperties(
  record: HubspotObject,
  type: ObjectType,
  properties: HubspotObject['properties'],
  now: string,
): HubspotObject {
  const created =
    type === 'contacts' || type === 'companies' || type === 'deals' ? 'createdate' : 'hs_createdate'
  return {
    ...record,
    updatedAt: now,
    properties: {
      ...record.properties,
      ...properties,
      hs_object_id: record.id,
      [created]: record.createdAt,
      hs_lastmodifieddate: now,
      ...(type === 'contacts' ? { lastmodifieddate: now } : {}),
    },
  }
}

/** Put two records together, or take them apart. Nothing happens twice. */
export function associate(
  portal: Portal,
  from: readonly [ObjectType, string],
  to: readonly [ObjectType, string],
  isOn = true,
): void {
  for (const [a, b] of [
    [from, to],
    [to, from],
  ] as const) {
    const key = `${a.join(':')}>${b.join(':')}`
    if (isOn) portal.associations.add(key)
    else portal.associations.delete(key)
  }
}
