/** Every callable resource of every export at hand makes a fully resolved request of the vendor. */
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { compileElement } from '../../packages/server/src/catalog/compile.ts'
import { loadElement } from '../../packages/server/src/catalog/load.ts'
import { createDryRunner } from './support/dry-run.ts'
import { corpus, exportNames, skipReason } from './support/exports.ts'

/** Resources that can't, by what they are. */
const exceptions: Readonly<Record<string, string>> = {
  'adpvantage POST /notification-messages': 'the second link of a chain, called alone',
  'surveymonkey POST /weblink': 'the second link of a chain, called alone',
  'vsts PATCH /work-items-2': 'the second link of a chain, called alone',
  'demoexpensewire GET /expenses_events': 'its hook reads a name that nobody gives it',
  'google_cloud_storage GET /files/{id}': 'nothing fills {bucket} of its vendor path',
  ...Object.fromEntries(
    [
      'budgetImport',
      'budgetImport-BudgetImport',
      'getFileUploadEntityCodes',
      'getFileUploadEntityCodes-GetFileUploadEntityCodes',
      'getFileUploadEntityCodesWithPassword',
      'getFileUploadEntityCodesWithPassword-GetFileUploadEntityCodesWithPassword',
    ].map((name) => [
      `xledger_combined GET /${name}/{id}`,
      'its template is filled by a body, which a GET does not have',
    ]),
  ),
}

describe.skipIf(exportNames.length === 0)(`The resources of real exports${skipReason}`, () => {
  const runner = createDryRunner()
  afterAll(() => runner.close())

  it('make fully resolved requests of their vendors, but for those named here', async () => {
    const problems: Record<string, string> = {}
    let count = 0
    for (const name of exportNames) {
      const plan = compileElement((await loadElement(join(corpus, name))).definition)
      const runs = await runner.run(plan)
      count += runs.length
      for (const { resource, problem } of runs)
        if (problem) problems[`${name} ${resource}`] = problem
    }

    expect(Object.keys(problems).sort()).toEqual(Object.keys(exceptions).sort())
    expect(count).toBeGreaterThan(1000)
    expect(Object.keys(exceptions).length / count).toBeLessThan(0.01)
  })
})
