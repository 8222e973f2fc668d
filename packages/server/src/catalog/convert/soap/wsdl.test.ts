import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { anEngine, aVendor, type TestEngine, type TestVendor } from '../../../runtime/testing.ts'
import { converted, defaultOf, lintErrors, messages, moves, resourceOf } from '../testing.ts'
import { importedLocations } from './documents.ts'

const envelope11 = 'http://schemas.xmlsoap.org/soap/envelope/'

/** A post office: flat, nested and open types, a header, and the same port over SOAP 1.2. */
const post = `<?xml version="1.0"?>
<wsdl:definitions name="Post" targetNamespace="urn:post" xmlns:tns="urn:post" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/"
    xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/" xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <wsdl:types>
    <xs:schema targetNamespace="urn:post" elementFormDefault="qualified">
      <xs:element name="Weigh"><xs:complexType><xs:sequence>
        <xs:element name="grams" type="xs:int"/><xs:element name="unit" type="tns:Unit"/>
      </xs:sequence></xs:complexType></xs:element>
      <xs:element name="WeighResponse"><xs:complexType><xs:sequence><xs:element name="WeighResult" type="xs:decimal"/></xs:sequence></xs:complexType></xs:element>
      <xs:element name="Send"><xs:complexType><xs:sequence>
        <xs:element name="parcel" type="tns:Parcel"/>
        <xs:element name="note" type="xs:string" minOccurs="0"/>
      </xs:sequence></xs:complexType></xs:element>
      <xs:element name="SendResponse"><xs:complexType><xs:sequence>
        <xs:element name="stamp" type="tns:Stamp" minOccurs="0" maxOccurs="unbounded"/>
      </xs:sequence></xs:complexType></xs:element>
      <xs:element name="Ping"><xs:complexType/></xs:element>
      <xs:element name="PingResponse"><xs:complexType/></xs:element>
      <xs:element name="Login"><xs:complexType><xs:sequence>
        <xs:element name="User" type="xs:string"/><xs:element name="Password" type="xs:string"/>
      </xs:sequence></xs:complexType></xs:element>
      <xs:simpleType name="Unit"><xs:restriction base="xs:string"><xs:enumeration value="g"/><xs:enumeration value="lb"/></xs:restriction></xs:simpleType>
      <xs:complexType name="Thing"><xs:sequence>
        <xs:element name="label" type="xs:string" nillable="true"><xs:annotation><xs:documentation>What is on it</xs:documentation></xs:annotation></xs:element>
      </xs:sequence></xs:complexType>
      <xs:complexType name="Parcel"><xs:complexContent><xs:extension base="tns:Thing"><xs:sequence>
        <xs:choice><xs:element name="street" type="xs:string"/><xs:element name="box" type="xs:int"/></xs:choice>
        <xs:element name="inside" type="tns:Parcel" minOccurs="0" maxOccurs="unbounded"/>
        <xs:any minOccurs="0"/>
      </xs:sequence><xs:attribute name="id" type="xs:int" use="required"/></xs:extension></xs:complexContent></xs:complexType>
      <xs:complexType name="Stamp"><xs:simpleContent><xs:extension base="xs:string"><xs:attribute name="price" type="xs:decimal"/></xs:extension></xs:simpleContent></xs:complexType>
    </xs:schema>
  </wsdl:types>
  <wsdl:message name="WeighIn"><wsdl:part name="parameters" element="tns:Weigh"/></wsdl:message>
  <wsdl:message name="WeighOut"><wsdl:part name="parameters" element="tns:WeighResponse"/></wsdl:message>
  <wsdl:message name="SendIn"><wsdl:part name="parameters" element="tns:Send"/></wsdl:message>
  <wsdl:message name="SendOut"><wsdl:part name="parameters" element="tns:SendResponse"/></wsdl:message>
  <wsdl:message name="PingIn"><wsdl:part name="parameters" element="tns:Ping"/></wsdl:message>
  <wsdl:message name="PingOut"><wsdl:part name="parameters" element="tns:PingResponse"/></wsdl:message>
  <wsdl:message name="LoginHeader"><wsdl:part name="login" element="tns:Login"/></wsdl:message>
  <wsdl:portType name="PostPort">
    <wsdl:operation name="Weigh"><wsdl:documentation>Weigh   it</wsdl:documentation><wsdl:input message="tns:WeighIn"/><wsdl:output message="tns:WeighOut"/></wsdl:operation>
    <wsdl:operation name="Send"><wsdl:input message="tns:SendIn"/><wsdl:output message="tns:SendOut"/></wsdl:operation>
    <wsdl:operation name="Ping"><wsdl:input message="tns:PingIn"/><wsdl:output message="tns:PingOut"/></wsdl:operation>
  </wsdl:portType>
  <wsdl:binding name="Soap" type="tns:PostPort">
    <soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
    <wsdl:operation name="Weigh"><soap:operation soapAction="urn:post#Weigh"/><wsdl:input><soap:body use="literal"/></wsdl:input></wsdl:operation>
    <wsdl:operation name="Send"><soap:operation soapAction="urn:post#Send"/><wsdl:input><soap:header message="tns:LoginHeader" part="login" use="literal"/><soap:body use="literal"/></wsdl:input></wsdl:operation>
    <wsdl:operation name="Ping"><soap:operation soapAction=""/><wsdl:input><soap:body use="literal"/></wsdl:input></wsdl:operation>
  </wsdl:binding>
  <wsdl:binding name="Soap12" type="tns:PostPort"><soap12:binding transport="http://schemas.xmlsoap.org/soap/http"/></wsdl:binding>
  <wsdl:service name="PostOffice">
    <wsdl:documentation>Sends parcels</wsdl:documentation>
    <wsdl:port name="A" binding="tns:Soap"><soap:address location="https://post.test/service.asmx"/></wsdl:port>
    <wsdl:port name="B" binding="tns:Soap12"><soap12:address location="https://post.test/service.asmx"/></wsdl:port>
  </wsdl:service>
</wsdl:definitions>`

