import { createHmac } from 'node:crypto'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { useConsole } from '../support/browser-hooks.ts'
import { eventually } from '../support/eventually.ts'
import { element, vendorClient } from '../support/system.ts'
import { consentAtVendor } from '../support/vendor-pages.ts'
import { startWebPage, type WebPage } from '../support/web-page.ts'

const site = useConsole({ env: { VALENCE_EGRESS_ALLOW: 'loopback' } })

const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 })

interface MadeLink {
  readonly id: number
  readonly url: string
  readonly token: string
}

/** A link that an application made. */
async function makeLink(more: object = {}): Promise<MadeLink> {
  const { status, body, text } = await site.system.api.call('POST', '/connect-links', {
    body: {
      elements: [element],
      configuration: {
        [element]: { 'oauth.api.key': vendorClient.id, 'oauth.api.secret': vendorClient.secret },
      },
      branding: { name: 'Acme', color: '#0a66c2' },
      ...more,
    },
  })
  expect(status, text).toBe(200)
  return body
}

/** What became of a link, as the organization reads it. */
async function linkOf(id: number): Promise<{ status: string; instanceId?: number }> {
  const { body } = await site.system.api.call('GET', '/connect-links?pageSize=200')
  return body.find((link: { id: number }) => link.id === id)
}

