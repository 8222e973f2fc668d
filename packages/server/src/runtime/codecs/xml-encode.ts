/** Values to XML: the reverse of `xml-decode.ts`. */
import { ValenceError } from '../../lib/errors.ts'
import { isObject } from '../json-path.ts'

const maxDepth = 100

/** A name of an element or attribute (Namespaces in XML 1.0, section 4; the letters of other scripts included). */
const validName = /^[\p{L}_][\p{L}\p{N}._-]*(?::[\p{L}_][\p{L}\p{N}._-]*)?$/u

/**
 * An object with one member, the root element, as a document.
 *
 * @throws {ValenceError} `invalid_request`: no or several roots, a member that can't be the name of an element, or nesting
 *   without end.
 */
export function encodeXml(document: object): string {
  const roots = Object.entries(document).filter(([name]) => !name.startsWith('?'))
  const [root] = roots
  if (roots.length !== 1 || !root || Array.isArray(document) || Array.isArray(root[1])) {
    throw new ValenceError(
      'invalid_request',
      `XML has one root element; this body has ${roots.length === 1 ? 'a list of them' : roots.length}. Put everything below one member.`,
    )
  }
  return `<?xml version="1.0" encoding="UTF-8"?>${element(root[0], root[1], 1)}`
}

function element(name: string, value: unknown, depth: number): string {
  if (Array.isArray(value)) return value.map((item) => element(name, item, depth)).join('')
  if (value === undefined) return ''
  assertName(name)
  if (depth > maxDepth)
    throw new ValenceError('invalid_request', `The body nests deeper than ${maxDepth} elements.`)
  if (!isObject(value)) return wrap(name, '', value === null ? '' : escapeXml(String(value)))
  const members = Object.entries(value)
  const attributes = members
    .filter(([member, held]) => member.startsWith('@') && held !== null && held !== undefined)
    .map(([member, held]) => attribute(member.slice(1), held))
  const children = members
    .filter(([member]) => !member.startsWith('@'))
    .map(([member, held]) =>
      member === '#text' ? escapeXml(String(held ?? '')) : element(member, held, depth + 1),
    )
  return wrap(name, attributes.join(''), children.join(''))
}

function wrap(name: string, attributes: string, content: string): string {
  return content === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${content}</${name}>`
}

function attribute(name: string, value: unknown): string {
  assertName(name)
  return ` ${name}="${escapeXml(String(value))}"`
}

function assertName(name: string): void {
  if (validName.test(name)) return
  throw new ValenceError(
    'invalid_request',
    `'${name.slice(0, 100)}' can't be the name of an XML element or attribute.`,
  )
}

/** Characters that XML 1.0 can't hold in any form (section 2.2). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const impossible = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

/** Text as it may stand between tags and in attributes. */
export function escapeXml(text: string): string {
  return text
    .replace(impossible, '')
    .replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
