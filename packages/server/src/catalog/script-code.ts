/**
 * A script without its comments, strings and regular expressions, for looking at its names. Of a template literal only
 * what stands in `${…}` is code. Not a parser: good enough to warn by, nothing is decided by it.
 */

const regularExpression =
  /(?<=[-+*%<>~^=(,:;!&|?{}[\n]\s*|return\s+)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/y

const comment = /\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*/y
const text = /"(?:\\[\s\S]|[^"\\\n])*"?|'(?:\\[\s\S]|[^'\\\n])*'?/y

/** @returns The code, with `""` in the place of every text. */
export function codeOf(source: string): string {
  return scan(source, 0, false).code
}

/** Read code up to the end, or up to the brace that closes a template's `${`. */
function scan(source: string, from: number, isInTemplate: boolean): { code: string; end: number } {
  let code = ''
  let depth = 0
  let at = from
  while (at < source.length) {
    const skipped = skip(source, at)
    if (skipped) {
      code += skipped.code
      at = skipped.end
      continue
    }
    const character = source[at] as string
    if (character === '{') depth += 1
    if (character === '}') depth -= 1
    if (isInTemplate && depth < 0) break
    code += character
    at += 1
  }
  return { code, end: at }
}

function skip(source: string, at: number): { code: string; end: number } | undefined {
  if (source[at] === '`') return template(source, at + 1)
  const isText = source[at] === '"' || source[at] === "'"
  if (!isText && source[at] !== '/') return undefined
  const pattern = isText ? [text] : [comment, regularExpression]
  for (const one of pattern) {
    one.lastIndex = at
    const match = one.exec(source)
    if (match) return { code: one === comment ? ' ' : '""', end: at + match[0].length }
  }
  return undefined
}

function template(source: string, from: number): { code: string; end: number } {
  let code = '""'
  let at = from
  while (at < source.length && source[at] !== '`') {
    if (source.startsWith('${', at)) {
      const inner = scan(source, at + 2, true)
      code += `;(${inner.code})`
      at = inner.end + 1
    } else {
      at += source[at] === '\\' ? 2 : 1
    }
  }
  return { code, end: at + 1 }
}
