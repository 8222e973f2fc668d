import { Type } from 'typebox'
import type { JsonObject } from '../../catalog/json.ts'

/** An element on the wire: what `catalog/present.ts` makes. */
export const ElementSchema = Type.Unsafe<JsonObject>(
  Type.Object(
    { id: Type.Integer(), key: Type.String(), name: Type.String(), hub: Type.String() },
    { title: 'Element', additionalProperties: true },
  ),
)
