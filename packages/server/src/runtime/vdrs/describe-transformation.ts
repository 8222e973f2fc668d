import type { JsonMember, StoredTransformation } from '../../store/vdrs-port.ts'
import type { Caller } from '../caller.ts'
import { viewerOf } from '../elements/elements-port.ts'
import type { VdrDependencies } from './dependencies.ts'
import type { Place } from './places.ts'

/** Which element an object is mapped to, and for whom. */
export async function describeTransformation(
  { store, elements }: VdrDependencies,
  caller: Caller,
  place: Place,
  row: StoredTransformation,
): Promise<JsonMember> {
  const { scope, user } = caller
  const account = await store.accounts.get(scope, place.accountId ?? user.accountId)
  const definition = (await elements.find(viewerOf(caller), row.elementKey))?.definition
  return {
    id: row.id,
    level: place.level,
    name: row.objectName,
    ...(account
      ? {
          account: {
            id: account.id,
            defaultAccount: account.defaultAccount,
            externalId: account.externalId,
          },
        }
      : {}),
    element: {
      ...(definition?.id === undefined ? {} : { id: definition.id }),
      key: row.elementKey,
      name: definition?.name ?? row.elementKey,
      hub: definition?.hub ?? '',
      image: definition?.image ?? '',
      typeOauth: isOauth(definition?.authentication?.type),
      trialAccount: false,
    },
  }
}

function isOauth(type: unknown): boolean {
  return String(type ?? '').startsWith('oauth')
}
