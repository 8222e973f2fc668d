import { describe, expect, it } from 'vitest'
import { findStackGap, takeSnapshot } from './snapshot.ts'

const noGap = { start: 0, end: 0 }

function aMemory() {
  const memory = new WebAssembly.Memory({ initial: 4, maximum: 8 })
  const bytes = () => new Uint8Array(memory.buffer)
  bytes().fill(7, 1000, 2000)
  return { memory, bytes }
}

describe('A snapshot', () => {
  it('undoes every change to what was in use', () => {
    const { memory, bytes } = aMemory()
    const snapshot = takeSnapshot(memory, noGap)

    bytes().fill(9, 0, 5000)
    snapshot.restore()

    expect(bytes()[999]).toBe(0)
    expect(
      bytes()
        .subarray(1000, 2000)
        .every((byte) => byte === 7),
    ).toBe(true)
  })

  it('holds the used part of the memory only', () => {
    const { memory } = aMemory()

    expect(takeSnapshot(memory, noGap).size).toBe(2048)
  })

  it('goes back and forth between the states it captured', () => {
    const { memory, bytes } = aMemory()
    const snapshot = takeSnapshot(memory, noGap)
    const one = snapshot.capture(() => bytes().fill(1, 1500, 1510))
    const two = snapshot.capture(() => bytes().fill(2, 9000, 9010))

    snapshot.restore(one.overlay)
    expect([bytes()[1500], bytes()[1400]]).toEqual([1, 7])
    snapshot.restore(two.overlay)
    expect([bytes()[1500], bytes()[9000]]).toEqual([7, 2])
    snapshot.restore()
    expect(bytes()[1500]).toBe(7)
  })

  it('captures what changed and nothing of what earlier states left behind', () => {
    const { memory, bytes } = aMemory()
    const snapshot = takeSnapshot(memory, noGap)
    bytes().fill(9, 0, 200_000)

    const { overlay, value } = snapshot.capture(() => bytes().fill(1, 1500, 1510).length)

    expect(overlay.size).toBe(256)
    expect(value).toBe(memory.buffer.byteLength)
  })

  it('survives growth of the memory', () => {
    const { memory, bytes } = aMemory()
    const snapshot = takeSnapshot(memory, noGap)
    memory.grow(2)
    bytes().fill(9, 1000, 300_000)

    snapshot.restore()

    expect(bytes()[1000]).toBe(7)
  })

  it('leaves the gap alone', () => {
    const { memory, bytes } = aMemory()
    bytes()[100_000] = 5
    const snapshot = takeSnapshot(memory, { start: 4096, end: 8192 })

    bytes().fill(9, 0, 100_000)
    snapshot.restore()

    expect([bytes()[4095], bytes()[4096], bytes()[8191], bytes()[8192]]).toEqual([0, 9, 9, 0])
  })
})

describe('The stack gap', () => {
  it('is the longest run of zeros, less a margin on both sides', () => {
    const { memory, bytes } = aMemory()
    bytes()[250_000] = 1

    const gap = findStackGap(memory)

    expect(gap.start).toBe(4096 + 65_536)
    expect(gap.end).toBe(249_856 - 65_536)
  })

  it('is empty when no run is long enough to be a stack', () => {
    const { memory } = aMemory()

    expect(findStackGap(memory)).toEqual(noGap)
  })
})
