/**
 * Schemas of OpenAPI 2.0, 3.0 and 3.1 (JSON Schema 2020-12) as Swagger 2.0 schemas, the language of an element's models.
 * References stay references, so that a circle of them costs nothing.
 * @see OpenAPI Specification 2.0 and 3.0, "Schema Object"
 */
import { isJsonObject, type JsonObject, objectsOf } from '../../json.ts'
import type { Definitions } from '../description.ts'
import { createNamer, definitionNameOf } from '../names.ts'
import type { Report } from '../report.ts'
import { referenceTo } from '../schema-lookup.ts'
import { followed, stepsOf, valueAtRef } from './json-pointer.ts'

/** Reads the schemas of one document. */
export interface SchemaReader {
  /** @param place - Of the schema in the document. */
  read(schema: unknown, place: string): JsonObject
  /** Everything that what was read refers to, by name. */
  definitions(): Definitions
}

const maxDepth = 60
const maxDefinitions = 10_000

/** Keywords that mean the same in every version. */
const kept = (
  'title description format pattern multipleOf maximum minimum maxLength minLength maxItems minItems ' +
  'uniqueItems maxProperties minProperties enum default readOnly example'
).split(' ')

/** Read schemas, and on the way whatever they refer to. */
export function createSchemaReader(document: JsonObject, report: Report): SchemaReader {
  const definitions: Record<string, JsonObject> = {}
  const names = new Map<string, string>()
  const namer = createNamer('_')
  const waiting: { readonly ref: string; readonly name: string }[] = []
  let isReading = false

  function reference(ref: string, place: string): JsonObject {
    // Two spellings of one place (`%20`, a blank) are one definition.
    const identity = stepsOf(ref)?.join('\n') ?? ref
    const known = names.get(identity)
    if (known !== undefined) return referenceTo(known)
    if (valueAtRef(document, ref) === undefined) {
      report.note('warning', place, lostReference(ref))
      return { type: 'object' }
    }
    if (names.size >= maxDefinitions) return { type: 'object' }
    const name = namer.unique(definitionNameOf(nameOfRef(ref)))
    names.set(identity, name)
    waiting.push({ ref, name })
    return referenceTo(name)
  }

  /** Not recursive: a chain of ten thousand schemas must not need as many frames. */
  function readWaiting(): void {
    if (isReading) return
    isReading = true
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      definitions[next.name] = convert(valueAtRef(document, next.ref), next.ref.slice(1), 0)
    }
    isReading = false
  }

  function convert(schema: unknown, place: string, depth: number): JsonObject {
    if (!isJsonObject(schema)) return {}
    if (depth > maxDepth) {
      report.note('warning', place, `Schemas deeper than ${maxDepth} levels were left out.`)
      return {}
    }
    if (typeof schema.$ref === 'string') return reference(schema.$ref, place)
    const inner = (member: unknown, step: string) => convert(member, `${place}/${step}`, depth + 1)
    const choices = alternativesOf(schema)
    if (choices) return chosen(schema, choices, place, depth)
    return { ...keywordsOf(schema), ...typeOf(schema), ...structureOf(schema, inner) }
  }

  /** `oneOf` and `anyOf`, which Swagger 2.0 lacks: the only alternative, or an object that may have any of their members. */
  function chosen(schema: JsonObject, choices: Choices, place: string, depth: number): JsonObject {
    const { oneOf: _oneOf, anyOf: _anyOf, ...rest } = schema
    const nullable = choices.isNullable ? { 'x-nullable': true } : {}
    const own = convert(rest, place, depth + 1)
    const [only, another] = choices.schemas
    if (!only) return { ...own, ...nullable }
    if (!another) return { ...convert(only, place, depth + 1), ...withoutType(own), ...nullable }
    const resolved = choices.schemas.map((one) => followed(document, one, () => undefined) ?? {})
    const types = new Set(resolved.map((one) => typeOf(one).type))
    report.note(
      'info',
      place,
      'Alternatives (oneOf, anyOf) became one schema with the members of all.',
    )
    if (types.size === 1 && !types.has('object') && !types.has(undefined)) {
      return { ...convert(resolved[0], place, depth + 1), ...own, ...nullable }
    }
    if (!types.has('object') && !resolved.some(({ properties, allOf }) => properties || allOf)) {
      return { ...own, ...nullable }
    }
    return {
      ...own,
      type: 'object',
      properties: { ...membersOf(resolved, place, depth), ...ownMembers(own) },
      ...nullable,
    }
  }

  function membersOf(schemas: readonly JsonObject[], place: string, depth: number): JsonObject {
    const members: Record<string, JsonObject> = {}
    const gather = (schema: JsonObject, level: number): void => {
      for (const [name, member] of Object.entries(
        isJsonObject(schema.properties) ? schema.properties : {},
      )) {
        if (!Object.hasOwn(members, name)) members[name] = convert(member, place, depth + 2)
      }
      if (level > 5) return
      for (const part of objectsOf(schema.allOf))
        gather(followed(document, part, () => undefined) ?? {}, level + 1)
    }
    for (const schema of schemas) gather(schema, 0)
    return members
  }

  return {
    read(schema, place) {
      const converted = convert(schema, place, 0)
      readWaiting()
      return converted
    },
    definitions: () => definitions,
  }
}

