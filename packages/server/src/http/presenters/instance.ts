/** Instances as the wire shows them. */
import { Type } from 'typebox'
import type { InstanceView } from '../../runtime/connections-port.ts'
import type { User } from '../../store/store.ts'
import { dateTime } from './dates.ts'

export const InstanceSchema = Type.Object(
  {
    id: Type.Integer(),
    name: Type.String(),
    createdDate: Type.String({ format: 'date-time' }),
    token: Type.String({ description: 'The Element token of the Authorization header' }),
    element: Type.Object(
      { id: Type.Integer(), key: Type.String(), name: Type.String(), hub: Type.String() },
      { additionalProperties: true },
    ),
    elementId: Type.Integer(),
    tags: Type.Array(Type.String()),
    provisionInteractions: Type.Array(Type.Unknown()),
    valid: Type.Boolean({ description: 'false: the vendor ended the connection; connect again' }),
    disabled: Type.Boolean(),
    maxCacheSize: Type.Integer(),
    cacheTimeToLive: Type.Integer(),
    configuration: Type.Optional(
      Type.Record(Type.String(), Type.String(), { description: 'Secrets are ********' }),
    ),
    eventsEnabled: Type.Boolean(),
    traceLoggingEnabled: Type.Boolean(),
    cachingEnabled: Type.Boolean(),
    externalAuthentication: Type.String(),
    user: Type.Optional(
      Type.Object({
        id: Type.Integer(),
        emailAddress: Type.String(),
        firstName: Type.String(),
        lastName: Type.String(),
      }),
    ),
    objects: Type.Optional(Type.Array(Type.String())),
  },
  { title: 'Instance' },
)

/** An instance on the wire. */
export type PresentedInstance = Type.Static<typeof InstanceSchema>

/** What an instance is shown with. */
export interface InstanceContext {
  /** The element's short form; `undefined` when this server no longer has the element. */
  readonly element: Readonly<Record<string, unknown>> | undefined
  /** Who made it; `undefined` when that user is gone. */
  readonly user: User | undefined
  /** `false`: without the configuration and the element's details. */
  readonly hydrate: boolean
}

export function presentInstance(view: InstanceView, context: InstanceContext): PresentedInstance {
  const { instance, configuration, credential } = view
  return {
    id: instance.id,
    name: instance.name,
    createdDate: dateTime(instance.createdAt),
    token: view.token,
    element: presentElementOf(view, context),
    elementId: instance.elementId,
    tags: [...instance.tags],
    provisionInteractions: [],
    valid: credential?.state !== 'needs_reauthorization',
    disabled: instance.disabled,
    maxCacheSize: 0,
    cacheTimeToLive: 0,
    ...(context.hydrate ? { configuration: withoutUnset(configuration) } : {}),
    eventsEnabled: configuration['event.notification.enabled'] === 'true',
    traceLoggingEnabled: instance.traceLoggingEnabled,
    cachingEnabled: instance.cachingEnabled,
    externalAuthentication: instance.externalAuthentication,
    ...(context.user === undefined ? {} : { user: presentOwner(context.user) }),
    ...(view.objects === undefined ? {} : { objects: [...view.objects] }),
  }
}

function presentElementOf({ instance }: InstanceView, { element, hydrate }: InstanceContext) {
  const { name, hub } = element ?? {}
  const identity = {
    id: instance.elementId,
    key: instance.elementKey,
    name: typeof name === 'string' ? name : instance.elementKey,
    hub: typeof hub === 'string' ? hub : '',
  }
  return hydrate ? { ...element, ...identity } : identity
}

/** Values are always text on the wire, and unset keys are left out: clients read them into maps of strings. */
function withoutUnset(configuration: InstanceView['configuration']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(configuration).filter((entry): entry is [string, string] => entry[1] !== null),
  )
}

function presentOwner({ id, email, firstName, lastName }: User) {
  return { id, emailAddress: email, firstName, lastName }
}
