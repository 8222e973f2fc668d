/**
 * `npm test`: lint and format, types, the console's build, and every test. Ends with the line `N passed, N failed` (skipped
 * ones follow when there are any); lint, the types of either program and the build count as one check each. Arguments go to
 * vitest: `npm test -- --project unit`.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

interface Counts {
  passed: number
  failed: number
  skipped: number
}

const root = join(import.meta.dirname, '..')
const tsc = 'node_modules/typescript/bin/tsc'

function run(title: string, module: string, args: readonly string[]): boolean {
  process.stdout.write(`\n== ${title}\n`)
  const { status } = spawnSync(process.execPath, [join(root, module), ...args], {
    cwd: root,
    stdio: 'inherit',
  })
  return status === 0
}

function check(counts: Counts, isGood: boolean): void {
  if (isGood) counts.passed += 1
  else counts.failed += 1
}

/** A test that reports itself skipped says why in its title. A run without a report has failed as a whole. */
function runTests(counts: Counts): void {
  const folder = mkdtempSync(join(tmpdir(), 'valence-test-'))
  const report = join(folder, 'report.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const isGood = run('tests', 'node_modules/vitest/vitest.mjs', [
    'run',
    ...reporters,
    ...process.argv.slice(2),
  ])
  if (existsSync(report)) {
    const result = JSON.parse(readFileSync(report, 'utf8'))
    counts.passed += result.numPassedTests
    counts.failed += result.numFailedTests
    counts.skipped += result.numPendingTests + result.numTodoTests
    // A file that can't even be loaded has no failed test of its own.
    if (!isGood && result.numFailedTests === 0)
      counts.failed += Math.max(1, result.numFailedTestSuites)
  } else counts.failed += 1
  rmSync(folder, { recursive: true })
}

const counts: Counts = { passed: 0, failed: 0, skipped: 0 }
check(counts, run('lint and format', 'node_modules/@biomejs/biome/bin/biome', ['check', '.']))
check(counts, run('types', tsc, ['-p', root]))
check(counts, run('types of the console', tsc, ['-p', join(root, 'packages/console')]))
check(counts, run('build of the console', 'scripts/build-console.ts', []))
runTests(counts)
process.stdout.write(
  `\n${counts.passed} passed, ${counts.failed} failed${counts.skipped ? `, ${counts.skipped} skipped` : ''}\n`,
)
process.exitCode = counts.failed === 0 ? 0 : 1
