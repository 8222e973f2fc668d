/** QuickJS compiled to WebAssembly, with a memory that cannot grow beyond its limit. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import variant from '@jitl/quickjs-wasmfile-release-sync'
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSSyncVariant,
  type QuickJSWASMModule,
} from 'quickjs-emscripten-core'

// The package's types describe its CommonJS form, where the variant is a member; as a module it is the default export.
const syncVariant = variant as unknown as QuickJSSyncVariant

const quiet = { print() {}, printErr() {} }
const pageBytes = 65_536
// The module declares 16 MiB as its least.
const initialPages = 256

/** Compile the interpreter, once a process: workers share the machine code. */
export function compileInterpreter(): WebAssembly.Module {
  const require = createRequire(import.meta.url)
  return new WebAssembly.Module(
    readFileSync(require.resolve('@jitl/quickjs-wasmfile-release-sync/wasm')),
  )
}

/** An interpreter and the memory all of its state lives in. */
export interface Interpreter {
  readonly quickjs: QuickJSWASMModule
  readonly memory: WebAssembly.Memory
}

/**
 * Start an interpreter.
 *
 * @param memoryMb - Most memory it may have, in MiB. The engine's own `setMemoryLimit` was seen to let 2.2 GB
 *   through (quickjs-emscripten issues 255 and 271); this bound is the virtual machine's.
 */
export async function startInterpreter(
  wasmModule: WebAssembly.Module,
  memoryMb: number,
): Promise<Interpreter> {
  const maximum = Math.max(initialPages, Math.floor((memoryMb * 1024 * 1024) / pageBytes))
  const wasmMemory = new WebAssembly.Memory({ initial: initialPages, maximum })
  const bounded = newVariant(withFastStrings(syncVariant), { wasmModule, wasmMemory })
  return { quickjs: await newQuickJSWASMModuleFromVariant(bounded), memory: wasmMemory }
}

/**
 * Emscripten copies strings into the memory one character at a time in JavaScript, twice over; the platform's encoder
 * does it ten times faster (0.1 ms against 1 ms for 100 kB). It also wrote to address 0 when there was no memory left.
 */
function withFastStrings(base: QuickJSSyncVariant): QuickJSSyncVariant {
  const encoder = new TextEncoder()
  return {
    ...base,
    async importModuleLoader() {
      const load = loaderOf(await base.importModuleLoader())
      return async (options) => {
        const module = await load(Object.assign({}, options, quiet))
        module.lengthBytesUTF8 = (text) => Buffer.byteLength(text)
        module.stringToUTF8 = (text, address, size) => {
          if (Number(address) === 0) throw new RangeError('out of memory')
          const room = module.HEAPU8.subarray(address, address + (size ?? 1) - 1)
          module.HEAPU8[address + encoder.encodeInto(text, room).written] = 0
        }
        return module
      }
    },
  }
}

type ImportedLoader = Awaited<ReturnType<QuickJSSyncVariant['importModuleLoader']>>
type Loader = Extract<ImportedLoader, (...options: never[]) => unknown>

function loaderOf(imported: ImportedLoader): Loader {
  if (typeof imported === 'function') return imported
  return typeof imported.default === 'function' ? imported.default : imported.default.default
}
