import type { Place, Vault } from './vault.ts'

/** Where sealed values are, and how to replace one: `store.sealedValues`. */
export interface SealedValues {
  readonly columns: readonly { readonly table: string; readonly column: string }[]
  list(
    organizationId: number,
    column: { readonly table: string; readonly column: string },
    page: { limit: number; afterId?: number },
  ): Promise<readonly { rowId: number; sealed: Buffer }[]>
  /** `false`: the value is no longer `from`. */
  replace(organizationId: number, place: Place, from: Buffer, to: Buffer): Promise<boolean>
}

export interface ResealResult {
  /** Values sealed anew. */
  readonly resealed: number
  /** Values that somebody else replaced meanwhile; what they wrote was left alone. */
  readonly overtaken: number
}

const BATCH = 200

/**
 * Seal an organization's values anew where their key is not the current one. Every replacement compares first, so a token
 * that is refreshed at the same moment wins; ending half-way leaves everything openable, and running again goes on.
 */
export async function reseal(options: {
  vault: Vault
  values: SealedValues
  organizationId: number
  isCurrent: (sealed: Buffer) => boolean
}): Promise<ResealResult> {
  const { vault, values, organizationId, isCurrent } = options
  let resealed = 0
  let overtaken = 0
  for await (const { place, sealed } of walk(values, organizationId)) {
    if (isCurrent(sealed)) continue
    const plaintext = await vault.open(organizationId, place, sealed)
    const anew = await vault.seal(organizationId, place, plaintext)
    if (await values.replace(organizationId, place, sealed, anew)) resealed += 1
    else overtaken += 1
  }
  return { resealed, overtaken }
}

async function* walk(
  values: SealedValues,
  organizationId: number,
): AsyncGenerator<{ place: Place; sealed: Buffer }> {
  for (const column of values.columns) {
    let afterId = 0
    for (;;) {
      const batch = await values.list(organizationId, column, { limit: BATCH, afterId })
      for (const { rowId, sealed } of batch) yield { place: { ...column, rowId }, sealed }
      const last = batch.at(-1)
      if (!last || batch.length < BATCH) break
      afterId = last.rowId
    }
  }
}
