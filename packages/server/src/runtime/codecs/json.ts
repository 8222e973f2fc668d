/** The value of a JSON text; `undefined` when it is none. `null` is a value. */
export function decodeJson(text: string): unknown {
  const first = text.trimStart()[0]
  if (first === undefined || !'{["-0123456789tfn'.includes(first)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
