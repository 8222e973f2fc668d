/** One contact of an application's own, the same for every CRM: mapped, read, filtered, created, changed and deleted. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectCrm, crmDefaults, crmVendors, firstVendor } from '../support/crm-vendors.ts'
import { type System, startSystem } from '../support/system.ts'

/** What the fields of `myContact` are in each CRM. A further CRM is a further line. */
const mappings: Readonly<Record<string, readonly string[]>> = {
  infusionsoftcrm: ['Id', 'FirstName', 'LastName', 'Email', 'Phone1', 'JobTitle', 'LastUpdated'],
  hubspot: [
    'hs_object_id',
    'firstname',
    'lastname',
    'email',
    'phone',
    'jobtitle',
    'lastmodifieddate',
  ],
  salesforce: ['Id', 'FirstName', 'LastName', 'Email', 'Phone', 'Title', 'LastModifiedDate'],
  pipedrive: [
    'id',
    'first_name',
    'last_name',
    'emails[0].value',
    'phones[0].value',
    'job_title',
    'update_time',
  ],
  infusionsoftrest: [
    'id',
    'given_name',
    'family_name',
    'email_addresses[0].email',
    'phone_numbers[0].number',
    'job_title',
    'last_updated',
  ],
}
const paths = ['id', 'name.first', 'name.last', 'email', 'phone', 'title', 'changed'] as const

const crms = [firstVendor, ...crmVendors].map((vendor) => {
  const names = mappings[vendor.element] ?? []
  const fields = Object.fromEntries(paths.map((path, i) => [path, names[i] ?? '']))
  return { element: vendor.element, vendor, fields }
})

const definition = {
  fields: paths.map((path) => ({ path, type: path === 'changed' ? 'date' : 'string' })),
}

