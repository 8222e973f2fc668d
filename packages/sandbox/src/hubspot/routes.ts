import { Router } from '../core/router.ts'
import type { VendorAnswer, VendorCall, VendorOperation } from '../vendor/vendor.ts'
import { HubspotError, invalid, jsonOf } from './hubspot-error.ts'
import {
  associate,
  type HubspotObject,
  isObjectType,
  type ObjectType,
  type Portal,
} from './objects.ts'
import { createObject, idsIn, type RecordCall, shown, updateObject } from './records.ts'
import { compileGroups, keyOf } from './search.ts'

type Call = VendorCall<Portal>

const ok = (body: unknown): VendorAnswer => ({ status: 200, body })

/** With the kind of object the path names. @throws {HubspotError} for a kind there is not. */
const ofType =
  (operation: (call: RecordCall) => VendorAnswer): VendorOperation<Portal> =>
  (call) =>
    operation({ ...call, type: typeOf(call.params.type) })

function typeOf(text = ''): ObjectType {
  if (isObjectType(text)) return text
  throw new HubspotError(400, 'VALIDATION_ERROR', `Unable to infer object type from: ${text}`)
}

function recordOf({ account, type, params }: RecordCall): HubspotObject {
  const record = account.objects[type].get(params.id ?? '')
  if (record !== undefined) return record
  throw new HubspotError(404, 'OBJECT_NOT_FOUND', 'resource not found')
}

function sizeOf(text: string | null, most: number): number {
  const size = text === null ? 10 : Number(text)
  if (Number.isInteger(size) && size > 0 && size <= most) return size
  throw invalid(`Invalid limit: ${text}. The maximum is ${most}.`)
}

// `after` is the id of the last record of the page before (seen in answers; opaque by the documentation).
const list = ofType((call) => {
  const { account, type, query, url } = call
  const limit = sizeOf(query.get('limit'), 100)
  const collection = account.objects[type]
  const start = query.has('after') ? collection.positionAfter(query.get('after') ?? '') : 0
  const page = collection.all().slice(start, start + limit)
  const properties = query.get('properties')?.split(',')
  const results = page.map((record) => shown(record, type, properties))
  const last = page.at(-1)
  if (last === undefined || start + limit >= collection.size) return ok({ results })
  const link = `${url}/crm/v3/objects/${type}?limit=${limit}&after=${last.id}`
  return ok({ results, paging: { next: { after: last.id, link } } })
})

// A search ends at its ten thousandth result (documented).
const MAX_RESULTS = 10_000

const search = ofType(({ account, type, bodyText }) => {
  const body = jsonOf(bodyText)
  const limit = sizeOf(body.limit === undefined ? null : String(body.limit), 200)
  const after = Number(body.after ?? 0)
  if (!Number.isInteger(after) || after < 0) throw invalid(`Invalid after: ${String(body.after)}`)
  if (after + limit > MAX_RESULTS) throw invalid(`The maximum number of results is ${MAX_RESULTS}.`)
  const matches = compileGroups(body.filterGroups, account.properties[type])
  const found = sorted(account.objects[type].all().filter(matches), body.sorts, account, type)
  const properties = Array.isArray(body.properties) ? body.properties.map(String) : undefined
  const results = found.slice(after, after + limit).map((record) => shown(record, type, properties))
  const next =
    after + limit < found.length ? { paging: { next: { after: String(after + limit) } } } : {}
  return ok({ total: found.length, results, ...next })
})

function sorted(
  records: readonly HubspotObject[],
  sorts: unknown,
  { properties }: Portal,
  type: ObjectType,
): readonly HubspotObject[] {
  const [sort] = Array.isArray(sorts) ? sorts : []
  if (sort === undefined) return records
  const { propertyName, direction } = sort as { propertyName?: string; direction?: string }
  const property = properties[type].find(({ name }) => name === propertyName)
  if (property === undefined)
    throw invalid(`There was a problem with the request: can't sort by ${propertyName}.`)
  const sign = direction === 'DESCENDING' ? -1 : 1
  const keyed = records.map((record) => ({
    record,
    value: record.properties[property.name] ?? null,
  }))
  const order = (a: string | null, b: string | null) => {
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
    const [x, y] = [keyOf(a, property.type), keyOf(b, property.type)]
    return x === y ? 0 : sign * (x < y ? -1 : 1)
  }
  return keyed.toSorted((a, b) => order(a.value, b.value)).map(({ record }) => record)
}

const remove = ofType((call) => {
  const { id } = recordOf(call)
  call.account.objects[call.type].delete(id)
  return { status: 204 }
})

