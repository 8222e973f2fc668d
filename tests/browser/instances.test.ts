import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { useConsole } from '../support/browser-hooks.ts'
import { ask, connect, connectRevoked } from '../support/browser-seed.ts'
import { consentAtVendor } from '../support/vendor-pages.ts'

const site = useConsole()

const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 })

/** What the API says of an instance. */
async function instance(id: number) {
  return (await site.system.api.call('GET', `/instances/${id}`)).body
}

async function contacts(token: string): Promise<number> {
  return (await ask(site.system.api, token, 'GET /hubs/crm/contacts?pageSize=1')).status
}

describe('The list of instances', () => {
  it('says how the first one is made where there is none', async () => {
    const page = await site.person()
    await page.goto(site.url('/instances'))
    await page.getByRole('heading', { name: 'No instance yet' }).waitFor()
    await page.getByRole('link', { name: 'Choose an element' }).click()
    await heading(page, 'Elements').waitFor()
  })

  describe('with some', () => {
    beforeAll(async () => {
      await connect(site.system, 'Acme Supplies', ['eu', 'gold'])
      await connect(site.system, 'Brightside Dental', ['us'])
      await connect(site.system, 'Acme Foods', ['us', 'gold'])
    })

    const shown = async (page: Page) =>
      (await page.getByRole('table').getByRole('link').allTextContents()).sort()

    it('is searched as one types, and the search is part of the address', async () => {
      const page = await site.person()
      await page.goto(site.url('/instances'))
      await page.getByLabel('Search').fill('acme')
      await page.getByText('2 instances shown').waitFor()
      expect(await shown(page)).toEqual(['Acme Foods', 'Acme Supplies'])

      await page.reload()
      await page.getByText('2 instances shown').waitFor()
      expect(await page.getByLabel('Search').inputValue()).toBe('acme')
    })

    it('is narrowed down by a tag', async () => {
      const page = await site.person()
      await page.goto(site.url('/instances'))
      await page.getByText('3 instances shown').waitFor()
      await page.getByLabel('Tag').selectOption('us')
      await page.getByText('2 instances shown').waitFor()

      expect(await shown(page)).toEqual(['Acme Foods', 'Brightside Dental'])
    })

    it('says when nothing matches, and the way back to all', async () => {
      const page = await site.person()
      await page.goto(site.url('/instances?q=nobody'))
      await page.getByRole('heading', { name: 'No instance matches' }).waitFor()
      await page.getByRole('link', { name: 'Show all instances' }).click()
      await page.getByText('3 instances shown').waitFor()
    })

    it('is a table or cards, as one likes, also the next time', async () => {
      const page = await site.person()
      await page.goto(site.url('/instances'))
      await page.getByRole('table').waitFor()
      await page.getByText('Cards', { exact: true }).click()
      await page.getByRole('heading', { name: 'Acme Foods', level: 2 }).waitFor()
      await page.reload()
      await page.getByRole('heading', { name: 'Acme Foods', level: 2 }).waitFor()

      expect(await page.getByRole('table').count()).toBe(0)
    })
  })
})

describe('An instance', () => {
  it('is disabled and enabled with one button', async () => {
    const { id, token } = await connect(site.system, 'Switched')
    const page = await site.person()
    await page.goto(site.url(`/instances/${id}`))
    await page.getByRole('button', { name: 'Disable' }).click()
    await page.getByRole('button', { name: 'Enable' }).waitFor()
    expect([await contacts(token), (await instance(id)).disabled]).toEqual([403, true])

    await page.getByRole('button', { name: 'Enable' }).click()
    await page.getByRole('button', { name: 'Disable' }).waitFor()
    expect([await contacts(token), (await instance(id)).disabled]).toEqual([200, false])
  })

  it('gets another name and other tags, and keeps its secrets', async () => {
    const { id, token } = await connect(site.system, 'Old name', ['old'])
    const page = await site.person()
    await page.goto(site.url(`/instances/${id}`))
    await page.getByRole('link', { name: 'Edit' }).click()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('New name')
    await page.getByLabel('Tags').fill('new, newer')
    await page.getByRole('button', { name: 'Save' }).click()
    await heading(page, 'New name').waitFor()

    expect(await instance(id)).toMatchObject({ name: 'New name', tags: ['new', 'newer'], token })
    expect(await contacts(token)).toBe(200)
  })

  it('is deleted by who types its name, and by nobody else', async () => {
    const { id, token } = await connect(site.system, 'Farewell')
    const page = await site.person()
    await page.goto(site.url(`/instances/${id}`))
    await page.getByRole('button', { name: 'Delete this instance' }).click()
    const dialog = page.getByRole('dialog', { name: 'Delete “Farewell”?' })
    const remove = dialog.getByRole('button', { name: 'Delete', exact: true })
    await dialog.getByRole('textbox').fill('farewel')
    expect(await remove.isDisabled()).toBe(true)
    await dialog.getByRole('button', { name: 'Keep it' }).click()
    await dialog.waitFor({ state: 'hidden' })
    expect((await instance(id)).name).toBe('Farewell')

    await page.getByRole('button', { name: 'Delete this instance' }).click()
    await dialog.getByRole('textbox').fill('Farewell')
    await remove.click()
    await heading(page, 'Instances').waitFor()
    await page.getByText('“Farewell” is deleted.').waitFor()
    expect((await site.system.api.call('GET', `/instances/${id}`)).status).toBe(404)
    expect(await contacts(token)).toBe(401)
  })

  it('that is gone says so', async () => {
    const page = await site.person()
    await page.goto(site.url('/instances/999999'))

    await page.getByText('It may have been deleted.').waitFor()
  })
})

describe('A connection whose consent was taken back at the vendor', () => {
  it('says so with the reason, and is authenticated again in place: id and token stay', async () => {
    const { id, token } = await connectRevoked(site.system, 'Revoked')
    expect(await contacts(token)).toBe(401)
    const page = await site.person()
    await page.goto(site.url('/instances?q=Revoked'))
    await page.getByText('Needs re-authorization').waitFor()
    await page.getByRole('link', { name: 'Revoked' }).click()
    await page.getByText('invalid_grant').waitFor()

    await page.getByRole('button', { name: 'Re-authenticate' }).click()
    await page.getByRole('button', { name: 'Go to the vendor' }).click()
    await consentAtVendor(page, { username: 'rui@example.com' })
    await heading(page, 'Connected again').waitFor()

    expect(await instance(id)).toMatchObject({ id, token, name: 'Revoked' })
    expect(await contacts(token)).toBe(200)
    await page.getByRole('link', { name: 'Look after the instance' }).click()
    await page.getByText('Connected', { exact: true }).waitFor()
  })

  it('stays as it was when the person refuses', async () => {
    const { id, token } = await connectRevoked(site.system, 'Still revoked')
    const page = await site.person()
    await page.goto(site.url(`/instances/${id}`))
    await page.getByRole('button', { name: 'Re-authenticate' }).click()
    await page.getByRole('button', { name: 'Go to the vendor' }).click()
    await consentAtVendor(page, { username: 'rui@example.com', decision: 'Deny' })
    await heading(page, 'You did not allow access').waitFor()

    expect(await instance(id)).toMatchObject({ id, token })
    await page.getByRole('link', { name: 'Try again' }).click()
    await heading(page, 'Still revoked').waitFor()
    await page.getByText('Needs re-authorization').waitFor()
  })
})
