/** The body of POST, PUT and PATCH `/instances`. */
import { Type } from 'typebox'
import type { InstanceInput } from '../../runtime/connections-port.ts'
import { plainName } from '../presenters/plain-name.ts'

/** Members may be `null`, which clients that send back what they got write for "nothing". */
function maybe<Schema extends Type.TSchema>(schema: Schema) {
  return Type.Optional(Type.Union([schema, Type.Null()]))
}

const Values = Type.Record(Type.String(), Type.Unknown())

/** Unknown members are ignored, those that an answer has and only the server sets among them. */
export const InstanceBody = Type.Object(
  {
    name: maybe(Type.String({ maxLength: 500 })),
    element: maybe(
      Type.Object({
        key: maybe(Type.String()),
        id: maybe(Type.Union([Type.Integer(), Type.String()])),
      }),
    ),
    tags: maybe(Type.Array(Type.String(), { maxItems: 100 })),
    configuration: maybe(Values),
    providerData: maybe(Values),
    externalAuthentication: maybe(Type.String()),
    retrieveObjectsAfterInstantiation: maybe(Type.Boolean()),
  },
  { title: 'InstanceInput' },
)

/** The body as the runtime takes it: `null` is as good as absent, and names are without HTML. */
export function toInstanceInput(body: Type.Static<typeof InstanceBody>): InstanceInput {
  const { name, element, tags, configuration, providerData, externalAuthentication } = body
  const objects = body.retrieveObjectsAfterInstantiation
  return {
    ...(name == null ? {} : { name: plainName(name) }),
    ...(element == null ? {} : { element: toElementReference(element) }),
    ...(tags == null ? {} : { tags: tags.map(plainName) }),
    ...(configuration == null ? {} : { configuration }),
    ...(providerData == null ? {} : { providerData }),
    ...(externalAuthentication == null ? {} : { externalAuthentication }),
    ...(objects == null ? {} : { retrieveObjectsAfterInstantiation: objects }),
  }
}

function toElementReference({ key, id }: { key?: string | null; id?: number | string | null }) {
  return { ...(key == null ? {} : { key }), ...(id == null ? {} : { id }) }
}
