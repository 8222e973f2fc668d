/** JSON Schemas that many routes share, and the readers that go with them. */
import type { Readable } from 'node:stream'
import { type TSchema, Type } from 'typebox'
import { ValenceError } from '../lib/errors.ts'

/** The body of every failure. @see problem.ts */
export const ProblemSchema = Type.Object(
  {
    requestId: Type.String(),
    message: Type.String({ description: 'What was wrong, with which value, what to do' }),
    providerMessage: Type.Optional(Type.String({ description: 'The words of the vendor' })),
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    code: Type.String({ description: 'Stable; docs/reference/errors.md has a section for each' }),
    instance: Type.String(),
    instanceId: Type.Optional(
      Type.Integer({ description: 'With conflict: the instance that was made before' }),
    ),
  },
  { title: 'Problem', description: 'A failure' },
)

/** A JSON object whose members are not fixed. */
export const AnyObject = Type.Object({}, { additionalProperties: true })

/** Query parameters of every list. Values are read as text and may be written as clients write them. */
export const pagingParameters = {
  pageSize: Type.Optional(Type.String({ description: 'Entries a page; default 200' })),
  nextPage: Type.Optional(
    Type.String({ description: 'The Elements-Next-Page-Token of the page before' }),
  ),
}

export const whereParameter = {
  where: Type.Optional(Type.String({ description: "A condition: name='x' AND active='true'" })),
}

export const IdParams = Type.Object({ id: Type.String({ description: 'A number' }) })

export const ElementParams = Type.Object({
  keyOrId: Type.String({ description: 'Key or numeric id of an element' }),
})

/** One of these words. */
export function oneOf<const Word extends string>(
  words: readonly Word[],
  options: { description?: string } = {},
) {
  return Type.Unsafe<Word>({ type: 'string', enum: [...words], ...options })
}

/** The one response of a route: every success is 200. What a failure looks like is the same everywhere. */
export function answers<Body extends TSchema>(body: Body): { 200: Body } {
  return { 200: body }
}

/** A response without a body: `reply.send(undefined)`. */
export const answersNothing = answers(
  Type.Unsafe<undefined>({ type: 'null', description: 'No body' }),
)

/** The response of a route that answers no JSON. */
export function answersFile<const MediaType extends string>(
  mediaType: MediaType,
  description: string,
) {
  const schema = Type.Unsafe<string | Buffer | Readable>({ type: 'string' })
  return { 200: { description, content: { [mediaType]: { schema } } } }
}

/** Largest id the store gives out. */
const MAX_ID = 2_147_483_647

/**
 * An id of a path.
 * @throws {ValenceError} `not_found` for anything that no id can be: what cannot exist does not exist.
 */
export function readId(text: string, noun: string): number {
  const id = /^\d{1,10}$/.test(text) ? Number(text) : MAX_ID + 1
  if (id <= MAX_ID) return id
  throw notFound(noun, text)
}

/** Words differ on purpose from the "No … found" of empty lists: clients turn those into an empty result. */
export function notFound(noun: string, value: string | number): ValenceError {
  return new ValenceError('not_found', `There is no ${noun} '${String(value).slice(0, 200)}'.`)
}

/** The failure for an empty list of the kind that answers 404. Clients match `^No .* found$`. */
export function nothingFound(nouns: string): ValenceError {
  return new ValenceError('nothing_found', `No ${nouns} found`)
}
