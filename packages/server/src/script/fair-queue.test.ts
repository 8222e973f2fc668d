import { describe, expect, it } from 'vitest'
import { createFairQueue } from './fair-queue.ts'

describe('A fair queue', () => {
  it('serves one key in the order of arrival', () => {
    const queue = createFairQueue<number>(10)
    for (const item of [1, 2, 3]) queue.push('a', item)

    expect(queue.drain()).toEqual([1, 2, 3])
  })

  it('lets a newcomer wait for one item of a busy key only', () => {
    const queue = createFairQueue<string>(10)
    for (const item of ['busy 1', 'busy 2', 'busy 3']) queue.push('busy', item)
    queue.push('new', 'new 1')

    expect(queue.drain()).toEqual(['busy 1', 'new 1', 'busy 2', 'busy 3'])
  })

  it('refuses an item when it is full, and takes it once there is room', () => {
    const queue = createFairQueue<number>(2)
    queue.push('a', 1)
    queue.push('b', 2)

    expect(queue.push('c', 3)).toBe(false)
    queue.shift()
    expect(queue.push('c', 3)).toBe(true)
    expect(queue.size).toBe(2)
  })

  it('passes over keys that are not accepted, which keep their turn', () => {
    const queue = createFairQueue<string>(10)
    for (const name of ['a', 'b', 'c']) queue.push(name, name)

    expect(queue.shift((key) => key !== 'a')).toBe('b')
    expect(queue.shift(() => false)).toBeUndefined()
    expect(queue.drain()).toEqual(['a', 'c'])
  })

  it('gives nothing when it is empty', () => {
    expect(createFairQueue(1).shift()).toBeUndefined()
  })
})
