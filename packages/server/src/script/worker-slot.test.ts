import { describe, expect, it } from 'vitest'
import { createWorkerSlot } from './worker-slot.ts'

const limits = {
  timeoutMs: 1000,
  memoryMb: 64,
  maxConsoleLines: 10,
  maxResultBytes: 1000,
  maxCalls: 1,
  waitingMs: 1000,
}
// The smallest valid module: a magic number, a version and no interpreter.
const empty = new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0))

describe('A worker slot', () => {
  it('says so when its threads keep failing to start', async () => {
    const detail = await new Promise<string>((hopeless) => {
      const slot = createWorkerSlot(
        { interpreter: empty, limits },
        {
          idle: () => hopeless('it started'),
          ended: () => hopeless('it ran'),
          suspended: () => hopeless('it waits'),
          lost: () => hopeless('it lost a run'),
          hopeless(reason) {
            void slot.close()
            hopeless(reason)
          },
        },
      )
      slot.hold(true)
    })

    expect(detail).not.toBe('')
    expect(detail).not.toMatch(/^it /)
  })
})
