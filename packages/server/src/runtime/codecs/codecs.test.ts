import { createHash, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PassThrough, Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aParameter, aResource } from '../../catalog/an-element.ts'
import type { ParameterDefinition } from '../../catalog/format.ts'
import { anEngine, type TestEngine, type TestVendor } from '../testing.ts'
import { readUpload } from './read-upload.ts'

/** A vendor that answers bytes and keeps what it got as it came. */
interface RawVendor extends Pick<TestVendor, 'url'> {
  last: { headers: IncomingMessage['headers']; body: Buffer }
  answer: { status?: number; headers: Record<string, string>; body: string | Buffer }
  close(): Promise<void>
}

async function aRawVendor(): Promise<RawVendor> {
  const server = createServer(async (request, response) => {
    const body = await buffer(request).catch(() => undefined)
    if (!body) return
    vendor.last = { headers: request.headers, body }
    response.writeHead(vendor.answer.status ?? 200, vendor.answer.headers).end(vendor.answer.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const vendor: RawVendor = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    last: { headers: {}, body: Buffer.alloc(0) },
    answer: { headers: {}, body: '' },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
  return vendor
}

describe('bodies on the wire', () => {
  let vendor: RawVendor
  let engine: TestEngine
  beforeAll(async () => {
    vendor = await aRawVendor()
    engine = anEngine(vendor as unknown as TestVendor)
  })
  afterAll(async () => {
    await engine.close()
    await vendor.close()
  })
  beforeEach(() => {
    vendor.answer = { headers: { 'content-type': 'application/json' }, body: '{}' }
  })

  const post = (
    parameters: ParameterDefinition[],
    body: unknown,
    headers: Record<string, string> = {},
    extra: Partial<Parameters<typeof aResource>[0]> = {},
  ) =>
    engine.call(
      {
        resources: [
          aResource({
            path: '/things',
            method: 'POST',
            vendorMethod: 'POST',
            parameters,
            ...extra,
          }),
        ],
      },
      'POST',
      '/things',
      { body, headers },
    )
  const fixed = (vendorType: ParameterDefinition['vendorType'], vendorName: string, name: string) =>
    aParameter('value', name, { vendorType, vendorName })

  describe('to the vendor', () => {
    it('are XML where the element says so', async () => {
      await post([fixed('header', 'Content-Type', 'text/xml'), aParameter('body', 'body')], {
        order: { '@id': '1', line: ['a', 'b'] },
      })

      expect(vendor.last.body.toString()).toBe(
        '<?xml version="1.0" encoding="UTF-8"?><order id="1"><line>a</line><line>b</line></order>',
      )
    })

    it('have values of XML templates escaped, but not those that are XML themselves', async () => {
      await post(
        [
          fixed('header', 'Content-Type', 'text/xml'),
          fixed('body', 'body', '<a><b>{name}</b>{inner}{missing}</a>'),
          aParameter('body', 'body', { vendorType: 'bodyToken' }),
        ],
        { name: 'R&D <1>', inner: '<c/>' },
      )

      expect(vendor.last.body.toString()).toBe('<a><b>R&#38;D &#60;1&#62;</b><c/>{missing}</a>')
    })

    it('are forms when form fields are all there is', async () => {
      await post([aParameter('body', 'body', { vendorType: 'form' }), fixed('form', 'x', '1')], {
        'a.b': 'c d',
        list: [1, 2],
      })

      expect(vendor.last.headers['content-type']).toBe('application/x-www-form-urlencoded')
      expect(vendor.last.body.toString()).toBe('a.b=c%20d&list=1&list=2&x=1')
    })

    it('are multipart forms without files, too', async () => {
      await post(
        [
          fixed('header', 'Content-Type', 'multipart/form-data; boundary='),
          fixed('form', 'x', '1'),
        ],
        undefined,
      )

      const boundary = /^multipart\/form-data; boundary=(\S+)$/.exec(
        vendor.last.headers['content-type'] ?? '',
      )?.[1]
      expect(vendor.last.body.toString()).toBe(
        `--${boundary}\r\nContent-Disposition: form-data; name="x"\r\n\r\n1\r\n--${boundary}--\r\n`,
      )
    })

    it('stream as they came, with their own type and length', async () => {
      const bytes = randomBytes(300_000)

      await post([aParameter('body', 'body')], Readable.from([bytes]), {
        'content-type': 'image/png',
        'content-length': String(bytes.length),
      })

      expect(vendor.last.headers).toMatchObject({
        'content-type': 'image/png',
        'content-length': '300000',
      })
      expect(vendor.last.body.equals(bytes)).toBe(true)
    })
  })

  describe('of an upload', () => {
    const boundary = 'b'
    const upload = (source: Readable) =>
      readUpload({ 'content-type': `multipart/form-data; boundary=${boundary}` }, source)
    const head = (name: string, file?: string) =>
      `--b\r\nContent-Disposition: form-data; name="${name}"${file ? `; filename="${file}"\r\nContent-Type: image/png` : ''}\r\n\r\n`

    it('stream, under the vendor’s names, with the fields that are declared', async () => {
      const file = randomBytes(2_000_000)
      const source = Readable.from([
        `${head('title')}Photo\r\n${head('secret')}x\r\n${head('file', 'a\\"b.png')}`,
        file,
        `\r\n${head('late')}2\r\n--b--\r\n`,
      ])

      await post(
        [
          aParameter('multipart', 'file', {
            vendorType: 'multipart',
            vendorName: 'upload',
            required: true,
          }),
          aParameter('form', 'title', { vendorType: 'form', vendorName: 'caption' }),
          aParameter('form', 'late', { vendorType: 'form', vendorName: 'note' }),
        ],
        await upload(source),
      )

      const sent = vendor.last.body.toString('latin1')
      expect(vendor.last.headers['transfer-encoding']).toBe('chunked')
      expect(sent).toContain('name="caption"\r\n\r\nPhoto\r\n')
      expect(sent).toContain(
        'name="upload"; filename="a%22b.png"\r\nContent-Type: image/png\r\n\r\n',
      )
      expect(sent).toContain('name="note"\r\n\r\n2\r\n')
      expect(sent).not.toContain('secret')
      const start = vendor.last.body.indexOf('image/png\r\n\r\n') + 13
      const received = vendor.last.body.subarray(start, start + file.length)
      expect(createHash('sha1').update(received).digest('hex')).toBe(
        createHash('sha1').update(file).digest('hex'),
      )
    })

    it('are not read before the vendor takes them', async () => {
      const source = new PassThrough({ highWaterMark: 16_384 })
      source.write(`${head('file', 'f.bin')}x`)
      const form = await upload(source)
      let written = 0
      const chunk = Buffer.alloc(16_384)
      for (let i = 0; i < 100 && source.write(chunk); i += 1) {
        written += chunk.length
        await new Promise((resolve) => setImmediate(resolve))
      }
      form.release()

      expect(written).toBeLessThan(500_000)
    })

    it('become JSON with the content in base64 where the element wants a body', async () => {
      const source = Readable.from([`${head('file', 'a.png')}bytes\r\n--b--\r\n`])

      await post(
        [aParameter('multipart', 'file', { vendorType: 'body', vendorName: 'body' })],
        await upload(source),
      )

      expect(JSON.parse(vendor.last.body.toString())).toEqual({
        name: 'a.png',
        type: 'image/png',
        size: 5,
        body: Buffer.from('bytes').toString('base64'),
      })
    })

    it('without the file that is required, or with it under another name, are refused', async () => {
      const required = [
        aParameter('multipart', 'file', { vendorType: 'multipart', required: true }),
      ]
      const none = Readable.from([`${head('a')}1\r\n--b--\r\n`])
      const other = Readable.from([`${head('upload', 'a.png')}x\r\n--b--\r\n`])

      await expect(post(required, await upload(none))).rejects.toThrowError("'file'")
      await expect(post(required, await upload(other))).rejects.toThrowError("came as 'upload'")
    })

    it('that break off on the way fail, and the vendor is not told that they were whole', async () => {
      const source = new PassThrough()
      source.write(`${head('file', 'a.png')}half`)
      const form = await upload(source)
      const answer = post([aParameter('multipart', 'file', { vendorType: 'multipart' })], form)
      setTimeout(() => source.destroy(new Error('client went away')), 50)

      await expect(answer).rejects.toMatchObject({
        code: expect.stringMatching(/unreachable|invalid/),
      })
    })
  })

  describe('from the vendor', () => {
    it('are values when they are XML, below the root key', async () => {
      vendor.answer = {
        headers: { 'content-type': 'application/soap+xml' },
        body: '<soap:Envelope xmlns:soap="x"><soap:Body><Add><Result>3</Result></Add></soap:Body></soap:Envelope>',
      }

      const reply = await post([], undefined, {}, { rootKey: '|soap:Envelope.soap:Body' })

      expect(reply.body).toEqual({ Add: { Result: '3' } })
    })

    it.each([
      [500, 'soap:Client', 400, 'vendor_rejected_request'],
      [200, 'soap:Client', 400, 'vendor_rejected_request'],
      [200, 'soap:Server', 502, 'vendor_failed'],
      [500, 'soap:Server', 502, 'vendor_failed'],
    ])('are failures when they are faults: %i with %s', async (status, fault, ours, code) => {
      vendor.answer = {
        status,
        headers: { 'content-type': 'text/xml' },
        body: `<soap:Envelope xmlns:soap="x"><soap:Body><soap:Fault><faultcode>${fault}</faultcode><faultstring>Bad sum</faultstring></soap:Fault></soap:Body></soap:Envelope>`,
      }

      await expect(post([], undefined)).rejects.toMatchObject({
        status: ours,
        code,
        providerMessage: 'Bad sum',
      })
    })

    it('stream when they are files, with type, length and name', async () => {
      const bytes = randomBytes(3_000_000)
      vendor.answer = {
        headers: {
          'content-type': 'application/pdf',
          'content-length': String(bytes.length),
          'content-disposition': 'attachment; filename="a.pdf"',
        },
        body: bytes,
      }

      const reply = await post([], undefined)

      expect(reply.headers).toEqual({
        'content-type': 'application/pdf',
        'content-length': '3000000',
        'content-disposition': 'attachment; filename="a.pdf"',
      })
      expect((await buffer(reply.body as Readable)).equals(bytes)).toBe(true)
    })

    it.each([
      ['application/octet-stream', {}, '{"a":1}', { a: 1 }],
      ['text/csv', {}, 'a,b', 'a,b'],
      ['application/json', { 'content-disposition': 'attachment; filename=f.txt' }, '[1]', [1]],
    ])('are data in disguise: %s', async (type, headers, body, value) => {
      vendor.answer = {
        headers: { 'content-type': type, ...headers } as Record<string, string>,
        body,
      }

      expect((await post([], undefined)).body).toEqual(value)
    })

    it.each([
      ['application/octet-stream', { 'content-disposition': 'attachment' }, '{"a":1}'],
      ['text/csv', { 'content-disposition': 'attachment; filename=a.csv' }, 'a,b'],
      ['application/octet-stream', {}, 'bytes'],
    ])('are files: %s', async (type, headers, body) => {
      vendor.answer = {
        headers: { 'content-type': type, ...headers } as Record<string, string>,
        body,
      }

      const reply = await post([], undefined)

      expect((await buffer(reply.body as Readable)).toString()).toBe(body)
    })
  })
})
