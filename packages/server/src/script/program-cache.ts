/** Programs an isolate has seen, and the saved states in which the busy ones are compiled already. */
import { LRUCache } from 'lru-cache'
import type { QuickJSHandle } from 'quickjs-emscripten-core'
import type { Program } from './protocol.ts'
import type { Overlay, Snapshot } from './snapshot.ts'

/** See {@link createProgramCache}. */
export interface ProgramCache {
  knows(programId: number): boolean
  /** Make a program known. The least recently used ones are forgotten. */
  learn(program: Program): void
  /**
   * Put the memory into the state right before the first statement of a known program.
   *
   * @returns The compiled program, valid until the memory is restored again.
   */
  prepare(programId: number): QuickJSHandle
}

/** How a program is compiled in the memory as it is. Both throw what `prepare` then throws. */
export interface Compiler {
  compile(program: Program): QuickJSHandle
  /** Do what the program is going to need first, when the result is going to be kept. */
  warmUp(program: Program): void
}

interface KnownProgram {
  readonly program: Program
  /** Milliseconds that compiling it anew for each run has cost so far. */
  compileMs: number
}

interface WarmProgram {
  readonly overlay: Overlay
  readonly value: QuickJSHandle
}

const maxPrograms = 2000
const maxWarmBytes = 32 * 1024 * 1024
// What it costs to save the state of a compiled program: worth it once compiling has cost as much. A line of code
// gets there after some twenty runs, 200 kB of it (30 ms) with the first.
const captureMs = 2

/** Create an empty cache over the state that every program starts from. */
export function createProgramCache(snapshot: Snapshot, compiler: Compiler): ProgramCache {
  const programs = new LRUCache<number, KnownProgram>({ max: maxPrograms })
  const warm = new LRUCache<number, WarmProgram>({
    maxSize: maxWarmBytes,
    sizeCalculation: ({ overlay }) => overlay.size + 1,
  })

  function compileCold(known: KnownProgram): QuickJSHandle {
    snapshot.restore()
    const startedAt = performance.now()
    const compiled = compiler.compile(known.program)
    known.compileMs += performance.now() - startedAt
    return compiled
  }

  function compileWarm({ program }: KnownProgram): QuickJSHandle {
    const captured = snapshot.capture(() => {
      compiler.warmUp(program)
      return compiler.compile(program)
    })
    warm.set(program.id, captured)
    return captured.value
  }

  return {
    knows: (programId) => programs.has(programId),
    learn(program) {
      programs.set(program.id, { program, compileMs: 0 })
    },
    prepare(programId) {
      const saved = warm.get(programId)
      if (saved) {
        snapshot.restore(saved.overlay)
        return saved.value
      }
      const known = programs.get(programId)
      if (!known) throw new RangeError(`Program ${programId} is not known`)
      return known.compileMs > captureMs ? compileWarm(known) : compileCold(known)
    },
  }
}
