/** What every CRM of the catalogue does, whatever its vendor calls things. Specified once, run for each. */
import { beforeAll, describe, expect, it } from 'vitest'
import {
  bringTokens,
  type CrmConnection,
  type CrmVendor,
  connectCrm,
  query,
  walkPages,
} from '../../support/crm-vendors.ts'
import type { System } from '../../support/system.ts'

/** A vendor's words for what the specification speaks of. */
export interface VendorWords {
  /** Name of the id. */
  readonly id: string
  /** A contact nobody has. */
  readonly contact: (unique: string) => Record<string, unknown>
  readonly change: Record<string, unknown>
  /** How many contacts the sandbox is seeded with. */
  readonly contacts: number
  /** A condition that the vendor answers on the contacts of a list; and one that is evaluated here. */
  readonly pushed: (sample: Record<string, unknown>) => string
  readonly local: (sample: Record<string, unknown>) => string
  /** An order the vendor sorts by, and the field. */
  readonly order?: string
  /** What the vendor refuses to make, and its words for that. */
  readonly refused: Record<string, unknown>
  readonly refusal: RegExp
  /** A request of a list of contacts, for faults. */
  readonly listRequest: string
  /** Status of a call over the limit. */
  readonly limited: { readonly fault: object; readonly status: number; readonly words: RegExp }
  readonly customField: string | undefined
}

/** Specify a vendor. */
export function specifyVendor(vendor: CrmVendor, words: VendorWords, systemOf: () => System): void {
  describe(`A connection to ${vendor.element}`, () => {
    let connection: CrmConnection
    beforeAll(async () => {
      connection = await connectCrm(systemOf(), vendor)
    })
    const get = (path: string) => connection.hub('GET', path)
    const idsOf = (rows: readonly Record<string, unknown>[]) => rows.map((row) => row[words.id])

    it('answers a ping', async () => {
      const { status, body, text } = await get('/ping')

      expect(status, text).toBe(200)
      expect(body).toMatchObject({ endpoint: vendor.element, valid: true })
    })

    it('makes, reads, changes and deletes a contact', async () => {
      const made = await connection.hub('POST', '/contacts', { body: words.contact('crud') })
      expect(made.status, made.text).toBe(200)
      const path = `/contacts/${made.body[words.id]}`
      const changed = await connection.hub('PATCH', path, { body: words.change })
      const read = await get(path)
      const removed = await connection.hub('DELETE', path)
      const gone = await get(path)

      expect(changed.status, changed.text).toBe(200)
      expect(read.body).toMatchObject(words.change)
      expect([removed.status, gone.status]).toEqual([200, 404])
    })

    it('lists every contact once, page by page', async () => {
      const { rows, pages } = await walkPages(get, '/contacts?pageSize=100')

      expect(pages).toBeGreaterThan(2)
      expect(new Set(idsOf(rows)).size).toBe(rows.length)
      expect(rows.length).toBeGreaterThanOrEqual(words.contacts)
    })

    it('lets the vendor filter what it can', async () => {
      const [sample] = (await get('/contacts?pageSize=1')).body
      const found = await get(`/contacts?${query({ where: words.pushed(sample) })}`)

      expect(found.status, found.text).toBe(200)
      expect(idsOf(found.body)).toContain(sample[words.id])
      expect(found.body.length).toBeLessThan(words.contacts)
      expect(found.headers.get('elements-query-evaluated')).toBeNull()
    })

    it('filters here what the vendor cannot, and says so', async () => {
      const [sample] = (await get('/contacts?pageSize=1')).body
      const found = await get(`/contacts?${query({ where: words.local(sample) })}`)

      expect(found.status, found.text).toBe(200)
      expect(idsOf(found.body)).toContain(sample[words.id])
      expect(found.body.length).toBeLessThan(words.contacts)
      expect(found.headers.get('elements-query-evaluated')).toMatch(/^here/)
    })

    it.runIf(words.order)('lets the vendor sort', async () => {
      const field = words.order as string
      const { body, text, status } = await get(
        `/contacts?${query({ orderBy: `${field} desc`, pageSize: '20', fields: field })}`,
      )
      expect(status, text).toBe(200)
      const values = (body as Record<string, unknown>[]).map((row) => row[field] as string | number)
      const order = (a: string | number, b: string | number) =>
        String(a).localeCompare(String(b), 'en', { numeric: true, sensitivity: 'base' })

      expect(values.length).toBe(20)
      expect(values.toSorted((a, b) => order(b, a))).toEqual(values)
    })

    it('names its objects and their fields, the account’s own among them', async () => {
      const objects = await get('/objects')
      const { body, text } = await get('/objects/contacts/metadata')
      const paths = (body?.fields ?? []).map(({ path }: { path: string }) => path)

      expect(objects.body).toEqual(
        expect.arrayContaining(['accounts', 'contacts', 'opportunities']),
      )
      expect(paths, text).toContain(words.id)
      if (words.customField) expect(paths).toContain(words.customField)
    })

    it("gives the vendor's own words when the vendor refuses", async () => {
      const { status, body, text } = await connection.hub('POST', '/contacts', {
        body: words.refused,
      })

      expect(status, text).toBe(400)
      expect(body.providerMessage).toMatch(words.refusal)
    })

    it('says that the vendor limits the rate', async () => {
      const { control } = connection
      await control.post('/faults', { match: words.listRequest, times: 10, ...words.limited.fault })
      const { status, body, text } = await get('/contacts?pageSize=1')
      await control.remove('/faults')

      expect(status, text).toBe(words.limited.status)
      expect(body.providerMessage).toMatch(words.limited.words)
    })

    it('renews a token that has expired, once, and repeats the call', async () => {
      const brought = await bringTokens(systemOf(), vendor)
      await brought.control.post('/tokens/expire')
      const before = (await brought.control.counters()).refreshes
      const answers = await Promise.all(
        [1, 2, 3].map(() => brought.hub('GET', '/contacts?pageSize=1')),
      )

      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
      expect((await brought.control.counters()).refreshes).toBe(before + 1)
    })

    it('says that a person must approve again when the vendor has ended the grant', async () => {
      const brought = await bringTokens(systemOf(), vendor)
      await brought.control.post('/tokens/revoke')
      const { status, body, text } = await brought.hub('GET', '/contacts?pageSize=1')

      expect([status, body?.code], text).toEqual([401, 'needs_reauthorization'])
    })
  })
}
