import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type System, startSystem } from '../support/system.ts'

type Row = Record<string, unknown> & { Id: number }

describe("A connection's records", () => {
  let system: System
  let authorization: string
  beforeAll(async () => {
    system = await startSystem()
    const { body, text } = await system.api.connect(system.control)
    expect(body?.token, text).toBeTypeOf('string')
    authorization = system.api.withToken(body.token)
  })
  afterAll(() => system.stop())

  const hub = (method: string, path: string, body?: unknown) =>
    system.api.call(method, `/hubs/crm${path}`, {
      authorization,
      ...(body === undefined ? {} : { body }),
    })
  const query = (parameters: Record<string, string>) => new URLSearchParams(parameters).toString()

  describe.each([
    {
      resource: 'contacts',
      made: { FirstName: 'Ada', LastName: 'Lovelace', Email: 'ada.l@example.com' },
      change: { JobTitle: 'Analyst' },
    },
    {
      resource: 'accounts',
      made: { FirstName: 'Ada', LastName: 'Lovelace' },
      change: { Company: 'Analytical Engines' },
    },
  ])('$resource', ({ resource, made, change }) => {
    it('are created, read, changed and deleted', async () => {
      const created = await hub('POST', `/${resource}`, made)
      expect(created.status, created.text).toBe(200)
      expect(created.body).toMatchObject({ ...made, Id: expect.any(Number) })
      const path = `/${resource}/${created.body.Id}`

      const changed = await hub('PATCH', path, change)
      const read = await hub('GET', path)
      expect(changed.status, changed.text).toBe(200)
      expect(read.body).toMatchObject({ ...made, ...change, Id: created.body.Id })

      const removed = await hub('DELETE', path)
      expect([removed.status, removed.text]).toEqual([200, ''])
      expect((await hub('GET', path)).status).toBe(404)
    })
  })

  describe('a contact', () => {
    it('keeps its other e-mail addresses and phone numbers when one of them changes', async () => {
      const { body, text } = await hub('POST', '/contacts', {
        Email: 'one@example.com',
        EmailAddress2: 'two@example.com',
        Phone1: '555-0100',
      })
      expect(body?.Id, text).toBeTypeOf('number')

      const changed = await hub('PATCH', `/contacts/${body.Id}`, { Email: 'new@example.com' })

      expect(changed.status, changed.text).toBe(200)
      expect((await hub('GET', `/contacts/${body.Id}`)).body).toMatchObject({
        Email: 'new@example.com',
        EmailAddress2: 'two@example.com',
        Phone1: '555-0100',
      })
    })

    it('carries an address with the country by name', async () => {
      const address = {
        StreetAddress1: '1 Main St',
        City: 'Phoenix',
        PostalCode: '85001',
        Country: 'United States',
      }
      const { body, text } = await hub('POST', '/contacts', {
        Email: 'addressed@example.com',
        ...address,
      })

      expect(body, text).toMatchObject(address)
    })

    it('refuses a field it does not have, by name', async () => {
      const { status, body } = await hub('POST', '/contacts', {
        Email: 'x@example.com',
        FristName: 'typo',
      })

      expect(status).toBe(400)
      expect(body.message).toContain("'FristName'")
    })

    it("gives the vendor's own words when the vendor refuses", async () => {
      const { status, body } = await hub('POST', '/contacts', { FirstName: 'Nobody' })

      expect(status).toBe(400)
      expect(body).toMatchObject({
        requestId: expect.stringMatching(/^[0-9a-f]{24}$/),
        message: expect.any(String),
        providerMessage: expect.stringMatching(/e-?mail/i),
      })
    })
  })

  describe('a list', () => {
    it('is paged by tokens to its end, each record once', async () => {
      const ids: number[] = []
      let path = `/contacts?${query({ pageSize: '70' })}`
      for (let pages = 0; pages < 20; pages += 1) {
        const page = await hub('GET', path)
        expect(page.status, page.text).toBe(200)
        ids.push(...page.body.map(({ Id }: Row) => Id))
        expect(page.headers.get('elements-returned-count')).toBe(String(page.body.length))
        const next = page.headers.get('elements-next-page-token')
        if (!next) break
        path = `/contacts?${query({ nextPage: next })}`
      }

      expect(ids.length).toBeGreaterThan(250)
      expect(new Set(ids).size).toBe(ids.length)
    })

    it('has a second page that is the second half of a page of double size', async () => {
      const double = await hub('GET', `/contacts?${query({ pageSize: '20' })}`)
      const second = await hub('GET', `/contacts?${query({ pageSize: '10', page: '2' })}`)

      expect(second.body).toEqual(double.body.slice(10))
    })

    it('is filtered by the vendor where it can', async () => {
      const [sample] = (await hub('GET', '/contacts?pageSize=1')).body
      const found = await hub('GET', `/contacts?${query({ where: `Email='${sample.Email}'` })}`)

      expect(found.status, found.text).toBe(200)
      expect(found.body.map(({ Id }: Row) => Id)).toContain(sample.Id)
      expect(found.headers.get('elements-query-evaluated')).toBeNull()
    })

    it('is filtered here where the vendor cannot, and says so', async () => {
      const found = await hub(
        'GET',
        `/contacts?${query({ where: "ContactType='Customer' OR ContactType='Lead'", pageSize: '25' })}`,
      )

      expect(found.status, found.text).toBe(200)
      expect(found.body.length).toBeGreaterThan(0)
      expect(
        found.body.every(({ ContactType }: Row) =>
          ['Customer', 'Lead'].includes(String(ContactType)),
        ),
      ).toBe(true)
      expect(found.headers.get('elements-query-evaluated')).toMatch(/^here/)
      expect(Number(found.headers.get('elements-scanned-count'))).toBeGreaterThanOrEqual(
        found.body.length,
      )
    })

    it('is ordered and projected', async () => {
      const { body, text } = await hub(
        'GET',
        `/contacts?${query({ orderBy: 'Email asc', fields: 'Id,Email', pageSize: '30' })}`,
      )

      expect(Object.keys(body[0]).sort(), text).toEqual(['Email', 'Id'])
      const emails = body.map(({ Email }: Row) => Email)
      expect(emails).toEqual(emails.toSorted())
    })

    it('counts its records when asked', async () => {
      const { headers } = await hub(
        'GET',
        `/contacts?${query({ pageSize: '10', returnTotalCount: 'True' })}`,
      )

      expect(Number(headers.get('elements-total-count'))).toBeGreaterThan(250)
    })

    it.each([
      ["Emial='x'", 'Emial'],
      ['Email=', 'where'],
    ])('refuses where=%s', async (where, named) => {
      const { status, body } = await hub('GET', `/contacts?${query({ where })}`)

      expect(status).toBe(400)
      expect(body.message.toLowerCase()).toContain(named.toLowerCase())
    })
  })

  describe('leads', () => {
    it('are the contacts whose ContactType is Lead, and nothing else', async () => {
      const leads = await hub('GET', '/leads?pageSize=50')
      const { body: lead, text } = await hub('POST', '/leads', {
        FirstName: 'New',
        LastName: 'Lead',
        Email: 'lead@example.com',
      })

      expect(leads.status, leads.text).toBe(200)
      expect(leads.body.length).toBeGreaterThan(0)
      expect(leads.body.every(({ ContactType }: Row) => ContactType === 'Lead')).toBe(true)
      expect(lead?.ContactType, text).toBe('Lead')
    })

    it('do not answer with a contact that is none', async () => {
      const { body } = await hub('POST', '/contacts', {
        Email: 'customer@example.com',
        ContactType: 'Customer',
      })

      expect((await hub('GET', `/leads/${body.Id}`)).status).toBe(404)
    })
  })

  describe('opportunities', () => {
    it('are created with contact and stage, read, changed, listed and deleted', async () => {
      const [contact] = (await hub('GET', '/contacts?pageSize=1')).body
      const [stage] = (await hub('GET', '/stages')).body
      const created = await hub('POST', '/opportunities', {
        OpportunityTitle: 'Big deal',
        ContactID: contact.Id,
        StageID: stage.Id,
      })
      expect(created.status, created.text).toBe(200)

      const changed = await hub('PATCH', `/opportunities/${created.body.Id}`, {
        OpportunityTitle: 'Bigger deal',
      })
      const found = await hub(
        'GET',
        `/opportunities?${query({ where: "OpportunityTitle='Bigger deal'" })}`,
      )

      expect(changed.body, changed.text).toMatchObject({
        OpportunityTitle: 'Bigger deal',
        ContactID: contact.Id,
        StageID: stage.Id,
      })
      expect(found.body.map(({ Id }: Row) => Id)).toEqual([created.body.Id])
      expect((await hub('DELETE', `/opportunities/${created.body.Id}`)).status).toBe(200)
    })

    it('say what is missing', async () => {
      const { status, body } = await hub('POST', '/opportunities', {
        OpportunityTitle: 'Only a title',
      })

      expect(status).toBe(400)
      expect(body.message).toContain('ContactID')
    })
  })

  describe('the rest', () => {
    it('reads users', async () => {
      const users = await hub('GET', '/users')
      const one = await hub('GET', '/users/1')

      expect(users.body.length, users.text).toBeGreaterThan(0)
      expect(one.body, one.text).toMatchObject({ Id: 1 })
    })

    it("reads and changes a product's inventory", async () => {
      const before = await hub('GET', '/products/1/inventory')
      const after = await hub('PATCH', '/products/1/inventory', { Action: 'increase', Quantity: 3 })
      const refused = await hub('PATCH', '/products/1/inventory', { Action: 'double', Quantity: 3 })

      expect(before.status, before.text).toBe(200)
      expect(after.status, after.text).toBe(200)
      expect((await hub('GET', '/products/1/inventory')).body).not.toEqual(before.body)
      expect(refused.status).toBe(400)
    })

    it("keeps a contact's notes and tags", async () => {
      const [contact] = (await hub('GET', '/contacts?pageSize=1')).body
      const note = await hub('POST', `/contacts/${contact.Id}/notes`, {
        ActionDescription: 'Called',
        CreationNotes: 'Will call back',
        UserID: 1,
      })
      const tags = await hub('GET', '/tags')

      expect(note.status, note.text).toBe(200)
      expect(note.body.ActionDescription).toBe('Called')
      expect(tags.body.length, tags.text).toBeGreaterThan(0)
    })

    it('lists objects and their fields, custom ones included', async () => {
      const objects = await system.api.call('GET', '/objects', { authorization })
      const metadata = await system.api.call('GET', '/objects/contacts/metadata', { authorization })
      const paths = metadata.body.fields.map(({ path }: { path: string }) => path)

      expect(objects.body).toEqual(
        expect.arrayContaining(['contacts', 'accounts', 'opportunities']),
      )
      expect(paths).toContain('Email')
      expect(paths.some((path: string) => path.startsWith('_'))).toBe(true)
    })

    it('carries custom fields by their names', async () => {
      const metadata = await system.api.call('GET', '/objects/contacts/metadata', { authorization })
      const text = metadata.body.fields.find(
        (field: Record<string, string>) =>
          field.path?.startsWith('_') && /text/i.test(`${field.vendorNativeType}${field.type}`),
      )
      const created = await hub('POST', '/contacts', {
        Email: 'custom@example.com',
        [text.path]: 'own value',
      })
      const unknown = await hub('POST', '/contacts', {
        Email: 'custom2@example.com',
        _NoSuchField: 'x',
      })

      expect(created.status, created.text).toBe(200)
      expect((await hub('GET', `/contacts/${created.body.Id}`)).body[text.path]).toBe('own value')
      expect(unknown.body.message).toContain('_NoSuchField')
    })

    it('answers 404 for a resource the element does not have, 405 for a method', async () => {
      expect((await hub('GET', '/nosuch')).status).toBe(404)
      expect((await hub('PUT', '/contacts/1', {})).status).toBe(405)
    })
  })

  describe("the vendor's failures", () => {
    const contacts = '/crm/rest/v2/contacts*'

    it.each([
      [{ kind: 'status', status: 500, times: 1 }, 502],
      [{ kind: 'html', times: 1 }, undefined],
      [{ kind: '429', variant: '2020', times: 5 }, 429],
      [{ kind: '429', variant: '2023', times: 5 }, 429],
    ])('%j become one shape', async (fault, status) => {
      await system.control.post('/faults', { match: { method: 'GET', path: contacts }, ...fault })
      const answer = await hub('GET', '/contacts/1')
      await system.control.remove('/faults')

      if (status) expect(answer.status).toBe(status)
      expect(answer.body).toMatchObject({
        requestId: answer.headers.get('elements-request-id'),
        message: expect.any(String),
      })
    })

    it('repeats a read that met a broken connection', async () => {
      const [sample] = (await hub('GET', '/contacts?pageSize=1')).body
      await system.control.post('/faults', {
        match: { method: 'GET', path: contacts },
        kind: 'drop',
        times: 1,
      })

      expect((await hub('GET', `/contacts/${sample.Id}`)).status).toBe(200)
    })

    it('never repeats a write that may have been done', async () => {
      await system.control.remove('/requests')
      await system.control.post('/faults', {
        match: { method: 'POST', path: contacts },
        kind: 'drop',
        when: 'after',
        times: 1,
      })
      const answer = await hub('POST', '/contacts', { Email: 'once@example.com' })
      const posts = (await system.control.requests()).filter(
        ({ method, path }) => method === 'POST' && path.endsWith('/contacts'),
      )

      expect(answer.status).toBe(502)
      expect(posts.length).toBe(1)
    })
  })
})
