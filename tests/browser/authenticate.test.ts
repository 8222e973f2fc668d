import type { Page } from 'playwright-core'
import { afterEach, describe, expect, it } from 'vitest'
import { useConsole } from '../support/browser-hooks.ts'
import { element, vendorClient } from '../support/system.ts'
import { consentAtVendor, signInAtVendor } from '../support/vendor-pages.ts'

const site = useConsole()

/** What the platform has of this name: nothing half-made hides from the API. */
async function instancesNamed(name: string): Promise<{ id: number; token: string }[]> {
  const { status, body } = await site.system.api.call('GET', '/instances?pageSize=200')
  // An empty list is answered 404.
  const all = status === 404 ? [] : (body as { id: number; token: string; name: string }[])
  return all.filter((instance) => instance.name === name)
}

/** Fill the form in and leave for the vendor. */
async function leaveForVendor(page: Page, name: string): Promise<void> {
  await page.goto(site.url(`/elements/${element}/authenticate`))
  await fillForm(page, name)
}

async function fillForm(page: Page, name: string): Promise<void> {
  await page.getByLabel('Name of the instance').fill(name)
  await page.getByLabel('OAuth API key').fill(vendorClient.id)
  await page.getByRole('textbox', { name: 'OAuth API secret' }).fill(vendorClient.secret)
  await page.getByRole('button', { name: 'Create instance' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
}

const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 })

/** The page waits with the vendor's answer until `meanwhile` has happened. */
async function holdAnswer(
  page: Page,
  meanwhile: (code: string) => Promise<unknown>,
): Promise<void> {
  await page.route('**/pending-connections/*/complete', async (route) => {
    await meanwhile(route.request().postDataJSON().code)
    await route.continue()
  })
}

