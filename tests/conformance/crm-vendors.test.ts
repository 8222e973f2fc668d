import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectCrm, crmDefaults, crmVendors, firstVendor, query } from '../support/crm-vendors.ts'
import { type System, startSystem } from '../support/system.ts'
import { specifyNormalised } from './crm/normalised.ts'
import { specifyVendor } from './crm/vendor-behaviour.ts'
import { vendorWords } from './crm/vendor-words.ts'

let system: System
beforeAll(async () => {
  system = await startSystem({ elementDefaults: crmDefaults })
})
afterAll(() => system.stop())

const vendorOf = (element: string) => {
  const found = crmVendors.find((vendor) => vendor.element === element)
  if (!found) throw new Error(`No vendor ${element}.`)
  return found
}

for (const [element, words] of Object.entries(vendorWords)) {
  specifyVendor(vendorOf(element), words, () => system)
}

for (const vendor of [firstVendor, ...crmVendors]) {
  specifyNormalised(vendor.element, () => connectCrm(system, vendor))
}

describe('What is particular', () => {
  it('hubspot: a note and an association belong to a contact', async () => {
    const crm = await connectCrm(system, vendorOf('hubspot'))
    const [contact] = (await crm.hub('GET', '/contacts?pageSize=1')).body
    const path = `/contacts/${contact.hs_object_id}`
    const note = await crm.hub('POST', `${path}/notes`, {
      body: { hs_note_body: 'Rang, no answer' },
    })
    const [account] = (await crm.hub('GET', '/accounts?pageSize=1')).body
    await crm.hub('PUT', `${path}/accounts/${account.hs_object_id}`)
    const notes = await crm.hub('GET', `${path}/notes`)
    const accounts = await crm.hub('GET', `${path}/accounts`)
    const ids = (body: { toObjectId: number }[]) => body.map(({ toObjectId }) => String(toObjectId))

    expect(note.status, note.text).toBe(200)
    expect(ids(notes.body)).toContain(note.body.hs_object_id)
    expect(ids(accounts.body)).toContain(account.hs_object_id)
  })

  it('salesforce: OR, null and dates are asked of the vendor, and SOQL of your own', async () => {
    const crm = await connectCrm(system, vendorOf('salesforce'))
    const where = "StageName='Closed Won' OR (Amount IS NOT NULL AND CloseDate < '2024-01-01')"
    const found = await crm.hub('GET', `/opportunities?${query({ where })}`)
    const own = await crm.hub('GET', `/query?${query({ q: 'SELECT Id FROM Lead LIMIT 3' })}`)

    expect(found.status, found.text).toBe(200)
    expect(found.body.length).toBeGreaterThan(0)
    expect(found.headers.get('elements-query-evaluated')).toBeNull()
    expect(own.body).toHaveLength(3)
  })

  it('pipedrive: leads, notes and users of v1 are there as well', async () => {
    const crm = await connectCrm(system, vendorOf('pipedrive'))
    const lead = await crm.hub('POST', '/leads', { body: { title: 'Quote', person_id: 1 } })
    const note = await crm.hub('POST', '/notes', { body: { content: 'Hello', person_id: 1 } })
    const changed = await crm.hub('PATCH', `/notes/${note.body.id}`, { body: { content: 'Bye' } })
    const mine = await crm.hub('GET', `/notes?${query({ where: 'person_id=1' })}`)

    expect([lead.status, note.status, changed.body?.content]).toEqual([200, 200, 'Bye'])
    expect(mine.body.map(({ id }: { id: number }) => id)).toContain(note.body.id)
    expect((await crm.hub('GET', '/users')).body.length).toBeGreaterThan(1)
  })
})