/** From the page of a link to the vendor. */
async function leaveForVendor(page: Page): Promise<void> {
  await heading(page, 'Connect Infusionsoft').waitFor()
  await page.getByRole('button', { name: 'Continue to Infusionsoft' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
}

describe('A connect link', () => {
  it('is made in the console, and used by a customer in another browser, once', async () => {
    const operator = await site.person()
    await operator.goto(site.url('/connect-links'))
    await operator.getByRole('heading', { name: 'No connect link yet' }).waitFor()
    await operator.getByRole('link', { name: 'New link' }).click()
    await operator.getByRole('checkbox', { name: 'Infusionsoft', exact: true }).check()
    await operator.getByRole('textbox', { name: 'Key' }).fill(vendorClient.id)
    await operator.getByRole('textbox', { name: 'Secret' }).fill(vendorClient.secret)
    const instance = operator.getByRole('group', { name: 'The instance' })
    await instance.getByRole('textbox', { name: 'Name' }).fill('Customer 7')
    await operator.getByLabel('Tags').fill('customer-7')
    await operator.getByRole('button', { name: 'Make the link' }).click()
    const section = operator.getByRole('region', { name: 'For your customer' })
    const link = (await section.getByText('/connect/').textContent()) ?? ''
    expect(link).toMatch(new RegExp(`^${site.url('/connect/')}`))

    const customer = await site.visitor()
    await customer.goto(link)
    await leaveForVendor(customer)
    await consentAtVendor(customer)
    await heading(customer, 'Connected').waitFor()

    const { body } = await site.system.api.call('GET', '/instances?tags[]=customer-7')
    expect(body).toMatchObject([{ name: 'Customer 7', tags: ['customer-7'], valid: true }])
    expect(await customer.content()).not.toContain(body[0].token)
    await customer.goto(link)
    await heading(customer, 'This link has been used').waitFor()
    await operator.getByRole('link', { name: 'See all links' }).click()
    await operator.getByRole('link', { name: `Instance ${body[0].id}` }).waitFor()
  })

  it('lets the customer try again after a refusal; nothing is made until they allow', async () => {
    const { id, url } = await makeLink()
    const customer = await site.visitor()
    await customer.goto(url)
    await leaveForVendor(customer)
    await consentAtVendor(customer, { decision: 'Deny' })
    await heading(customer, 'Not connected').waitFor()
    expect(await linkOf(id)).toMatchObject({ status: 'open' })

    await customer.getByRole('link', { name: 'Try again' }).click()
    await leaveForVendor(customer)
    await consentAtVendor(customer)
    await heading(customer, 'Connected').waitFor()
    expect(await linkOf(id)).toMatchObject({ status: 'connected' })
  })

  it('is withdrawn in the console, which is asked twice, and then tells the customer', async () => {
    const { id, url } = await makeLink({ name: 'Withdrawn' })
    const operator = await site.person()
    await operator.goto(site.url('/connect-links'))
    await operator.getByRole('button', { name: 'Withdraw Withdrawn' }).click()
    const dialog = operator.getByRole('dialog', { name: 'Withdraw “Withdrawn”?' })
    await dialog.getByRole('button', { name: 'Withdraw', exact: true }).click()
    await dialog.waitFor({ state: 'hidden' })
    expect(await linkOf(id)).toMatchObject({ status: 'revoked' })

    const customer = await site.visitor()
    await customer.goto(url)
    await heading(customer, 'This link was withdrawn').waitFor()
  })

  it('that was cut short in an e-mail says so', async () => {
    const { url } = await makeLink()
    const customer = await site.visitor()
    await customer.goto(url.slice(0, -5))
    await heading(customer, 'This link is not valid').waitFor()
  })

  it('shows the customer nothing of the console', async () => {
    const { url } = await makeLink()
    const customer = await site.visitor()
    await customer.goto(url)
    await heading(customer, 'Connect Infusionsoft').waitFor()

    expect(await customer.getByRole('navigation').count()).toBe(0)
    expect(await customer.getByText('Acme').first().isVisible()).toBe(true)
  })
})

describe('A connect link in a page of the operator’s own', () => {
  let shop: WebPage
  let link: MadeLink
  beforeAll(async () => {
    shop = await startWebPage(() => pageWith(link.url))
    site.allow(shop.url)
  })
  afterAll(() => shop.close())

  /** What docs/guides/connect-links.md shows. */
  const pageWith = (url: string) => `<!doctype html><html lang="en"><title>Shop</title>
<button id="connect">Connect your CRM</button>
<p role="status"></p>
<script src="${site.url('/connect.js')}"></script>
<script>
  const say = (text) => (document.querySelector('p').textContent = text)
  document.querySelector('#connect').onclick = () =>
    ValenceConnect.open({
      url: '${url}',
      onSuccess: ({ instanceId, element }) => say('Connected: ' + instanceId + ' ' + element),
      onError: ({ message }) => say('Failed: ' + message),
      onClose: () => say('Closed before it was connected'),
    })
</script>`

  async function openPopup(page: Page): Promise<Page> {
    await page.goto(shop.url)
    const opened = page.waitForEvent('popup')
    await page.getByRole('button', { name: 'Connect your CRM' }).click()
    return opened
  }

  it('tells the page by a message, and its server by a signed callback', async () => {
    link = await makeLink({
      origin: shop.url,
      callbackUrl: `${shop.url}/hook`,
      tags: ['customer-9'],
    })
    const page = await site.visitor()
    const popup = await openPopup(page)
    await leaveForVendor(popup)
    const closed = popup.waitForEvent('close')
    await consentAtVendor(popup)
    await page.getByText(/^Connected: /).waitFor()
    await closed

    const { status, instanceId } = await linkOf(link.id)
    expect(status).toBe('connected')
    expect(await page.getByRole('status').textContent()).toBe(`Connected: ${instanceId} ${element}`)
    const [call] = await eventually(
      async () => shop.posted,
      ({ length }) => length > 0,
    )
    expect(call?.path).toBe('/hook')
    expect(JSON.parse(call?.body ?? '')).toMatchObject({
      type: 'connection.created',
      data: { instanceId, element, tags: ['customer-9'], connectLinkId: link.id },
    })
    const { body } = await site.system.api.call('GET', '/connect-links/signing-secret')
    const key = Buffer.from(body.secret.replace('whsec_', ''), 'base64')
    const { 'webhook-id': id, 'webhook-timestamp': timestamp } = call?.headers ?? {}
    const signed = createHmac('sha256', key).update(`${id}.${timestamp}.${call?.body}`)
    expect(call?.headers['webhook-signature']).toBe(`v1,${signed.digest('base64')}`)
  })

  it('tells the page of a refusal, and goes on in the popup', async () => {
    link = await makeLink({ origin: shop.url })
    const page = await site.visitor()
    const popup = await openPopup(page)
    await leaveForVendor(popup)
    await consentAtVendor(popup, { decision: 'Deny' })
    await page.getByText(/^Failed: /).waitFor()
    await popup.getByRole('link', { name: 'Try again' }).click()
    await leaveForVendor(popup)
    await consentAtVendor(popup)
    await page.getByText(/^Connected: /).waitFor()
  })

  it('tells the page when the customer closes the popup, and nothing was made', async () => {
    link = await makeLink({ origin: shop.url })
    const page = await site.visitor()
    const popup = await openPopup(page)
    await leaveForVendor(popup)
    await popup.close()
    await page.getByText('Closed before it was connected').waitFor()

    expect(await linkOf(link.id)).toMatchObject({ status: 'open' })
    expect((await linkOf(link.id)).instanceId).toBeUndefined()
  })

  it('tells no page of another origin', async () => {
    link = await makeLink({ origin: 'https://else.example' })
    const page = await site.visitor()
    const heard: unknown[] = []
    await page.exposeFunction('hear', (data: unknown) => heard.push(data))
    await page.addInitScript("addEventListener('message', ({ data }) => hear(data))")
    const popup = await openPopup(page)
    await leaveForVendor(popup)
    await consentAtVendor(popup)
    await heading(popup, 'Connected').waitFor()
    await popup.close()
    // The script asks the server when the popup closed without a word: what it says is no message of the popup.
    await page.getByText(/^Connected: /).waitFor()

    expect(heard).toEqual([])
  })
})
