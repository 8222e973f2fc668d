/** Where a parameter can write: one function for each kind of sink. @see reference/element-format.md, section 3.3 */
import type { ParameterDefinition, SinkType } from '../catalog/format.ts'
import { type Exchange, setHeader } from './exchange.ts'
import { isObject } from './json-path.ts'

/** Writes one value of one parameter. */
type Sink = (exchange: Exchange, parameter: ParameterDefinition, value: unknown) => void

/** Put a value where the parameter's `vendorType` and `vendorName` say. `null` and `undefined` go nowhere. */
export function putValue(exchange: Exchange, parameter: ParameterDefinition, value: unknown): void {
  if (value === undefined || value === null) return
  sinks[parameter.vendorType]?.(exchange, parameter, value)
}

const sinks: Readonly<Partial<Record<SinkType, Sink>>> = {
  query: ({ vendor }, { vendorName }, value) => spreadInto(vendor.query, vendorName, value),
  header: ({ vendor }, { vendorName }, value) => setHeader(vendor, vendorName, textOf(value)),
  path: ({ vendor }, { type, vendorName }, value) => {
    const text = textOf(value)
    // What a caller sends is one segment. What the author or the configuration says may be a whole address.
    const isRaw = type === 'configuration' || type === 'value' || /^https?:\/\//.test(text)
    vendor.tokens.set(bareToken(vendorName), isRaw ? text : encodeURIComponent(text))
  },
  body: ({ vendor }, _parameter, value) => {
    vendor.body = value
  },
  bodyField: ({ vendor }, { vendorName }, value) => {
    vendor.bodyFields.push([vendorName, value])
  },
  bodyToken: ({ vendor }, { vendorName }, value) => {
    vendor.bodyTokens.set(bareToken(vendorName), value)
    if (!isObject(value)) return
    for (const [member, memberValue] of Object.entries(value))
      vendor.bodyTokens.set(member, memberValue)
  },
  form: ({ vendor }, { vendorName }, value) => spreadInto(vendor.form, vendorName, value),
  multipart: ({ vendor }, { vendorName }, value) => spreadInto(vendor.form, vendorName, value),
}

/** `id` of `id`, `:id`, `{id}` and `{:id}`: authors write all of them. */
function bareToken(name: string): string {
  return name.replace(/^[{:]+|}+$/g, '')
}

/** Text of a value on its way into a header, a path or a query. */
function textOf(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function textsOf(value: unknown): string | readonly string[] {
  return Array.isArray(value) ? value.map(textOf) : textOf(value)
}

/** An object spreads its members (`body -> query`, `body -> form`), anything else is one value. */
function spreadInto(
  target: Map<string, string | readonly string[]>,
  name: string,
  value: unknown,
): void {
  if (!isObject(value)) {
    target.set(name, textsOf(value))
    return
  }
  for (const [member, memberValue] of Object.entries(value)) {
    if (memberValue !== null && memberValue !== undefined) target.set(member, textsOf(memberValue))
  }
}
