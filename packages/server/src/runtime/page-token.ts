import { ValenceError } from '../lib/errors.ts'
import type { Inbound } from './exchange.ts'
import { isObject } from './json-path.ts'

/** Where a page of ours begins. */
export type Resume =
  /** In the vendor's list: at `offset` of the page that `cursor` or `number` names, after `matched` records. */
  | {
      readonly kind: 'vendor'
      readonly size: number
      readonly number: number
      readonly cursor?: string
      readonly offset: number
      readonly matched: number
    }
  /** In a list that is sorted here: after `skip` records. */
  | { readonly kind: 'sorted'; readonly skip: number }

/** What a next-page token holds: it may arrive without any other parameter, so the query travels in it. */
export interface PageToken {
  readonly resume: Resume
  readonly query: Inbound['query']
}

/** Opaque to callers, not secret: base64url of JSON. */
export function encodePageToken(token: PageToken): string {
  const query = Object.fromEntries(
    Object.entries(token.query).filter(([name]) => name !== 'nextPage'),
  )
  return Buffer.from(JSON.stringify({ v: 1, resume: token.resume, query })).toString('base64url')
}

/** @throws {ValenceError} `invalid_request` when the text is no token of ours. */
export function decodePageToken(text: string): PageToken {
  const token = parse(text)
  if (
    !isObject(token) ||
    token['v'] !== 1 ||
    !isObject(token['query']) ||
    !isResume(token['resume'])
  ) {
    throw new ValenceError(
      'invalid_request',
      'nextPage is not a token of this server. Send the value of the Elements-Next-Page-Token header as it came.',
    )
  }
  return { resume: token['resume'], query: token['query'] as Inbound['query'] }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString())
  } catch {
    return undefined
  }
}

function isResume(value: unknown): value is Resume {
  if (!isObject(value)) return false
  const isCount = (member: unknown) => Number.isInteger(member) && (member as number) >= 0
  if (value['kind'] === 'sorted') return isCount(value['skip'])
  return (
    value['kind'] === 'vendor' &&
    ['size', 'number', 'offset', 'matched'].every((name) => isCount(value[name])) &&
    (value['cursor'] === undefined || typeof value['cursor'] === 'string')
  )
}
