/** A web server of somebody else: a page of the operator's own, and what their server hears. */
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface WebPage {
  /** Its origin is another than that of the console: `localhost`, not `127.0.0.1`. */
  readonly url: string
  /** What was posted to it, in the order it came. */
  readonly posted: readonly Posted[]
  close(): Promise<void>
}

export interface Posted {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/**
 * Serve a page at `/`. What is posted anywhere is kept, and answered 204.
 *
 * @param html - Asked for the page each time.
 */
export async function startWebPage(html: () => string): Promise<WebPage> {
  const posted: Posted[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    if (request.method === 'POST') {
      posted.push({ path: request.url ?? '', headers: request.headers, body })
      response.writeHead(204).end()
    } else {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html())
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://localhost:${port}`,
    posted,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
