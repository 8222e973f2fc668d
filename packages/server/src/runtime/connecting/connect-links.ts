/** Connect links: a person without an account here connects an element, once, for the user who made the link. */
import { ValenceError } from '../../lib/errors.ts'
import { hashSecret } from '../../lib/ids.ts'
import { sealedColumns } from '../../store/sealed-columns.ts'
import type { ConnectLink } from '../../store/store.ts'
import type { Caller } from '../caller.ts'
import { suppliedConfiguration } from '../instance-input.ts'
import type { Configuration } from '../sealed-configuration.ts'
import { createBrandingLogos } from './branding-logos.ts'
import { createCallbacks } from './callbacks.ts'
import { readLinkTerms } from './connect-link-input.ts'
import type {
  ConnectLinkInput,
  ConnectLinks,
  ConnectLinkView,
  MadeConnectLink,
} from './connect-links-port.ts'
import { type ConnectSessionsDependencies, connectSessions } from './connect-sessions.ts'
import { linkStatus } from './link-status.ts'
import { assertOfferable, type LinkConfiguration } from './offered-elements.ts'
import { signingSecretOf } from './signing-secret.ts'
import { urlSecret } from './url-secret.ts'

const maxElements = 100

export function createConnectLinks(
  given: Omit<ConnectSessionsDependencies, 'callbacks' | 'logos'>,
): ConnectLinks {
  const callbacks = createCallbacks(given.engine)
  const logos = createBrandingLogos(given.engine.http)
  const deps: ConnectSessionsDependencies = { ...given, callbacks, logos }
  const { store, engine } = deps
  return {
    create: (caller, input) => create(deps, caller, input),
    list: async (caller, page) =>
      (await store.connectLinks.list(caller.scope, page)).map((link) =>
        toView(link, engine.clock.now()),
      ),
    async revoke(caller, id) {
      const at = new Date(engine.clock.now())
      const link = await store.connectLinks.revoke(caller.scope, id, at)
      if (!link) throw new ValenceError('not_found', `There is no connect link ${id}.`)
    },
    signingSecret: ({ organization }) => signingSecretOf(deps, organization.id),
    ...connectSessions(deps),
    close: () => callbacks.close(),
  }
}

async function create(
  deps: ConnectSessionsDependencies,
  caller: Caller,
  input: ConnectLinkInput,
): Promise<MadeConnectLink> {
  const { store, ids, engine, publicUrl } = deps
  const terms = readLinkTerms(input)
  const configuration = readConfiguration(input)
  const elementKeys = await readElements(deps, caller, input, configuration)
  const id = await store.connectLinks.nextId()
  const token = urlSecret(ids)
  const link = await store.connectLinks.create({
    id,
    organizationId: caller.organization.id,
    accountId: caller.user.accountId,
    userId: caller.user.id,
    tokenHash: hashSecret(token),
    name: input.name?.trim() || null,
    tags: input.tags ?? [],
    elementKeys,
    sealedConfiguration: await seal(deps, caller, id, configuration),
    branding: terms.branding,
    returnUrl: terms.returnUrl,
    callbackUrl: terms.callbackUrl,
    origin: terms.origin,
    expiresAt: new Date(engine.clock.now() + terms.lifetimeMs),
  })
  return { link, status: 'open', token, url: `${publicUrl()}/connect/${token}` }
}

function readConfiguration({ configuration = {} }: ConnectLinkInput): LinkConfiguration {
  const read: Record<string, Configuration> = {}
  for (const [key, values] of Object.entries(configuration))
    read[key] = suppliedConfiguration({ configuration: values })
  return read
}

/** Every element is proven now: a person who follows the link could do nothing about it. */
async function readElements(
  deps: ConnectSessionsDependencies,
  caller: Caller,
  { elements }: ConnectLinkInput,
  configuration: LinkConfiguration,
): Promise<readonly string[] | null> {
  if (elements === undefined) return null
  if (elements.length === 0 || elements.length > maxElements) {
    throw new ValenceError(
      'invalid_request',
      `elements must name 1 to ${maxElements} elements. Leave it out to offer every element whose vendor asks for consent.`,
    )
  }
  const plans = await Promise.all(
    elements.map((one) => assertOfferable(deps, caller, one, configuration)),
  )
  return [...new Set(plans.map(({ key }) => key))]
}

function seal(
  { vault }: ConnectSessionsDependencies,
  { organization }: Caller,
  id: number,
  configuration: LinkConfiguration,
): Promise<Buffer | null> {
  if (Object.keys(configuration).length === 0) return Promise.resolve(null)
  const place = { ...sealedColumns.linkConfiguration, rowId: id }
  return vault.seal(organization.id, place, JSON.stringify(configuration))
}

function toView(link: ConnectLink, now: number): ConnectLinkView {
  return { link, status: linkStatus(link, now) }
}
