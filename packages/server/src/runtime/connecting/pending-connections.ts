/**
 * Connections that wait for a person to consent. What completes them, the application's secret among it, stays sealed in
 * the database; the browser carries only `state`.
 *
 *     pending -> completing -> connected
 *                           -> failed        any failure; trying again begins anew
 *     pending -> expired                     15 minutes
 */
import { ValenceError } from '../../lib/errors.ts'
import { hashSecret } from '../../lib/ids.ts'
import { sealedColumns } from '../../store/sealed-columns.ts'
import type { ClaimedConnection, PendingConnection, PendingOwner } from '../../store/store.ts'
import type { Caller } from '../caller.ts'
import type { Connections, InstanceView } from '../connections-port.ts'
import { type ConnectionsDependencies, requireInstance } from '../instances/dependencies.ts'
import type {
  BegunConnection,
  ConsentAnswer,
  PendingConnectionInput,
  PendingConnections,
  PendingConnectionView,
  Via,
} from './pending-connections-port.ts'
import { openPendingInput, type PendingInput, sealPendingInput } from './pending-input.ts'
import { prepareConsent } from './prepare-consent.ts'
import { urlSecret } from './url-secret.ts'

const lifetimeMs = 15 * 60_000

/** How long the end of a pending connection is remembered, for a second tab and the back button. */
const memoryMs = 24 * 3_600_000

export interface PendingConnectionsDependencies extends ConnectionsDependencies {
  readonly connections: Pick<Connections, 'create' | 'replace'>
  /** The address people reach this server at, without a trailing slash. */
  readonly publicUrl: () => string
}

export function createPendingConnections(deps: PendingConnectionsDependencies): PendingConnections {
  return {
    begin: (caller, input, via) => begin(deps, caller, input, via),
    async get(caller, state) {
      const found = await deps.store.pendingConnections.find(ownerOf(caller), hashSecret(state))
      if (!found) throw unknownState()
      return toView(found, deps.engine.clock.now())
    },
    complete: (caller, state, answer, via) => complete(deps, caller, state, answer, via),
  }
}

function ownerOf({ organization, user }: Caller, via?: Via): PendingOwner {
  return {
    organizationId: organization.id,
    userId: user.id,
    connectLinkId: via?.connectLinkId ?? null,
  }
}

async function begin(
  deps: PendingConnectionsDependencies,
  caller: Caller,
  input: PendingConnectionInput,
  via: Via | undefined,
): Promise<BegunConnection> {
  const { store, ids, engine, vault } = deps
  // Whose callback it is shows in the state: the page of a connect link and the console share one callback address.
  const state = (via ? 'link_' : '') + urlSecret(ids)
  const { plan, name, oauthUrl, pending } = await prepareConsent(deps, caller, input, state)
  const id = await store.pendingConnections.nextId()
  const place = { ...sealedColumns.pendingInput, rowId: id }
  const expiresAt = new Date(engine.clock.now() + lifetimeMs)
  await store.pendingConnections.create({
    ...ownerOf(caller, via),
    id,
    stateHash: hashSecret(state),
    elementKey: plan.key,
    name,
    instanceId: input.instanceId ?? null,
    sealedInput: await sealPendingInput(vault, caller.organization.id, place, pending),
    expiresAt,
  })
  return { id, state, oauthUrl, expiresAt }
}

async function complete(
  deps: PendingConnectionsDependencies,
  caller: Caller,
  state: string,
  answer: ConsentAnswer,
  via: Via | undefined,
): Promise<InstanceView> {
  assertAnswer(answer)
  const { pendingConnections } = deps.store
  const owner = ownerOf(caller, via)
  const now = deps.engine.clock.now()
  const claimed = await pendingConnections.claim(owner, hashSecret(state), new Date(now))
  if (!claimed) throw notToBeHad(await pendingConnections.find(owner, hashSecret(state)))
  try {
    const view = await connect(deps, caller, claimed, answer)
    await finish(deps, claimed.id, view.instance.id)
    return view
  } catch (error) {
    await finish(deps, claimed.id, null)
    throw error
  }
}

async function connect(
  deps: PendingConnectionsDependencies,
  caller: Caller,
  claimed: ClaimedConnection,
  answer: ConsentAnswer,
): Promise<InstanceView> {
  const place = { ...sealedColumns.pendingInput, rowId: claimed.id }
  const pending = await openPendingInput(
    deps.vault,
    claimed.organizationId,
    place,
    claimed.sealedInput,
  )
  const input = { ...instanceInput(claimed, pending), providerData: providerData(answer, pending) }
  if (claimed.instanceId === null) return deps.connections.create(caller, claimed.elementKey, input)
  const { tags } = await requireInstance(deps, caller, claimed.instanceId)
  // PUT replaces the tags; nobody who authenticates again means to lose them.
  const whole = { ...input, tags: pending.tags ?? tags }
  return deps.connections.replace(caller, claimed.instanceId, whole, { reAuthenticate: true })
}

function instanceInput({ name }: ClaimedConnection, { tags, configuration }: PendingInput) {
  return { name, configuration, ...(tags ? { tags } : {}) }
}

/** The verifier is ours to say, whatever the callback's query holds. */
function providerData(answer: ConsentAnswer, { codeVerifier }: PendingInput) {
  const { code_verifier: _, ...rest } = answer
  return codeVerifier === null ? rest : { ...rest, code_verifier: codeVerifier }
}

/** The instance is made or is not: that this could not be written down changes neither. */
async function finish(
  { store, engine }: PendingConnectionsDependencies,
  id: number,
  instanceId: number | null,
): Promise<void> {
  const keepUntil = new Date(engine.clock.now() + memoryMs)
  const status = instanceId === null ? 'failed' : 'connected'
  try {
    await store.pendingConnections.finish(id, { status, instanceId, keepUntil })
  } catch (error) {
    engine.log.warn({ pendingConnectionId: id, err: error }, 'the end could not be written down')
  }
}

function toView(found: PendingConnection, now: number): PendingConnectionView {
  const isExpired = found.status === 'pending' && found.expiresAt.getTime() <= now
  return {
    element: found.elementKey,
    name: found.name,
    status: isExpired ? 'expired' : found.status,
    instanceId: found.resultInstanceId ?? undefined,
  }
}

function assertAnswer({ code, error }: ConsentAnswer): void {
  if (code || error) return
  throw new ValenceError(
    'invalid_request',
    "The body needs 'code' or 'error': the query that the vendor sent the person back with.",
  )
}

function notToBeHad(found: PendingConnection | undefined): ValenceError {
  switch (found?.status) {
    case 'completing':
      return new ValenceError(
        'conflict',
        'This connection is being finished, perhaps in another tab. Ask again in a moment.',
        { retryAfterSeconds: 2 },
      )
    case 'connected':
      return new ValenceError(
        'conflict',
        `This connection is already finished: it is instance ${found.resultInstanceId}.`,
        { members: { instanceId: found.resultInstanceId ?? 0 } },
      )
    case 'failed':
      return new ValenceError(
        'conflict',
        'This attempt to connect has already ended without a connection. Begin anew.',
      )
    default:
      return unknownState()
  }
}

function unknownState(): ValenceError {
  return new ValenceError(
    'not_found',
    'No connection of yours waits for this state. It may have expired: people have 15 minutes to consent. Begin anew.',
  )
}