describe('A virtual data resource', () => {
  let system: System
  beforeAll(async () => {
    system = await startSystem({ elementDefaults: crmDefaults })
    const made = await system.api.call('POST', '/organizations/objects/myContact/definitions', {
      body: definition,
    })
    expect(made.status, made.text).toBe(200)
  })
  afterAll(() => system.stop())

  describe.each(crms)('myContact of $element', ({ element, vendor, fields }) => {
    const vendorName = 'contacts'
    let instanceId: number
    let authorization: string
    beforeAll(async () => {
      const made = await system.api.call(
        'POST',
        `/organizations/elements/${element}/transformations/myContact`,
        {
          body: {
            vendorName,
            fields: Object.entries(fields).map(([path, vendorPath]) => ({ path, vendorPath })),
            configuration: [
              { type: 'passThrough', properties: { fromVendor: false, toVendor: false } },
              { type: 'addToDocumentation' },
            ],
          },
        },
      )
      expect(made.status, made.text).toBe(200)
      const { id } = await connectCrm(system, vendor)
      instanceId = id
      const { body } = await system.api.call('GET', `/instances/${id}`)
      authorization = system.api.withToken(body.token)
    })

    const call = (method: string, path: string, body?: unknown) =>
      system.api.call(method, path, { authorization, ...(body === undefined ? {} : { body }) })
    const query = (parameters: Record<string, string>) =>
      `/hubs/crm/myContact?${new URLSearchParams(parameters)}`

    it('is created, read, changed and deleted', async () => {
      const contact = {
        name: { first: 'Ada', last: 'Lovelace' },
        email: `ada.${element}@example.com`,
        phone: '+1 555 0100',
      }
      const created = await call('POST', '/hubs/crm/myContact', contact)
      expect(created.status, created.text).toBe(200)
      expect(created.body).toMatchObject({ ...contact, id: expect.stringMatching(/./) })
      const path = `/hubs/crm/myContact/${created.body.id}`

      const changed = await call('PATCH', path, { title: 'Analyst' })
      expect(changed.status, changed.text).toBe(200)
      const read = await call('GET', `/myContact/${created.body.id}`)
      expect(read.body).toMatchObject({ ...contact, title: 'Analyst' })
      expect(Object.keys(read.body)).not.toContain(fields['title'])

      expect((await call('DELETE', path)).status).toBe(200)
      expect((await call('GET', path)).status).toBe(404)
    })

    it('is listed, filtered, sorted and cut down by its own names, page by page', async () => {
      // Two of the elements speak to the same vendor.
      const last = `Vdr ${element}`
      for (const first of ['Grace', 'Alan', 'Edsger']) {
        const body = { name: { first, last }, email: `${first}.${element}@example.com` }
        const made = await call('POST', '/hubs/crm/myContact', body)
        expect(made.status, made.text).toBe(200)
      }

      const found = await call(
        'GET',
        query({
          where: `name.last = '${last}'`,
          orderBy: 'name.first desc',
          fields: 'name.first,email',
          pageSize: '2',
        }),
      )
      expect(found.status, found.text).toBe(200)
      expect(found.body).toEqual([
        { name: { first: 'Grace' }, email: `Grace.${element}@example.com` },
        { name: { first: 'Edsger' }, email: `Edsger.${element}@example.com` },
      ])
      expect(found.headers.get('elements-returned-count')).toBe('2')
      const nextPage = found.headers.get('elements-next-page-token') ?? ''
      expect((await call('GET', query({ nextPage }))).body).toEqual([
        { name: { first: 'Alan' }, email: `Alan.${element}@example.com` },
      ])
      const whole = await call('GET', query({ where: `email = 'Alan.${element}@example.com'` }))
      expect(whole.body).toMatchObject([{ name: { first: 'Alan', last } }])
    })

    it('refuses a condition on a field it does not map, and a record it does not know', async () => {
      const refused = await call('GET', query({ where: "shoeSize = '42'" }))

      expect(refused.status).toBe(400)
      expect(refused.body.message).toMatch(/'shoeSize', which myContact does not map/)
      expect((await call('GET', '/hubs/crm/myContact/999999')).status).toBe(404)
    })

    it('is among the objects, the metadata and the documentation of its instance', async () => {
      const names = await call('GET', '/objects')
      expect(names.body).toContain('myContact')
      const detailed = await system.api.call('GET', '/hubs/crm/objects', {
        authorization,
        headers: { 'elements-version': 'Helium' },
      })
      expect(detailed.body).toContainEqual({ name: 'myContact', vendorName, type: 'vdr' })

      const metadata = await call('GET', '/objects/myContact/metadata')
      expect(metadata.body.fields).toContainEqual(
        expect.objectContaining({ path: 'name.first', vendorPath: fields['name.first'] }),
      )

      const docs = await call('GET', '/instances/docs')
      expect(Object.keys(docs.body.paths)).toEqual(
        expect.arrayContaining(['/myContact', '/myContact/{id}']),
      )
      expect(docs.body.definitions.myContact.properties.name.properties).toHaveProperty('first')
      const model = await call('GET', '/objects/myContact/docs')
      expect(model.body.myContact.properties).toHaveProperty('email')
    })

    it('runs the script of the lowest level that has one, both ways', async () => {
      const url = `/instances/${instanceId}/transformations/myContact`
      const made = await system.api.call('POST', url, {
        body: {
          configuration: [{ type: 'inherit' }],
          script: {
            body: `if (fromVendor) transformedObject.label = transformedObject.name.first.toUpperCase()
              else transformedObject.${fields['title']} = 'made by a script'
              done(transformedObject)`,
          },
        },
      })
      expect(made.status, made.text).toBe(200)

      const created = await call('POST', '/hubs/crm/myContact', {
        name: { first: 'Kay', last: 'Script' },
        email: `kay.${element}@example.com`,
      })
      expect(created.body, created.text).toMatchObject({ label: 'KAY' })
      const read = await call('GET', `/hubs/crm/myContact/${created.body.id}`)
      expect(read.body).toMatchObject({ label: 'KAY', title: 'made by a script' })

      const broken = {
        configuration: [{ type: 'inherit' }],
        script: { body: 'done(nobody.knows)' },
      }
      expect((await system.api.call('PUT', url, { body: broken })).status).toBe(200)
      const still = await call('GET', `/hubs/crm/myContact/${created.body.id}`)
      expect(still.body).toMatchObject({ name: { first: 'Kay' } })
      expect(still.headers.get('elements-transformation-warning')).toMatch(
        /'nobody' is not defined/,
      )
      expect((await system.api.call('DELETE', url)).status).toBe(200)
    })

    it('sends no statement once its mapping is known', async () => {
      const statements = async () => {
        const metrics = await fetch(`${system.api.url}/metrics`)
        const text = await metrics.text()
        return Number(/^valence_store_statements_total (\d+)/m.exec(text)?.[1])
      }
      await call('GET', query({ pageSize: '1' }))
      const before = await statements()
      expect(before).toBeGreaterThan(0)

      for (let i = 0; i < 20; i += 1) await call('GET', query({ pageSize: '1' }))

      // Usage records are written in batches, upkeep works beside it.
      expect((await statements()) - before).toBeLessThan(20)
    })
  })
})