const definitions = ofType(({ account, type }) =>
  ok({
    results: account.properties[type].map(({ isReadOnly, options, ...property }) => ({
      ...property,
      options: options.map((value) => ({ value, label: value })),
      modificationMetadata: { readOnlyValue: isReadOnly },
    })),
  }),
)

function ownerOf({ account, params }: Call) {
  const owner = account.owners.get(params.id ?? '')
  if (owner === undefined) throw new HubspotError(404, 'OBJECT_NOT_FOUND', 'Owner not found')
  return { ...owner, archived: false }
}

const owners: VendorOperation<Portal> = ({ account, query }) => {
  const limit = sizeOf(query.get('limit') ?? '100', 500)
  const email = query.get('email')?.toLowerCase()
  const all = account.owners.all().filter((owner) => email === undefined || owner.email === email)
  const start = query.has('after') ? account.owners.positionAfter(query.get('after') ?? '') : 0
  const page = all.slice(start, start + limit)
  const next = start + limit < all.length ? { paging: { next: { after: page.at(-1)?.id } } } : {}
  return ok({ results: page.map((owner) => ({ ...owner, archived: false })), ...next })
}

const pipelines: VendorOperation<Portal> = () => ok({ results: [salesPipeline] })

/** Stages of the default pipeline of deals (documented). */
export const dealStages = [
  ['appointmentscheduled', 'Appointment scheduled', '0.2'],
  ['qualifiedtobuy', 'Qualified to buy', '0.4'],
  ['presentationscheduled', 'Presentation scheduled', '0.6'],
  ['contractsent', 'Contract sent', '0.9'],
  ['closedwon', 'Closed won', '1.0'],
  ['closedlost', 'Closed lost', '0.0'],
] as const

const salesPipeline = {
  id: 'default',
  label: 'Sales Pipeline',
  displayOrder: 0,
  archived: false,
  stages: dealStages.map(([id, label, probability], displayOrder) => ({
    id,
    label,
    displayOrder,
    archived: false,
    metadata: { isClosed: String(id.startsWith('closed')), probability },
  })),
}

const associated = ofType((call) => {
  const { id } = recordOf(call)
  const to = typeOf(call.params.to)
  const ids = idsIn(call.account, [call.type, id], to)
  const types = [{ category: 'HUBSPOT_DEFINED', typeId: 1, label: null }]
  return ok({
    results: ids.map((toObjectId) => ({ toObjectId: Number(toObjectId), associationTypes: types })),
  })
})

const join = (isOn: boolean) =>
  ofType((call) => {
    const { account, params, type } = call
    const to = typeOf(params.to)
    const other = recordOf({ ...call, type: to, params: { id: params.otherId ?? '' } })
    associate(account, [type, recordOf(call).id], [to, other.id], isOn)
    return isOn ? ok({ status: 'COMPLETE', results: [] }) : { status: 204 }
  })

/** Every operation. Paths are below the vendor's prefix. */
export function hubspotRoutes(): Router<VendorOperation<Portal>> {
  const objects = '/crm/v3/objects/{type}'
  const associations = '/crm/v4/objects/{type}/{id}/associations'
  return new Router<VendorOperation<Portal>>()
    .add('GET', objects, list)
    .add('POST', objects, ofType(createObject))
    .add('POST', `${objects}/search`, search)
    .add(
      'GET',
      `${objects}/{id}`,
      ofType((call) =>
        ok(shown(recordOf(call), call.type, call.query.get('properties')?.split(','))),
      ),
    )
    .add(
      'PATCH',
      `${objects}/{id}`,
      ofType((call) => updateObject(call, recordOf(call))),
    )
    .add('DELETE', `${objects}/{id}`, remove)
    .add('GET', '/crm/v3/properties/{type}', definitions)
    .add('GET', '/crm/v3/owners', owners)
    .add('GET', '/crm/v3/owners/{id}', (call) => ok(ownerOf(call)))
    .add('GET', '/crm/v3/pipelines/deals', pipelines)
    .add('GET', `${associations}/{to}`, associated)
    .add('PUT', `${associations}/default/{to}/{otherId}`, join(true))
    .add('DELETE', `${associations}/{to}/{otherId}`, join(false))
    .add('GET', '/account-info/v3/details', ({ account }) =>
      ok({
        portalId: account.portalId,
        accountType: 'STANDARD',
        timeZone: 'US/Eastern',
        companyCurrency: 'USD',
        uiDomain: account.domain,
      }),
    )
}
