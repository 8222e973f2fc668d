import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { compileElement } from '../../packages/server/src/catalog/compile.ts'
import type { FieldDefinition } from '../../packages/server/src/catalog/format.ts'
import { lintElement } from '../../packages/server/src/catalog/lint.ts'
import { loadElement } from '../../packages/server/src/catalog/load.ts'
import { parseDottedPath, valueAt } from '../../packages/server/src/runtime/json-path.ts'
import { createScriptRunner } from '../../packages/server/src/script/pool.ts'
import { filesBelow, root, textOf } from './source-files.ts'

const folder = 'elements/infusionsoftcrm'
const { definition, readme } = await loadElement(join(root, folder))
const plan = compileElement(definition)
const fixture = (name: string) => JSON.parse(textOf(`${folder}/fixtures/${name}.json`))
const fieldsOf = (name: string): readonly FieldDefinition[] => plan.objects.get(name)?.fields ?? []

const scripts = createScriptRunner({ workers: 1 })
afterAll(() => scripts.close())

/** Run a hook of the element with the variables it reads. */
async function hook(
  resource: string,
  when: 'preHook' | 'postHook',
  scope: Record<string, unknown>,
): Promise<Readonly<Record<string, unknown>>> {
  const [method = '', path = ''] = resource.split(' ')
  const script = plan.find(method, `/hubs/crm${path}`)?.[when]
  if (!script) throw new Error(`${resource} has no ${when}`)
  return (await scripts.run(script, scope)).result
}

