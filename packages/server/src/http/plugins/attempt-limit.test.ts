import { describe, expect, it } from 'vitest'
import { createAttemptLimit } from './attempt-limit.ts'

function aLimit() {
  let now = 0
  const clock = { now: () => now, sleep: async () => {} }
  const limit = createAttemptLimit(clock, { maxAttempts: 2, windowMs: 10_000, maxKeys: 2 })
  return {
    limit,
    pass: (ms: number) => {
      now += ms
    },
  }
}

describe('createAttemptLimit', () => {
  it('refuses the attempt after the last allowed one and says when to come back', () => {
    const { limit, pass } = aLimit()
    limit.take('a')
    limit.take('a')
    pass(4_000)

    expect(() => limit.take('a')).toThrowError(
      expect.objectContaining({ code: 'rate_limited', retryAfterSeconds: 6 }),
    )
  })

  it('counts each key by itself', () => {
    const { limit } = aLimit()
    limit.take('a')
    limit.take('a')

    expect(() => limit.take('b')).not.toThrow()
  })

  it('begins anew when the window has passed', () => {
    const { limit, pass } = aLimit()
    limit.take('a')
    limit.take('a')
    pass(10_000)

    expect(() => limit.take('a')).not.toThrow()
  })

  it('forgets a key that has proven itself', () => {
    const { limit } = aLimit()
    limit.take('a')
    limit.take('a')
    limit.forgive('a')

    expect(() => limit.take('a')).not.toThrow()
  })
})
