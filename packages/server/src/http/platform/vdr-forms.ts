/** The forms in which paths name a level of virtual data resources, and what their routes share. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { PlaceRequest } from '../../runtime/vdrs/places.ts'
import type { Written } from '../../runtime/vdrs/resources.ts'
import { instanceCallerOf } from '../plugins/authenticate.ts'
import { AnyObject, IdParams, readId } from '../schemas.ts'

/** A level as paths name it. */
export interface LevelForm {
  readonly prefix: string
  readonly params: Type.TProperties
  /** In the words of a summary. */
  readonly words: string
  placeOf(request: FastifyRequest): PlaceRequest
}

const idOf = (request: FastifyRequest, noun: string) =>
  readId((request.params as { id: string }).id, noun)

const organization: LevelForm = {
  prefix: '/organizations',
  params: {},
  words: 'at the level of the organization',
  placeOf: () => ({ level: 'organization' }),
}
const ownAccount: LevelForm = {
  prefix: '/accounts',
  params: {},
  words: "at the level of the caller's account",
  placeOf: () => ({ level: 'account' }),
}
const account: LevelForm = {
  prefix: '/accounts/:id',
  params: IdParams.properties,
  words: 'at the level of an account',
  placeOf: (request) => ({ level: 'account', accountId: idOf(request, 'account') }),
}
const instance: LevelForm = {
  prefix: '/instances/:id',
  params: IdParams.properties,
  words: 'at the level of an instance',
  placeOf: (request) => ({ level: 'instance', instanceId: idOf(request, 'instance') }),
}
const tokenInstance: LevelForm = {
  prefix: '/instances',
  params: {},
  words: 'at the level of the instance of the Element token',
  placeOf: (request) => ({
    level: 'instance',
    instanceId: instanceCallerOf(request).instance.id,
  }),
}

/** Levels that name an element beside them. */
export const elementForms: readonly LevelForm[] = [organization, ownAccount, account]
/** Levels of one instance: its element is meant. */
export const instanceForms: readonly LevelForm[] = [instance, tokenInstance]
/** All of them. */
export const levelForms: readonly LevelForm[] = [...elementForms, ...instanceForms]

/** The name of a virtual data resource in a path. */
export const NameParam = {
  objectName: Type.String({ description: 'Name of the virtual data resource' }),
}

export function nameOf(request: FastifyRequest): string {
  return (request.params as { objectName: string }).objectName
}

/** What is sent for a definition; members the server says of it are ignored. */
export const DefinitionBody = Type.Object(
  {
    objectName: Type.Optional(Type.String()),
    fields: Type.Optional(Type.Union([Type.Array(AnyObject), Type.Null()])),
  },
  { title: 'ObjectDefinitionInput', additionalProperties: true },
)

export const DefinitionSchema = Type.Object(
  { objectName: Type.String(), fields: Type.Array(AnyObject) },
  { title: 'ObjectDefinition', additionalProperties: true },
)

/** What is sent for a transformation. */
export const TransformationBody = Type.Object(
  {
    vendorName: Type.Optional(Type.Union([Type.String(), Type.Null()])),
    fields: Type.Optional(Type.Union([Type.Array(AnyObject), Type.Null()])),
    configuration: Type.Optional(Type.Union([Type.Array(AnyObject), Type.Null()])),
    script: Type.Optional(Type.Union([AnyObject, Type.Null()])),
    scripts: Type.Optional(Type.Union([Type.Array(AnyObject), Type.Null()])),
    isLegacy: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
  },
  { title: 'TransformationInput', additionalProperties: true },
)

export const TransformationSchema = Type.Object(
  { objectName: Type.String(), vendorName: Type.String(), fields: Type.Array(AnyObject) },
  { title: 'Transformation', additionalProperties: true },
)

/** Members by name. */
export const MapSchema = Type.Record(Type.String(), AnyObject)

/** Say in the header that clients read which fields were ignored, because their level is not the caller's to change. */
export function sayIgnored(reply: FastifyReply, ignored: readonly string[]): void {
  if (ignored.length === 0) return
  const names = ignored.join(', ').replace(/[^\x20-\x7e]+/g, ' ')
  reply.header(
    'elements-error',
    `Fields of levels you may not change were ignored: ${names}`.slice(0, 500),
  )
}

/** The id of a virtual data resource in a path. */
export function vdrIdOf(request: { params: { id: string } }): number {
  return readId(request.params.id, 'virtual data resource')
}

/** What was written, and what was ignored. */
export function answerWritten(reply: FastifyReply, { vdr, ignored }: Written): never {
  sayIgnored(reply, ignored)
  return vdr as never
}
