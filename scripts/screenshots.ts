/**
 * `npm run screenshots`: start a system with an organization that has been at work, and take a picture of every page of the
 * console, wide and narrow, into docs/images. Fails when a page did what none must, such as asking a third party.
 */
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Console, desk, openConsole, phone } from '../tests/support/browser.ts'
import { seed } from '../tests/support/browser-seed.ts'
import { type ConsolePage, openPage, pagesOf } from '../tests/support/pages.ts'

const folder = join(import.meta.dirname, '../docs/images')

/** Those that are shown in the dark as well. */
const alsoDark = new Set(['instances', 'instance-api-docs', 'activity'])

/** A page may be long: what is below is cut off, or the picture could not be read in a guide. */
const maxHeight = 1_600

/** The sizes and colours of a page's pictures, with what is added to its name. */
function* looksOf({ name }: ConsolePage) {
  yield { suffix: '', viewport: desk, colorScheme: 'light' } as const
  yield { suffix: '-narrow', viewport: phone, colorScheme: 'light' } as const
  if (alsoDark.has(name)) yield { suffix: '-dark', viewport: desk, colorScheme: 'dark' } as const
}

async function take(site: Console, wanted: ConsolePage): Promise<void> {
  for (const { suffix, viewport, colorScheme } of looksOf(wanted)) {
    const options = { viewport, colorScheme }
    const page = await (wanted.isPublic ? site.visitor(options) : site.person(options))
    await openPage(page, site.url(wanted.path), wanted)
    const height = Number(await page.evaluate('document.documentElement.scrollHeight'))
    await page.setViewportSize({ ...viewport, height: Math.min(height, maxHeight) })
    await page.evaluate('scrollTo(0, 0)')
    const path = join(folder, `${wanted.name}${suffix}.png`)
    await page.screenshot({ path, animations: 'disabled', caret: 'hide' })
    await page.context().close()
    process.stdout.write(`${wanted.name}${suffix}.png\n`)
  }
}

mkdirSync(folder, { recursive: true })
for (const name of readdirSync(folder)) if (name.endsWith('.png')) rmSync(join(folder, name))
// Ports stand in addresses: with these, pictures differ only where pages do.
const site = await openConsole({
  env: { VALENCE_PORT: '8080' },
  sandboxEnv: { SANDBOX_PORT: '8090' },
})
try {
  for (const page of pagesOf(await seed(site.system))) await take(site, page)
  if (site.problems.length > 0) throw new Error(site.problems.join('\n'))
} finally {
  await site.close()
}
const bytes = readdirSync(folder).map((name) => statSync(join(folder, name)).size)
const kilobytes = Math.round(bytes.reduce((sum, size) => sum + size, 0) / 1024)
process.stdout.write(`${bytes.length} pictures, ${kilobytes} kB\n`)
