import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { useConsole } from '../support/browser-hooks.ts'
import { ask, connect } from '../support/browser-seed.ts'
import { eventually } from '../support/eventually.ts'

const site = useConsole()

const rows = (page: Page) =>
  page.getByRole('region', { name: 'Requests', exact: true }).getByRole('link')

describe('Activity', () => {
  let acme: { id: number; token: string }
  let brightside: { id: number; token: string }
  beforeAll(async () => {
    acme = await connect(site.system, 'Acme')
    brightside = await connect(site.system, 'Brightside')
  })

  const request = (token: string, line: string) => ask(site.system.api, token, line)

  /** Requests are written down in batches. */
  async function writtenDown(answer: { headers: Headers }): Promise<string> {
    const id = answer.headers.get('elements-request-id') ?? ''
    await eventually(
      () => site.system.api.call('GET', `/usage/${id}`),
      ({ status }) => status === 200,
    )
    return id
  }

  it('says how the first request is made where there is none', async () => {
    const page = await site.person()
    await page.goto(site.url('/activity'))

    await page.getByRole('heading', { name: 'No request yet' }).waitFor()
  })

  it('shows a request as it happens, without a reload', async () => {
    const page = await site.person()
    await page.goto(site.url('/activity'))
    await page.getByText('Live: new requests appear by themselves.').waitFor()
    const answer = await request(acme.token, 'GET /hubs/crm/contacts?pageSize=1')
    const id = answer.headers.get('elements-request-id') ?? ''

    await page.getByText(id, { exact: true }).waitFor()
  })

  it('holds still while it is paused, and counts what it would have shown', async () => {
    const page = await site.person()
    await page.goto(site.url('/activity'))
    await page.getByText('Live: new requests appear by themselves.').waitFor()
    await page.getByRole('button', { name: 'Pause' }).click()
    const answer = await request(acme.token, 'GET /hubs/crm/tasks?pageSize=1')
    const id = answer.headers.get('elements-request-id') ?? ''
    await page.getByText('Paused. 1 new since then.').waitFor()
    expect(await page.getByText(id, { exact: true }).count()).toBe(0)

    await page.getByRole('button', { name: 'Go on' }).click()
    await page.getByText(id, { exact: true }).waitFor()
  })

  it('is filtered by instance, method, status and path, and the filter is part of the address', async () => {
    await writtenDown(await request(acme.token, 'GET /hubs/crm/accounts?pageSize=1'))
    await writtenDown(await request(acme.token, 'GET /hubs/crm/contacts/99999999'))
    await writtenDown(await request(brightside.token, 'GET /hubs/crm/contacts?pageSize=1'))
    const page = await site.person()
    await page.goto(site.url('/activity'))
    const shown = async () =>
      [...new Set(await rows(page).allTextContents())].map((text) => text.replace(/\s+/g, ' '))

    await page.getByLabel('Instance').selectOption({ label: `Brightside (${brightside.id})` })
    await eventually(
      async () => rows(page).count(),
      (count) => count === 1,
    )
    expect((await shown())[0]).toMatch(/^GET .*\/hubs\/crm\/contacts$/)

    await page.getByLabel('Instance').selectOption('')
    await page.getByLabel('Status').selectOption('failed')
    await eventually(shown, (texts) => texts.length === 1)
    expect((await shown())[0]).toContain('/hubs/crm/contacts/99999999')

    await page.reload()
    await eventually(shown, (texts) => texts.length === 1)
    await page.getByLabel('Status').selectOption('')
    await page.getByLabel('Path').fill('accounts')
    await eventually(shown, (texts) => texts.length === 1 && /accounts/.test(texts[0] ?? ''))
    await page.getByLabel('Method').selectOption('POST')
    await page.getByRole('heading', { name: 'No request matches' }).waitFor()
  })

  it('opens one request: its parameters, the vendor’s call behind it, the error in words', async () => {
    const id = await writtenDown(
      await request(acme.token, 'GET /hubs/crm/contacts/88888888?apiKey=hush'),
    )
    const page = await site.person()
    await page.goto(site.url('/activity'))
    await page.getByRole('link', { name: '/hubs/crm/contacts/88888888' }).click()
    // The list has the id as well: the vendor's words are on the page of the request alone.
    await page.getByText('The vendor said').waitFor()

    const text = (await page.getByRole('main').textContent()) ?? ''
    expect(text).toContain('It failed')
    expect(text).toContain(id)
    expect(text).toContain('/crm/rest/v2/contacts/88888888')
    expect(text).toContain(new URL(site.system.sandbox.url).host)
    expect(text).toContain('********')
    expect(text).not.toContain('hush')
    expect(text).not.toContain(acme.token)
  })

  it('counts requests, errors and durations over time, in charts and in words', async () => {
    await writtenDown(await request(acme.token, 'GET /hubs/crm/contacts?pageSize=1'))
    await writtenDown(await request(acme.token, 'GET /hubs/crm/contacts/77777777'))
    const page = await site.person()
    await page.goto(site.url('/activity'))
    const requests = page.getByRole('region', { name: 'Requests over time' })
    await requests
      .getByText(/^\d+ of all instances in the last hour, [1-9]\d* of them failed$/)
      .waitFor()
    await requests.getByText('As a table').click()
    const counts = (await requests.getByRole('row').allTextContents()).slice(1)
    await page
      .getByRole('region', { name: 'Duration over time' })
      .getByText(/the longest took \d/)
      .waitFor()
    await page.getByLabel('Charts show').selectOption('Charts: the last 7 days')
    await page.getByText(/in the last 7 days/).waitFor()

    expect(counts.length).toBeGreaterThanOrEqual(60)
    expect(
      await page.getByRole('application').or(page.locator('svg.recharts-surface')).count(),
    ).toBe(2)
  })
})
