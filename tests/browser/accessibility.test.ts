import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { findBarriers } from '../support/axe.ts'
import { desk, phone } from '../support/browser.ts'
import { useConsole } from '../support/browser-hooks.ts'
import { type Seeded, seed } from '../support/browser-seed.ts'
import { type ConsolePage, openPage, pagesOf } from '../support/pages.ts'
import { element, vendorClient } from '../support/system.ts'

const site = useConsole()
let seeded: Seeded
beforeAll(async () => {
  seeded = await seed(site.system)
})

/** Known before anything runs, for the names of the tests. */
const names = pagesOf({ instances: {}, link: {} } as Seeded).map(({ name }) => name)

const looks = (['light', 'dark'] as const).flatMap((colorScheme) =>
  [desk, phone].map((viewport) => ({ colorScheme, viewport })),
)

async function barriersIn(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const { colorScheme, viewport } of looks) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.setViewportSize(viewport)
    await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor()
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(done)))')
    const look = `${colorScheme}, ${viewport.width} px`
    found.push(...(await findBarriers(page)).map((barrier) => `${look}: ${barrier}`))
    if (await scrollsSideways(page)) found.push(`${look}: scrolls sideways`)
  }
  return found
}

function scrollsSideways(page: Page): Promise<boolean> {
  return page.evaluate(
    'document.documentElement.scrollWidth > document.documentElement.clientWidth',
  )
}

describe('For everybody, in light and dark, on a desk and on a phone,', () => {
  it.each(names)('the page %s has no barrier, and scrolls no way but down', async (name) => {
    const wanted = pagesOf(seeded).find((one) => one.name === name) as ConsolePage
    const page = wanted.isPublic ? await site.visitor() : await site.person()
    await openPage(page, site.url(wanted.path), wanted)

    expect(await barriersIn(page)).toEqual([])
  })
})

/** Does what has the keyboard's place look otherwise than without it? */
const isFocusSeen = `(() => {
  const focused = document.activeElement
  // The colour on the way from one to the other would be that of before.
  focused.style.transition = 'none'
  const look = () => {
    const { outline, borderColor, boxShadow, backgroundColor } = getComputedStyle(focused)
    return [outline, borderColor, boxShadow, backgroundColor].join()
  }
  const withFocus = look()
  focused.blur()
  const without = look()
  focused.focus()
  return withFocus !== without
})()`

describe('By keyboard alone', () => {
  /** Press Tab until the keyboard's place is on something of this name; that it can be seen is part of it. */
  async function tabTo(page: Page, name: RegExp): Promise<void> {
    for (let presses = 0; presses < 60; presses += 1) {
      await page.keyboard.press('Tab')
      const focused = page.locator(':focus')
      if ((await focused.count()) === 0) continue
      if (!name.test(await focused.ariaSnapshot())) continue
      expect(await page.evaluate(isFocusSeen), `${name} is seen to be focused`).toBe(true)
      return
    }
    throw new Error(`Tab never came to ${name}`)
  }

  it('one comes past the navigation to the content, and authenticates', async () => {
    const page = await site.person()
    await page.goto(site.url(`/elements/${element}/authenticate`))
    await page.getByLabel('Name of the instance').waitFor()
    await page.keyboard.press('Tab')
    expect(await page.locator(':focus').textContent()).toBe('Skip to the content')
    await page.keyboard.press('Enter')
    await tabTo(page, /textbox "Name of the instance"/)
    await page.keyboard.type('By keyboard')
    await tabTo(page, /textbox "OAuth API key"/)
    await page.keyboard.type(vendorClient.id)
    await tabTo(page, /textbox "OAuth API secret"/)
    await page.keyboard.type(vendorClient.secret)
    await tabTo(page, /button "Create instance"/)
    await page.keyboard.press('Enter')

    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  })

  it('one opens a dialog, stays in it, and comes back to where one was', async () => {
    const page = await site.person()
    await page.goto(site.url(`/instances/${seeded.instances.quiet}`))
    await page.getByRole('button', { name: 'Delete this instance' }).waitFor()
    await tabTo(page, /button "Delete this instance/)
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: /^Delete/ })
    await dialog.getByRole('textbox').and(page.locator(':focus')).waitFor()
    for (let presses = 0; presses < 6; presses += 1) {
      await page.keyboard.press('Tab')
      expect(await dialog.locator(':focus').count()).toBe(1)
    }
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })

    await page
      .getByRole('button', { name: 'Delete this instance' })
      .and(page.locator(':focus'))
      .waitFor()
  })

  it('one opens the profile menu, and chooses in it', async () => {
    const page = await site.person()
    await page.goto(site.url('/elements'))
    await page.getByRole('button', { name: /your profile/ }).waitFor()
    await tabTo(page, /your profile/)
    await page.keyboard.press('Enter')
    const item = page.getByRole('menuitem', { name: 'Organization and secrets' })
    await item.waitFor()
    for (let presses = 0; presses < 10; presses += 1) {
      await page.keyboard.press('ArrowDown')
      if ((await item.and(page.locator(':focus')).count()) === 1) break
    }
    await page.keyboard.press('Enter')

    await page.getByRole('heading', { name: 'Organization and secrets', level: 1 }).waitFor()
  })
})
