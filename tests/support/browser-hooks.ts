/** A console for the tests of one file. */
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { type Console, openConsole } from './browser.ts'
import type { SystemOptions } from './system.ts'

/**
 * Start a system and a browser before the tests of a file, and end them after. After every test its pages are closed, and
 * it fails when any of them did what none must (`watch`).
 *
 * @returns the console; it is there as soon as a test runs.
 */
export function useConsole(options: SystemOptions = {}): Console {
  let opened: Console | undefined
  beforeAll(async () => {
    opened = await openConsole(options)
  })
  afterEach(async ({ task }) => {
    if (opened && task.result?.state === 'fail') await takePictures(opened, task.name)
    for (const context of opened?.browser.contexts() ?? []) await context.close()
    expect(opened?.problems.splice(0)).toEqual([])
  })
  afterAll(() => opened?.close())
  return new Proxy({} as Console, {
    get(_, name) {
      if (!opened) throw new Error('The console is there only while a test runs.')
      return Reflect.get(opened, name)
    },
  })
}

/** What a test that failed was looking at. */
async function takePictures({ browser }: Console, name: string): Promise<void> {
  const folder = join(import.meta.dirname, '../../node_modules/.cache/valence-failed')
  const pages = browser.contexts().flatMap((context) => context.pages())
  for (const [i, page] of pages.entries()) {
    const path = join(folder, `${name.replace(/\W+/g, '-')}-${i + 1}.png`)
    await page.screenshot({ path, fullPage: true }).catch(() => undefined)
    process.stderr.write(`${page.url()} looked like ${path}\n`)
  }
}
