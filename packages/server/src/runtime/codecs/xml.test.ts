import { describe, expect, it } from 'vitest'
import { decodeBody } from './decode-body.ts'
import { soapFaultOf } from './soap-fault.ts'
import { decodeXml } from './xml-decode.ts'
import { encodeXml } from './xml-encode.ts'

describe('XML to values', () => {
  it.each([
    ['<a>1</a>', { a: '1' }],
    ['<a><b>1</b><b>2</b><c>3</c></a>', { a: { b: ['1', '2'], c: '3' } }],
    ['<a x="1" s:y="2">text</a>', { a: { '@x': '1', '@s:y': '2', '#text': 'text' } }],
    ['<s:a xmlns:s="urn:x"><s:b>007</s:b></s:a>', { 's:a': { '@xmlns:s': 'urn:x', 's:b': '007' } }],
    ['<a/>', { a: '' }],
    ['<?xml version="1.0"?><!-- note --><a>1</a>', { a: '1' }],
    ['<a>&lt;b&gt; &amp;amp; &#233;&#xE9;</a>', { a: '<b> &amp; éé' }],
    ['<a b="&quot;&apos;"/>', { a: { '@b': '"\'' } }],
    ['<a><![CDATA[<raw> &amp;]]></a>', { a: '<raw> &amp;' }],
  ])('%s', (text, value) => {
    expect(decodeXml(text)).toEqual(value)
  })

  it.each(['<a><b></a>', 'plain', '{"a":1}', '<a>1</a><b>2</b>', '<a', ''])(
    'is nothing for %j',
    (text) => {
      expect(decodeXml(text)).toBeUndefined()
    },
  )

  it('expands no entity that a document defines', () => {
    const bomb = `<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;">]><a>&y;</a>`
    const file = `<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]><a>&f;</a>`

    expect(JSON.stringify(decodeXml(bomb) ?? null)).not.toContain('ha')
    expect(JSON.stringify(decodeXml(file) ?? null)).not.toContain('root')
  })

  it('refuses nesting without end, and names that reach a prototype', () => {
    expect(decodeXml('<a>'.repeat(5_000) + '</a>'.repeat(5_000))).toBeUndefined()
    expect(decodeXml('<__proto__><polluted>1</polluted></__proto__>')).toBeUndefined()
    expect(({} as { polluted?: string }).polluted).toBeUndefined()
  })
})

describe('values to XML', () => {
  it('is the reverse', () => {
    const document = {
      's:order': {
        '@xmlns:s': 'urn:x',
        '@id': '7',
        's:line': [{ '@no': '1', '#text': 'a & b' }, 'c < d'],
        's:empty': '',
      },
    }

    const text = encodeXml(document)

    expect(text).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><s:order xmlns:s="urn:x" id="7"><s:line no="1">a &#38; b</s:line><s:line>c &#60; d</s:line><s:empty/></s:order>',
    )
    expect(decodeXml(text)).toEqual(document)
  })

  it.each([
    [{}, 'one root element'],
    [{ a: 1, b: 2 }, 'one root element'],
    [{ a: [1, 2] }, 'a list of them'],
    [[1], 'one root element'],
    [{ 'a><b': 1 }, "can't be the name"],
    [{ a: { '@x y': 1 } }, "can't be the name"],
  ])('refuses %j', (document, words) => {
    expect(() => encodeXml(document)).toThrowError(words)
  })

  it('leaves out what XML can’t hold', () => {
    expect(encodeXml({ a: 'x\u0000\u0008y' })).toContain('<a>xy</a>')
  })
})

describe('the body of an answer', () => {
  const bytes = (text: string, encoding: BufferEncoding = 'utf8') => Buffer.from(text, encoding)

  it.each([
    ['{"a":1}', 'text/html', { a: 1 }],
    ['[1]', undefined, [1]],
    ['<a>1</a>', 'text/xml; charset=utf-8', { a: '1' }],
    ['<a>1</a>', 'application/atom+xml', { a: '1' }],
    ['<?xml version="1.0"?><a>1</a>', 'text/plain', { a: '1' }],
    [
      '<soap:Envelope><soap:Body/></soap:Envelope>',
      undefined,
      { 'soap:Envelope': { 'soap:Body': '' } },
    ],
    ['<html><body>Down</body></html>', 'text/html', '<html><body>Down</body></html>'],
    ['<a><b></a>', 'text/xml', '<a><b></a>'],
    ['a=1&b=2&b=3', 'application/x-www-form-urlencoded', { a: '1', b: ['2', '3'] }],
    ['OK', 'application/json', 'OK'],
    ['', 'application/json', null],
  ])('%j called %s', (text, type, value) => {
    expect(decodeBody(bytes(text), type)).toEqual(value)
  })

  it('is read in its own charset', () => {
    expect(decodeBody(bytes('<a>é</a>', 'latin1'), 'text/xml; charset=iso-8859-1')).toEqual({
      a: 'é',
    })
    expect(
      decodeBody(
        bytes('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>', 'latin1'),
        'text/xml',
      ),
    ).toEqual({ a: 'é' })
    expect(decodeBody(bytes('\ufeff{"a":1}'), 'application/json')).toEqual({ a: 1 })
    expect(decodeBody(bytes('text'), 'text/plain; charset=klingon')).toBe('text')
  })
})

describe('a SOAP fault', () => {
  it('of SOAP 1.1 is found whatever its prefix', () => {
    const text =
      '<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Body><SOAP-ENV:Fault><faultcode>SOAP-ENV:Client</faultcode><faultstring>No such account</faultstring></SOAP-ENV:Fault></SOAP-ENV:Body></SOAP-ENV:Envelope>'

    expect(soapFaultOf(decodeXml(text))).toEqual({ message: 'No such account', isOurs: true })
  })

  it('of SOAP 1.2 has its reason in several languages', () => {
    const text =
      '<env:Envelope xmlns:env="http://www.w3.org/2003/05/soap-envelope"><env:Body><env:Fault><env:Code><env:Value>env:Receiver</env:Value></env:Code><env:Reason><env:Text xml:lang="en">Out of order</env:Text><env:Text xml:lang="de">Kaputt</env:Text></env:Reason></env:Fault></env:Body></env:Envelope>'

    expect(soapFaultOf(decodeXml(text))).toEqual({ message: 'Out of order', isOurs: false })
  })

  it.each([null, 'text', {}, { Envelope: { Body: { Answer: '1' } } }])('is none in %j', (body) => {
    expect(soapFaultOf(body)).toBeUndefined()
  })
})
