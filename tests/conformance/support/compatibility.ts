/** What becomes of each export here, as the table of docs/reference/element-compatibility.md. */
import { join } from 'node:path'
import { compileElement } from '../../../packages/server/src/catalog/compile.ts'
import { lintElement } from '../../../packages/server/src/catalog/lint.ts'
import { loadElement } from '../../../packages/server/src/catalog/load.ts'
import type { ElementPlan, ResourcePlan } from '../../../packages/server/src/catalog/plan.ts'
import { createDryRunner, type DryRun } from './dry-run.ts'
import { corpus, exportNames } from './exports.ts'

/** One line of the table. */
interface Row {
  readonly name: string
  readonly authentication: string
  readonly callable: number
  readonly resolved: number
  readonly needs: readonly string[]
  readonly errors: number
  readonly verdict: 'runs' | 'runs in part' | 'does not run'
  readonly remark: string
}

/** Native code of the original platform did a part of these; what, is known from their resources alone. */
const nativeParts: Readonly<Record<string, string>> = {
  facebookads: 'the list of pages, which native code kept, stays empty',
  posable: 'where its key goes was native code and is not in the export',
  sagelive: 'native code wrote the SOQL of its lists; records by id run',
  vsts: 'native code wrote the query of GET /work-items; all else runs',
}

/** The elements of which the bigger part was native: they are not counted as running. */
const mostlyNative = new Set(['posable', 'sagelive'])

/** The whole page. Needs the corpus. */
export async function compatibilityPage(): Promise<string> {
  const rows = await compatibilityRows()
  const running = rows.filter(({ verdict }) => verdict === 'runs').length
  const [callable, resolved] = [sum(rows, 'callable'), sum(rows, 'resolved')]
  return `# Which exported elements run

<!-- Written by scripts/element-compatibility.ts. Don't edit. -->

${rows.length} elements that their authors published, imported as they are. **${running} of ${rows.length} run**; ${resolved} of their ${callable} callable resources make a
fully resolved request of the vendor. "Runs" means that every rule of the export is carried out: requests are made and answers are read
by them. It does not mean that the vendor's interface of those years still exists.

How it is found: each export is loaded, linted and compiled; each callable resource is called through the real pipeline, hooks
included, with made-up input for everything it declares, and with a client that writes the request down in place of sending it.
\`node scripts/run.mjs scripts/element-compatibility.ts\` writes this page from the exports below \`VALENCE_CORPUS\`.

| element | authentication | resources | result | needs | lint errors | remark |
|---|---|---|---|---|---|---|
${rows.map(line).join('\n')}
`
}

/** The table's rows, in the order of names. */
export async function compatibilityRows(): Promise<readonly Row[]> {
  const runner = createDryRunner()
  const rows: Row[] = []
  for (const name of exportNames) {
    const { definition } = await loadElement(join(corpus, name))
    const plan = compileElement(definition)
    const runs = await runner.run(plan)
    const errors = lintElement(definition).filter(({ severity }) => severity === 'error').length
    rows.push(rowOf(name, plan, runs, errors))
  }
  await runner.close()
  return rows
}

function rowOf(name: string, plan: ElementPlan, runs: readonly DryRun[], errors: number): Row {
  const open = runs.filter(({ problem }) => problem !== undefined)
  const resolved = runs.length - open.length
  const hookless = plan.resources.filter(lacksHookBody).length
  const isPart = mostlyNative.has(name) || resolved - hookless < runs.length * 0.5
  return {
    name,
    authentication: plan.authenticationType,
    callable: runs.length,
    resolved,
    needs: needsOf(plan),
    errors,
    verdict: resolved === 0 ? 'does not run' : isPart ? 'runs in part' : 'runs',
    remark: [nativeParts[name], hooklessRemark(hookless), openRemark(open)]
      .filter(Boolean)
      .join('; '),
  }
}

/** Tools keep hooks in files beside the export, and not everybody publishes them. */
function lacksHookBody({ callable, definition }: ResourcePlan): boolean {
  return callable && (definition.hooks ?? []).some(({ body }) => !body)
}

function hooklessRemark(count: number): string {
  return count === 0 ? '' : `the bodies of ${count} hooks are not in the export`
}

function openRemark(open: readonly DryRun[]): string {
  const names = open.map(({ resource }) => `\`${resource}\``)
  if (names.length === 0) return ''
  return names.length > 3
    ? `not resolved: ${names.length} resources`
    : `not resolved: ${names.join(', ')}`
}

/** What of the engine the element takes beyond moving parameters. */
function needsOf(plan: ElementPlan): readonly string[] {
  const { resources, definition } = plan
  const any = (has: (resource: ResourcePlan) => unknown) =>
    resources.some((one) => Boolean(has(one)))
  const movers = resources.flatMap(({ parameters }) => parameters)
  const converters = movers.flatMap(
    ({ converter, vendorName }) => converter ?? /^converter:(.+)/.exec(vendorName)?.[1] ?? [],
  )
  const sources = [
    ...(definition.hooks ?? []),
    ...(definition.resources ?? []).flatMap(({ hooks }) => hooks ?? []),
  ].map(({ body }) => body ?? '')
  const needs: readonly (readonly [string, unknown])[] = [
    ['hooks', plan.preHook || plan.postHook || any((one) => one.preHook || one.postHook)],
    ['calls of hooks', sources.some((body) => /require\(['"]https?['"]\)/.test(body))],
    ['SOAP', definition.protocolType === 'soap'],
    ['XML', definition.protocolType !== 'soap' && usesXml(plan)],
    ['multipart', movers.some(({ type }) => type === 'multipart')],
    ['body templates', movers.some(({ vendorType }) => vendorType === 'bodyToken')],
    ['values from answers', any((one) => one.captures.length > 0)],
    ['chains', any((one) => one.nextResource)],
    ['client certificate', plan.configuration.has('base64.encoded.jks')],
    ['lifecycle', [...plan.lifecycle.keys()].length > 0],
    ...[...new Set(converters)].sort().map((converter) => [converter, true] as const),
  ]
  return needs.filter(([, isNeeded]) => Boolean(isNeeded)).map(([name]) => name)
}

function usesXml({ resources }: ElementPlan): boolean {
  return resources.some(({ parameters }) =>
    parameters.some(
      ({ name, vendorName }) => /^(accept|content-type)$/i.test(vendorName) && /xml/.test(name),
    ),
  )
}

function line(row: Row): string {
  const { name, authentication, callable, resolved, verdict, needs, errors, remark } = row
  const cells = [
    name,
    authentication,
    `${resolved}/${callable}`,
    verdict,
    needs.join(', '),
    errors === 0 ? '' : String(errors),
    remark.replaceAll('|', '\\|'),
  ]
  return `| ${cells.join(' | ')} |`
}

function sum(rows: readonly Row[], member: 'callable' | 'resolved'): number {
  return rows.reduce((total, row) => total + row[member], 0)
}
