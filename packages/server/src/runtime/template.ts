/**
 * The two templates of the element format: `${namespace.key}` in parameter values, `{token}` in paths and bodies.
 * @see reference/element-format.md, sections 1.4 and 3.4
 */

/** What `${…}` can name. */
export interface InterpolationScope {
  readonly configuration: Readonly<Record<string, string | null>>
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

/**
 * Replace `${configuration.key}`, `${header.name}`, `${body.name}` and the bare `${key}` (a configuration key), then
 * evaluate `CE.b64(…)`. What can't be resolved stays as it is.
 */
export function interpolate(text: string, scope: InterpolationScope): string {
  if (!text.includes('${') && !text.includes('CE.')) return text
  const filled = text.replace(
    /\$\{([^}]+)\}/g,
    (whole, name: string) => resolveName(name.trim(), scope) ?? whole,
  )
  return filled.replace(/CE\.b64\(([^)]*)\)/g, (_whole, plain: string) =>
    Buffer.from(plain).toString('base64'),
  )
}

function resolveName(name: string, scope: InterpolationScope): string | undefined {
  if (name.startsWith('configuration.')) return scope.configuration[name.slice(14)] ?? undefined
  if (name.startsWith('header.')) return scope.headers[name.slice(7).toLowerCase()]
  if (name.startsWith('body.')) return memberText(scope.body, name.slice(5))
  return scope.configuration[name] ?? undefined
}

function memberText(body: unknown, name: string): string | undefined {
  if (body === null || typeof body !== 'object' || !Object.hasOwn(body, name)) return undefined
  const value = (body as Record<string, unknown>)[name]
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/**
 * Replace `{token}`, `{{token}}` and `{:token}`.
 *
 * @param lookup - Gives the text for a name, already encoded for its place; `undefined` leaves the token standing.
 */
export function replaceTokens(text: string, lookup: (name: string) => string | undefined): string {
  if (!text.includes('{')) return text
  return text.replace(/\{\{?:?([^{}\s"',]+)\}\}?/g, (whole, name: string) => {
    const value = lookup(name)
    if (value === undefined) return whole
    const isDoubled = whole.startsWith('{{') && whole.endsWith('}}')
    const tail = !isDoubled && whole.endsWith('}}') ? '}' : ''
    const head = !isDoubled && whole.startsWith('{{') ? '{' : ''
    return head + value + tail
  })
}
