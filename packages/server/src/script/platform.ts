import type { QuickJSContext, QuickJSHandle } from 'quickjs-emscripten-core'
import { type Library, readLibraries, readPlatform } from './libraries.ts'

/** `prelude/platform.cjs` and the libraries, evaluated in a context. */
export interface Platform {
  /** `run(body, values)`: call a compiled script with a JSON array of values. */
  readonly run: QuickJSHandle
  /** `resume(answer)`: go on with a run, given the answer to one of its calls as JSON. */
  readonly resume: QuickJSHandle
  /** `load(name)`: evaluate a library. */
  readonly load: QuickJSHandle
  /** Names of the libraries that are evaluated on demand. */
  readonly onDemand: readonly string[]
}

/** Evaluate the platform and the libraries. About 40 ms. */
export function loadPlatform(context: QuickJSContext, bridge: QuickJSHandle): Platform {
  const call = (callee: QuickJSHandle, ...operands: QuickJSHandle[]) =>
    context.unwrapResult(context.callFunction(callee, context.undefined, operands))
  const platform = call(context.unwrapResult(context.evalCode(readPlatform(), 'platform')), bridge)
  const [run, resume, load, define] = ['run', 'resume', 'load', 'define'].map((name) =>
    context.getProp(platform, name),
  )
  if (!run || !resume || !load || !define) throw new Error('prelude/platform.cjs is not complete')

  const libraries = readLibraries()
  for (const library of libraries) {
    const body = context.unwrapResult(context.evalCode(moduleBody(library), library.name))
    const { name, aliases, hidden } = library
    call(
      define,
      context.newString(name),
      body,
      context.newString(JSON.stringify({ aliases, hidden })),
    )
  }
  for (const { name } of libraries.filter(({ preloaded }) => preloaded)) {
    call(load, context.newString(name))
  }
  const onDemand = libraries.filter(({ preloaded, hidden }) => !preloaded && !hidden)
  return { run, resume, load, onDemand: onDemand.map(({ name }) => name) }
}

function moduleBody({ source }: Library): string {
  return `(function (module, exports, require, call) {${source}\n})`
}
