import type {
  JsonMember,
  StoredTransformation,
  TransformationInput,
} from '../../store/vdrs-port.ts'
import type { Level } from '../../transform/transformation.ts'
import type { TransformationBody } from './read-input.ts'
import { withoutPlace } from './write-rows.ts'

/**
 * A transformation as a row of one level keeps it. Rules keep the level their sender wrote beside them.
 *
 * @param before - What the row was: a body without `vendorName` leaves it.
 */
export function toRow(
  body: TransformationBody,
  level: Level,
  before?: Pick<StoredTransformation, 'vendorName'>,
): TransformationInput {
  return {
    vendorName: body.vendorName ?? before?.vendorName ?? null,
    fields: body.fields.map(withoutPlace),
    configuration: body.configuration.map(toRule),
    script: scriptOf(body.scripts, level),
    isLegacy: body.isLegacy,
  }
}

/** A rule as it is kept. */
export function toRule({ id: _id, associatedId: _associated, ...rule }: JsonMember): JsonMember {
  return rule
}

/** The script that is meant for this level, else the first. */
export function scriptOf(scripts: readonly JsonMember[], level: Level): JsonMember | null {
  const script = scripts.find((one) => one['level'] === level) ?? scripts[0]
  return script ? toScript(script) : null
}

/** A script as it is kept. */
export function toScript(script: JsonMember): JsonMember {
  const { body, mimeType, filterEmptyResponse } = script
  return {
    body,
    mimeType: typeof mimeType === 'string' ? mimeType : 'application/javascript',
    filterEmptyResponse: filterEmptyResponse === true,
  }
}
