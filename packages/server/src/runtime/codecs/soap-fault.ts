/** Faults of SOAP 1.1 (W3C Note, section 4.4) and 1.2 (part 1, section 5.4), in a decoded envelope. */
import { isObject } from '../json-path.ts'

export interface SoapFault {
  /** The vendor's words. */
  readonly message: string
  /** `Client` in 1.1, `Sender` in 1.2: the request was wrong, and not the vendor's side. */
  readonly isOurs: boolean
}

/** The fault of an answer; `undefined` for anything else. */
export function soapFaultOf(body: unknown): SoapFault | undefined {
  const fault = member(member(member(body, 'Envelope'), 'Body'), 'Fault')
  if (!isObject(fault)) return undefined
  const code =
    text(member(fault, 'faultcode')) ?? text(member(member(fault, 'Code'), 'Value')) ?? ''
  const message =
    text(member(fault, 'faultstring')) ?? text(member(member(fault, 'Reason'), 'Text')) ?? code
  return { message: message || 'SOAP fault', isOurs: /(?:^|:)(?:Client|Sender)\b/i.test(code) }
}

/** The member of a local name, whatever its prefix. */
function member(value: unknown, name: string): unknown {
  if (!isObject(value)) return undefined
  if (Object.hasOwn(value, name)) return value[name]
  const found = Object.keys(value).find((key) => key.endsWith(`:${name}`))
  return found === undefined ? undefined : value[found]
}

/** The text of an element, with or without attributes; the first of several (SOAP 1.2 gives one a language). */
function text(value: unknown): string | undefined {
  const first: unknown = Array.isArray(value) ? value[0] : value
  const found = isObject(first) ? first['#text'] : first
  return typeof found === 'string' && found.trim() !== '' ? found.trim() : undefined
}
