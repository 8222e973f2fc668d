/** Definitions and transformations as callers send them, checked. What is wrong is named with its place. */
import { Script } from 'node:vm'
import { isValenceError, ValenceError } from '../../lib/errors.ts'
import type { JsonMember } from '../../store/vdrs-port.ts'
import { compileTransformation } from '../../transform/compile-transformation.ts'
import { parsePath } from '../../transform/path.ts'
import type { Rule, TransformationField } from '../../transform/transformation.ts'
import { isObject } from '../json-path.ts'

const maxFields = 2_000
const maxName = 200

/** A transformation, as much of it as the body has. */
export interface TransformationBody {
  readonly vendorName: string | undefined
  readonly fields: readonly JsonMember[]
  readonly configuration: readonly JsonMember[]
  /** Each with a body and, where the sender says so, a `level`. */
  readonly scripts: readonly JsonMember[]
  readonly isLegacy: boolean
}

/** The name of a virtual data resource: one segment of a URL. @throws {ValenceError} `invalid_request` */
export function readName(name: unknown, at = 'objectName'): string {
  const text = typeof name === 'string' ? name.trim() : ''
  if (text !== '' && text.length <= maxName && !/[/?#%\s\\]/.test(text) && !/^\.+$/.test(text))
    return text
  throw invalid(
    at,
    `a name of 1 to ${maxName} characters without spaces, slashes, ? and # belongs here`,
  )
}

/** The fields of a definition; a missing type is `string`. @throws {ValenceError} `invalid_request` */
export function readDefinitionFields(body: unknown, at = ''): readonly JsonMember[] {
  const fields = readList(memberOf(body, 'fields'), `${at}fields`)
  const seen = new Map<string, number>()
  return fields.map((field, index) => {
    const place = `${at}fields[${index}]`
    const path = readPath(field['path'], `${place}.path`)
    const level = `${path} ${field['level'] ?? ''} ${field['associatedId'] ?? ''}`
    const before = seen.get(level)
    if (before !== undefined)
      throw invalid(`${place}.path`, `'${path}' is in ${at}fields[${before}] already`)
    seen.set(level, index)
    return { ...field, path, type: readType(field['type'], `${place}.type`) ?? 'string' }
  })
}

/**
 * A transformation.
 *
 * @param pathOf - The path of the field of the definition with an id: fields may refer to it by `vdrFieldId`.
 * @throws {ValenceError} `invalid_request` with the place of what is wrong.
 */
export function readTransformation(
  body: unknown,
  pathOf: (vdrFieldId: unknown) => string | undefined = () => undefined,
  at = '',
): TransformationBody {
  if (!isObject(body)) throw invalid(at || 'body', 'an object belongs here')
  const fields = readList(body['fields'], `${at}fields`).map((field, index) =>
    readField(field, pathOf, `${at}fields[${index}]`),
  )
  const configuration = readRules(body['configuration'], `${at}configuration`)
  const scripts = readScripts(body, at)
  assertCompiles(fields, configuration, at)
  const { vendorName } = body
  if (vendorName !== undefined && vendorName !== null && typeof vendorName !== 'string')
    throw invalid(`${at}vendorName`, 'the name of an object of the element belongs here')
  return {
    vendorName: vendorName?.trim() || undefined,
    fields,
    configuration,
    scripts,
    isLegacy: body['isLegacy'] === true,
  }
}

function readField(
  field: JsonMember,
  pathOf: (vdrFieldId: unknown) => string | undefined,
  at: string,
): JsonMember {
  const { id: _id, vdrFieldId, ...rest } = field
  const path = field['path'] ?? pathOf(vdrFieldId)
  const { vendorPath } = field
  const type = readType(field['type'], `${at}.type`)
  readType(field['vendorType'], `${at}.vendorType`)
  const configuration = readRules(field['configuration'], `${at}.configuration`)
  return {
    ...rest,
    ...(type === undefined ? {} : { type }),
    path: readPath(path, `${at}.path`),
    ...(vendorPath ? { vendorPath: readPath(vendorPath, `${at}.vendorPath`) } : {}),
    ...(configuration.length > 0 ? { configuration } : {}),
  }
}

function readRules(value: unknown, at: string): readonly JsonMember[] {
  return readList(value, at).map((rule, index) => {
    const { type, properties } = rule
    if (typeof type !== 'string' || type === '')
      throw invalid(`${at}[${index}].type`, 'a word such as passThrough or inherit belongs here')
    if (properties !== undefined && properties !== null && !isObject(properties))
      throw invalid(`${at}[${index}].properties`, 'an object belongs here')
    return rule
  })
}

function readScripts(body: JsonMember, at: string): readonly JsonMember[] {
  const { script } = body
  const listed = readList(body['scripts'], `${at}scripts`).filter((one) => one['body'])
  if (script !== undefined && script !== null && !isObject(script))
    throw invalid(`${at}script`, 'an object with a body belongs here')
  // Exports say the script that counts once more.
  const isListed = listed.some((one) => one['body'] === script?.['body'])
  const scripts = script?.['body'] && !isListed ? [script, ...listed] : listed
  for (const one of scripts) assertParses(one['body'], `${at}script.body`)
  return scripts
}

function assertParses(body: unknown, at: string): void {
  if (typeof body !== 'string') throw invalid(at, 'a text of JavaScript belongs here')
  try {
    new Script(`(function (done) {\n${body}\n})`)
  } catch (problem) {
    throw invalid(at, problem instanceof Error ? problem.message : String(problem))
  }
}

/** Fields may be right one by one and not fit together. */
function assertCompiles(
  fields: readonly JsonMember[],
  configuration: readonly JsonMember[],
  at: string,
): void {
  try {
    compileTransformation(
      'object',
      { fields: [] },
      {
        fields: fields as unknown as TransformationField[],
        configuration: configuration as unknown as Rule[],
        isLegacy: false,
      },
    )
  } catch (error) {
    throw isValenceError(error) ? invalid(`${at}fields`, error.message) : error
  }
}

function readPath(value: unknown, at: string): string {
  if (typeof value !== 'string' || value.trim() === '')
    throw invalid(at, 'a path such as address.city belongs here')
  try {
    parsePath(value)
  } catch (error) {
    throw isValenceError(error) ? invalid(at, error.message) : error
  }
  return value
}

function readType(value: unknown, at: string): string | undefined {
  if (value === undefined || value === null || value === '') return undefined
  if (typeof value === 'string') return value
  throw invalid(at, 'a type such as string, number, boolean or date belongs here')
}

function readList(value: unknown, at: string): readonly JsonMember[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value) || value.length > maxFields)
    throw invalid(at, `a list of at most ${maxFields} objects belongs here`)
  const strange = value.findIndex((entry) => !isObject(entry))
  if (strange >= 0) throw invalid(`${at}[${strange}]`, 'an object belongs here')
  return value
}

function memberOf(body: unknown, name: string): unknown {
  if (!isObject(body)) throw invalid('body', 'an object belongs here')
  return body[name]
}

function invalid(at: string, what: string): ValenceError {
  return new ValenceError('invalid_request', `${at}: ${what.replace(/\.$/, '')}.`)
}
