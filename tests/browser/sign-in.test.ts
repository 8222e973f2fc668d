import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { readableByScripts } from '../support/browser.ts'
import { useConsole } from '../support/browser-hooks.ts'

const site = useConsole()

const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 })

async function fillIn(page: Page, username: string, password: string): Promise<void> {
  await page.getByLabel('E-mail address').fill(username)
  await page.getByRole('textbox', { name: 'Password' }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** With what first boot printed. */
async function signIn(page: Page): Promise<void> {
  const { username, password } = site.system.credentials
  await fillIn(page, username, password)
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /your profile/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await heading(page, 'Sign in to Valence').waitFor()
}

describe('Signing in', () => {
  it('stands before every page, and leads back to the one that was asked for', async () => {
    const page = await site.visitor()
    await page.goto(site.url('/instances?q=acme'))
    await heading(page, 'Sign in to Valence').waitFor()
    await signIn(page)
    await heading(page, 'Instances').waitFor()

    expect(await page.getByLabel('Search').inputValue()).toBe('acme')
  })

  it('leaves nothing of the session or the password where a script could read it', async () => {
    const page = await site.visitor()
    await page.goto(site.url('/sign-in'))
    await signIn(page)
    await heading(page, 'Elements').waitFor()

    const [session] = (await page.context().cookies()).filter(({ value }) => value.length > 20)
    expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
    const readable = await readableByScripts(page)
    expect(readable).not.toContain(session?.value)
    expect(readable).not.toContain(site.system.credentials.password)
  })

  it('never leads to another site', async () => {
    const page = await site.visitor()
    await page.goto(site.url('/sign-in?next=//evil.example/elements'))
    await signIn(page)
    await heading(page, 'Elements').waitFor()

    expect(page.url()).toBe(site.url('/elements'))
  })

  it('says that the password is wrong, and nothing more', async () => {
    const page = await site.visitor()
    await page.goto(site.url('/sign-in'))
    await fillIn(page, site.system.credentials.username, 'a guess')
    const alert = page.getByRole('alert')
    await alert.waitFor()
    const wrongPassword = (await alert.textContent())?.replace(/Request.*/, '')
    await page.reload()
    await fillIn(page, 'nobody@example.com', 'a guess')
    await alert.waitFor()

    expect(wrongPassword).toContain('You are not signed in')
    expect((await alert.textContent())?.replace(/Request.*/, '')).toBe(wrongPassword)
  })

  it('is refused for a while after too many attempts, also with the right password', async () => {
    const page = await site.visitor()
    await page.goto(site.url('/sign-in'))
    const alert = page.getByRole('alert')
    for (let attempts = 0; attempts < 20; attempts += 1) {
      const answered = page.waitForResponse('**/authentication/session')
      await fillIn(page, 'guessed@example.com', `guess ${attempts}`)
      if ((await answered).status() === 429) break
    }
    await page.getByText('Too many attempts', { exact: true }).waitFor()

    expect(await alert.textContent()).toMatch(/Try again in \d+ seconds/)
  })

  it('ends with signing out, on this page and on the others', async () => {
    const page = await site.person()
    const other = await page.context().newPage()
    await other.goto(site.url('/organization'))
    await heading(other, 'Organization and secrets').waitFor()
    await page.goto(site.url('/instances'))
    await signOut(page)

    await page.goBack()
    await heading(page, 'Sign in to Valence').waitFor()
    await other.getByRole('button', { name: 'Get the secrets' }).click()
    await heading(other, 'Sign in to Valence').waitFor()
    expect(await page.context().cookies()).toEqual([])
  })

  it('is asked for again when the session has expired, and leads back', async () => {
    const page = await site.person()
    await page.goto(site.url('/organization'))
    await heading(page, 'Organization and secrets').waitFor()
    const [session] = await page.context().cookies()
    expect(session?.expires).toBeGreaterThan(Date.now() / 1000 + 3600)
    // What the browser does at that time.
    await page.context().clearCookies()
    await page.getByRole('button', { name: 'Get the secrets' }).click()
    await heading(page, 'Sign in to Valence').waitFor()
    await signIn(page)

    await heading(page, 'Organization and secrets').waitFor()
  })
})

describe('The profile', () => {
  it('leads to the secrets, which are hidden until they are asked for', async () => {
    const { userSecret, organizationSecret } = site.system.credentials
    const page = await site.person()
    await page.goto(site.url('/'))
    await page.getByRole('button', { name: /your profile/ }).click()
    await page.getByRole('menuitem', { name: 'Organization and secrets' }).click()
    await page.getByRole('button', { name: 'Get the secrets' }).click()
    await page.getByRole('button', { name: 'Show user secret' }).waitFor()
    const main = page.getByRole('main')
    expect(await main.textContent()).not.toContain(userSecret)

    await page.getByRole('button', { name: 'Show user secret' }).click()
    await page.getByRole('button', { name: 'Show organization secret' }).click()
    await page.getByText(organizationSecret, { exact: true }).waitFor()
    expect(await main.textContent()).toContain(userSecret)
  })
})
