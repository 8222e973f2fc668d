import { Readable } from 'node:stream'

/** Is this a byte stream? */
export function isStream(value: unknown): value is Readable {
  return value instanceof Readable
}
