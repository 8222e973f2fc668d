import { createHmac } from 'node:crypto'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { awsV2 } from './aws-v2.ts'
import { awsV4 } from './aws-v4.ts'
import type { Signable } from './scheme.ts'

function aRequest(
  method: string,
  url: string,
  headers: Record<string, string> = {},
  body?: Signable['body'],
): Signable {
  const map = Object.entries(headers).map(([name, value]) => {
    return [name.toLowerCase(), [name, value] as const] as const
  })
  return { method, url, headers: new Map(map), body }
}

const suite = {
  'aws.api.key': 'AKIDEXAMPLE',
  'aws.api.secret': 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  'aws.region': 'us-east-1',
  'aws.service.name': 'service',
}
const at = Date.parse('2015-08-30T12:36:00Z')
const nonce = () => 'n'

function signatureOf(request: Signable, configuration: Record<string, string>, now = at): string {
  awsV4.sign?.(request, { configuration, now, nonce })
  return (
    /Signature=([0-9a-f]{64})$/.exec(request.headers.get('authorization')?.[1] ?? '')?.[1] ?? ''
  )
}

describe('AWS signature version 4', () => {
  // From AWS's published test suite and the examples of its documentation.
  it.each([
    [
      'get-vanilla',
      aRequest('GET', 'https://example.amazonaws.com/'),
      '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
    ],
    [
      'get-vanilla-query-order-key-case',
      aRequest('GET', 'https://example.amazonaws.com/?Param2=value2&Param1=value1'),
      'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
    ],
    [
      'post-vanilla',
      aRequest('POST', 'https://example.amazonaws.com/'),
      '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
    ],
  ])('%s', (_name, request, signature) => {
    expect(signatureOf(request, suite)).toBe(signature)
  })

  it('signs the ListUsers call of the documentation', () => {
    const request = aRequest(
      'GET',
      'https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08',
      {
        'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8',
      },
    )

    expect(signatureOf(request, { ...suite, 'aws.service.name': 'iam' })).toBe(
      '5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
    )
  })

  const s3 = {
    'aws.api.key': 'AKIAIOSFODNN7EXAMPLE',
    'aws.api.secret': 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  }
  const may = Date.parse('2013-05-24T00:00:00Z')

  it('signs the GET of an object in S3, whose payload hash is a header', () => {
    const request = aRequest('GET', 'https://examplebucket.s3.amazonaws.com/test.txt', {
      Range: 'bytes=0-9',
    })

    expect(signatureOf(request, s3, may)).toBe(
      'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    )
    expect(request.headers.get('x-amz-content-sha256')?.[1]).toMatch(/^e3b0c442/)
  })

  it('does not sign a stream, and says so', () => {
    const request = aRequest(
      'PUT',
      'https://examplebucket.s3.amazonaws.com/a',
      {},
      Readable.from(['x']),
    )

    signatureOf(request, s3, may)

    expect(request.headers.get('x-amz-content-sha256')?.[1]).toBe('UNSIGNED-PAYLOAD')
  })

  it('takes region and service from the host where they are not configured', () => {
    const request = aRequest('POST', 'https://dynamodb.eu-west-1.amazonaws.com/', {}, '{}')

    signatureOf(request, { 'aws.api.key': 'k', 'aws.api.secret': 's', 'aws.session.token': 'x' })

    expect(request.headers.get('authorization')?.[1]).toContain(
      '/20150830/eu-west-1/dynamodb/aws4_request, SignedHeaders=host;x-amz-date;x-amz-security-token,',
    )
  })

  it('names the key that is missing', () => {
    expect(() => signatureOf(aRequest('GET', 'https://x.test/'), {})).toThrowError("'aws.api.key'")
  })
})

describe('AWS signature version 2', () => {
  // The example of AWS's "Signature version 2 signing process".
  it('signs the DescribeJobFlows call of the documentation', () => {
    const url = 'https://elasticmapreduce.amazonaws.com/?Action=DescribeJobFlows&Version=2009-03-31'
    const request = aRequest('GET', url)
    const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'

    awsV2.sign?.(request, {
      configuration: { 'aws.api.key': 'AKIAIOSFODNN7EXAMPLE', 'aws.api.secret': secret },
      now: Date.parse('2011-10-03T15:19:30Z'),
      nonce,
    })

    const { searchParams } = new URL(request.url)
    expect(searchParams.get('Timestamp')).toBe('2011-10-03T15:19:30Z')
    const text =
      'GET\nelasticmapreduce.amazonaws.com\n/\nAWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Action=DescribeJobFlows&SignatureMethod=HmacSHA256&SignatureVersion=2&Timestamp=2011-10-03T15%3A19%3A30Z&Version=2009-03-31'
    expect(searchParams.get('Signature')).toBe(
      createHmac('sha256', secret).update(text).digest('base64'),
    )
  })
})
