import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { readableByScripts } from '../support/browser.ts'
import { useConsole } from '../support/browser-hooks.ts'
import { connect } from '../support/browser-seed.ts'
import { element } from '../support/system.ts'

const site = useConsole()

const operations = (page: Page) => page.getByRole('region', { name: 'Operations' })

/** Open an operation, such as `GET /contacts`. */
async function open(page: Page, operation: string): Promise<void> {
  const [, tag = ''] = /\/(\w+)/.exec(operation) ?? []
  await operations(page).getByText(tag, { exact: true }).click()
  await operations(page)
    .getByRole('button', { name: new RegExp(`^${operation} `) })
    .click()
}

describe('The API docs of an instance', () => {
  let id: number
  let token: string
  beforeAll(async () => {
    ;({ id, token } = await connect(site.system, 'Acme'))
  })

  it('try a request out with the instance’s token, which no address and no storage holds', async () => {
    const page = await site.person()
    const addresses: string[] = []
    page.on('request', (request) => void addresses.push(request.url()))
    await page.goto(site.url(`/instances/${id}/docs`))
    await open(page, 'GET /contacts')
    await page.getByRole('button', { name: 'Try it out' }).click()
    await page.getByPlaceholder('pageSize').fill('2')
    const answered = page.waitForResponse('**/contacts?*')
    await page.getByRole('button', { name: 'Execute' }).click()
    const response = await answered
    const records = await response.json()
    const shown = operations(page).getByText(records[0].Email).first()
    await shown.waitFor()

    expect(response.status()).toBe(200)
    expect(await response.request().headerValue('authorization')).toBe(`Element ${token}`)
    expect(records).toHaveLength(2)
    expect(await operations(page).getByText('curl -X GET').textContent()).toContain('$TOKEN')
    expect(await page.content()).not.toContain(token)
    expect(await readableByScripts(page)).not.toContain(token)
    expect(addresses.filter((address) => address.includes(token))).toEqual([])
  })

  it('try out what changes something as well', async () => {
    const page = await site.person()
    await page.goto(site.url(`/instances/${id}/docs`))
    await open(page, 'POST /contacts')
    await page.getByRole('button', { name: 'Try it out' }).click()
    const body = { FirstName: 'Grace', Email: 'grace@example.com' }
    await operations(page)
      .getByRole('row', { name: /^body/ })
      .getByRole('textbox')
      .fill(JSON.stringify(body))
    const answered = page.waitForResponse('**/api-v2/contacts')
    await page.getByRole('button', { name: 'Execute' }).click()

    expect((await answered).status()).toBe(200)
    expect(await (await answered).json()).toMatchObject(body)
  })

  it('show the vendor’s objects and their fields beside it', async () => {
    const page = await site.person()
    await page.goto(site.url(`/instances/${id}/docs`))
    const objects = page.getByRole('region', { name: 'Objects and fields' })
    await objects.getByLabel('Object', { exact: true }).selectOption('contacts')
    await objects.getByLabel('Find a field').fill('email')
    await objects.getByText('Email', { exact: true }).waitFor()

    expect(await objects.getByRole('status').textContent()).toMatch(/^\d of \d+ fields$/)
  })
})

describe('The API docs of an element', () => {
  it('describe its resources, and make no requests: there is no instance to make them for', async () => {
    const page = await site.person()
    await page.goto(site.url(`/elements/${element}`))
    await page.getByRole('link', { name: 'API docs' }).click()
    await page.getByText('contacts', { exact: true }).click()
    await page.getByRole('button', { name: 'GET /hubs/crm/contacts List contacts' }).click()
    await page.getByText('pageSize').first().waitFor()

    expect(await page.getByRole('button', { name: 'Try it out' }).count()).toBe(0)
  })
})
