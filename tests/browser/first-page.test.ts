import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { desk, phone } from '../support/browser.ts'
import { useConsole } from '../support/browser-hooks.ts'
import { seed } from '../support/browser-seed.ts'
import { type ConsolePage, openPage, pagesOf } from '../support/pages.ts'

const site = useConsole()
let pages: readonly ConsolePage[]
beforeAll(async () => {
  pages = pagesOf(await seed(site.system))
})

/** Everything that moved without the person's doing, added up as browsers do it (Cumulative Layout Shift). */
const watchShifts = `
  globalThis.shifts = 0
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.shifts += entry.value
  }).observe({ type: 'layout-shift', buffered: true })`

/** What came over the line, compressed as it was, headers included. */
async function countBytes(page: Page): Promise<() => number> {
  let bytes = 0
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength
  })
  return () => bytes
}

describe('The first page', () => {
  it('is there after less than 300 kB', async () => {
    const page = await site.person()
    const bytes = await countBytes(page)
    await page.goto(site.url('/'))
    await page.getByRole('link', { name: 'Infusionsoft', exact: true }).waitFor()
    await page.waitForLoadState('networkidle')

    expect(bytes()).toBeGreaterThan(50_000)
    expect(bytes()).toBeLessThan(300_000)
  })

  it('is not loaded again by who comes back', async () => {
    const page = await site.person()
    await page.goto(site.url('/'))
    await page.getByRole('link', { name: 'Infusionsoft', exact: true }).waitFor()
    await page.waitForLoadState('networkidle')
    const bytes = await countBytes(page)
    await page.reload()
    await page.getByRole('link', { name: 'Infusionsoft', exact: true }).waitFor()
    await page.waitForLoadState('networkidle')

    expect(bytes()).toBeLessThan(60_000)
  })
})

describe.each(['elements', 'instances', 'activity'])('The page %s', (name) => {
  it.each([desk, phone])('does not jump while it loads: %o', async (viewport) => {
    const wanted = pages.find((one) => one.name === name) as ConsolePage
    const page = await site.person({ viewport })
    await page.addInitScript(watchShifts)
    await openPage(page, site.url(wanted.path), wanted)

    expect(await page.evaluate('globalThis.shifts')).toBeLessThan(0.1)
  })
})
