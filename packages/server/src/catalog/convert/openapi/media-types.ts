/** Which of several media types a body is sent or taken in. */

const preferred: readonly RegExp[] = [
  /^application\/json\b/i,
  /^application\/[\w.+-]*\bjson\b/i,
  /^application\/x-www-form-urlencoded/i,
  /^multipart\/form-data/i,
  /^(application|text)\/([\w.-]+\+)?xml\b/i,
  /^text\//i,
]

/** The one the engine handles best; the first when it knows none; `undefined` of none. */
export function preferredMediaType(types: readonly string[]): string | undefined {
  for (const pattern of preferred) {
    const found = types.find((type) => pattern.test(type.trim()))
    if (found !== undefined) return found
  }
  return types[0]
}

/** The media type to name in a header: JSON for wildcards, without parameters such as `charset`. */
export function plainMediaType(type: string): string {
  const plain = type.split(';')[0]?.trim().toLowerCase() ?? ''
  return plain === '' || plain.includes('*') ? 'application/json' : plain
}