/** What is said of a reference that is not followed. */
export function lostReference(ref: string): string {
  return stepsOf(ref)
    ? `'${ref}' is not in the document.`
    : `'${ref}' is in another document, which is not fetched. Bundle the documents into one to have it.`
}

function nameOfRef(ref: string): string {
  const steps = stepsOf(ref) ?? []
  const isUsual = /^#\/(definitions|components\/schemas)\/[^/]+$/.test(ref)
  return isUsual ? (steps.at(-1) ?? '') : steps.join('_')
}

interface Choices {
  readonly schemas: readonly unknown[]
  readonly isNullable: boolean
}

function alternativesOf(schema: JsonObject): Choices | undefined {
  const given = Array.isArray(schema.oneOf) ? schema.oneOf : schema.anyOf
  if (!Array.isArray(given)) return undefined
  const schemas = given.filter((one) => !isJsonObject(one) || one.type !== 'null')
  return { schemas: schemas.slice(0, 100), isNullable: schemas.length < given.length }
}

function keywordsOf(schema: JsonObject): JsonObject {
  const result: Record<string, unknown> = {}
  for (const name of kept)
    if (schema[name] !== undefined && isPlainValue(schema[name])) result[name] = schema[name]
  for (const name of Object.keys(schema))
    if (/^x-[\w-]{1,60}$/.test(name) && isPlainValue(schema[name])) result[name] = schema[name]
  if ('const' in schema) result.enum = [schema.const]
  if (Array.isArray(schema.examples) && schema.example === undefined)
    result.example = schema.examples[0]
  for (const bound of ['exclusiveMaximum', 'exclusiveMinimum'] as const) {
    // A flag beside `maximum` until 3.0, the bound itself since 3.1.
    if (typeof schema[bound] === 'boolean') result[bound] = schema[bound]
    if (typeof schema[bound] !== 'number') continue
    result[bound === 'exclusiveMaximum' ? 'maximum' : 'minimum'] = schema[bound]
    result[bound] = true
  }
  if (Array.isArray(result.enum)) result.enum = result.enum.filter((value) => value !== null)
  if (isJsonObject(schema.discriminator)) result.discriminator = schema.discriminator.propertyName
  if (schema.nullable === true || isNullType(schema.type)) result['x-nullable'] = true
  return result
}

const maxPlainLength = 10_000

/** Examples of vendors can be whole databases. */
function isPlainValue(value: unknown): boolean {
  if (typeof value !== 'object') return typeof value !== 'string' || value.length <= maxPlainLength
  try {
    return (JSON.stringify(value)?.length ?? 0) <= maxPlainLength
  } catch {
    return false
  }
}

function isNullType(type: unknown): boolean {
  return Array.isArray(type) && type.includes('null')
}

function typeOf(schema: JsonObject): JsonObject {
  const { type } = schema
  const word = Array.isArray(type) ? type.find((one) => one !== 'null') : type
  if (word === 'file') return { type: 'file' }
  if (typeof word === 'string' && word !== 'null') return { type: word }
  if (isJsonObject(schema.properties)) return { type: 'object' }
  return schema.items === undefined ? {} : { type: 'array' }
}

function structureOf(
  schema: JsonObject,
  inner: (member: unknown, step: string) => JsonObject,
): JsonObject {
  const { properties, items, additionalProperties, allOf, required } = schema
  const result: Record<string, unknown> = {}
  if (isJsonObject(properties)) {
    result.properties = Object.fromEntries(
      Object.entries(properties)
        .filter(([name]) => name !== '__proto__')
        .map(([name, member]) => [name, inner(member, `properties/${name}`)]),
    )
  }
  if (typeOf(schema).type === 'array')
    result.items = inner(Array.isArray(items) ? items[0] : items, 'items')
  if (isJsonObject(additionalProperties)) {
    result.additionalProperties = inner(additionalProperties, 'additionalProperties')
  }
  if (Array.isArray(allOf)) result.allOf = allOf.map((part, index) => inner(part, `allOf/${index}`))
  if (Array.isArray(required)) result.required = required.filter((name) => typeof name === 'string')
  return result
}

function withoutType({ type: _type, ...rest }: JsonObject): JsonObject {
  return rest
}

function ownMembers({ properties }: JsonObject): JsonObject {
  return isJsonObject(properties) ? properties : {}
}
