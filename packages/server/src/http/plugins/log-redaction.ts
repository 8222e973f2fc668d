/** Keeps secrets that callers put into URLs out of the log and out of usage records. */
import type { UsageQuery } from '../../store/store.ts'

const secretParameters =
  /([?&](?:code|password|[\w.[\]-]*(?:api[._]?key|token|secret|verifier))=)[^&]*/gi

/** Paths whose next segment is a secret: who knows it may connect. */
const secretSegments = /\/(connect|connect-sessions|pending-connections)\/[^/?&]+/g

const MASK = '********'

/** The URL as it may be logged: secret segments of the path and values of secret parameters are replaced. */
export function redactUrl(url: string): string {
  const queryAt = url.search(/[?&]/)
  const path = queryAt < 0 ? url : url.slice(0, queryAt)
  const query = queryAt < 0 ? '' : url.slice(queryAt)
  return path.replace(secretSegments, `/$1/${MASK}`) + query.replace(secretParameters, `$1${MASK}`)
}

/** Query parameters as they may be kept: values of secret ones are replaced. */
export function redactQuery(query: UsageQuery): UsageQuery {
  const entries = Object.entries(query).map(([name, value]) => [
    name,
    isSecretParameter(name) ? MASK : value,
  ])
  return Object.fromEntries(entries)
}

function isSecretParameter(name: string): boolean {
  return `?${name}=x`.replace(secretParameters, '') !== `?${name}=x`
}
