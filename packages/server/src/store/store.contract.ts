import { afterAll, beforeAll, describe } from 'vitest'
import { changesContract } from './contract/changes.ts'
import { connectingContract } from './contract/connecting.ts'
import { credentialsContract } from './contract/credentials.ts'
import { durabilityContract } from './contract/durability.ts'
import { elementsContract } from './contract/elements.ts'
import type { ContractContext, StoreHarness } from './contract/harness.ts'
import { instancesContract } from './contract/instances.ts'
import { dataKeysContract, usageContract } from './contract/keys-and-usage.ts'
import { scopeContract } from './contract/scope.ts'
import { tenantsContract } from './contract/tenants.ts'
import { vdrsContract } from './contract/vdrs.ts'
import type { Store } from './store.ts'

/**
 * What every store must do, whatever runs below it.
 *
 * @param name - The implementation, for the report.
 * @param open - Makes a fresh database; called once, closed at the end.
 */
export function storeContract(name: string, open: () => Promise<StoreHarness>): void {
  describe(`store on ${name}`, () => {
    let opened: { harness: StoreHarness; store: Store } | undefined
    const current = () => {
      if (!opened) throw new Error('the store is not open yet')
      return opened
    }
    const context: ContractContext = {
      get harness() {
        return current().harness
      },
      get store() {
        return current().store
      },
    }

    beforeAll(async () => {
      const harness = await open()
      opened = { harness, store: await harness.openStore() }
    })
    afterAll(() => opened?.harness.close())

    tenantsContract(context)
    instancesContract(context)
    elementsContract(context)
    credentialsContract(context)
    dataKeysContract(context)
    usageContract(context)
    connectingContract(context)
    vdrsContract(context)
    scopeContract(context)
    changesContract(context)
    durabilityContract(context)
  })
}
