/** Runs that wait for calls of their own: the memory of each is kept aside, and the interpreter serves others meanwhile. */
import type { Transcript } from './bridge.ts'
import type { Overlay, Snapshot } from './snapshot.ts'

/** See {@link createSuspendedRuns}. */
export interface SuspendedRuns {
  /**
   * Keep the memory as it is, under a number that {@link wake} takes.
   *
   * @returns `undefined` when the run holds more than may be kept.
   */
  keep(transcript: Transcript): number | undefined
  /** Put the memory of a run back. `undefined` when it is not known (any more). */
  wake(runId: number): Transcript | undefined
  drop(runId: number): void
}

/** Bytes one waiting run may hold: its program, its data, and what it made of them. */
const maxBytes = 8 * 1024 * 1024

/** @param snapshot - The state every run starts from. */
export function createSuspendedRuns(snapshot: Snapshot): SuspendedRuns {
  const runs = new Map<number, { readonly overlay: Overlay; readonly transcript: Transcript }>()
  let lastId = 0
  return {
    keep(transcript) {
      const overlay = snapshot.captureCurrent()
      if (overlay.size > maxBytes) return undefined
      lastId += 1
      runs.set(lastId, { overlay, transcript })
      return lastId
    },
    wake(runId) {
      const run = runs.get(runId)
      if (!run) return undefined
      runs.delete(runId)
      snapshot.clear()
      snapshot.restore(run.overlay)
      return run.transcript
    },
    drop: (runId) => void runs.delete(runId),
  }
}
