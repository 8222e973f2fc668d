/** AWS Signature Version 2, in the query: for the few services that still take it. */
import { createHmac } from 'node:crypto'
import { percentEncode } from './oauth1/signature.ts'
import { type AuthScheme, requireValue } from './scheme.ts'

/** Signs the query with `aws.api.key` and `aws.api.secret`. Parameters that an attempt before had signed are replaced. */
export const awsV2: AuthScheme = {
  type: 'awsv2',
  sign(request, { configuration, now }) {
    const secret = requireValue(configuration, 'aws.api.secret', 'the secret access key')
    const url = new URL(request.url)
    const parameters = new Map(url.searchParams)
    parameters.set(
      'AWSAccessKeyId',
      requireValue(configuration, 'aws.api.key', 'the access key id'),
    )
    parameters.set('SignatureVersion', '2')
    parameters.set('SignatureMethod', 'HmacSHA256')
    parameters.set('Timestamp', new Date(now).toISOString().replace(/\.\d{3}/, ''))
    parameters.delete('Signature')
    const query = [...parameters]
      .sort(([name], [other]) => (name < other ? -1 : 1))
      .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
      .join('&')
    const text = [request.method.toUpperCase(), url.host.toLowerCase(), url.pathname, query].join(
      '\n',
    )
    const signature = createHmac('sha256', secret).update(text).digest('base64')
    url.search = ''
    request.url = `${url.href}?${query}&Signature=${percentEncode(signature)}`
  },
}
