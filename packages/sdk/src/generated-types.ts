/**
 * TypeScript types of an OpenAPI 3.1 document: one interface for each named schema, and one table of operations by
 * `METHOD /path`. Covers what the server's own document uses; a schema of another kind fails loudly.
 */

/** The part of JSON Schema that the document uses. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string
  readonly title?: string
  readonly description?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
  readonly patternProperties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>
}

interface Operation {
  readonly summary?: string
  readonly parameters?: readonly {
    readonly name: string
    readonly in: string
    readonly required?: boolean
    readonly description?: string
    readonly schema: Schema
  }[]
  readonly requestBody?: Content & { readonly required?: boolean }
  readonly responses?: Readonly<Record<string, Content>>
}

/** The part of an OpenAPI document that types are made of. */
export interface OpenApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> }
}

const heading = `/** Made from docs/reference/openapi.json by \`packages/sdk/src/generate.ts\`. Do not edit. */
/* biome-ignore-all lint/complexity/noBannedTypes: an object without members is what the document says */
`

/**
 * The source text of the types.
 *
 * @param basePath - Operations below it are listed, without it; others are left out.
 * @throws {Error} for a schema that is of no known kind.
 */
export function generateTypes(document: OpenApiDocument, basePath: string): string {
  const schemas = Object.entries(document.components?.schemas ?? {})
  const named = schemas.map(
    ([name, schema]) => `${comment(schema.description)}export type ${name} = ${typeOf(schema)}`,
  )
  const operations = Object.entries(document.paths)
    .filter(([path]) => path.startsWith(`${basePath}/`))
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) =>
        operationOf(
          `${method.toUpperCase()} ${path.slice(basePath.length)}`,
          operation,
          document.components?.schemas ?? {},
        ),
      ),
    )
  return [
    heading,
    ...named,
    `/** Every operation, by method and path. */\nexport interface Operations {\n${operations.join('\n')}\n}`,
    '',
  ].join('\n')
}

type Schemas = Readonly<Record<string, Schema>>

/** What an operation takes is written out: computed from its parts for all operations at once, it is more than the compiler takes. */
function operationOf(name: string, operation: Operation, schemas: Schemas): string {
  const parameters = operation.parameters ?? []
  const group = (place: string) => {
    const found = parameters.filter((one) => one.in === place)
    const members = found.map((one) =>
      member(one.name, one.schema, one.required === true, one.description),
    )
    const isNeeded = found.some((one) => one.required === true)
    return `${place}${isNeeded ? '' : '?'}: ${members.length === 0 ? '{}' : `{ ${members.join('; ')} }`}`
  }
  const body = jsonOf(operation.requestBody)
  const isBodyNeeded = body !== undefined && !mayBeEmpty(body, schemas)
  return `${comment(operation.summary)}${JSON.stringify(name)}: {
    input: {
      ${group('path')}
      ${group('query')}
      body${isBodyNeeded ? '' : '?'}: ${body ? typeOf(body) : 'undefined'}
    }
    answer: ${answerOf(operation.responses?.['200'])}
  }`
}

/** A body that an object without members fits may be left out. */
function mayBeEmpty(schema: Schema, schemas: Schemas): boolean {
  if (schema.$ref) {
    const named = schemas[schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)]
    return named !== undefined && mayBeEmpty(named, schemas)
  }
  if (schema.anyOf) return schema.anyOf.some((one) => mayBeEmpty(one, schemas))
  const isObject = schema.type === 'object' || schema.properties !== undefined
  return isObject && (schema.required ?? []).length === 0
}

/** JSON, text, nothing, or whatever a vendor answers. */
function answerOf(response: Content | undefined): string {
  const json = jsonOf(response)
  if (json) return typeOf(json)
  const [mediaType] = Object.keys(response?.content ?? {})
  if (mediaType) return mediaType.startsWith('text/') ? 'string' : 'unknown'
  return response ? 'undefined' : 'unknown'
}

function jsonOf(content: Content | undefined): Schema | undefined {
  return content?.content?.['application/json']?.schema
}

function typeOf(schema: Schema): string {
  if (schema.$ref) return schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' | ')
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  if ('const' in schema) return JSON.stringify(schema.const)
  if (schema.type === 'array') return `(${schema.items ? typeOf(schema.items) : 'unknown'})[]`
  if (schema.type === 'object' || schema.properties) return objectOf(schema)
  const primitive = primitives[schema.type ?? '']
  if (primitive) return primitive
  throw new Error(`No type for the schema ${JSON.stringify(schema).slice(0, 200)}`)
}

const primitives: Readonly<Record<string, string>> = {
  string: 'string',
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
  null: 'null',
  '': 'unknown',
}

function objectOf({
  properties = {},
  required = [],
  additionalProperties,
  patternProperties,
}: Schema): string {
  const members = Object.entries(properties).map(([name, schema]) =>
    member(name, schema, required.includes(name), schema.description),
  )
  if (additionalProperties === true) members.push('[name: string]: unknown')
  const [pattern] = Object.values(patternProperties ?? {})
  const values = typeof additionalProperties === 'object' ? additionalProperties : pattern
  if (values) members.push(`[name: string]: ${typeOf(values)}`)
  return members.length === 0 ? '{}' : `{ ${members.join('; ')} }`
}

function member(name: string, schema: Schema, isRequired: boolean, text?: string): string {
  const optional = isRequired ? '' : '?'
  return `${comment(text)}${JSON.stringify(name)}${optional}: ${typeOf(schema)}`
}

function comment(text: string | undefined): string {
  return text === undefined ? '' : `\n/** ${text.replaceAll('*/', '* /')} */\n`
}
