import type { Usage } from '@valence/sdk'
import { describe, expect, it } from 'vitest'
import { isWanted, mergeUsage } from './usage.ts'

function aUsage(change: Partial<Usage> = {}): Usage {
  return {
    traffic_id: 'a',
    request_id: 'a',
    request_status: 'SUCCESS',
    request_method: 'GET',
    request_uri: '/hubs/crm/contacts',
    process_time: 12,
    traffic_date: '2026-11-25T10:00:00.000Z',
    request_ip: '127.0.0.1',
    status_code: 200,
    element_key: 'somecrm',
    element_instance_id: 1000,
    user_id: 1,
    account_id: 1,
    company_id: 1,
    ...change,
  }
}

describe('isWanted', () => {
  it('wants everything without a filter', () => {
    expect(isWanted(aUsage(), {})).toBe(true)
  })

  it('compares instance, element, method and a part of the path', () => {
    expect(isWanted(aUsage(), { instance: '1000', element: 'somecrm', method: 'get' })).toBe(true)
    expect(isWanted(aUsage(), { q: 'CONTACTS' })).toBe(true)
    expect(isWanted(aUsage(), { instance: '1001' })).toBe(false)
    expect(isWanted(aUsage(), { element: 'othercrm' })).toBe(false)
    expect(isWanted(aUsage(), { method: 'POST' })).toBe(false)
    expect(isWanted(aUsage(), { q: 'accounts' })).toBe(false)
  })

  it('knows success and failure, classes and single statuses', () => {
    const missing = aUsage({ status_code: 404 })

    expect(isWanted(missing, { status: 'failed' })).toBe(true)
    expect(isWanted(missing, { status: '4xx' })).toBe(true)
    expect(isWanted(missing, { status: '404' })).toBe(true)
    expect(isWanted(missing, { status: 'success' })).toBe(false)
    expect(isWanted(missing, { status: '5xx' })).toBe(false)
    expect(isWanted(missing, { status: '400' })).toBe(false)
  })
})

describe('mergeUsage', () => {
  it('puts what was heard of before what was read, each once, newest first', () => {
    const read = aUsage({ traffic_id: 'read' })
    const heard = aUsage({ traffic_id: 'heard', traffic_date: '2026-11-25T10:00:05.000Z' })

    const merged = mergeUsage([heard, read], [read])

    expect(merged.map(({ traffic_id }) => traffic_id)).toEqual(['heard', 'read'])
  })
})
