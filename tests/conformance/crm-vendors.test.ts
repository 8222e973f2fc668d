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

  it('infusionsoftrest: every list of REST v1 answers', async () => {
    const crm = await connectCrm(system, vendorOf('infusionsoftrest'))
    const lists = [
      '/appointments',
      '/accounts',
      '/contacts/1/tags',
      '/contacts/1/emails',
      '/contactCustomFields',
      '/emails',
      '/files?where=permission%3D%27BOTH%27',
      '/notes',
      '/opportunities?where=user_id%3D1',
      '/opportunity/stage_pipeline',
      '/orders?where=since%3D%272020-01-01T00%3A00%3A00.000Z%27',
      '/orders/1/transactions',
      '/products',
      '/tags',
      '/tags/91/contacts',
      '/tasks',
      '/tasks/search',
      '/transactions',
      '/users',
      '/affiliates/commissions',
    ]
    const answers = await Promise.all(lists.map((path) => crm.hub('GET', path)))
    const wrong = answers.filter(({ status, body }) => status !== 200 || !Array.isArray(body))

    expect(wrong.map(({ text }) => text)).toEqual([])
    expect((await crm.hub('GET', '/account/profile')).body).toHaveProperty('name')
  })

  it('infusionsoftrest: tags are put on a contact and taken off', async () => {
    const crm = await connectCrm(system, vendorOf('infusionsoftrest'))
    const tag = await crm.hub('POST', '/tags', { body: { name: 'Conformance' } })
    const put = await crm.hub('POST', '/contacts/2/tags', { body: { tagIds: [tag.body.id] } })
    const worn = await crm.hub('GET', `/tags/${tag.body.id}/contacts`)
    const off = await crm.hub('DELETE', `/contacts/2/tags/${tag.body.id}`)

    expect(put.body).toEqual({ [tag.body.id]: 'SUCCESS' })
    expect(worn.body).toMatchObject([{ contact: { id: 2 } }])
    expect([off.status, (await crm.hub('GET', `/tags/${tag.body.id}/contacts`)).body]).toEqual([
      200,
      [],
    ])
  })

  it('hubspot: a connection does not move to another account', async () => {
    const vendor = vendorOf('hubspot')
    const crm = await connectCrm(system, vendor)
    const code = await crm.control.approve({ username: 'rui@example.com' })
    const body = system.api.instanceBody(code, { element: { key: 'hubspot' } })
    const moved = await system.api.call('PUT', `/instances/${crm.id}`, { body })

    expect([moved.status >= 400, moved.body.code], moved.text).toEqual([true, 'tenant_mismatch'])
    expect((await crm.hub('GET', '/contacts?pageSize=1')).status).toBe(200)
  })
})

describe('The normalised model', () => {
  it('is served to everybody, and records of a list are of its shape', async () => {
    const models = await system.api.call('GET', '/hubs/crm/normalized-models', {
      authorization: null,
    })
    const { body: schema } = await system.api.call('GET', '/hubs/crm/normalized-models/contacts', {
      authorization: null,
    })
    const crm = await connectCrm(system, firstVendor)
    const { body: rows } = await crm.normalized('GET', '/contacts?pageSize=50')
    const wrong = (rows as Record<string, unknown>[]).flatMap((row) =>
      Object.entries(row).filter(([name, value]) => schema.properties[name]?.type !== typeof value),
    )

    expect(models.body).toContain('opportunities')
    expect(schema).toMatchObject({ title: 'contacts', type: 'object' })
    expect([rows.length, wrong]).toEqual([50, []])
  })

  it('names the objects and fields an instance has of it', async () => {
    const crm = await connectCrm(system, vendorOf('pipedrive'))
    const objects = await crm.normalized('GET', '/objects')
    const { body } = await crm.normalized('GET', '/objects/leads/metadata')
    const none = await crm.normalized('GET', '/stages')

    expect(objects.body).toEqual(expect.arrayContaining(['contacts', 'leads', 'users']))
    expect(body.fields).toContainEqual(
      expect.objectContaining({ path: 'amount', vendorPath: 'value.amount', type: 'number' }),
    )
    expect([none.status, none.body.code]).toEqual([501, 'not_supported'])
  })
})
