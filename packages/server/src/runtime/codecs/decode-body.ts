/** A body that was read into memory, decoded by its Content-Type, and by looking where that is wrong. */
import { decodeForm } from './form.ts'
import { decodeJson } from './json.ts'
import { bodyKind } from './media-type.ts'
import { textOfBytes } from './text.ts'
import { declaresXml, decodeXml } from './xml-decode.ts'

/**
 * `null` when empty, else the JSON value, the XML document, the form, or the text itself. Vendors call JSON text or HTML
 * and send XML as anything: JSON is looked for first under every type, XML under every type where it says that it is XML.
 */
export function decodeBody(bytes: Uint8Array, contentType: string | undefined): unknown {
  if (bytes.length === 0) return null
  return decodeText(textOfBytes(bytes, contentType), contentType)
}

function decodeText(text: string, contentType: string | undefined): unknown {
  if (text.trim() === '') return text === '' ? null : text
  const json = decodeJson(text)
  if (json !== undefined) return json
  const kind = bodyKind(contentType)
  if (kind === 'form') return decodeForm(text)
  if (kind === 'xml' || declaresXml(text)) return decodeXml(text) ?? text
  return text
}
