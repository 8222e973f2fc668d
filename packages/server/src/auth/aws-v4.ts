/** AWS Signature Version 4, in the Authorization header. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html */
import { createHash, createHmac } from 'node:crypto'
import {
  type AuthScheme,
  type Configuration,
  requireValue,
  type Signable,
  setWireHeader,
} from './scheme.ts'

const algorithm = 'AWS4-HMAC-SHA256'

/** Headers that proxies and HTTP clients change on the way, and those that say nothing of the request. */
const unsigned = new Set([
  'accept',
  'accept-encoding',
  'authorization',
  'connection',
  'content-length',
  'expect',
  'transfer-encoding',
  'user-agent',
])

/** Signs with `aws.api.key`, `aws.api.secret`, and `aws.session.token` where there is one. */
export const awsV4: AuthScheme = {
  type: 'awsv4',
  sign(request, { configuration, now }) {
    const key = requireValue(configuration, 'aws.api.key', 'the access key id')
    const secret = requireValue(configuration, 'aws.api.secret', 'the secret access key')
    const { region, service } = scopeOf(configuration, request.url)
    const date = new Date(now).toISOString().replace(/[-:]|\.\d{3}/g, '')
    const payload = payloadHash(request)
    setWireHeader(request, 'X-Amz-Date', date)
    if (service === 's3') setWireHeader(request, 'X-Amz-Content-Sha256', payload)
    const session = configuration['aws.session.token']
    if (session) setWireHeader(request, 'X-Amz-Security-Token', session)

    const { canonical, signedHeaders } = canonicalRequest(request, service, payload)
    const scope = `${date.slice(0, 8)}/${region}/${service}/aws4_request`
    const text = [algorithm, date, scope, sha256(canonical)].join('\n')
    const signature = hmac(signingKey(secret, scope), text).toString('hex')
    setWireHeader(
      request,
      'Authorization',
      `${algorithm} Credential=${key}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`,
    )
  },
}

/** `aws.region` and `aws.service.name`; without them what the host says: `dynamodb.eu-west-1.amazonaws.com`. */
function scopeOf(configuration: Configuration, url: string): { region: string; service: string } {
  const host = new URL(url).hostname
  const labels = host.replace(/\.amazonaws\.com(\.cn)?$/, '').split('.')
  const isS3 = labels.some((label) => label === 's3')
  const region = labels.find((label) => /^[a-z]{2}(-[a-z]+)+-\d$/.test(label))
  return {
    region: configuration['aws.region'] || region || 'us-east-1',
    service: configuration['aws.service.name'] || (isS3 ? 's3' : labels[0] || ''),
  }
}

/** A stream can't be hashed before it is sent. S3 takes the word for it over TLS; other services have no streams. */
function payloadHash({ body }: Signable): string {
  return body === undefined || typeof body === 'string' ? sha256(body ?? '') : 'UNSIGNED-PAYLOAD'
}

function canonicalRequest(request: Signable, service: string, payload: string) {
  const url = new URL(request.url)
  const headers = [
    ['host', request.headers.get('host')?.[1] ?? url.host] as const,
    ...[...request.headers]
      .filter(([name]) => !unsigned.has(name) && name !== 'host')
      .map(([name, [, value]]) => [name, value.trim().replace(/ +/g, ' ')] as const),
  ].sort(([name], [other]) => (name < other ? -1 : 1))
  const signedHeaders = headers.map(([name]) => name).join(';')
  const canonical = [
    request.method.toUpperCase(),
    canonicalPath(url.pathname, service),
    canonicalQuery(url),
    ...headers.map(([name, value]) => `${name}:${value}`),
    '',
    signedHeaders,
    payload,
  ].join('\n')
  return { canonical, signedHeaders }
}

/** The path as it is sent, encoded once more; S3 alone takes it as it is sent. */
function canonicalPath(pathname: string, service: string): string {
  const sent = pathname.split('/').map((segment) => encode(decode(segment)))
  return (service === 's3' ? sent : sent.map(encode)).join('/')
}

function canonicalQuery({ searchParams }: URL): string {
  return [...searchParams]
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([name, value], [other, otherValue]) =>
      name === other ? order(value, otherValue) : order(name, other),
    )
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
}

function order(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

/** Everything but the unreserved characters of RFC 3986. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function signingKey(secret: string, scope: string): Buffer {
  return scope.split('/').reduce<Buffer>(hmac, Buffer.from(`AWS4${secret}`))
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
