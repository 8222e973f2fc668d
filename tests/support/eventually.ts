/** Read until it is so. @throws {Error} with what was read last, after a minute. */
export async function eventually<T>(
  read: () => Promise<T>,
  isSo: (value: T) => boolean,
): Promise<T> {
  for (const end = Date.now() + 60_000; ; ) {
    const value = await read()
    if (isSo(value)) return value
    if (Date.now() > end) throw new Error(`it did not come to that: ${JSON.stringify(value)}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
