/** Every page of the console, with something on it. */
import type { Page } from 'playwright-core'
import type { Seeded } from './browser-seed.ts'
import { eventually } from './eventually.ts'
import { element } from './system.ts'

export interface ConsolePage {
  /** Names it in tests, and its picture. */
  readonly name: string
  readonly path: string
  /** Its main heading; absent: any. */
  readonly title?: string
  /** Shown to everybody. */
  readonly isPublic?: boolean
  /** Bring it into the state it is looked at in, once it is there. */
  prepare?(page: Page): Promise<void>
}

export function pagesOf({ instances, link, failedRequest }: Seeded): readonly ConsolePage[] {
  const { connected, revoked } = instances
  return [
    { name: 'sign-in', path: '/sign-in', title: 'Sign in to Valence', isPublic: true },
    { name: 'elements', path: '/elements', title: 'Elements' },
    { name: 'element', path: `/elements/${element}`, title: 'Infusionsoft' },
    {
      name: 'element-resources',
      path: `/elements/${element}`,
      title: 'Infusionsoft',
      prepare: (page) => page.getByRole('tab', { name: 'Resources' }).click(),
    },
    {
      name: 'element-configuration',
      path: `/elements/${element}`,
      title: 'Infusionsoft',
      prepare: (page) => page.getByRole('tab', { name: 'Configuration' }).click(),
    },
    {
      name: 'element-api-docs',
      path: `/elements/${element}/docs`,
      title: 'API docs of Infusionsoft',
      prepare: openContacts,
    },
    {
      name: 'authenticate',
      path: `/elements/${element}/authenticate`,
      title: 'Authenticate Infusionsoft',
    },
    { name: 'connected', path: `/instances/${connected}/connected`, title: 'Instance created' },
    { name: 'instances', path: '/instances', title: 'Instances' },
    { name: 'instance', path: `/instances/${connected}`, title: 'Acme Supplies' },
    { name: 'instance-revoked', path: `/instances/${revoked}`, title: 'Cobalt Logistics' },
    { name: 'instance-edit', path: `/instances/${connected}/edit`, title: 'Edit instance' },
    {
      name: 'instance-delete',
      path: `/instances/${connected}`,
      title: 'Acme Supplies',
      prepare: async (page) => {
        await page.getByRole('button', { name: 'Delete this instance' }).click()
        await page.getByRole('dialog').waitFor()
      },
    },
    {
      name: 'instance-api-docs',
      path: `/instances/${connected}/docs`,
      title: 'API docs of Acme Supplies',
      prepare: tryContacts,
    },
    {
      name: 'activity',
      path: '/activity',
      title: 'Activity',
      prepare: (page) => page.getByRole('region', { name: 'Duration' }).waitFor(),
    },
    { name: 'request', path: `/activity/${failedRequest}` },
    { name: 'connect-links', path: '/connect-links', title: 'Connect links' },
    { name: 'new-connect-link', path: '/connect-links/new', title: 'New connect link' },
    {
      name: 'connect',
      path: `/connect/${link.token}`,
      title: 'Connect Infusionsoft',
      isPublic: true,
    },
    {
      name: 'not-connected',
      path: '/oauth/callback?state=old&code=x',
      title: 'This attempt is over',
    },
    {
      name: 'organization',
      path: '/organization',
      title: 'Organization and secrets',
      prepare: async (page) => {
        await page.getByRole('button', { name: 'Get the secrets' }).click()
        await page.getByRole('button', { name: 'Show user secret' }).waitFor()
      },
    },
    { name: 'not-found', path: '/nowhere', title: 'There is no such page' },
  ]
}

/** Open a page of the console, and wait until nothing on it is on its way any more. */
export async function openPage(
  page: Page,
  address: string,
  { title, prepare }: ConsolePage,
): Promise<void> {
  await page.goto(address)
  await page
    .getByRole('heading', { level: 1, ...(title ? { name: title, exact: true } : {}) })
    .waitFor()
  const waiting = page.locator('.mantine-Skeleton-root, .mantine-Loader-root')
  await eventually(
    () => waiting.count(),
    (count) => count === 0,
  )
  await prepare?.(page)
}

async function openContacts(page: Page): Promise<void> {
  await page.getByRole('heading', { name: /^contacts/ }).click()
  await page.getByRole('button', { name: /^GET \S*\/contacts / }).click()
}

async function tryContacts(page: Page): Promise<void> {
  await openContacts(page)
  await page.getByRole('button', { name: 'Try it out' }).click()
  await page.getByPlaceholder('pageSize').fill('1')
  await page.getByRole('button', { name: 'Execute' }).click()
  await page.getByRole('heading', { name: 'Server response' }).waitFor()
}
