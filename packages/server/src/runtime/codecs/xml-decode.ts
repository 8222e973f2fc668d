/**
 * XML to the values that hooks and callers see: attributes are `@name`, the text beside children or attributes is `#text`,
 * prefixes stay in names, an element that comes once is a value and one that comes again a list. All text stays text: whether
 * `007` is a number only the vendor knows.
 *
 * Documents come from strangers: no entity is ever defined or expanded but XML's own five and character references, nesting
 * is bounded, and nothing outside the document is looked at.
 */
import { type EntityDecoderOptions, XMLParser } from 'fast-xml-parser'

const maxDepth = 100

const predefined: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
])

/** Replace XML's own references (XML 1.0, sections 4.1 and 4.6); any other stays as it stands. */
export function decodeReferences(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return predefined.get(name) ?? whole
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}

const ownReferencesOnly: EntityDecoderOptions = {
  decode: decodeReferences,
  setExternalEntities: () => {},
  addInputEntities: () => {},
  reset: () => {},
  setXmlVersion: () => {},
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  textNodeName: '#text',
  parseTagValue: false,
  parseAttributeValue: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: maxDepth,
  entityDecoder: ownReferencesOnly,
})

/** @returns the document, as an object with its root element as the only member; `undefined` when it is no well-formed XML. */
export function decodeXml(text: string): Record<string, unknown> | undefined {
  if (!looksLikeXml(text)) return undefined
  try {
    return parser.parse(text, true) as Record<string, unknown>
  } catch {
    return undefined
  }
}

/** Does a text begin like a document? */
export function looksLikeXml(text: string): boolean {
  return /^\s*<[?!A-Za-z_]/.test(text)
}

/** Does it begin like a document that is meant for programs: with a declaration, or as a SOAP envelope? HTML does not. */
export function declaresXml(text: string): boolean {
  return /^\s*<(?:\?xml\s|(?:[\w.-]+:)?Envelope[\s>])/.test(text)
}
