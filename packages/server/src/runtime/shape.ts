/**
 * shape: the body outward. A mapped resource sends the vendor's record in place of ours; templates get their tokens;
 * the request root key wraps the result and body fields are set inside it.
 */
import type { ObjectPlan } from '../catalog/plan.ts'
import { ValenceError } from '../lib/errors.ts'
import { objectOf } from './bind-list.ts'
import { escapeXml } from './codecs/xml-encode.ts'
import { customFieldsOf, isListed, withVendorCustomFields } from './custom-fields.ts'
import type { Engine, Stage } from './engine.ts'
import type { Exchange } from './exchange.ts'
import { isObject, parseDottedPath, setAt, wrapAt } from './json-path.ts'
import { isStream } from './stream.ts'
import { replaceTokens } from './template.ts'

export const shape: Stage = (exchange, engine) => {
  const { vendor, resource } = exchange
  const isMapped = resource.object && isObject(exchange.inbound.body) && vendor.body !== undefined
  if (isMapped || resource.asksCustomFields) return shapeAsking(exchange, engine)
  fill(exchange)
}

/** With parts that may have to ask the vendor for its custom fields. */
async function shapeAsking(exchange: Exchange, engine: Engine): Promise<void> {
  const { vendor, resource, inbound } = exchange
  if (resource.object && isObject(inbound.body) && vendor.body !== undefined)
    vendor.body = await toVendorRecord(exchange, engine, resource.object, inbound.body)
  if (resource.asksCustomFields) await nameCustomFields(exchange, engine)
  fill(exchange)
}

function fill(exchange: Exchange): void {
  const { vendor, resource } = exchange
  if (typeof vendor.body === 'string') vendor.body = fillTemplate(exchange, vendor.body)
  fillValues(exchange)
  const isBuiltUpon = resource.requestRoot.length > 0 || vendor.bodyFields.length > 0
  if (isBuiltUpon && typeof vendor.body === 'string') vendor.body = dataOf(vendor.body)
  if (vendor.body !== undefined) vendor.body = wrapAt(vendor.body, resource.requestRoot)
  setBodyFields(exchange)
}

/** A filled template that is JSON as data, so that it can be wrapped and added to; other text as it is. */
function dataOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

async function toVendorRecord(
  exchange: Exchange,
  engine: Engine,
  object: ObjectPlan,
  row: Record<string, unknown>,
) {
  const custom = isListed(object.customFieldModel) ? object.customFieldModel : undefined
  const names = Object.keys(row).filter((name) => !isMapped(object, name))
  const customNames = custom ? names.filter((name) => name.startsWith(custom.prefix)) : []
  const unknown = names.filter((name) => !customNames.includes(name))
  if (unknown.length > 0) throw unknownFields(exchange, object, unknown)
  const record = object.mapping.toVendor(row)
  return custom && customNames.length > 0
    ? withVendorCustomFields({ exchange, engine, object, custom, row, names: customNames, record })
    : record
}

/** Does the mapping know this member, itself or as the parent of a nested path? */
function isMapped(object: ObjectPlan, name: string): boolean {
  if (object.fieldsByPath.has(name)) return true
  return object.fields.some(
    (field) => field.path.startsWith(`${name}.`) || field.path.startsWith(`${name}[`),
  )
}

// Leaving an unknown member out would lose what the caller wrote without a word.
function unknownFields(
  exchange: Exchange,
  object: ObjectPlan,
  names: readonly string[],
): ValenceError {
  const quoted = names.map((name) => `'${name}'`).join(', ')
  return new ValenceError(
    'invalid_request',
    `${object.name} of ${exchange.plan.name} has no field ${quoted}. GET /objects/${object.name}/metadata lists its fields.`,
  )
}

function fillTemplate(exchange: Exchange, template: string): string {
  const { bodyTokens } = exchange.vendor
  const isXml = template.trimStart().startsWith('<')
  return replaceTokens(template, (name) => {
    if (!bodyTokens.has(name)) return undefined
    const value = bodyTokens.get(name)
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
    return isXml && !text.trimStart().startsWith('<') ? escapeXml(text) : text
  })
}

/** `{customFields}` becomes the names of the tenant's custom fields, each after a comma. */
async function nameCustomFields(exchange: Exchange, engine: Engine): Promise<void> {
  const object = objectOf(exchange)
  const known = object ? (await customFieldsOf(exchange.live, engine, object)).byId.keys() : []
  const names = [...known].map((name) => `,${name}`).join('')
  const { vendor } = exchange
  vendor.bodyTokens.set('customFields', names)
  for (const field of vendor.bodyFields) {
    const [, value] = field
    if (Array.isArray(value) && value.some((item) => String(item).includes('{customFields}')))
      field[1] = value.join(',').replaceAll('{customFields}', names).split(',')
  }
}

/** Body tokens also stand in query and form values (element format 3.3). */
function fillValues({ vendor }: Exchange): void {
  if (vendor.bodyTokens.size === 0) return
  const lookup = (name: string) =>
    vendor.bodyTokens.has(name) ? String(vendor.bodyTokens.get(name)) : undefined
  for (const values of [vendor.query, vendor.form]) {
    for (const [name, value] of values) {
      if (typeof value === 'string') values.set(name, replaceTokens(value, lookup))
    }
  }
}

/** Inside the JSON body; a body that is a list, a stream or text has no members to set. */
function setBodyFields({ vendor }: Exchange): void {
  if (vendor.bodyFields.length === 0) return
  if (vendor.body !== undefined && vendor.body !== null && !isPlainObject(vendor.body)) return
  const body = isObject(vendor.body) ? { ...vendor.body } : {}
  for (const [path, value] of vendor.bodyFields) setAt(body, parseDottedPath(path), value)
  vendor.body = body
}

function isPlainObject(body: unknown): boolean {
  return isObject(body) && !isStream(body)
}
