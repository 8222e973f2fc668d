/** One client for every CRM: it knows the normalised model and no vendor. */
import { beforeAll, describe, expect, it } from 'vitest'
import { type CrmConnection, query, walkPages } from '../../support/crm-vendors.ts'

interface Contact {
  readonly id: string
  readonly firstName?: string
  readonly lastName?: string
  readonly email?: string
}

/** Specify the client, against the connection of one vendor. */
export function specifyNormalised(element: string, connect: () => Promise<CrmConnection>): void {
  describe(`The same client code, connected to ${element}`, () => {
    let crm: CrmConnection
    beforeAll(async () => {
      crm = await connect()
    })
    const ask = async (method: string, path: string, body?: unknown) => {
      const answer = await crm.normalized(method, path, body)
      if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.text}`)
      return answer
    }
    const find = async (where: string): Promise<Contact[]> =>
      (await ask('GET', `/contacts?${query({ where })}`)).body

    it('lists contacts in one vocabulary, to the end', async () => {
      const { rows } = await walkPages((path) => ask('GET', path), '/contacts?pageSize=200')
      const known = new Set([
        'id',
        'firstName',
        'lastName',
        'email',
        'phone',
        'mobilePhone',
        'title',
      ])
      const names = new Set(rows.flatMap((row) => Object.keys(row)))

      expect(rows.length).toBeGreaterThan(50)
      expect(rows.every(({ id }) => typeof id === 'string')).toBe(true)
      expect(rows.filter(({ email }) => typeof email === 'string').length).toBeGreaterThan(50)
      expect([...names].filter((name) => known.has(name))).toEqual(
        expect.arrayContaining(['id', 'firstName', 'lastName', 'email', 'phone', 'title']),
      )
    })

    it('makes, finds, changes and deletes a contact', async () => {
      const email = `ada.${element}@example.com`
      const made = await ask('POST', '/contacts', {
        firstName: 'Ada',
        lastName: 'Lovelace',
        email,
        phone: '+16025550123',
      })
      expect(made.body).toMatchObject({ id: expect.any(String), email, lastName: 'Lovelace' })
      expect(made.headers.get('elements-normalized')).toBe('true')
      const path = `/contacts/${made.body.id}`

      expect((await find(`email='${email}'`)).map(({ id }) => id)).toEqual([made.body.id])
      expect(
        (await find(`lastName='Lovelace' AND email LIKE 'ada.%'`)).map(({ id }) => id),
      ).toContain(made.body.id)

      await ask('PATCH', path, { firstName: 'Augusta', lastName: 'King', title: 'Analyst' })
      expect((await ask('GET', path)).body).toMatchObject({
        id: made.body.id,
        firstName: 'Augusta',
        lastName: 'King',
        title: 'Analyst',
        email,
      })

      await ask('DELETE', path)
      expect((await crm.normalized('GET', path)).status).toBe(404)
    })

    it('sorts and chooses fields', async () => {
      const asked = query({ orderBy: 'lastName desc', fields: 'id,lastName', pageSize: '15' })
      const { body } = await ask('GET', `/contacts?${asked}`)
      const names = (body as Contact[]).map(({ lastName = '' }) => lastName.toLowerCase())

      expect(Object.keys(body[0])).toEqual(['id', 'lastName'])
      expect(names.toSorted().toReversed()).toEqual(names)
    })

    it('refuses a name the model has not', async () => {
      const { status, body } = await crm.normalized('POST', '/contacts', { FirstName: 'Ada' })

      expect(status).toBe(400)
      expect(body.message).toContain("'FirstName'")
    })

    it.each(['accounts', 'opportunities', 'tasks', 'users'])('reads %s', async (name) => {
      const { body } = await ask('GET', `/${name}?pageSize=5`)
      const one = await ask('GET', `/objects/${name}/metadata`)
      const fields = one.body.fields.map(({ path }: { path: string }) => path.split('.')[0])

      expect(body.length).toBeGreaterThan(0)
      for (const row of body) {
        expect(typeof row.id).toBe('string')
        expect(fields).toEqual(expect.arrayContaining(Object.keys(row)))
      }
    })
  })
}
