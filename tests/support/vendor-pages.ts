/** The vendor's pages, as the person sees them who connects an account. */
import type { Page } from 'playwright-core'

export interface AtVendor {
  readonly username?: string
  /** Which of their accounts; asked only of who has several. */
  readonly tenant?: string
  readonly decision?: 'Allow' | 'Deny'
}

/** Sign in at the vendor, choose the account and decide. Ends where the vendor sends the person. */
export async function consentAtVendor(
  page: Page,
  { username = 'dana@example.com', tenant, decision = 'Allow' }: AtVendor = {},
): Promise<void> {
  await signInAtVendor(page, username)
  if (tenant) {
    await page.getByRole('radio', { name: tenant }).check()
    await page.getByRole('button', { name: 'Continue' }).click()
  }
  await page.getByRole('heading', { name: 'Allow access?' }).waitFor()
  await page.getByRole('button', { name: decision }).click()
}

export async function signInAtVendor(page: Page, username = 'dana@example.com'): Promise<void> {
  await page.getByLabel('Username').fill(username)
  await page.getByLabel('Password').fill('sandbox')
  await page.getByRole('button', { name: 'Sign in' }).click()
}
