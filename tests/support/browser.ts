/** A browser in front of a whole system: what the tests of the console and the script that takes its pictures share. */
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { browserBinary } from './browser-binary.ts'
import { type Problems, watch } from './browser-watch.ts'
import { type System, type SystemOptions, startSystem } from './system.ts'

/** How long a person waits for something. Long, because the machine may be busy: no test depends on it. */
export const PATIENCE_MS = 60_000

/** The window of somebody at a desk; pages have this size unless told otherwise. */
export const desk = { width: 1280, height: 800 }

/** The narrowest window that has to do. */
export const phone = { width: 380, height: 740 }

const flags = [
  // Chromium calls home by itself; every name but this machine's leads nowhere.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
  '--disable-domain-reliability',
  '--no-pings',
  // The same letters at every size, on every machine.
  '--font-render-hinting=none',
]

/** Start Chromium without a window. Whoever starts it closes it. */
export function startChromium(): Promise<Browser> {
  return chromium.launch({ ...browserBinary(), args: flags, timeout: PATIENCE_MS })
}

/** A system, and browsers of people who use its console. */
export interface Console {
  readonly system: System
  readonly browser: Browser
  /** What happened on pages that must not, since the start (`watch`). */
  readonly problems: Problems
  /** The address of a page: `url('/instances')`. */
  url(path: string): string
  /** A page of somebody who is not signed in, in a browser of their own. */
  visitor(options?: BrowserContextOptions): Promise<Page>
  /** A page of somebody who is. */
  person(options?: BrowserContextOptions): Promise<Page>
  /** A further origin that pages may ask: one of the test's own. */
  allow(origin: string): void
  close(): Promise<void>
}

export async function openConsole(options: SystemOptions = {}): Promise<Console> {
  const [system, browser] = await Promise.all([startSystem(options), startChromium()])
  const origins = [system.api.url, system.sandbox.url]
  const problems: Problems = []
  const visitor = async (more: BrowserContextOptions = {}) => {
    const context = await browser.newContext({ viewport: desk, reducedMotion: 'reduce', ...more })
    context.setDefaultTimeout(PATIENCE_MS)
    watch(context, () => origins, problems)
    return context.newPage()
  }
  return {
    system,
    browser,
    problems,
    url: (path) => system.api.url + path,
    visitor,
    async person(more) {
      const page = await visitor(more)
      await signInQuietly(page, system)
      return page
    },
    allow: (origin) => void origins.push(origin),
    async close() {
      await browser.close()
      await system.stop()
    },
  }
}

/** Sign in without the page for it: `sign-in.test.ts` is about that one. */
async function signInQuietly(page: Page, { api, credentials }: System): Promise<void> {
  const { username, password } = credentials
  const answer = await page
    .context()
    .request.post(`${api.url}/elements/api-v2/authentication/session`, {
      data: { username, password },
    })
  if (!answer.ok()) throw new Error(`not signed in: ${answer.status()} ${await answer.text()}`)
}

/** All that a script of the page, or who sees its address, can get hold of: the address, the storages, the cookies. */
export function readableByScripts(page: Page): Promise<string> {
  return page.evaluate(
    'JSON.stringify([location.href, { ...localStorage }, { ...sessionStorage }, document.cookie])',
  )
}
