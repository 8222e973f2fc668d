/** What the page of a connect link does, in the name of the user who made the link. */
import { isValenceError, ValenceError } from '../../lib/errors.ts'
import { hashSecret } from '../../lib/ids.ts'
import { sealedColumns } from '../../store/sealed-columns.ts'
import type { ConnectLink } from '../../store/store.ts'
import type { Caller } from '../caller.ts'
import { callerOfUser } from '../caller-of-user.ts'
import type { InstanceView } from '../connections-port.ts'
import type { ConnectionsDependencies } from '../instances/dependencies.ts'
import type { BrandingLogos } from './branding-logos.ts'
import type { Callbacks } from './callbacks.ts'
import type { ConnectLinks, ConnectOutcome, ConnectSession, Logo } from './connect-links-port.ts'
import { linkStatus } from './link-status.ts'
import { assertAsked, type LinkConfiguration, offeredElements } from './offered-elements.ts'
import type { ConsentAnswer, PendingConnections } from './pending-connections-port.ts'
import { signingSecretOf } from './signing-secret.ts'

export interface ConnectSessionsDependencies extends ConnectionsDependencies {
  readonly pendingConnections: PendingConnections
  readonly callbacks: Callbacks
  readonly logos: BrandingLogos
  /** The address people reach this server at, without a trailing slash. */
  readonly publicUrl: () => string
}

/** How long finishing a connection may keep others from it: a code exchange and a few calls of the vendor. */
const busyMs = 180_000

/** A link, and the user whose it is. */
interface Session {
  readonly link: ConnectLink
  readonly caller: Caller
}

export function connectSessions(
  deps: ConnectSessionsDependencies,
): Pick<ConnectLinks, 'session' | 'logo' | 'start' | 'complete'> {
  return {
    session: async (token) => show(deps, await findSession(deps, token)),
    logo: async (token) => readLogo(deps, await findSession(deps, token)),
    start: async (token, input) => start(deps, await findSession(deps, token), input),
    complete: async (token, state, answer) =>
      complete(deps, await findSession(deps, token), state, answer),
  }
}

/** @throws {ValenceError} `not_found`, also when the link's user may not call any more. */
async function findSession(
  { store }: ConnectSessionsDependencies,
  token: string,
): Promise<Session> {
  const link = await store.connectLinks.findByTokenHash(hashSecret(token))
  const caller = link && (await callerOfUser(store, link))
  if (link && caller) return { link, caller }
  throw new ValenceError(
    'not_found',
    'This link is not valid. Ask whoever sent it to you for a new one.',
  )
}

async function show(deps: ConnectSessionsDependencies, session: Session): Promise<ConnectSession> {
  const { link, caller } = session
  const status = linkStatus(link, deps.engine.clock.now())
  return {
    status,
    elements:
      status === 'open'
        ? await offeredElements(deps, link, await openConfiguration(deps, link))
        : [],
    branding: link.branding ?? { name: caller.organization.name },
    expiresAt: link.expiresAt,
    returnUrl: link.returnUrl ?? undefined,
    origin: link.origin ?? undefined,
    instanceId: link.instanceId ?? undefined,
  }
}

async function readLogo({ logos }: ConnectSessionsDependencies, { link }: Session): Promise<Logo> {
  const url = link.branding?.logoUrl
  const logo = url && (await logos.read(url))
  if (logo) return logo
  throw new ValenceError(
    'not_found',
    url
      ? 'The logo of this link cannot be had: its address must answer with a PNG, JPEG, GIF, WebP or SVG of at most 512 KiB.'
      : 'This link has no logo.',
  )
}

async function start(
  deps: ConnectSessionsDependencies,
  { link, caller }: Session,
  input: { element: string; configuration?: Readonly<Record<string, unknown>> },
): Promise<{ oauthUrl: string; state: string }> {
  const status = linkStatus(link, deps.engine.clock.now())
  if (status !== 'open') throw notOpen(link, status)
  const carried = await openConfiguration(deps, link)
  const offered = await offeredElements(deps, link, carried)
  const offer = offered.find(({ key }) => key === input.element)
  if (!offer) {
    throw new ValenceError(
      'unknown_element',
      `This link does not offer '${input.element.slice(0, 100)}'.`,
    )
  }
  assertAsked(offer, input.configuration ?? {})
  const { oauthUrl, state } = await deps.pendingConnections.begin(
    caller,
    {
      element: offer.key,
      ...(link.name ? { name: link.name } : {}),
      ...(link.tags.length > 0 ? { tags: link.tags } : {}),
      configuration: { ...input.configuration, ...carried[offer.key] },
    },
    { connectLinkId: link.id },
  )
  return { oauthUrl, state }
}

