/** Finishing what the vendor answered, once, however often a page asks for it. */
import { ApiError } from '@valence/sdk'
import { api } from './client.ts'

/** The query the vendor sent the person back with. */
export type VendorAnswer = Readonly<Record<string, string>>

const waitMs = 1_000
const maxWaits = 30

/**
 * Make the instance, or find the one that was made of the same answer before, in another tab.
 *
 * @returns The instance's id.
 * @throws {ApiError} that says why there is none.
 */
export async function completeConnection(state: string, answer: VendorAnswer): Promise<number> {
  const { state: _, ...body } = answer
  try {
    const made = await api.call('POST /pending-connections/{state}/complete', {
      path: { state },
      body,
    })
    return made.body.id
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'conflict') throw error
    const made = madeBefore(error) ?? (await waitForOtherTab(state))
    if (made === undefined) throw error
    return made
  }
}

function madeBefore({ body }: ApiError): number | undefined {
  const id =
    typeof body === 'object' && body !== null && 'instanceId' in body ? body.instanceId : undefined
  return typeof id === 'number' ? id : undefined
}

/** Another tab is at it: wait for its outcome. */
async function waitForOtherTab(state: string): Promise<number | undefined> {
  for (let waits = 0; waits < maxWaits; waits += 1) {
    const { body } = await api.call('GET /pending-connections/{state}', { path: { state } })
    if (body.status !== 'completing') return body.instanceId
    await new Promise((resolve) => setTimeout(resolve, waitMs))
  }
  return undefined
}
