/** Documents at an address of the caller's choice: through the egress policy, bounded in time and size. */
import { ValenceError } from '../../lib/errors.ts'
import type { HttpClient } from '../../lib/http-client.ts'
import { discardBody, readBody } from '../../lib/read-body.ts'
import { decodeDocument, maxDocumentBytes } from './documents.ts'
import { importedLocations } from './soap/documents.ts'

const timeoutMs = 20_000
const maxRedirects = 3

/**
 * @param url - `http:` or `https:`.
 * @throws {ValenceError} `invalid_request`: no address, or it did not answer with a document; `egress_denied`; what
 *   `HttpClient` throws when the address can't be reached.
 */
export async function fetchDocument(
  http: Pick<HttpClient, 'request'>,
  url: string,
): Promise<string> {
  const address = URL.parse(url)
  if (!address || !/^https?:$/.test(address.protocol)) {
    throw new ValenceError('invalid_request', "The 'url' is no absolute http or https address.")
  }
  const response = await http.request({
    method: 'GET',
    url: address.href,
    headers: { Accept: 'application/json, application/yaml, application/xml, text/xml, */*' },
    timeoutMs,
    maxRedirects,
  })
  if (response.status !== 200) {
    discardBody(response)
    throw new ValenceError(
      'invalid_request',
      `${address.host} answered ${response.status} and no document.`,
    )
  }
  return decodeDocument(await readBody(response, maxDocumentBytes))
}

const maxImports = 30

/**
 * The documents a WSDL imports, and what those import, by their addresses. One that can't be had is left out: the
 * conversion says which it missed.
 *
 * @param text - Of the document at `location`.
 */
export async function fetchImports(
  http: Pick<HttpClient, 'request'>,
  text: string,
  location: string,
): Promise<Readonly<Record<string, string>>> {
  const imports: Record<string, string> = {}
  const queue = [...importedLocations(text, location)]
  const seen = new Set([location])
  let size = Buffer.byteLength(text)
  for (const address of queue) {
    if (seen.has(address)) continue
    seen.add(address)
    if (seen.size > maxImports) break
    const imported = await fetchDocument(http, address).catch((): undefined => undefined)
    size += Buffer.byteLength(imported ?? '')
    if (size > maxDocumentBytes) break
    if (imported === undefined) continue
    imports[address] = imported
    queue.push(...importedLocations(imported, address))
  }
  return imports
}
