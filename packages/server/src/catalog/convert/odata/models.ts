/** Types of OData metadata as Swagger 2.0 definitions. */
import type { JsonObject } from '../../json.ts'
import type { Definitions } from '../description.ts'
import { createNamer, definitionNameOf } from '../names.ts'
import { referenceTo } from '../schema-lookup.ts'
import type { EdmProperty, EdmType } from './edm-types.ts'
import type { EdmModel } from './edmx.ts'

/** Definitions, and how types refer to them. */
export interface EdmDefinitions {
  readonly definitions: Definitions
  /** A reference to a type; an open object for one that is not in the document. */
  schemaOf(type: string): JsonObject
}

/** Names without their namespaces, as far as they are unique. */
export function definitionsOf(model: EdmModel): EdmDefinitions {
  const namer = createNamer('_')
  const names = new Map(
    [...model.types.keys()].map((type) => [
      type,
      namer.unique(definitionNameOf(type.slice(type.lastIndexOf('.') + 1))),
    ]),
  )
  const schemaOf = (type: string): JsonObject => {
    const name = names.get(type)
    if (name !== undefined) return referenceTo(name)
    const members = model.enums.get(type)
    return members ? { type: 'string', enum: members } : primitive(type, model.version)
  }
  const definitions = Object.fromEntries(
    [...model.types].map(([type, edm]) => [names.get(type) ?? type, definitionOf(edm, schemaOf)]),
  )
  return { definitions, schemaOf }
}

function definitionOf(type: EdmType, schemaOf: (type: string) => JsonObject): JsonObject {
  const required = type.properties
    .filter(({ isNullable, name }) => !isNullable && !type.keys.includes(name))
    .map(({ name }) => name)
  return {
    type: 'object',
    properties: Object.fromEntries(
      type.properties.map((property) => [property.name, memberOf(property, schemaOf)]),
    ),
    ...(required.length > 0 ? { required } : {}),
    ...(type.keys.length > 0 ? { 'x-primary-key': type.keys } : {}),
  }
}

function memberOf(property: EdmProperty, schemaOf: (type: string) => JsonObject): JsonObject {
  const schema = schemaOf(property.type)
  if (property.isCollection) return { type: 'array', items: schema }
  if (schema.$ref !== undefined) return schema
  return {
    ...schema,
    ...(property.description ? { description: property.description } : {}),
    ...(property.maxLength && schema.type === 'string' ? { maxLength: property.maxLength } : {}),
  }
}

const primitives: Readonly<Record<string, JsonObject>> = {
  'Edm.Boolean': { type: 'boolean' },
  'Edm.Byte': { type: 'integer' },
  'Edm.SByte': { type: 'integer' },
  'Edm.Int16': { type: 'integer', format: 'int32' },
  'Edm.Int32': { type: 'integer', format: 'int32' },
  'Edm.Int64': { type: 'integer', format: 'int64' },
  'Edm.Single': { type: 'number', format: 'float' },
  'Edm.Double': { type: 'number', format: 'double' },
  'Edm.Decimal': { type: 'number' },
  'Edm.Date': { type: 'string', format: 'date' },
  'Edm.DateTimeOffset': { type: 'string', format: 'date-time' },
  'Edm.Guid': { type: 'string', format: 'uuid' },
  'Edm.Binary': { type: 'string', format: 'byte' },
  'Edm.Stream': { type: 'string', format: 'binary' },
}

/** Before version 4, JSON had large numbers as texts and moments as `/Date(…)/`. */
function primitive(type: string, version: EdmModel['version']): JsonObject {
  if (version < 4 && /^Edm\.(Int64|Decimal|Double|Single|DateTimeOffset)$/.test(type))
    return { type: 'string' }
  if (type in primitives) return primitives[type] as JsonObject
  if (/^Edm\.(Geography|Geometry|Untyped|ComplexType|EntityType)/.test(type))
    return { type: 'object' }
  return type.startsWith('Edm.') ? { type: 'string' } : { type: 'object' }
}
