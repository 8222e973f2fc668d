import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import chromium from '@sparticuz/chromium'
import { type Browser, type Page, chromium as playwright } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Sandbox, startSandbox } from '../../sandbox.ts'

// In a real browser, with scripts switched off.

let sandbox: Sandbox
let browser: Browser

let callback: string

const application = createServer((_request, response) => {
  response.end('Back at the application.')
})

beforeAll(async () => {
  sandbox = await startSandbox({ contacts: 0 })
  await new Promise<void>((resolve) => application.listen(0, '127.0.0.1', resolve))
  callback = `http://127.0.0.1:${(application.address() as AddressInfo).port}/callback`
  browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    args: chromium.args,
    headless: true,
  })
})

afterAll(async () => {
  await browser?.close()
  application.close()
  await sandbox.close()
})

async function openPage(): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await authorize(page)
  return page
}

async function authorize(page: Page): Promise<void> {
  const query = new URLSearchParams({
    client_id: sandbox.client.id,
    redirect_uri: callback,
    response_type: 'code',
    scope: 'full',
    state: 'from-the-browser',
  })
  await page.goto(`${sandbox.url}/app/oauth/authorize?${query}`)
}

/** What the application was told. */
async function answerAt(page: Page): Promise<URLSearchParams> {
  await page.waitForURL((url) => url.href.startsWith(callback))
  return new URL(page.url()).searchParams
}

async function signIn(page: Page, username: string, password = 'sandbox'): Promise<void> {
  await page.getByLabel('Username').fill(username)
  await page.getByLabel('Password').fill(password)
  await page.locator('.btn-primary').click()
}

describe('The pages, in a browser without scripts', () => {
  it('lead from signing in over the choice of an app to the application', async () => {
    const page = await openPage()
    await signIn(page, 'admin@example.com')
    await page.getByLabel('ab103.infusionsoft.com').check()
    await page.getByRole('button', { name: 'Continue' }).click()
    const question = await page.getByRole('heading', { name: 'Allow access?' }).count()
    await page.locator('.btn-primary').click()
    const answer = await answerAt(page)

    expect(question).toBe(1)
    expect(answer.get('scope')).toBe('full|ab103.infusionsoft.com')
    expect(answer.get('state')).toBe('from-the-browser')
    expect(answer.get('code')).toBeTruthy()
  })

  it('skip the choice for a login with one app, and let the user deny', async () => {
    const page = await openPage()
    await signIn(page, 'dana@example.com')
    await page.getByRole('button', { name: 'Deny' }).click()

    expect((await answerAt(page)).get('error')).toBe('access_denied')
  })

  it('say when the password is wrong, and keep the username', async () => {
    const page = await openPage()
    await signIn(page, 'dana@example.com', 'guess')

    expect(await page.getByRole('alert').textContent()).toContain('not right')
    expect(await page.locator('#username').inputValue()).toBe('dana@example.com')
  })

  it('connect a second user in the same browser', async () => {
    const page = await openPage()
    await signIn(page, 'dana@example.com')
    await page.getByRole('button', { name: 'Allow' }).click()
    await answerAt(page)
    await authorize(page)
    await signIn(page, 'rui@example.com')
    await page.getByRole('button', { name: 'Allow' }).click()

    expect((await answerAt(page)).get('scope')).toBe('full|ab103.infusionsoft.com')
  })
})
