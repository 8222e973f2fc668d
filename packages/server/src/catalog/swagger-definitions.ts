/** The `definitions` of one Swagger document, gathered from the models of many resources. */
import { isJsonObject, type JsonObject } from './json.ts'
import { referencedName } from './model-fields.ts'
import { swaggerSchema } from './swagger-schema.ts'

export interface SwaggerDefinitions {
  /**
   * Take a definition, and what it refers to, into the document.
   *
   * @param source - The model's definitions.
   * @returns The name it has in the document: its own, with a number where another model means something else by it.
   *   `undefined` when the source has no such definition.
   */
  adopt(source: JsonObject, name: string): string | undefined
  /** Everything adopted so far, by name in the document. */
  all(): Readonly<Record<string, JsonObject>>
}

export function createDefinitions(): SwaggerDefinitions {
  const adopted = new Map<string, JsonObject>()
  /** Name in the document by name and content, the content of everything referred to included. */
  const names = new Map<string, string>()

  function adopt(source: JsonObject, name: string): string | undefined {
    if (!isJsonObject(source[name])) return undefined
    const identity = `${name} ${closureText(source, name)}`
    const known = names.get(identity)
    if (known !== undefined) return known
    const given = freeName(name, adopted)
    // Registered before its members are looked at: definitions may refer to themselves.
    names.set(identity, given)
    adopted.set(given, {})
    adopted.set(
      given,
      swaggerSchema(source[name], (other) => adopt(source, other)),
    )
    return given
  }

  return { adopt, all: () => Object.fromEntries(adopted) }
}

/** References are JSON pointers: names keep to characters that need no escape. */
function freeName(name: string, taken: ReadonlyMap<string, unknown>): string {
  const base = name.trim().replace(/[^A-Za-z0-9._-]+/g, '_') || 'model'
  let candidate = base
  for (let number = 2; taken.has(candidate); number += 1) candidate = `${base}_${number}`
  return candidate
}

interface DefinitionText {
  readonly text: string
  readonly references: readonly string[]
}

/** Models of a vendor share most of their definitions: each is written out once, not once for each that reaches it. */
const texts = new WeakMap<JsonObject, DefinitionText>()

function textOf(definition: unknown): DefinitionText {
  if (!isJsonObject(definition)) return { text: JSON.stringify(definition) ?? '', references: [] }
  const known = texts.get(definition)
  if (known) return known
  const text = JSON.stringify(definition)
  const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map((m) => referencedName(m[1] ?? ''))
  texts.set(definition, { text, references })
  return { text, references }
}

function closureText(source: JsonObject, name: string): string {
  const seen = new Set([name])
  let closure = ''
  for (const current of seen) {
    const { text, references } = textOf(source[current])
    closure += `${current}=${text}`
    for (const reference of references) seen.add(reference)
  }
  return closure
}