/** Rpc style over SOAP 1.2, with its schema elsewhere and a policy. */
const bank = `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" targetNamespace="urn:bank" xmlns:b="urn:bank" xmlns:t="urn:types" xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <wsp:Policy xmlns:wsp="http://schemas.xmlsoap.org/ws/2004/09/policy"><sp:UsernameToken xmlns:sp="http://docs.oasis-open.org/ws-sx/ws-securitypolicy/200702"/></wsp:Policy>
  <types><xs:schema targetNamespace="urn:bank"><xs:import namespace="urn:types" schemaLocation="types.xsd?a=1&amp;b=2"/></xs:schema></types>
  <message name="In"><part name="from" type="xs:string"/><part name="sum" type="t:Sum"/></message>
  <message name="Out"><part name="return" type="xs:boolean"/></message>
  <portType name="P"><operation name="pay"><input message="b:In"/><output message="b:Out"/></operation></portType>
  <binding name="B" type="b:P">
    <s:binding xmlns:s="http://schemas.xmlsoap.org/wsdl/soap12/" style="rpc" transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="pay">
      <s:operation xmlns:s="http://schemas.xmlsoap.org/wsdl/soap12/" soapAction="urn:bank#pay"/>
      <input><s:body xmlns:s="http://schemas.xmlsoap.org/wsdl/soap12/" use="literal" namespace="urn:bank"/></input>
      <output><s:body xmlns:s="http://schemas.xmlsoap.org/wsdl/soap12/" use="literal" namespace="urn:bank"/></output>
    </operation>
  </binding>
  <service name="Bank"><port name="P" binding="b:B"><s:address xmlns:s="http://schemas.xmlsoap.org/wsdl/soap12/" location="https://bank.test/ws"/></port></service>
</definitions>`
const location = 'https://bank.test/wsdl/bank.wsdl'
const imports = {
  'https://bank.test/wsdl/types.xsd?a=1&b=2': `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:types"><xs:include schemaLocation="money.xsd"/></xs:schema>`,
  'https://bank.test/wsdl/money.xsd': `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:complexType name="Sum"><xs:sequence><xs:element name="amount" type="xs:decimal"/><xs:element name="currency" type="xs:string" minOccurs="0"/></xs:sequence></xs:complexType></xs:schema>`,
}

