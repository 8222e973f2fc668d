/** What must not happen on any page, whatever a test is about. */
import type { BrowserContext, ConsoleMessage, Request, Response } from 'playwright-core'

/** What was seen, in the order it was seen. */
export type Problems = string[]

/**
 * Watch every page of a context, popups included: errors in the console (violations of the Content-Security-Policy are
 * such), uncaught errors, requests to anybody but `origins`, and answers of the server that no page should get.
 *
 * @param origins - Who may be asked: the server, which comes first, the vendor, a page of the test's own.
 * @param problems - Gets what was seen.
 */
export function watch(
  context: BrowserContext,
  origins: () => readonly string[],
  problems: Problems,
): void {
  context.on('console', (message) => {
    if (isError(message)) problems.push(`${message.page()?.url()}: ${message.text()}`)
  })
  context.on('weberror', (error) => {
    problems.push(`${error.page()?.url()}: uncaught ${error.error().stack ?? error.error()}`)
  })
  context.on('request', (request) => {
    if (isForeign(request, origins())) problems.push(`request to a third party: ${request.url()}`)
  })
  context.on('response', (response) => {
    if (isWrong(response, origins()))
      problems.push(`${response.status()} for ${response.request().method()} ${response.url()}`)
  })
}

/** The browser's remark about an answer of the API is none: pages are refused things, and have to say so in words. */
function isError(message: ConsoleMessage): boolean {
  return (
    message.type() === 'error' && !/^Failed to load resource.* status of 4/.test(message.text())
  )
}

function isForeign(request: Request, origins: readonly string[]): boolean {
  const { protocol, origin } = new URL(request.url())
  return protocol !== 'data:' && protocol !== 'blob:' && !origins.includes(origin)
}

/** Pages and their files are never missing, and nothing breaks the server; the API may refuse, and the vendor's pages too. */
function isWrong(response: Response, [server]: readonly string[]): boolean {
  if (response.status() < 400) return false
  const request = response.request()
  const isOfApi = ['fetch', 'xhr', 'eventsource'].includes(request.resourceType())
  const isVendors = new URL(request.url()).origin !== server
  return response.status() >= 500 || !(isOfApi || isVendors)
}