describe('Authenticating an account', () => {
  it('leads from the catalogue through the vendor’s pages to an instance', async () => {
    const page = await site.person()
    await page.goto(site.url('/'))
    await page.getByRole('link', { name: 'Infusionsoft', exact: true }).click()
    await page.getByRole('link', { name: 'Authenticate' }).click()
    await page.getByLabel('Tags').fill('customer-1, eu')
    await fillForm(page, 'Acme')
    await consentAtVendor(page, { username: 'admin@example.com', tenant: 'ab103' })
    await heading(page, 'Instance created').waitFor()

    const [made] = await instancesNamed('Acme')
    expect(made).toMatchObject({ tags: ['customer-1', 'eu'], valid: true })
    const main = page.getByRole('main')
    expect(await main.textContent()).toContain(`Id${made?.id}`)
    expect(await main.textContent()).not.toContain(made?.token)
    await page.getByRole('button', { name: 'Show token' }).click()
    await page.getByText(made?.token ?? '', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Hide token' }).click()
    expect(await main.textContent()).not.toContain(made?.token)
    expect(page.url()).toBe(site.url(`/instances/${made?.id}/connected`))
  })

  it('tells the next steps, each of which leads somewhere', async () => {
    const page = await site.person()
    await leaveForVendor(page, 'Next')
    await consentAtVendor(page)
    await heading(page, 'Instance created').waitFor()
    const connected = page.url()

    const links = page.getByRole('region', { name: 'What next' }).getByRole('link')
    await links.first().waitFor()
    const names = await links.allTextContents()
    for (const name of names) {
      await page.goto(connected)
      await page.getByRole('link', { name }).click()
      await heading(page, 'Instance created').waitFor({ state: 'detached' })
      await page.getByRole('heading', { level: 1 }).waitFor()
      expect(await page.getByRole('heading', { level: 1 }).textContent()).not.toMatch(/no such/)
    }
    expect(names.length).toBeGreaterThanOrEqual(3)
  })

  it('asks for what the element needs before anybody leaves', async () => {
    const page = await site.person()
    await page.goto(site.url(`/elements/${element}/authenticate`))
    await page.getByRole('button', { name: 'Create instance' }).click()

    const name = page.getByLabel('Name of the instance')
    expect(await name.evaluate((input) => input.matches(':invalid:focus'))).toBe(true)
    expect(page.url()).toBe(site.url(`/elements/${element}/authenticate`))
  })

  describe('that does not come to an end', () => {
    it('says that the person refused, and offers to try again', async () => {
      const page = await site.person()
      await leaveForVendor(page, 'Refused')
      await consentAtVendor(page, { decision: 'Deny' })
      await heading(page, 'You did not allow access').waitFor()

      expect(await page.getByRole('alert').textContent()).toContain('Nothing was made')
      expect(page.url()).toBe(site.url('/oauth/callback'))
      expect(await instancesNamed('Refused')).toEqual([])
      await page.getByRole('link', { name: 'Try again' }).click()
      await heading(page, 'Authenticate Infusionsoft').waitFor()
    })

    it('says that it took too long when the code has expired', async () => {
      const page = await site.person()
      await leaveForVendor(page, 'Late')
      await holdAnswer(page, () => site.system.control.post('/clock', { advanceSeconds: 3600 }))
      await consentAtVendor(page)
      await heading(page, 'It took too long').waitFor()

      expect(await instancesNamed('Late')).toEqual([])
      await page.getByRole('link', { name: 'Try again' }).click()
      await heading(page, 'Authenticate Infusionsoft').waitFor()
    })
    afterEach(() => site.system.control.remove('/clock'))

    it('makes nothing of a code that somebody has used', async () => {
      const page = await site.person()
      await leaveForVendor(page, 'Stolen')
      await holdAnswer(page, (code) =>
        fetch(`${site.system.sandbox.url}/token`, {
          method: 'POST',
          body: new URLSearchParams({
            grant_type: 'authorization_code',
            code,
            redirect_uri: site.url('/oauth/callback'),
            client_id: vendorClient.id,
            client_secret: vendorClient.secret,
          }),
        }),
      )
      await consentAtVendor(page)
      await heading(page, 'It took too long').waitFor()

      expect(await page.getByRole('alert').textContent()).toContain('The vendor said')
      expect(await instancesNamed('Stolen')).toEqual([])
    })

    it('says so to who comes back with the back button, and lets them begin again', async () => {
      const page = await site.person()
      await leaveForVendor(page, 'Back')
      await page.goBack()
      await page.getByText('You came back without an answer of the vendor').waitFor()

      expect(await instancesNamed('Back')).toEqual([])
      await fillForm(page, 'Back')
      await consentAtVendor(page)
      await heading(page, 'Instance created').waitFor()
      expect(await instancesNamed('Back')).toHaveLength(1)
    })

    it('leaves nothing behind when the window is closed at the vendor', async () => {
      const page = await site.person()
      await leaveForVendor(page, 'Closed')
      await signInAtVendor(page)
      await page.getByRole('heading', { name: 'Allow access?' }).waitFor()
      const next = await page.context().newPage()
      await page.close()

      await next.goto(site.url('/instances'))
      await heading(next, 'Instances').waitFor()
      expect(await instancesNamed('Closed')).toEqual([])
      await leaveForVendor(next, 'Closed')
      await consentAtVendor(next)
      await heading(next, 'Instance created').waitFor()
    })

    it('says so to who was signed out meanwhile', async () => {
      const page = await site.person()
      await leaveForVendor(page, 'Signed out')
      await page.context().clearCookies({ name: 'valence_session' })
      await consentAtVendor(page)
      await heading(page, 'You are signed out').waitFor()

      expect(await instancesNamed('Signed out')).toEqual([])
      await page.getByRole('link', { name: 'Sign in' }).click()
      await heading(page, 'Sign in to Valence').waitFor()
    })

    it('says so when the account is not the one that was named', async () => {
      const page = await site.person()
      await page.goto(site.url(`/elements/${element}/authenticate`))
      await page.getByLabel('Server').fill('zz999.infusionsoft.com')
      await fillForm(page, 'Elsewhere')
      await consentAtVendor(page)
      await page.getByRole('alert').waitFor()

      expect(await page.getByRole('alert').textContent()).toContain('zz999')
      expect(await instancesNamed('Elsewhere')).toEqual([])
      expect(await page.getByRole('link', { name: 'Try again' }).isVisible()).toBe(true)
    })
  })

  describe('in several tabs', () => {
    it('makes one instance of one answer, and shows it in either', async () => {
      const page = await site.person()
      let answer = ''
      page.on('request', (request) => {
        if (request.url().includes('/oauth/callback?')) answer = request.url()
      })
      await leaveForVendor(page, 'Twice')
      await consentAtVendor(page)
      await heading(page, 'Instance created').waitFor()
      const other = await page.context().newPage()
      await other.goto(answer)
      await heading(other, 'Instance created').waitFor()

      expect(other.url()).toBe(page.url())
      expect(await instancesNamed('Twice')).toHaveLength(1)
    })

    it('keeps two that are under way at once apart', async () => {
      const first = await site.person()
      const second = await first.context().newPage()
      await leaveForVendor(first, 'First')
      await leaveForVendor(second, 'Second')
      await consentAtVendor(second)
      await heading(second, 'Instance created').waitFor()
      await consentAtVendor(first)
      await heading(first, 'Instance created').waitFor()

      expect(await first.getByRole('status').allTextContents()).toContainEqual(
        expect.stringContaining('“First”'),
      )
      expect(await instancesNamed('First')).toHaveLength(1)
      expect(await instancesNamed('Second')).toHaveLength(1)
    })
  })

  it('has nothing to do for who opens the way back by hand', async () => {
    const page = await site.person()
    await page.goto(site.url('/oauth/callback'))
    await heading(page, 'Nothing to do here').waitFor()
    await page.goto(site.url('/oauth/callback?code=made-up&state=made-up'))
    await heading(page, 'This attempt is over').waitFor()

    await page.getByRole('link', { name: 'Choose an element' }).click()
    await heading(page, 'Elements').waitFor()
  })
})