function templateOf(
  draft: ReturnType<typeof converted>,
  methodAndPath: string,
): string | undefined {
  return resourceOf(draft, methodAndPath).parameters?.find(
    ({ vendorName, type }) => type === 'value' && vendorName === 'body',
  )?.name
}

describe('An element from a WSDL', () => {
  const office = converted('soap', post, { authentication: 'none' })

  it('is a SOAP element at the address of the service, every operation a POST', () => {
    expect(office.element).toMatchObject({
      key: 'postoffice',
      description: 'Sends parcels',
      protocolType: 'soap',
    })
    expect(defaultOf(office, 'base.url')).toBe('https://post.test/service.asmx')
    expect(
      office.element.resources?.map(
        ({ method, path, vendorPath }) => `${method} ${path} ${vendorPath}`,
      ),
    ).toEqual(['POST /hubs/general/weigh ', 'POST /hubs/general/send ', 'POST /hubs/general/ping '])
    expect(lintErrors(office)).toEqual([])
    expect(messages(office)).toEqual([
      "/service/PostOffice/B: The port 'B' offers the same operations in another way and was left out.",
    ])
  })

  it('fills an envelope with the members of the body, when they are required texts', () => {
    const weigh = resourceOf(office, 'POST /weigh')

    expect(templateOf(office, 'POST /weigh')).toBe(
      `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="${envelope11}" xmlns:ns1="urn:post"><soapenv:Header></soapenv:Header><soapenv:Body><ns1:Weigh><ns1:grams>{grams}</ns1:grams><ns1:unit>{unit}</ns1:unit></ns1:Weigh></soapenv:Body></soapenv:Envelope>`,
    )
    expect(moves(weigh.parameters?.filter(({ vendorName }) => vendorName !== 'body'))).toEqual([
      'value text/xml; charset=utf-8 -> header Content-Type',
      'value text/xml -> header Accept',
      'value "urn:post#Weigh" -> header SOAPAction',
      'bodyField grams -> bodyToken grams',
      'bodyField unit -> bodyToken unit',
      'body Weigh -> bodyToken Weigh',
    ])
    expect(weigh).toMatchObject({
      description: 'Weigh it',
      rootKey: '|soap:Envelope.soap:Body.WeighResponse',
    })
    expect(weigh.hooks?.map(({ type }) => type)).toEqual(['postRequest'])
  })

  it('has models of the schema, with what types extend, attributes, choices and circles', () => {
    const { model } = resourceOf(office, 'POST /send')

    expect(model?.requestSwagger).toEqual({
      Send: {
        type: 'object',
        properties: { parcel: { $ref: '#/definitions/Parcel' }, note: { type: 'string' } },
        required: ['parcel'],
      },
      Parcel: {
        type: 'object',
        properties: {
          '@id': { type: 'integer' },
          label: { type: 'string', description: 'What is on it', 'x-nullable': true },
          street: { type: 'string' },
          box: { type: 'integer' },
          inside: { type: 'array', items: { $ref: '#/definitions/Parcel' } },
        },
        required: ['@id'],
      },
    })
    expect(model?.swagger).toMatchObject({
      SendResponse: {
        properties: { stamp: { type: 'array', items: { $ref: '#/definitions/Stamp' } } },
      },
      Stamp: { properties: { '@price': { type: 'number' }, '#text': { type: 'string' } } },
    })
    expect(resourceOf(office, 'POST /weigh').model?.requestSwagger).toMatchObject({
      Weigh: {
        properties: { unit: { type: 'string', enum: ['g', 'lb'] } },
        required: ['grams', 'unit'],
      },
    })
  })

  it('makes the texts of a SOAP header configuration keys', () => {
    expect(templateOf(office, 'POST /send')).toContain(
      '<soapenv:Header><ns1:Login><ns1:User>${configuration.Login.User}</ns1:User><ns1:Password>${configuration.Login.Password}</ns1:Password></ns1:Login></soapenv:Header>',
    )
    expect(office.element.configuration?.find(({ key }) => key === 'Login.Password')).toMatchObject(
      { type: 'PASSWORD', required: true },
    )
  })

  it('reads rpc style, SOAP 1.2, a policy, and schemas that are included from elsewhere', () => {
    const teller = converted('soap', bank, { location, imports })

    expect(teller.element.authentication).toEqual({ type: 'ws-security' })
    expect(messages(teller)).toEqual([])
    expect(templateOf(teller, 'POST /pay')).toContain(
      'xmlns:soapenv="http://www.w3.org/2003/05/soap-envelope"',
    )
    expect(templateOf(teller, 'POST /pay')).toContain('<ns1:pay>{content}</ns1:pay>')
    expect(moves(resourceOf(teller, 'POST /pay').parameters)[0]).toBe(
      'value application/soap+xml; charset=utf-8; action="urn:bank#pay" -> header Content-Type',
    )
    expect(resourceOf(teller, 'POST /pay').model).toMatchObject({
      requestSwagger: { Sum: { properties: { amount: { type: 'number' } }, required: ['amount'] } },
      swagger: { payResponse_return: { properties: { return: { type: 'boolean' } } } },
    })
  })

  it('says which imports it did not follow', () => {
    expect(messages(converted('soap', bank))).toEqual([
      "/import: 'types.xsd?a=1&b=2' was not followed. Convert the WSDL from its address, or put the imported document into it.",
      "/types/Sum: The type 'Sum' of 'urn:types' is not in the document: its values are texts.",
    ])
  })

  it('finds the addresses of imports without parsing', () => {
    expect(importedLocations(bank, location)).toEqual(['https://bank.test/wsdl/types.xsd?a=1&b=2'])
    expect(
      importedLocations(
        '<import location="file:///etc/passwd"/><a><import namespace="x"/>',
        location,
      ),
    ).toEqual([])
  })

  it.each([
    ['openapi: 3.0.0', /it is no XML/],
    ['<description/>', /it is WSDL 2.0, and 1.1 can be read/],
    ['<Edmx/>', /its root element is <Edmx>/],
    ['<definitions/>', /no operation that is bound over SOAP/],
    ['<!DOCTYPE x><definitions/>', /it has a DOCTYPE/],
  ])('is refused with the reason: %s', (text, reason) => {
    expect(() => converted('soap', text)).toThrow(reason)
  })
})

