/** Findings about scripts. Nothing is run. */
import { Script } from 'node:vm'
import { error, type Finding, info, warning } from './finding.ts'
import type { HookDefinition } from './format.ts'
import { undeclaredIdentifiers } from './script-identifiers.ts'

const types = new Set(['preRequest', 'postRequest', 'event'])

/** @param place - Of the owner: `` for the element, `/resources/3` for a resource. */
export function lintHooks(
  hooks: readonly HookDefinition[] | undefined,
  place: string,
): readonly Finding[] {
  const seen = new Set<string>()
  return (hooks ?? []).flatMap((hook, index) => {
    const at = `${place}/hooks/${index}`
    const isRepeated = seen.has(hook.type)
    seen.add(hook.type)
    return isRepeated
      ? [warning(at, `This is a second ${hook.type} hook; only the first runs.`)]
      : lintHook(hook, at, place === '')
  })
}

function lintHook(hook: HookDefinition, at: string, isElements: boolean): readonly Finding[] {
  if (!types.has(hook.type)) {
    return [error(`${at}/type`, `'${hook.type}' is no type of hook; it never runs.`)]
  }
  const misplaced =
    hook.type === 'event' && !isElements
      ? [warning(at, 'An event hook belongs to the element; on a resource it never runs.')]
      : []
  return [...misplaced, ...lintBody(hook, at)]
}

function lintBody({ body, isLegacy }: HookDefinition, at: string): readonly Finding[] {
  if (!body?.trim())
    return [error(`${at}/body`, 'The body of this hook is missing from the export.')]
  const problem = syntaxProblem(body)
  if (problem) return [error(`${at}/body`, `The script does not parse: ${problem}`)]
  const legacy = isLegacy
    ? [info(at, 'This is a legacy script: it answers with `return`, not with `done`.')]
    : []
  const names = undeclaredIdentifiers(body)
  if (names.length === 0) return legacy
  const quoted = names.map((name) => `'${name}'`).join(', ')
  return [...legacy, warning(`${at}/body`, `The script reads ${quoted}, which nobody gives it.`)]
}

/** Compiled as the body of a sloppy function, and thrown away: hooks may `return`. */
function syntaxProblem(body: string): string | undefined {
  try {
    new Script(`(function () {\n${body}\n})`)
    return undefined
  } catch (problem) {
    return problem instanceof Error ? problem.message : String(problem)
  }
}
