import { describe, expect, it } from 'vitest'
import { createCallSlots } from './call-slots.ts'

describe('call slots of an instance', () => {
  it('let the allowed number run and the next wait for a free one', async () => {
    const slots = createCallSlots({ parallel: 1, waiting: 1 })
    const order: string[] = []

    const first = await slots.acquire(1)
    const second = Promise.resolve(slots.acquire(1)).then((release) => {
      order.push('second')
      release()
    })
    order.push('first')
    first()
    await second

    expect(order).toEqual(['first', 'second'])
  })

  it('refuse what would wait beyond the bound', async () => {
    const slots = createCallSlots({ parallel: 1, waiting: 0 })
    await slots.acquire(1)

    expect(() => slots.acquire(1)).toThrowError(expect.objectContaining({ code: 'rate_limited' }))
  })

  it('are of one instance each', async () => {
    const slots = createCallSlots({ parallel: 1, waiting: 0 })
    await slots.acquire(1)

    expect(slots.acquire(2)).toBeTypeOf('function')
  })
})