describe('An element from a WSDL, running', () => {
  const office = converted('soap', post, { authentication: 'none' }).element
  const teller = converted('soap', bank, { location, imports, authentication: 'none' }).element
  const configuration = { 'Login.User': 'ada', 'Login.Password': 'secret' }
  let vendor: TestVendor
  let engine: TestEngine
  beforeAll(async () => {
    vendor = await aVendor()
    engine = anEngine(vendor)
  })
  beforeEach(() => {
    vendor.calls.length = 0
  })
  afterAll(async () => {
    await engine.close()
    await vendor.close()
  })

  function answerXml(body: string, prefix = 'soap') {
    const text = `<?xml version="1.0"?><${prefix}:Envelope xmlns:${prefix}="${envelope11}"><${prefix}:Body>${body}</${prefix}:Body></${prefix}:Envelope>`
    vendor.answer = () => ({ headers: { 'content-type': 'text/xml; charset=utf-8' }, body: text })
  }

  it('sends the envelope with its action, and answers what is in the other', async () => {
    answerXml('<WeighResponse xmlns="urn:post"><WeighResult>7.5</WeighResult></WeighResponse>')

    const reply = await engine.call(office, 'POST', '/weigh', {
      body: { grams: 7, unit: 'g & <x>' },
    })

    const [call] = vendor.calls
    expect(call?.headers).toMatchObject({
      soapaction: '"urn:post#Weigh"',
      'content-type': 'text/xml; charset=utf-8',
      accept: 'text/xml',
    })
    expect(call?.body).toContain(
      '<ns1:Weigh><ns1:grams>7</ns1:grams><ns1:unit>g &#38; &#60;x&#62;</ns1:unit></ns1:Weigh>',
    )
    expect(reply.body).toEqual({ WeighResult: '7.5' })
  })

  it('asks callers for what the schema requires', async () => {
    await expect(engine.call(office, 'POST', '/weigh', { body: { grams: 7 } })).rejects.toThrow(
      /needs .*'unit'/,
    )
    expect(vendor.calls).toEqual([])
  })

  it('writes lists, nesting, attributes and nulls in the order of the schema, and leaves out what is absent', async () => {
    answerXml(
      '<m:SendResponse xmlns:m="urn:post"><m:stamp price="1.5">A</m:stamp></m:SendResponse>',
      'S',
    )

    const reply = await engine.call(office, 'POST', '/send', {
      configuration,
      body: {
        parcel: {
          inside: [
            { '@id': 2, label: 'b' },
            { '@id': 3, label: '<c>' },
          ],
          label: null,
          '@id': 1,
          extra: 'more',
        },
      },
    })

    expect(vendor.calls[0]?.body).toContain(
      '<ns1:User>ada</ns1:User><ns1:Password>secret</ns1:Password>',
    )
    expect(vendor.calls[0]?.body).toContain(
      '<ns1:Send><ns1:parcel id="1"><ns1:label xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/><ns1:inside id="2"><ns1:label>b</ns1:label></ns1:inside><ns1:inside id="3"><ns1:label>&#60;c&#62;</ns1:label></ns1:inside><extra>more</extra></ns1:parcel></ns1:Send>',
    )
    expect(reply.body).toEqual({ stamp: [{ '@price': '1.5', '#text': 'A' }] })
  })

  it('refuses members the schema does not have', async () => {
    await expect(
      engine.call(office, 'POST', '/send', { configuration, body: { parcels: {} } }),
    ).rejects.toThrow('The request has no member parcels.')
    expect(vendor.calls).toEqual([])
  })

  it('sends an empty message for an operation without input', async () => {
    answerXml('<PingResponse xmlns="urn:post"/>')

    const reply = await engine.call(office, 'POST', '/ping')

    expect(vendor.calls[0]?.body).toContain('<soapenv:Body><ns1:Ping></ns1:Ping></soapenv:Body>')
    expect(reply.body).toEqual({})
  })

  it('wraps parts in rpc style, without a namespace of their own', async () => {
    answerXml('<ns:payResponse xmlns:ns="urn:bank"><return>true</return></ns:payResponse>', 'env')

    const reply = await engine.call(teller, 'POST', '/pay', {
      body: { from: 'me', sum: { amount: 5 } },
    })

    expect(vendor.calls[0]?.body).toContain(
      '<ns1:pay><from>me</from><sum><amount>5</amount></sum></ns1:pay>',
    )
    expect(vendor.calls[0]?.headers['content-type']).toBe(
      'application/soap+xml; charset=utf-8; action="urn:bank#pay"',
    )
    expect(reply.body).toEqual({ return: 'true' })
  })

  it('fails with the words of a fault', async () => {
    answerXml(
      '<soap:Fault><faultcode>soap:Client</faultcode><faultstring>No such unit</faultstring></soap:Fault>',
    )

    await expect(
      engine.call(office, 'POST', '/weigh', { body: { grams: 1, unit: 'x' } }),
    ).rejects.toMatchObject({ providerMessage: expect.stringContaining('No such unit') })
  })
})
