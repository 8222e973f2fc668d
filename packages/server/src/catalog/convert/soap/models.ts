/** Types of XML Schema as Swagger 2.0 definitions: attributes are `@name`, text beside them `#text`. */
import type { JsonObject } from '../../json.ts'
import type { Definitions } from '../description.ts'
import { createNamer, definitionNameOf } from '../names.ts'
import { referenceTo } from '../schema-lookup.ts'
import { localOf } from '../xml-tree.ts'
import type { XsdMember, XsdType, XsdTypes } from './xsd.ts'

/** Makes definitions of the types that are asked for, and of what those consist of. */
export interface XsdDefinitions {
  schemaOf(type: XsdType): JsonObject
  definitions(): Definitions
}

const maxDefinitions = 5_000

/** @param types - Of the WSDL. */
export function createXsdDefinitions(types: XsdTypes): XsdDefinitions {
  const names = new Map<string, string>()
  const definitions: Record<string, JsonObject> = {}
  const namer = createNamer('_')
  const waiting: string[] = []

  function schemaOf(type: XsdType): JsonObject {
    if (type.kind === 'simple') return type.schema
    const known = names.get(type.id)
    if (known !== undefined) return referenceTo(known)
    if (names.size >= maxDefinitions) return { type: 'object' }
    const name = namer.unique(definitionNameOf(wordsOf(type.id)))
    names.set(type.id, name)
    waiting.push(type.id)
    return referenceTo(name)
  }

  function definitionOf(id: string): JsonObject {
    const { members, attributes, text } = types.complex(id)
    const properties = [
      ...attributes.map(({ name, schema }) => [`@${name}`, schema] as const),
      ...(text ? [['#text', text] as const] : []),
      ...members.map((member) => [member.name, memberSchema(member)] as const),
    ]
    const required = [
      ...attributes.filter(({ isRequired }) => isRequired).map(({ name }) => `@${name}`),
      ...members
        .filter(({ isOptional, isNillable }) => !isOptional && !isNillable)
        .map(({ name }) => name),
    ]
    return {
      type: 'object',
      properties: Object.fromEntries(properties),
      ...(required.length > 0 ? { required } : {}),
    }
  }

  function memberSchema({ type, isMany, isNillable, description }: XsdMember): JsonObject {
    const schema = schemaOf(type)
    const own = schema.$ref === undefined && description ? { ...schema, description } : schema
    if (isMany) return { type: 'array', items: own }
    return isNillable && schema.$ref === undefined ? { ...own, 'x-nullable': true } : own
  }

  return {
    schemaOf(type) {
      const schema = schemaOf(type)
      for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
        definitions[names.get(id) as string] = definitionOf(id)
      }
      return schema
    },
    definitions: () => definitions,
  }
}

/** `{urn:x}Order/line/` is the type in place of the element `line` of `Order`. */
function wordsOf(id: string): string {
  const [owner = '', ...steps] = id.split(/\/(?![^{]*\})/)
  return [localOf(owner), ...steps].filter((step) => step !== '').join('_')
}
