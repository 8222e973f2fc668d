/**
 * Names that a hook reads and nobody gives it. No parser: the code is read word by word. A name is known when the engine injects it, JavaScript has it, or the script
 * declares or assigns it anywhere (hooks run in sloppy mode, where assigning makes a global).
 */
import { codeOf } from './script-code.ts'

/** What the engine injects. @see docs/reference/element-format.md, "Hooks" */
const injected = [
  'done',
  'request_body request_body_map request_body_raw request_headers request_path request_path_variables',
  'request_method request_parameters request_expression request_vendor_parameters',
  'request_vendor_headers request_vendor_path request_vendor_method request_vendor_url',
  'request_vendor_body request_vendor_body_map request_previous_response',
  'request_previous_response_headers request_root_key response_root_key configuration meta_data',
  'object_name response_body response_body_map response_body_raw response_body_raw_map',
  'response_headers response_iserror response_status_code response_error response_error_message',
  'events CE require console print notify getArray getMap base64Encode',
].flatMap((names) => names.split(' '))

const keywords =
  'arguments async await break case catch class const continue debugger default delete do else export extends false finally for function get if import in instanceof let new null of return set static super switch this throw true try typeof undefined var void while with yield'.split(
    ' ',
  )

const language = [
  'Array ArrayBuffer BigInt Boolean DataView Date Error EvalError Float32Array Float64Array Function',
  'Infinity Int16Array Int32Array Int8Array Intl JSON Map Math NaN Number Object Promise Proxy',
  'RangeError ReferenceError Reflect RegExp Set String Symbol SyntaxError TypeError URIError',
  'Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakSet decodeURI decodeURIComponent',
  'encodeURI encodeURIComponent escape eval globalThis isFinite isNaN parseFloat parseInt unescape',
].flatMap((names) => names.split(' '))

const known = new Set([...injected, ...keywords, ...language])

const word = /(?<![\w$.])[A-Za-z_$][\w$]*/g

/** @returns Names the script reads that nobody gives it, sorted. */
export function undeclaredIdentifiers(source: string): readonly string[] {
  const code = codeOf(source)
  const given = declaredNames(code)
  const unknown = new Set<string>()
  for (const match of code.matchAll(word)) {
    const [name] = match
    if (known.has(name) || given.has(name) || isMemberName(code, match.index, name)) continue
    unknown.add(name)
  }
  return [...unknown].sort()
}

const declarations: readonly RegExp[] = [
  /\b(?:var|let|const|function|class)\s*\*?\s*([A-Za-z_$][\w$]*)/g,
  /\bfunction\b[^(]*\(([^)]*)\)/g,
  /\bcatch\s*\(([^)]*)\)/g,
  /\(([^()]*)\)\s*=>/g,
  /([A-Za-z_$][\w$]*)\s*=>/g,
  /(?<![\w$.])([A-Za-z_$][\w$]*)\s*=(?![=>])/g,
  /\b(?:var|let|const)\s*[{[]([^}\]]*)[}\]]/g,
  /\bfor\s*\(\s*([A-Za-z_$][\w$]*)\s+(?:in|of)\b/g,
  /\b(?:var|let)\s+([^;=(]*,[^;=(]*)/g,
  /,\s*([A-Za-z_$][\w$]*)\s*(?=[,;=\n])/g,
]

function declaredNames(code: string): ReadonlySet<string> {
  const names = new Set<string>()
  for (const pattern of declarations) {
    for (const match of code.matchAll(pattern)) {
      for (const [name] of (match[1] ?? '').matchAll(/[A-Za-z_$][\w$]*/g)) names.add(name)
    }
  }
  return names
}

/** `name:` in an object literal or a label, or a method of one; `a ? name : b` is a reading. */
function isMemberName(code: string, index: number, name: string): boolean {
  const after = code.slice(index + name.length, index + name.length + 200)
  const before = code.slice(Math.max(0, index - 200), index)
  if (/^\s*:/.test(after)) return !/\?[^;{}:]*$/.test(before)
  return /^\s*\([^)]*\)\s*\{/.test(after) && /[{,]\s*$/.test(before)
}
