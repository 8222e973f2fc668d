import { describe, expect, it } from 'vitest'
import type { Connections } from '../../runtime/connections-port.ts'
import { aServer } from '../testing.ts'

const base = '/elements/api-v2'

function aConsentPage() {
  const asked: unknown[] = []
  const consentUrl: Connections['consentUrl'] = async (_caller, element, input) => {
    asked.push([element, input])
    return { oauthUrl: 'https://vendor.example/authorize?x=1', element: 'examplecrm' }
  }
  return { asked, connections: { consentUrl } }
}

describe('/elements/{keyOrId}/oauth/url', () => {
  it.each(['examplecrm', '501'])('needs no secret: %s', async (keyOrId) => {
    const { asked, connections } = aConsentPage()
    await using server = await aServer({ connections })

    const response = await server.app.inject({
      url: `${base}/elements/${keyOrId}/oauth/url?apiKey=k&apiSecret=s%2B&callbackUrl=http://a//b&state=x&scope=full+read&subdomain=y&subdomain=z`,
    })

    expect(response.json()).toEqual({
      oauthUrl: 'https://vendor.example/authorize?x=1',
      element: 'examplecrm',
    })
    expect(asked).toEqual([
      [
        keyOrId,
        {
          apiKey: 'k',
          apiSecret: 's+',
          callbackUrl: 'http://a//b',
          state: 'x',
          scope: 'full read',
          subdomain: 'z',
        },
      ],
    ])
  })

  it('takes its parameters from the body of a POST too', async () => {
    const { asked, connections } = aConsentPage()
    await using server = await aServer({ connections })

    const response = await server.app.inject({
      method: 'POST',
      url: `${base}/elements/examplecrm/oauth/url?state=x`,
      payload: { apiKey: 'k', siteAddress: null, nested: { a: 1 } },
    })

    expect(response.statusCode).toBe(200)
    expect(asked).toEqual([['examplecrm', { state: 'x', apiKey: 'k' }]])
  })
})
