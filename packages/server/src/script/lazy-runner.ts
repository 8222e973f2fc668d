import type { ScriptRunner } from './script.ts'

/**
 * A runner that is created by the first script. A worker with its libraries takes some 60 MB, which a server whose traffic
 * meets no hook need not spend; the first script waits a quarter of a second longer.
 */
export function lazyScriptRunner(create: () => ScriptRunner): ScriptRunner {
  let runner: ScriptRunner | undefined
  return {
    run(script, scope, abilities) {
      runner ??= create()
      return runner.run(script, scope, abilities)
    },
    async close() {
      await runner?.close()
    },
  }
}
