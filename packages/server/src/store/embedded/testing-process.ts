/**
 * A process that uses an embedded server: starts it, says so on standard output, and stops when its standard input ends.
 * Arguments: the data folder.
 */
import { text } from 'node:stream/consumers'
import { silentLog } from '../../lib/log.ts'
import { startEmbedded } from '../embedded.ts'

const [dataDir = ''] = process.argv.slice(2)
const server = await startEmbedded({ dataDir, log: silentLog })
const { connectionString, isAdopted } = server
console.log(JSON.stringify({ pid: server.pid(), isAdopted, connectionString }))
await text(process.stdin)
await server.stop()
