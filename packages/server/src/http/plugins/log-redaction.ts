/** Keeps secrets that callers put into URLs out of the log. */

const secretParameters =
  /([?&](?:code|password|[\w.[\]-]*(?:api[._]?key|token|secret|verifier))=)[^&]*/gi

/** The URL as it may be logged: values of secret parameters are replaced. */
export function redactUrl(url: string): string {
  const queryAt = url.search(/[?&]/)
  if (queryAt < 0) return url
  return url.slice(0, queryAt) + url.slice(queryAt).replace(secretParameters, '$1********')
}
