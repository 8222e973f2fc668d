/** The text of a document -> what its format is made of. Every failure says where and what. */
import { parse as parseYaml, YAMLParseError } from 'yaml'
import { ValenceError } from '../../lib/errors.ts'

/** Largest document, in bytes. */
export const maxDocumentBytes = 10 * 1024 * 1024

/**
 * JSON or YAML. YAML is read as version 1.2 without custom tags; aliases may not multiply its size (the parser stops at a
 * hundred uses of what aliases stand for).
 *
 * @throws {ValenceError} `invalid_request`.
 */
export function parseJsonOrYaml(text: string): unknown {
  const plain = text.replace(/^\uFEFF/, '')
  if (/^\s*[{[]/.test(plain)) return parseJson(plain)
  if (/^\s*</.test(plain)) throw unreadable('this is XML, and JSON or YAML is wanted')
  try {
    return parseYaml(plain, { maxAliasCount: 100, prettyErrors: true, logLevel: 'error' })
  } catch (error) {
    if (error instanceof RangeError) throw unreadable('it is nested too deeply', error)
    throw unreadable(`the YAML is not valid: ${firstLine(error)}`, error)
  }
}

/** @throws {ValenceError} `invalid_request`. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''), (key, value) =>
      key === '__proto__' ? undefined : value,
    )
  } catch (error) {
    if (error instanceof RangeError) throw unreadable('it is nested too deeply', error)
    const place = /at position \d+(?: \(line \d+ column \d+\))?/.exec(String(error))?.[0]
    throw unreadable(`the JSON is not valid${place ? ` ${place}` : ''}`, error)
  }
}

function firstLine(error: unknown): string {
  const message =
    error instanceof YAMLParseError || error instanceof Error ? error.message : String(error)
  return (message.split('\n')[0] ?? '').slice(0, 200)
}

/** The failure of a document that can't be read. */
export function unreadable(problem: string, cause?: unknown): ValenceError {
  return new ValenceError(
    'invalid_request',
    `The document can't be read: ${problem}.`,
    cause === undefined ? {} : { cause },
  )
}

/** Bytes of a document as text: by its byte order mark, else by its XML declaration, else UTF-8. */
export function decodeDocument(bytes: Buffer): string {
  const declared = /^<\?xml[^>]*encoding=["']([\w.:-]+)["']/.exec(bytes.toString('latin1', 0, 200))
  const mark = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : undefined
  const label = mark ?? (bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : declared?.[1])
  try {
    return new TextDecoder(label ?? 'utf-8').decode(bytes)
  } catch (error) {
    throw unreadable(`its encoding '${label}' is not known`, error)
  }
}
