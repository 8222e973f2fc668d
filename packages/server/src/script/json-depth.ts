const quote = '"'.charCodeAt(0)
const backslash = '\\'.charCodeAt(0)
const opening = new Set(['{', '['].map((bracket) => bracket.charCodeAt(0)))
const closing = new Set(['}', ']'].map((bracket) => bracket.charCodeAt(0)))

/**
 * Does a JSON text nest deeper than code that walks values can go down? Parsing it would work; the first recursive
 * function that meets the value would exhaust the stack.
 *
 * @param json - Valid JSON.
 * @param limit - Deepest nesting that is allowed.
 */
export function nestsDeeperThan(json: string, limit: number): boolean {
  let depth = 0
  for (let at = 0; at < json.length; at += 1) {
    const code = json.charCodeAt(at)
    if (code === quote) at = endOfString(json, at)
    else if (opening.has(code)) depth += 1
    else if (closing.has(code)) depth -= 1
    if (depth > limit) return true
  }
  return false
}

function endOfString(json: string, start: number): number {
  for (let at = json.indexOf('"', start + 1); at !== -1; at = json.indexOf('"', at + 1)) {
    let escapes = 0
    while (json.charCodeAt(at - 1 - escapes) === backslash) escapes += 1
    if (escapes % 2 === 0) return at
  }
  return json.length
}
