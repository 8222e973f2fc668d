import { html } from '../core/html.ts'

// Bodies that are not the API's own: those of the gateway (Apigee), and of what stands before and behind it.

/** 401 of the gateway, for a missing, unknown, expired or revoked token (recorded by a live probe). */
export const INVALID_TOKEN_BODY = JSON.stringify({
  fault: {
    faultstring: 'Invalid access token',
    detail: { errorcode: 'oauth.v2.InvalidAccessToken' },
  },
})

/** The bodies of 429: the announcement of 2020, the body seen since 2023 (its code is text), the spike arrest (assumed). */
export const throttledBodies: Readonly<Record<'2020' | '2023' | 'spike', string>> = {
  '2020': JSON.stringify({
    fault: {
      faultstring: 'Rate limit quota violation. Quota limit exceeded. Identifier : _default',
      detail: { errorcode: 'policies.ratelimit.QuotaViolation' },
    },
  }),
  '2023': JSON.stringify({
    code: '429',
    message: 'Quota Exceeded',
    status: 'Request Throttled',
    details: null,
  }),
  spike: JSON.stringify({
    fault: {
      faultstring:
        'Spike arrest violation. Allowed rate : MessageRate{messagesPerPeriod=25, periodInMicroseconds=1000000}',
      detail: { errorcode: 'policies.ratelimit.SpikeArrestViolation' },
    },
  }),
}

/** What answers a path the API does not have: a page of the application, not JSON (recorded; only its title is kept). */
export const NOT_FOUND_PAGE = html`<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Keap - Page Not Found</title></head>
<body><h1>Page Not Found</h1><p>The address is broken or was mistyped.</p></body></html>
`.markup

/** What the front answers to a GET that carries a body (recorded; only its headings are kept). */
export const MALFORMED_REQUEST_PAGE = html`<html><head>
<meta http-equiv="content-type" content="text/html;charset=utf-8"><title>400 Bad Request</title></head>
<body text=#000000 bgcolor=#ffffff><h1>Error: Bad Request</h1>
<h2>Your client has issued a malformed or illegal request.</h2></body></html>
`.markup
