import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { ValenceError } from '../../lib/errors.ts'
import { aServer, userHeaders } from '../testing.ts'

const url = '/elements/api-v2/elements/convert'
const document = JSON.stringify({
  openapi: '3.0.3',
  info: { title: 'Small' },
  paths: { '/a': { get: { parameters: [{ name: 'c', in: 'cookie' }], responses: {} } } },
})

describe('POST /elements/convert', () => {
  it('answers a draft element and counts what could not be carried over', async () => {
    await using server = await aServer()

    const response = await server.app.inject({
      method: 'POST',
      url: `${url}?type=OpenAPI&hub=crm&name=Mine&key=mine`,
      headers: { ...userHeaders, 'content-type': 'application/octet-stream' },
      payload: document,
    })

    expect(response.statusCode).toBe(200)
    expect(response.json()).toMatchObject({
      key: 'mine',
      name: 'Mine',
      hub: 'crm',
      resources: [{ path: '/hubs/crm/a', method: 'GET' }],
    })
    expect(response.headers['elements-convert-findings']).toBe('2')
  })

  it('answers the findings as well when asked', async () => {
    await using server = await aServer()

    const response = await server.app.inject({
      method: 'POST',
      url: `${url}?type=openapi&report=true`,
      headers: { ...userHeaders, 'content-type': 'application/json' },
      payload: document,
    })

    expect(response.json()).toMatchObject({
      element: { key: 'small' },
      findings: [
        {
          severity: 'warning',
          place: '/paths/~1a/get/parameters/0',
          message: expect.stringContaining("'c'"),
        },
        { severity: 'warning', place: '/servers' },
      ],
      lint: [{ severity: 'info', place: '/configuration/0/defaultValue' }],
    })
  })

  it('takes the file of a multipart form', async () => {
    await using server = await aServer()
    const form = new FormData()
    form.set('note', 'no document')
    form.set('file', new File([document], 'api.json'))
    const encoded = new Response(form)

    const response = await server.app.inject({
      method: 'POST',
      url: `${url}?type=swagger`,
      headers: { ...userHeaders, 'content-type': encoded.headers.get('content-type') ?? '' },
      payload: Buffer.from(await encoded.arrayBuffer()),
    })

    expect(response.json()).toMatchObject({ key: 'small' })
  })

  it('fetches the document at an address, bounded', async () => {
    const asked: object[] = []
    await using server = await aServer({
      http: {
        async request(request) {
          asked.push(request)
          return { status: 200, headers: {}, body: Readable.from([Buffer.from(document)]) }
        },
      },
    })

    const response = await server.app.inject({
      method: 'POST',
      url: `${url}?type=openapi`,
      headers: userHeaders,
      payload: { url: 'https://docs.example.test/openapi.json' },
    })

    expect(response.json()).toMatchObject({
      key: 'small',
      configuration: [{ defaultValue: 'https://docs.example.test' }, {}, {}],
    })
    expect(asked).toMatchObject([
      { url: 'https://docs.example.test/openapi.json', timeoutMs: 20_000, maxRedirects: 3 },
    ])
  })

  it('fetches what a WSDL imports, and no more of it than there is', async () => {
    const files: Record<string, string> = {
      'https://soap.test/a/service.wsdl': `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:t="urn:t" targetNamespace="urn:t"><import location="types.wsdl"/><import location="missing.wsdl"/>
        <portType name="P"><operation name="Do"><input message="t:In"/></operation></portType>
        <binding name="B" type="t:P"><s:binding xmlns:s="http://schemas.xmlsoap.org/wsdl/soap/"/><operation name="Do"/></binding>
        <service name="S"><port name="P" binding="t:B"><s:address xmlns:s="http://schemas.xmlsoap.org/wsdl/soap/" location="https://soap.test/do"/></port></service></definitions>`,
      'https://soap.test/a/types.wsdl': `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" targetNamespace="urn:t" xmlns:x="urn:x"><import location="service.wsdl"/><import location="types.wsdl"/>
        <message name="In"><part name="p" element="x:Do"/></message></definitions>`,
    }
    const asked: string[] = []
    await using server = await aServer({
      http: {
        async request({ url }) {
          asked.push(url)
          const file = files[url]
          return {
            status: file ? 200 : 404,
            headers: {},
            body: Readable.from([Buffer.from(file ?? '')]),
          }
        },
      },
    })

    const response = await server.app.inject({
      method: 'POST',
      url: `${url}?type=wsdl&report=true`,
      headers: userHeaders,
      payload: { url: 'https://soap.test/a/service.wsdl' },
    })

    expect(asked).toEqual(
      ['service', 'types', 'missing'].map((name) => `https://soap.test/a/${name}.wsdl`),
    )
    expect(response.json()).toMatchObject({
      element: { protocolType: 'soap', resources: [{ path: '/hubs/general/do' }] },
    })
    expect(response.json().findings).toContainEqual(
      expect.objectContaining({
        message: expect.stringContaining("'missing.wsdl' was not followed"),
      }),
    )
  })

  it.each([
    ['no type', '', document, 400, "'type' is missing"],
    ['another type', '?type=raml', document, 400, "'raml' is none of swagger"],
    ['no document', '?type=openapi', '', 400, 'There is no document'],
    ['a document of another kind', '?type=openapi', '{"a": 1}', 400, 'no OpenAPI document'],
    [
      'no address',
      '?type=openapi',
      '{"url": "file:///etc/passwd"}',
      400,
      'no absolute http or https address',
    ],
  ])('refuses %s', async (_what, query, payload, status, message) => {
    await using server = await aServer()

    const response = await server.app.inject({
      method: 'POST',
      url: url + query,
      headers: userHeaders,
      payload,
    })

    expect(response.statusCode).toBe(status)
    expect(response.json().message).toContain(message)
  })

  it.each([
    [404, 'answered 404 and no document'],
    [302, 'answered 302 and no document'],
  ])('says that an address answered %i', async (status, message) => {
    await using server = await aServer({
      http: { request: async () => ({ status, headers: {}, body: Readable.from([]) }) },
    })

    const response = await server.app.inject({
      method: 'POST',
      url: `${url}?type=openapi`,
      headers: userHeaders,
      payload: { url: 'https://x.test' },
    })

    expect(response.json()).toMatchObject({
      status: 400,
      message: expect.stringContaining(message),
    })
  })

  it('lets the egress policy refuse an address', async () => {
    await using server = await aServer({
      http: {
        request: () =>
          Promise.reject(new ValenceError('egress_denied', 'This address may not be called.')),
      },
    })

    const response = await server.app.inject({
      method: 'POST',
      url: `${url}?type=openapi`,
      headers: userHeaders,
      payload: { url: 'http://10.0.0.1/' },
    })

    expect(response.json()).toMatchObject({ status: 400, code: 'egress_denied' })
  })

  it('needs a caller', async () => {
    await using server = await aServer()

    const response = await server.app.inject({
      method: 'POST',
      url: `${url}?type=openapi`,
      payload: document,
    })

    expect(response.statusCode).toBe(401)
  })
})
