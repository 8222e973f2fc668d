/** Types a field of an sObject can have here. */
export type FieldType =
  | 'id'
  | 'string'
  | 'email'
  | 'phone'
  | 'url'
  | 'textarea'
  | 'picklist'
  | 'reference'
  | 'double'
  | 'boolean'
  | 'date'
  | 'datetime'

/** A field as `describe` tells it. */
export interface SField {
  readonly name: string
  readonly type: FieldType
  readonly isReadOnly: boolean
  readonly isRequired: boolean
  readonly isCustom: boolean
  /** The sObject a reference points to, and the name that crosses to it: `Account` of `AccountId`. */
  readonly referenceTo?: SObjectName
  readonly relationshipName?: string
}

export const sObjectNames = [
  'Account',
  'Contact',
  'Lead',
  'Opportunity',
  'Task',
  'Note',
  'User',
] as const
export type SObjectName = (typeof sObjectNames)[number]

export type SValue = string | number | boolean | null

/** A record: its fields by name; those that were never set are null. */
export type SRecord = Readonly<Record<string, SValue>> & { readonly Id: string }

/** One organization of the vendor. */
export interface Org {
  readonly id: string
  readonly records: Readonly<Record<SObjectName, Map<string, SRecord>>>
  readonly deleted: Set<string>
  /** Results of queries that go on, by locator. */
  readonly cursors: Map<string, readonly SRecord[]>
  /** Calls since the start of the sandbox: what the limit header counts. */
  calls: number
  lastId: number
}

type Column = readonly [name: string, type?: FieldType, flags?: string, reference?: SObjectName]

// Flags: r read only, ! required, c the organization's own.
const systemColumns: readonly Column[] = [
  ['Id', 'id', 'r'],
  ['CreatedDate', 'datetime', 'r'],
  ['LastModifiedDate', 'datetime', 'r'],
  ['SystemModstamp', 'datetime', 'r'],
  ['IsDeleted', 'boolean', 'r'],
]
const owned: Column = ['OwnerId', 'reference', '', 'User']

const address = (prefix: string): readonly Column[] =>
  ['Street', 'City', 'State', 'PostalCode', 'Country'].map((part) => [prefix + part])

const columns: Readonly<Record<SObjectName, readonly Column[]>> = {
  Account: [
    ['Name', 'string', '!'],
    ['Phone', 'phone'],
    ['Website', 'url'],
    ['Industry', 'picklist'],
    ['NumberOfEmployees', 'double'],
    ['Description', 'textarea'],
    ...address('Billing'),
    owned,
    ['Tier__c', 'picklist', 'c'],
  ],
  Contact: [
    ['FirstName'],
    ['LastName', 'string', '!'],
    ['Name', 'string', 'r'],
    ['Email', 'email'],
    ['Phone', 'phone'],
    ['MobilePhone', 'phone'],
    ['Title'],
    ['Department'],
    ['AccountId', 'reference', '', 'Account'],
    ['LeadSource', 'picklist'],
    ['Description', 'textarea'],
    ...address('Mailing'),
    owned,
    ['FavouriteColour__c', 'string', 'c'],
  ],
  Lead: [
    ['FirstName'],
    ['LastName', 'string', '!'],
    ['Name', 'string', 'r'],
    ['Company', 'string', '!'],
    ['Email', 'email'],
    ['Phone', 'phone'],
    ['Title'],
    ['Status', 'picklist'],
    ['LeadSource', 'picklist'],
    ['Industry', 'picklist'],
    ['Description', 'textarea'],
    ['IsConverted', 'boolean', 'r'],
    owned,
  ],
  Opportunity: [
    ['Name', 'string', '!'],
    ['Amount', 'double'],
    ['StageName', 'picklist', '!'],
    ['Probability', 'double'],
    ['CloseDate', 'date', '!'],
    ['Type', 'picklist'],
    ['AccountId', 'reference', '', 'Account'],
    ['ContactId', 'reference', '', 'Contact'],
    ['Description', 'textarea'],
    ['IsWon', 'boolean', 'r'],
    ['IsClosed', 'boolean', 'r'],
    owned,
  ],
  Task: [
    ['Subject'],
    ['Description', 'textarea'],
    ['Status', 'picklist'],
    ['Priority', 'picklist'],
    ['ActivityDate', 'date'],
    ['WhoId', 'reference', '', 'Contact'],
    ['WhatId', 'reference', '', 'Account'],
    ['IsClosed', 'boolean', 'r'],
    owned,
  ],
  Note: [
    ['Title', 'string', '!'],
    ['Body', 'textarea'],
    ['ParentId', 'reference', '!', 'Contact'],
    owned,
  ],
  User: [
    ['FirstName', 'string', 'r'],
    ['LastName', 'string', 'r'],
    ['Name', 'string', 'r'],
    ['Email', 'email', 'r'],
    ['Username', 'string', 'r'],
    ['IsActive', 'boolean', 'r'],
  ],
}

