/** The part of the WebAssembly API that the script isolate uses; the types of Node.js leave it to `lib.dom`. */
declare namespace WebAssembly {
  class Memory {
    constructor(descriptor: { initial: number; maximum?: number })
    readonly buffer: ArrayBuffer
    grow(pages: number): number
  }
  class Module {
    constructor(bytes: Uint8Array)
  }
  type Imports = Record<string, Record<string, unknown>>
  type Exports = Record<string, unknown>
  interface Instance {
    readonly exports: Exports
  }
}
