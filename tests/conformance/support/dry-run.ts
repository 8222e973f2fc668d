/** Every callable resource of an element through the real pipeline, up to the request that would leave. */

import type { ElementPlan, ResourcePlan } from '../../../packages/server/src/catalog/plan.ts'
import { variableName } from '../../../packages/server/src/catalog/router.ts'
import {
  aLiveInstance,
  aRecorder,
  callHub,
  type RecordedRequest,
} from '../../../packages/server/src/runtime/testing-recorder.ts'
import { syntheticAnswer, syntheticCall, syntheticConfiguration } from './synthetic-call.ts'

/** What came of one resource. */
export interface DryRun {
  /** `GET /contacts/{id}` */
  readonly resource: string
  readonly requests: readonly RecordedRequest[]
  /** Why there is no fully resolved request; `undefined` when there is one. */
  readonly problem: string | undefined
}

/** Runs elements one after another in one engine. */
export interface DryRunner {
  run(plan: ElementPlan): Promise<readonly DryRun[]>
  close(): Promise<void>
}

export function createDryRunner(): DryRunner {
  let current: ResourcePlan | undefined
  const recorder = aRecorder(() => ({ body: JSON.stringify(current && syntheticAnswer(current)) }))

  async function runOne(plan: ElementPlan, resource: ResourcePlan): Promise<DryRun> {
    current = resource
    const live = aLiveInstance(plan, syntheticConfiguration(plan))
    const call = { method: resource.method, ...syntheticCall(resource, plan) }
    const failure = await callHub(recorder.engine, live, call).then(
      () => undefined,
      (error: Error) => error,
    )
    const requests = recorder.take()
    return {
      resource: `${resource.method} /${resource.segments.join('/')}`,
      requests,
      problem: problemOf(resource, requests, failure),
    }
  }

  return {
    async run(plan) {
      const runs: DryRun[] = []
      for (const resource of plan.resources) {
        if (resource.callable) runs.push(await runOne(plan, resource))
      }
      return runs
    },
    close: () => recorder.close(),
  }
}

// An answer made up from nothing may not suit a post hook: what counts is that the request was made.
function problemOf(
  resource: ResourcePlan,
  requests: readonly RecordedRequest[],
  failure: Error | undefined,
): string | undefined {
  if (requests.length === 0) return failure ? failure.message : 'its hook spares the vendor'
  for (const request of requests) {
    const open = unresolved(resource, request)
    if (open) return open
  }
  return undefined
}

function unresolved(resource: ResourcePlan, request: RecordedRequest): string | undefined {
  if (!URL.canParse(request.url)) return `'${request.url}' is no address`
  const inUrl = tokenIn(decodeURIComponent(request.url))
  if (inUrl) return `${inUrl} is open in the address`
  const inHeaders = Object.values(request.headers).map(tokenIn).find(Boolean)
  if (inHeaders) return `${inHeaders} is open in a header`
  const inBody = fillsBody(resource) ? tokenIn(request.body ?? '') : undefined
  return inBody && `${inBody} is open in the body`
}

/** Where no parameter fills the template its braces are the author's own, and stay (element format 3.3). */
function fillsBody({ parameters, segments }: ResourcePlan): boolean {
  const variables = segments.flatMap((one) => variableName(one) ?? [])
  return parameters.some(
    ({ vendorType, type, name }) =>
      vendorType === 'bodyToken' && !(type === 'path' && variables.includes(name)),
  )
}

function tokenIn(text: string): string | undefined {
  return /\$?\{[\w.:-]+\}/.exec(text)?.[0]
}
