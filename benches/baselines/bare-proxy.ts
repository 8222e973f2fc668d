/** The least a proxy can do: undici, no parsing. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Agent, request } from 'undici'

const vendor = process.env['BENCH_VENDOR'] as string
const dispatcher = new Agent({ connections: 64, pipelining: 1 })

const server = createServer(async (incoming, answer) => {
  const response = await request(vendor + incoming.url, {
    dispatcher,
    headers: { authorization: incoming.headers.authorization ?? '' },
  })
  answer.writeHead(response.statusCode, {
    'content-type': response.headers['content-type'] as string,
  })
  response.body.pipe(answer)
})
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(
    `The bare proxy runs at http://127.0.0.1:${(server.address() as AddressInfo).port}\n`,
  )
})
process.on('SIGTERM', () => process.exit(0))
