import type { Store } from '../store.ts'

/** One implementation under the contract: a fresh database, and as many stores on it as a test wants. */
export interface StoreHarness {
  readonly connectionString: string
  /** Another store on the same database, as another process would open it. */
  openStore(): Promise<Store>
  /** Kill the database server and start it again. Absent where the server is not ours to kill. */
  crash?(): Promise<void>
  /** Close every store, remove the database. */
  close(): Promise<void>
}

/** What a part of the contract needs; valid from `beforeAll` on. */
export interface ContractContext {
  readonly harness: StoreHarness
  readonly store: Store
}
