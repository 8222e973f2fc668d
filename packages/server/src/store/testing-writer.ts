/**
 * A process that creates instances as fast as it can and says on standard output which ones the store acknowledged,
 * until it is killed. Arguments: connection string, then a tenant as JSON.
 */
import { writeSync } from 'node:fs'
import { silentLog } from '../lib/log.ts'
import { openStore } from './postgres-store.ts'
import { anInstance, type Tenant } from './testing-records.ts'

const [connectionString = '', tenantJson = ''] = process.argv.slice(2)
const tenant = JSON.parse(tenantJson) as Pick<Tenant, 'account' | 'user'>
const store = await openStore({ connectionString, maxConnections: 8, log: silentLog })

async function write(): Promise<never> {
  for (;;) {
    const { id } = await store.instances.create(await anInstance(store, tenant))
    // Synchronously: an acknowledgement still in this process's memory would die with it unheard.
    writeSync(1, `${id}\n`)
  }
}

await Promise.all(Array.from({ length: 8 }, write))
