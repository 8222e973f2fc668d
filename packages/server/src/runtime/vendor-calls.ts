/** What one hub request asked of the vendor: noted as the calls are made, told when the usage record is written. */
import type { IncomingResponse } from '../lib/http-client.ts'
import type { VendorCallRecord } from '../store/store.ts'
import type { Engine } from './engine.ts'
import type { Exchange } from './exchange.ts'
import type { LiveInstance } from './live-instance.ts'
import { type Configuration, mask } from './sealed-configuration.ts'

/** Notes of a request's calls. The door makes it, `send` writes to it. */
export interface VendorCalls {
  count: number
  last: LastCall | undefined
}

interface LastCall {
  readonly method: string
  readonly url: string
  /** Whose secrets may stand in the URL. */
  readonly live: LiveInstance
  status: number | null
  durationMs: number
}

/** A secret shorter than this is not searched for: it would be found everywhere. */
const minSecretLength = 6

export function noVendorCalls(): VendorCalls {
  return { count: 0, last: undefined }
}

/** Note a call until its headers are there. Repetitions count as calls: the vendor saw them. */
export async function noteCall(
  calls: VendorCalls,
  { vendor, live }: Exchange,
  { clock }: Engine,
  url: string,
  answer: Promise<IncomingResponse>,
): Promise<IncomingResponse> {
  const startedAt = clock.now()
  const last: LastCall = { method: vendor.method, url, live, status: null, durationMs: 0 }
  calls.count += 1
  calls.last = last
  try {
    const response = await answer
    last.status = response.status
    return response
  } finally {
    last.durationMs = clock.now() - startedAt
  }
}

/** The notes as they are kept: without query and secrets. `undefined` when the vendor was not asked. */
export function describeCalls({ count, last }: VendorCalls): VendorCallRecord | undefined {
  if (!last) return undefined
  // Before it is parsed, which writes some characters of a secret in another way.
  const url = withoutSecrets(last.url, last.live)
  const { host, pathname } = URL.canParse(url) ? new URL(url) : { host: '', pathname: '' }
  return {
    calls: count,
    method: last.method,
    host,
    path: pathname,
    status: last.status,
    durationMs: last.durationMs,
  }
}

function withoutSecrets(text: string, live: LiveInstance): string {
  let masked = text
  for (const secret of secretsOf(live))
    if (masked.includes(secret)) masked = masked.replaceAll(secret, mask)
  return masked
}

// An instance's configuration is one object for as long as it does not change, so its secrets are looked up once.
const known = new WeakMap<Configuration, readonly string[]>()

function secretsOf({ plan, configuration }: LiveInstance): readonly string[] {
  const found = known.get(configuration)
  if (found) return found
  const secrets = [...plan.secretKeys]
    .map((key) => configuration[key] ?? '')
    .filter((secret) => secret.length >= minSecretLength)
    .flatMap((secret) => [secret, encodeURIComponent(secret)])
  const distinct = [...new Set(secrets)]
  known.set(configuration, distinct)
  return distinct
}
