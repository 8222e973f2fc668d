/**
 * Copies of a WebAssembly memory: a base image, and overlays that hold only what differs from it. Writing an image
 * back undoes everything a script did, which is how runs share one interpreter without seeing one another.
 */

/** Bytes `[start, end)` of the memory. */
interface Gap {
  readonly start: number
  readonly end: number
}

interface Patch {
  readonly at: number
  readonly bytes: Uint8Array
}

/** What must be written over the base image to get another state. */
export interface Overlay {
  readonly patches: readonly Patch[]
  /** Bytes held. */
  readonly size: number
}

/** The saved state of a memory. */
export interface Snapshot {
  /** Bytes held. */
  readonly size: number
  /** Put the memory back into the saved state, or into the one of an overlay captured from this snapshot. */
  restore(overlay?: Overlay): void
  /** Clear what earlier runs left above the image, so that {@link captureCurrent} does not take it for the run's own. */
  clear(): void
  /** What differs now from the saved state. Needs {@link clear} before the run that is captured. */
  captureCurrent(): Overlay
  /** Restore, apply `change`, and remember the difference. Costs about 2 ms: for states that are used often. */
  capture<Value>(change: () => Value): { readonly overlay: Overlay; readonly value: Value }
}

// Small pages keep overlays small: a short script's changes are scattered over allocator lists and tables
// (64 kB in pages of 1024 bytes, 25 kB in pages of 256).
const pageSize = 256
const searchStep = 4096
const stackMargin = 65_536
const zeros = Buffer.alloc(65_536)

/**
 * Find the part of a fresh instance's memory that no snapshot needs: the C stack. It is 5 MB of the 7 MB in use,
 * and nothing on it is alive while no call is under way. The linker puts it between the static data and the heap
 * and no symbol tells where, so it is the longest run of zeros right after the start. A margin on both
 * sides keeps static data that is zero at the start out of it.
 */
export function findStackGap(memory: WebAssembly.Memory): Gap {
  const pages = Math.ceil(usedEnd(memory) / searchStep)
  let longest: Gap = { start: 0, end: 0 }
  let start = 0
  for (let page = 0; page <= pages; page += 1) {
    if (page < pages && isZero(memory, page * searchStep, searchStep)) continue
    if (page - start > longest.end - longest.start) longest = { start, end: page }
    start = page + 1
  }
  const gap = {
    start: longest.start * searchStep + stackMargin,
    end: longest.end * searchStep - stackMargin,
  }
  return gap.end > gap.start ? gap : { start: 0, end: 0 }
}

/**
 * Save the state of a memory.
 *
 * @param gap - Left out; see {@link findStackGap}.
 */
export function takeSnapshot(memory: WebAssembly.Memory, gap: Gap): Snapshot {
  const end = usedEnd(memory)
  const base = copy(memory, [
    { start: 0, end: gap.start },
    { start: gap.end, end },
  ])

  function restore(overlay?: Overlay): void {
    const bytes = new Uint8Array(memory.buffer)
    for (const patch of base) bytes.set(patch.bytes, patch.at)
    if (overlay) for (const patch of overlay.patches) bytes.set(patch.bytes, patch.at)
  }

  // Earlier runs left their garbage above the image; without it, what is not zero there belongs to the change.
  function clear(): void {
    new Uint8Array(memory.buffer).fill(0, end, Math.max(end, usedEnd(memory)))
  }

  function captureCurrent(): Overlay {
    const tail = { start: end, end: usedEnd(memory) }
    const patches = copy(memory, [...base.flatMap((part) => changedPages(memory, part)), tail])
    return { patches, size: sizeOf(patches) }
  }

  return {
    size: sizeOf(base),
    restore,
    clear,
    captureCurrent,
    capture(change) {
      restore()
      clear()
      const value = change()
      return { overlay: captureCurrent(), value }
    },
  }
}

function changedPages(memory: WebAssembly.Memory, base: Patch): Gap[] {
  const before = Buffer.from(base.bytes.buffer)
  const now = Buffer.from(memory.buffer, base.at, base.bytes.length)
  const changed: Gap[] = []
  let start: number | undefined
  for (let page = 0; page < now.length; page += pageSize) {
    const same = before.compare(now, page, page + pageSize, page, page + pageSize) === 0
    if (!same) start ??= page
    if (same && start !== undefined) {
      changed.push({ start: base.at + start, end: base.at + page })
      start = undefined
    }
  }
  if (start !== undefined) changed.push({ start: base.at + start, end: base.at + now.length })
  return changed
}

function copy(memory: WebAssembly.Memory, parts: readonly Gap[]): Patch[] {
  const bytes = new Uint8Array(memory.buffer)
  return parts
    .filter((part) => part.end > part.start)
    .map((part) => ({ at: part.start, bytes: bytes.slice(part.start, part.end) }))
}

/** The end of the last page that is not zero. Large blocks first: most of a memory is empty. */
function usedEnd(memory: WebAssembly.Memory): number {
  let end = memory.buffer.byteLength
  for (const step of [zeros.length, pageSize]) {
    while (end >= step && isZero(memory, end - step, step)) end -= step
  }
  return end
}

function isZero(memory: WebAssembly.Memory, start: number, length: number): boolean {
  return Buffer.from(memory.buffer, start, length).compare(zeros, 0, length) === 0
}

function sizeOf(patches: readonly Patch[]): number {
  return patches.reduce((size, patch) => size + patch.bytes.length, 0)
}