/** Values that stand where none is given. */
export const defaults: Readonly<Partial<Record<SObjectName, Readonly<Record<string, SValue>>>>> = {
  Lead: { Status: 'Open - Not Contacted' },
  Task: { Status: 'Not Started', Priority: 'Normal' },
}

const prefixes: Readonly<Record<SObjectName, string>> = {
  Account: '001',
  Contact: '003',
  Lead: '00Q',
  Opportunity: '006',
  Task: '00T',
  Note: '002',
  User: '005',
}

function fieldOf([name, type = 'string', flags = '', referenceTo]: Column): SField {
  return {
    name,
    type,
    isReadOnly: flags.includes('r'),
    isRequired: flags.includes('!'),
    isCustom: flags.includes('c'),
    ...(referenceTo ? { referenceTo, relationshipName: name.replace(/Id$/, '') } : {}),
  }
}

/** The fields of each sObject. */
export const fieldsOf = Object.fromEntries(
  sObjectNames.map((name) => [name, [...systemColumns, ...columns[name]].map(fieldOf)]),
) as unknown as Readonly<Record<SObjectName, readonly SField[]>>

/** The sObject of a name; names are found whatever their case. */
export function sObjectOf(name: string): SObjectName | undefined {
  return sObjectNames.find((known) => known.toLowerCase() === name.toLowerCase())
}

/** The field of a name, whatever its case. */
export function fieldNamed(sObject: SObjectName, name: string): SField | undefined {
  return fieldsOf[sObject].find((field) => field.name.toLowerCase() === name.toLowerCase())
}

/** An organization with nothing in it. */
export function emptyOrg(id: string): Org {
  const records = Object.fromEntries(sObjectNames.map((name) => [name, new Map<string, SRecord>()]))
  return {
    id,
    records: records as unknown as Org['records'],
    deleted: new Set(),
    cursors: new Map(),
    calls: 0,
    lastId: 0,
  }
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'

/** The 18 characters of an id: prefix, number, and three that keep its case safe (documented algorithm). */
export function idOf(sObject: SObjectName, number: number): string {
  const short = `${prefixes[sObject]}5g${number.toString(36).padStart(10, '0')}`
  const suffix = [0, 5, 10].map((from) => {
    const bits = [...short.slice(from, from + 5)].map((c, at) => (/[A-Z]/.test(c) ? 1 << at : 0))
    return alphabet[bits.reduce((sum, bit) => sum + bit, 0)]
  })
  return short + suffix.join('')
}

/** Add a record: what follows from its values is filled in. */
export function addRecord(
  org: Org,
  sObject: SObjectName,
  values: Readonly<Record<string, SValue>>,
  at: { readonly now: string; readonly userId: string },
): SRecord {
  org.lastId += 1
  const blank = Object.fromEntries(fieldsOf[sObject].map(({ name }) => [name, null]))
  const Id = idOf(sObject, org.lastId)
  const record = completed(sObject, {
    ...blank,
    ...(sObject === 'User' ? {} : { OwnerId: at.userId }),
    ...defaults[sObject],
    ...values,
    Id,
    IsDeleted: false,
    CreatedDate: at.now,
    LastModifiedDate: at.now,
    SystemModstamp: at.now,
  })
  org.records[sObject].set(Id, record)
  return record
}

/** A record with the values that the vendor computes. */
export function completed(sObject: SObjectName, record: SRecord): SRecord {
  const text = (name: string) => (typeof record[name] === 'string' ? record[name] : '')
  if (sObject === 'Contact' || sObject === 'Lead' || sObject === 'User') {
    return { ...record, Name: `${text('FirstName')} ${text('LastName')}`.trim() }
  }
  if (sObject === 'Opportunity') {
    const stage = text('StageName')
    const IsWon = stage === 'Closed Won'
    return { ...record, IsWon, IsClosed: stage.startsWith('Closed') }
  }
  return sObject === 'Task' ? { ...record, IsClosed: text('Status') === 'Completed' } : record
}
