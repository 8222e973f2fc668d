/**
 * Field names of expressions, as paths into records: `a.b`, `a[0].b`, `a[*].b`, `a[type=work].b`. A path through a list
 * reaches every element, with or without `[*]`. The transformations' grammar is the same; they also write.
 */

/** A step into a record. `element` takes a list's elements that it names. */
type Step =
  | { readonly kind: 'member'; readonly name: string }
  | { readonly kind: 'element'; readonly accepts: (element: unknown, index: number) => boolean }

/** A test of one value. */
export type ValueTest = (value: unknown) => boolean

/**
 * Compile a field name to "does any value there pass the test?". A missing field has no value; so has null.
 * A record's own member of the whole name wins over a path: `config.url` finds `{"config.url": …}` first.
 */
export function compileAny(
  field: string,
  test: ValueTest,
): (record: Readonly<Record<string, unknown>>) => boolean {
  const isPlain = !/[.[]/.test(field)
  if (isPlain) return (record) => passes(ownValue(record, field), test)
  const steps = parseSteps(field)
  return (record) => {
    const whole = ownValue(record, field)
    return whole === undefined ? walk(record, steps, 0, test) : passes(whole, test)
  }
}

/** The first value of a field, or `undefined`: what a record is sorted by. */
export function compileFirst(field: string): (record: unknown) => unknown {
  let found: unknown
  const any = compileAny(field, (value) => {
    found = value
    return true
  })
  return (record) => {
    found = undefined
    if (record !== null && typeof record === 'object') any(record as Record<string, unknown>)
    const value = found
    found = undefined
    return value
  }
}

function passes(value: unknown, test: ValueTest): boolean {
  return value !== undefined && value !== null && test(value)
}

function walk(value: unknown, steps: readonly Step[], from: number, test: ValueTest): boolean {
  const step = steps[from]
  if (!step) return passes(value, test)
  if (step.kind === 'element') {
    const elements = Array.isArray(value)
      ? value
      : value === undefined || value === null
        ? []
        : [value]
    return elements.some(
      (element, index) => step.accepts(element, index) && walk(element, steps, from + 1, test),
    )
  }
  if (Array.isArray(value)) return value.some((element) => walk(element, steps, from, test))
  return walk(ownValue(value, step.name), steps, from + 1, test)
}

function ownValue(value: unknown, name: string): unknown {
  if (value === null || typeof value !== 'object' || !Object.hasOwn(value, name)) return undefined
  return (value as Record<string, unknown>)[name]
}

function parseSteps(field: string): readonly Step[] {
  const steps: Step[] = []
  for (const match of field.matchAll(/\[((?:[^[\]]|\[[^\]]*\])*)\]|([^.[]+)/g)) {
    const [, selector, name] = match
    steps.push(
      name === undefined
        ? { kind: 'element', accepts: compileSelector(selector ?? '') }
        : { kind: 'member', name },
    )
  }
  return steps
}

function compileSelector(selector: string): (element: unknown, index: number) => boolean {
  if (selector === '' || selector === '*') return () => true
  if (/^\d+$/.test(selector)) return (_element, index) => index === Number(selector)
  const inner = selector.startsWith('?(') ? selector.slice(2, -1).trim() : selector
  const comparison = inner.startsWith('@.') ? inner.slice(2) : inner
  const equals = comparison.indexOf('=')
  if (equals < 1) return () => false
  const steps = parseSteps(comparison.slice(0, equals).trim())
  const value = unquoted(
    comparison.slice(comparison.startsWith('==', equals) ? equals + 2 : equals + 1).trim(),
  )
  return (element) => walk(element, steps, 0, (found) => String(found) === value)
}

function unquoted(text: string): string {
  return /^'[^']*'$|^"[^"]*"$/.test(text) ? text.slice(1, -1) : text
}