describe('The element infusionsoftcrm', () => {
  it('is JSON throughout', () => {
    const files = filesBelow(folder, ['.json'])

    expect(files.length).toBeGreaterThan(15)
    for (const file of files) expect(() => JSON.parse(textOf(file)), file).not.toThrow()
  })

  it('keeps the identity that clients know', () => {
    expect(definition).toMatchObject({
      id: 191,
      key: 'infusionsoftcrm',
      name: 'Infusionsoft',
      hub: 'crm',
      hookName: 'Infusionsoft',
      authentication: { type: 'oauth2' },
      typeOauth: false,
    })
  })

  it('has nothing that cannot work', () => {
    const unfit = lintElement(definition).filter(({ place }) => place !== '/hookName')

    expect(unfit).toEqual([])
  })

  it('has each resource once, by method, path and type', () => {
    const triples = plan.resources.map(({ method, path, type }) => `${method} ${path} ${type}`)

    expect(new Set(triples).size).toBe(triples.length)
  })

  it('has no hook file without a resource', () => {
    const files = readdirSync(join(root, folder, 'hooks'))
    const hooks = plan.resources.flatMap(({ preHook, postHook }) => [preHook, postHook])

    expect(hooks.filter((script) => script !== undefined).length).toBe(files.length)
  })

  it('chains only to resources of its own', () => {
    const lost = plan.resources.filter(
      ({ nextResource }) => nextResource && !plan.find(nextResource.method, nextResource.path),
    )

    expect(lost.map(({ path }) => path)).toEqual([])
  })

  it('names every filter it hands to the vendor', () => {
    const entries = [...plan.objects.values()].flatMap(({ name, fields }) =>
      fields.flatMap(({ path, search }) => (search ?? []).map((one) => ({ name, path, one }))),
    )
    const nameless = entries.filter(({ one }) => !one.vendorName)

    expect(entries.length).toBeGreaterThan(40)
    expect(nameless.map(({ name, path }) => `${name}.${path}`)).toEqual([])
  })

  it('has leads with the very fields of contacts', () => {
    expect(fieldsOf('leads')).toEqual(fieldsOf('contacts'))
  })

  it('asks the vendor for every member of a contact that it maps', () => {
    const asked = plan
      .find('GET', '/hubs/crm/contacts')
      ?.parameters.find(({ vendorName }) => vendorName === 'fields')
      ?.name.split(',')
    const mapped = fieldsOf('contacts').flatMap(
      ({ vendorPath }) => vendorPath?.split(/[.[]/)[0] ?? [],
    )

    expect(asked?.toSorted()).toEqual([...new Set([...mapped, 'custom_fields'])].toSorted())
  })

  it('says the quirks of the token endpoint as configuration', () => {
    expect(plan.defaults).toMatchObject({
      'oauth.token.client_authentication': 'post',
      'oauth.refresh.client_authentication': 'basic',
      'oauth.refresh_token.lifetime': '3888000',
      'oauth.tenant.configuration_key': 'infusionsoft.server',
    })
    expect(JSON.parse(plan.defaults['oauth.refresh.rejected_errors'] ?? '')).toEqual([
      { error: 'invalid_request', descriptionContains: 'refresh token' },
    ])
    const tenant = new RegExp(plan.defaults['oauth.tenant.scope_pattern'] ?? '')
    expect(tenant.exec('full|ab123.infusionsoft.com')?.[1]).toBe('ab123.infusionsoft.com')
  })

  it('asks whoever connects for the client and the callback URL only', () => {
    const required = [...plan.configuration.values()].filter((entry) => entry.required)
    const asked = required.filter(({ defaultValue }) => !defaultValue).map(({ key }) => key)

    expect(asked).toEqual(['oauth.api.key', 'oauth.api.secret', 'oauth.callback.url'])
    expect(plan.secretKeys.has('infusionsoft.private.key')).toBe(true)
  })

  it.each(Object.entries(fixture('errors')))(
    'finds the message of a failure: %s',
    (_name, body) => {
      const paths: string[] = JSON.parse(plan.defaults['error.message_paths'] ?? '[]')
      const found = paths.map((path) => valueAt(body, parseDottedPath(path)))

      expect(found.find((value) => typeof value === 'string')).toMatch(/invalid|unable/i)
    },
  )

  it('comes with facts and their sources', () => {
    expect(readme).toContain('https://developer.infusionsoft.com/')
  })
})

describe('Its mapping', () => {
  const read = (object: string, name: string) =>
    plan.objects.get(object)?.mapping.fromVendor(fixture(name))
  const written = (object: string, row: Record<string, unknown>) =>
    plan.objects.get(object)?.mapping.toVendor(row)

  it('reads a contact in the columns of the Contact table', () => {
    expect(read('contacts', 'contact')).toEqual({
      Id: 4711,
      FirstName: 'Ada',
      LastName: 'Sample',
      Nickname: 'Addie',
      Title: 'Dr.',
      JobTitle: 'Analyst',
      Company: 'Example Engines',
      CompanyID: 12,
      ContactType: 'Lead',
      Email: 'ada@example.com',
      EmailAddress2: 'ada.home@example.com',
      Phone1: '+16025550100',
      Phone1Ext: '7',
      Phone1Type: 'Work',
      StreetAddress1: '1 Main St',
      City: 'Phoenix',
      State: 'Arizona',
      PostalCode: '85004',
      ZipFour1: '1234',
      Country: 'United States',
      Address2Street1: '2 Dock Rd',
      City2: 'Leeds',
      State2: 'England',
      PostalCode2: 'LS1 4AP',
      Country2: 'United Kingdom',
      Website: 'https://ada.example.com',
      Birthday: '1985-12-10',
      Language: 'en_US',
      TimeZone: 'America/Phoenix',
      OwnerID: 1,
      LeadSourceId: 3,
      Groups: '91,94',
      ContactNotes: 'Met at the fair',
      CreatedBy: 1,
      DateCreated: '2024-01-10T08:00:00Z',
      LastUpdated: '2025-06-01T12:30:00Z',
      LastUpdatedBy: 2,
    })
  })

  it('writes a contact as the vendor takes it', () => {
    const row = {
      Id: 4711,
      FirstName: 'Ada',
      Email: 'ada@example.com',
      EmailAddress3: 'third@example.com',
      Phone2: '555',
      Phone2Ext: '9',
      Fax1: '556',
      City: 'Phoenix',
      Country: 'united states',
      Country3: 'DEU',
      CompanyID: 12,
      OwnerID: '1',
      Groups: '91',
      DateCreated: '2024-01-10T08:00:00Z',
    }

    expect(written('contacts', row)).toEqual({
      given_name: 'Ada',
      email_addresses: [
        { field: 'EMAIL1', email: 'ada@example.com' },
        { field: 'EMAIL3', email: 'third@example.com' },
      ],
      phone_numbers: [{ field: 'PHONE2', number: '555', extension: '9' }],
      fax_numbers: [{ field: 'FAX1', number: '556' }],
      addresses: [
        { field: 'BILLING', locality: 'Phoenix', country_code: 'USA' },
        { field: 'OTHER', country_code: 'DEU' },
      ],
      company: { id: '12' },
      owner_id: '1',
    })
  })

  it('sends a reason for opting in only when the caller gives one', () => {
    const row = read('contacts', 'contact') ?? {}

    expect(JSON.stringify(written('contacts', row))).not.toContain('opt_in_reason')
    expect(written('contacts', { OptInReason: 'Signed up at the fair' })).toEqual({
      email_addresses: [{ field: 'EMAIL1', opt_in_reason: 'Signed up at the fair' }],
    })
  })

  it('brings what it read of an account back as it was, but for what the vendor computes', () => {
    const row = read('accounts', 'company')

    expect(row).toMatchObject({ Id: 12, Company: 'Example Engines', Country: 'United States' })
    expect(written('accounts', row ?? {})).toEqual({
      company_name: 'Example Engines',
      first_name: 'Ada',
      last_name: 'Sample',
      website: 'https://engines.example.com',
      owner_id: '1',
      email_address: { email: 'office@example.com' },
      phone_number: { number: '+16025550101', extension: '3', type: 'Work' },
      address: {
        line1: '1 Main St',
        locality: 'Phoenix',
        region: 'Arizona',
        postal_code: '85004',
        country_code: 'USA',
      },
    })
  })

  it('reads the references of an opportunity nested and writes them flat', () => {
    expect(read('opportunities', 'opportunity')).toMatchObject({
      Id: 301,
      OpportunityTitle: 'Big deal',
      ContactID: 4711,
      StageID: 18,
      UserID: 2,
      ProjectedRevenueLow: 1200.5,
      EstimatedCloseDate: '2026-03-01T00:00:00Z',
    })
    expect(
      written('opportunities', {
        ContactID: 4711,
        StageID: 18,
        UserID: 2,
        ProjectedRevenueLow: '5',
      }),
    ).toEqual({ contact_id: '4711', stage_id: '18', user_id: '2', projected_revenue_low: 5 })
  })

  it('reads tasks and notes in the columns of ContactAction', () => {
    expect(read('tasks', 'task')).toMatchObject({
      ActionDescription: 'Call back',
      CreationNotes: 'About the offer',
      ContactId: 4711,
      OpportunityId: 301,
      UserID: 2,
      ActionDate: '2026-01-15T10:00:00Z',
      Completed: false,
    })
    expect(read('notes', 'note')).toMatchObject({
      ActionDescription: 'Called',
      CreationNotes: 'Will call back',
      ActionType: 'Call',
      UserID: 2,
    })
    expect(written('notes', { ObjectType: 'Note', CreationNotes: 'x', UserID: 2 })).toEqual({
      text: 'x',
      user_id: '2',
    })
  })

  it('has a name of its own for every country', () => {
    const countries = definition.valueTables?.countries ?? {}
    const codes = Object.keys(countries)

    expect(codes.length).toBe(249)
    expect(codes.every((code) => /^[A-Z]{3}$/.test(code))).toBe(true)
    expect(new Set(Object.values(countries)).size).toBe(249)
  })
})

describe('Its hooks', () => {
  const configuration = { 'base.url': 'https://api.infusionsoft.com/crm/rest/v2' }

  describe('a change of a contact', () => {
    const first = (vendor: object, row: object = {}) =>
      hook('PATCH /contacts/{id}', 'preHook', {
        request_vendor_body_map: vendor,
        request_body_map: row,
      })
    const change = async (vendor: object, stored: unknown = fixture('contact'), row: object = {}) =>
      hook('PATCH /contacts-update/{id}', 'preHook', {
        request_vendor_body_map: vendor,
        request_previous_response: stored,
        request_body_map: row,
      })

    it('reads the contact first only when a list is touched', async () => {
      expect(await first({ given_name: 'Ada' })).toEqual({ continue: false })
      expect(await first({ phone_numbers: [] })).toEqual({})
      expect(await first({}, { ContactNotes: 'x' })).toEqual({})
    })

    it('says in the mask what changes', async () => {
      expect(await change({ given_name: 'Bea', job_title: null }, null)).toEqual({
        request_vendor_body_map: { given_name: 'Bea', job_title: null },
        request_vendor_parameters: { update_mask: 'given_name,job_title' },
      })
    })

    it('keeps the e-mail addresses it does not name, and opts nobody in again', async () => {
      const result = await change({
        email_addresses: [{ field: 'EMAIL2', email: 'new@example.com' }],
      })

      expect(result.request_vendor_body_map).toEqual({
        email_addresses: [
          { field: 'EMAIL1', email: 'ada@example.com' },
          { field: 'EMAIL2', email: 'new@example.com' },
        ],
      })
    })

    it('removes what is set to null or to nothing', async () => {
      const result = await change({
        email_addresses: [{ field: 'EMAIL1', email: null }],
        phone_numbers: [{ field: 'PHONE1', number: '' }],
        addresses: [{ field: 'SHIPPING', line1: null }],
      })

      expect(result.request_vendor_body_map).toMatchObject({
        email_addresses: [{ field: 'EMAIL2', email: 'ada.home@example.com' }],
        phone_numbers: [],
        addresses: [{ field: 'BILLING' }, { field: 'SHIPPING', locality: 'Leeds' }],
      })
      expect(result.request_vendor_body_map).not.toHaveProperty('addresses.1.line1')
    })

    it('sends one spelling of a postal code, and no code of a region that changed', async () => {
      const result = await change({
        addresses: [{ field: 'BILLING', region: 'Nevada', postal_code: '89101' }],
      })

      expect(result.request_vendor_body_map).toHaveProperty('addresses.0', {
        field: 'BILLING',
        line1: '1 Main St',
        locality: 'Phoenix',
        region: 'Nevada',
        country_code: 'USA',
        postal_code: '89101',
      })
    })

    it('keeps the custom fields it does not name', async () => {
      const result = await change({ custom_fields: [{ id: '9', content: 4 }] })

      expect(result.request_vendor_body_map).toEqual({
        custom_fields: [
          { id: '7', content: 'XL' },
          { id: '9', content: 4 },
        ],
      })
    })

    it('refuses to lose a change of ContactNotes, and lets an unchanged one pass', async () => {
      expect(await change({}, undefined, { ContactNotes: 'Other' })).toMatchObject({
        continue: false,
        response_status_code: 400,
        response_error_message: expect.stringContaining('ContactNotes'),
      })
      expect(await change({}, undefined, { ContactNotes: 'Met at the fair' })).not.toHaveProperty(
        'continue',
      )
    })

    it('replaces no list of a contact it has not read', async () => {
      expect(await change({ phone_numbers: [] }, null)).toMatchObject({
        continue: false,
        response_status_code: 404,
      })
    })
  })

  it('a change of an account keeps the rest of its address and numbers', async () => {
    const result = await hook('PATCH /accounts-update/{id}', 'preHook', {
      request_vendor_body_map: {
        address: { line2: 'Suite 5' },
        email_address: { email: null },
        phone_number: { extension: '4' },
        custom_fields: [{ id: '21', content: 'x' }],
      },
      request_previous_response: fixture('company'),
    })

    expect(result).toEqual({
      request_vendor_body_map: {
        address: {
          field: 'BILLING',
          line1: '1 Main St',
          line2: 'Suite 5',
          locality: 'Phoenix',
          region: 'Arizona',
          region_code: 'US-AZ',
          country_code: 'USA',
          postal_code: '85004',
        },
        email_address: null,
        phone_number: { field: 'PHONE1', number: '+16025550101', extension: '4', type: 'Work' },
        custom_fields: [
          { id: '20', content: 'Steel' },
          { id: '21', content: 'x' },
        ],
      },
      request_vendor_parameters: {
        update_mask: 'address,email_address,phone_number,custom_fields',
      },
    })
  })

  it.each(['opportunities', 'tasks'])('a change of %s keeps other custom fields', async (name) => {
    const scope = { request_vendor_body_map: { custom_fields: [{ id: '2', content: 'b' }] } }
    const stored = { custom_fields: [{ id: '1', content: 'a' }] }

    expect(await hook(`PATCH /${name}/{id}`, 'preHook', scope)).toEqual({})
    expect(
      await hook(`PATCH /${name}-update/{id}`, 'preHook', {
        ...scope,
        request_previous_response: stored,
      }),
    ).toMatchObject({
      request_vendor_body_map: {
        custom_fields: [
          { id: '1', content: 'a' },
          { id: '2', content: 'b' },
        ],
      },
    })
  })

  it.each(['POST /contacts', 'POST /leads'])(
    '%s leaves out empty entries of lists',
    async (name) => {
      const result = await hook(name, 'preHook', {
        request_vendor_body_map: {
          email_addresses: [
            { field: 'EMAIL1', email: 'a@example.com' },
            { field: 'EMAIL2', email: '' },
          ],
          phone_numbers: [{ field: 'PHONE1', number: null, extension: '1' }],
          addresses: [{ field: 'BILLING', line1: null }],
        },
        request_body_map: {},
      })

      expect(result.request_vendor_body_map).toEqual({
        email_addresses: [{ field: 'EMAIL1', email: 'a@example.com' }],
        phone_numbers: [],
        addresses: [],
      })
    },
  )

  it.each(['GET', 'PATCH', 'DELETE'])('%s /leads/{id} knows leads only', async (method) => {
    const ask = (contact_type: string) =>
      hook(`${method} /leads/{id}`, 'postHook', {
        response_iserror: false,
        response_body: { contact_type },
        request_path_variables: { id: '5' },
      })

    expect(await ask('Lead')).toEqual({})
    expect(await ask('Customer')).toMatchObject({ response_status_code: 404 })
  })

  it('a new opportunity names what is missing, or takes the default stage', async () => {
    const create = (stage?: string) =>
      hook('POST /opportunities', 'preHook', {
        request_vendor_body_map: { opportunity_title: 'T', contact_id: '1' },
        configuration: { 'opportunity.default.stage': stage ?? null },
      })

    expect(await create()).toMatchObject({
      continue: false,
      response_status_code: 400,
      response_error_message: expect.stringMatching(/needs StageID\..*GET \/stages/),
    })
    expect(await create('18')).toEqual({
      request_vendor_body_map: { opportunity_title: 'T', contact_id: '1', stage_id: '18' },
    })
  })

  it.each([
    ['POST /tasks', /ActionDescription and UserID/],
    ['POST /contacts/{id}/tasks', /ActionDescription and UserID/],
    ['POST /contacts/{id}/notes', /UserID and ActionDescription or ActionType/],
  ])('%s names what is missing', async (resource, message) => {
    expect(await hook(resource, 'preHook', { request_vendor_body_map: {} })).toMatchObject({
      continue: false,
      response_status_code: 400,
      response_error_message: expect.stringMatching(message),
    })
  })

  it.each([
    [{ type: 'double', quantity: 1 }, /Action/],
    [{ type: 'INCREASE', quantity: 0 }, /Quantity/],
    [{ type: 'DECREASE', quantity: 1.5 }, /Quantity/],
  ])('a change of stock is refused: %j', async (change, message) => {
    const result = await hook('PATCH /products/{id}/inventory', 'preHook', {
      request_vendor_body_map: change,
    })

    expect(result.response_error_message).toMatch(message)
  })

  describe('tags of a contact', () => {
    const apply = (tagIds: unknown, base = configuration['base.url']) =>
      hook('POST /contacts/{id}/tags', 'preHook', {
        request_body_map: { tagIds },
        request_path_variables: { id: '5' },
        configuration: { 'base.url': base },
      })
    const results = (tagIds: number[], response_body: object) =>
      hook('POST /contacts/{id}/tags', 'postHook', {
        request_body_map: { tagIds },
        request_path_variables: { id: '5' },
        response_iserror: false,
        response_body,
      })

    it('are listed flat', async () => {
      const { tags } = fixture('applied-tags')
      const result = await hook('GET /contacts/{id}/tags', 'postHook', {
        response_iserror: false,
        response_body: tags,
      })

      expect(result.response_body).toEqual([
        {
          Id: 91,
          GroupName: 'VIP Customer',
          GroupCategoryId: 1,
          DateApplied: '2025-04-16T20:33:02Z',
        },
        {
          Id: 94,
          GroupName: 'Hot Prospect',
          GroupCategoryId: null,
          DateApplied: '2025-05-01T07:00:00Z',
        },
      ])
    })

    it('go to REST v2 one at a time, and several at once to v1', async () => {
      expect(await apply([91])).toEqual({})
      expect(await apply([91, '94'])).toEqual({
        request_vendor_path: 'https://api.infusionsoft.com/crm/rest/v1/contacts/5/tags',
        request_vendor_body_map: { tagIds: [91, 94] },
      })
      expect(await apply([91, 94], 'https://proxy.example.com/keap')).toMatchObject({
        response_status_code: 400,
      })
    })

    it.each([[undefined], [[]], ['91'], [['../1']]])('are refused as %j', async (tagIds) => {
      expect(await apply(tagIds)).toMatchObject({ continue: false, response_status_code: 400 })
    })

    it('are answered one by one, whichever version was asked', async () => {
      expect((await results([91], { results: { 5: 'DUPLICATE' } })).response_body).toEqual({
        91: 'DUPLICATE',
      })
      expect(
        (await results([91, 94], { 91: 'SUCCESS', 94: 'TAG_ID_NOT_FOUND' })).response_body,
      ).toEqual({ 91: 'SUCCESS', 94: 'TAG_ID_NOT_FOUND' })
      expect(await results([91], { results: { 5: 'CONTACT_NOT_FOUND' } })).toMatchObject({
        response_status_code: 404,
      })
    })
  })
})