/** A consent that was asked for in time may come back after the link has expired. */
async function complete(
  deps: ConnectSessionsDependencies,
  session: Session,
  state: string,
  answer: ConsentAnswer,
): Promise<ConnectOutcome> {
  const { link } = session
  const { connectLinks } = deps.store
  const now = deps.engine.clock.now()
  const status = linkStatus(link, now)
  if (status === 'connected' || status === 'revoked') throw notOpen(link, status)
  if (!(await connectLinks.acquire(link.id, new Date(now), new Date(now + busyMs)))) throw busy()
  try {
    const via = { connectLinkId: link.id }
    const view = await deps.pendingConnections.complete(session.caller, state, answer, via)
    await connectLinks.markConnected(link.id, view.instance.id, new Date(deps.engine.clock.now()))
    await announce(deps, link, view)
    return outcome(link, { status: 'connected', instanceId: view.instance.id })
  } catch (error) {
    await connectLinks.release(link.id)
    if (!isOutcome(error)) throw error
    return outcome(link, { status: 'failed', message: error.message })
  }
}

/** A refusal of the person, the vendor or the configuration is how the attempt ended; anything else is an error. */
function isOutcome(error: unknown): error is ValenceError {
  if (!isValenceError(error)) return false
  return !['invalid_request', 'not_found', 'conflict', 'internal', 'unavailable'].includes(
    error.code,
  )
}

function outcome(
  { returnUrl }: ConnectLink,
  end: { status: ConnectOutcome['status']; message?: string; instanceId?: number },
): ConnectOutcome {
  return {
    status: end.status,
    message: end.message,
    returnUrl: returnUrl ?? undefined,
    instanceId: end.instanceId,
  }
}

/** The person is not kept waiting, and is connected whatever becomes of the callback. */
async function announce(
  deps: ConnectSessionsDependencies,
  link: ConnectLink,
  { instance, token }: InstanceView,
): Promise<void> {
  const { callbackUrl } = link
  if (callbackUrl === null) return
  const data = {
    instanceId: instance.id,
    // Whoever listens on an unencrypted line must not get it; GET /instances/{id} has it too.
    ...(callbackUrl.startsWith('https:') ? { token } : {}),
    element: instance.elementKey,
    tags: instance.tags,
    connectLinkId: link.id,
  }
  const timestamp = new Date(deps.engine.clock.now()).toISOString()
  try {
    deps.callbacks.send({
      url: callbackUrl,
      secret: await signingSecretOf(deps, link.organizationId),
      id: `msg_${deps.ids.requestId()}`,
      body: JSON.stringify({ type: 'connection.created', timestamp, data }),
    })
  } catch (error) {
    deps.engine.log.warn({ connectLinkId: link.id, err: error }, 'a callback could not be signed')
  }
}

async function openConfiguration(
  { vault }: ConnectSessionsDependencies,
  { id, organizationId, sealedConfiguration }: ConnectLink,
): Promise<LinkConfiguration> {
  if (sealedConfiguration === null) return {}
  const place = { ...sealedColumns.linkConfiguration, rowId: id }
  return JSON.parse(await vault.open(organizationId, place, sealedConfiguration))
}

function notOpen(link: ConnectLink, status: 'connected' | 'revoked' | 'expired'): ValenceError {
  const why = {
    connected: 'This link has been used: the connection is made.',
    revoked: 'This link was withdrawn. Ask whoever sent it to you for a new one.',
    expired: 'This link has expired. Ask whoever sent it to you for a new one.',
  }[status]
  const members = link.instanceId === null ? {} : { members: { instanceId: link.instanceId } }
  return new ValenceError('conflict', why, members)
}

function busy(): ValenceError {
  return new ValenceError(
    'conflict',
    'A connection is being finished through this link, perhaps in another tab. Look again in a moment.',
    { retryAfterSeconds: 2 },
  )
}
