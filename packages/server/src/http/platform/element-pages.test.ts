import { describe, expect, it } from 'vitest'
import { anElement, aServer } from '../testing.ts'

const base = '/elements/api-v2'

describe('GET /elements/{keyOrId}/readme', () => {
  it('is Markdown, and needs no secret', async () => {
    await using server = await aServer({ pages: { readme: '# Example\n' } })

    const response = await server.app.inject({ url: `${base}/elements/501/readme` })

    expect(response.headers['content-type']).toBe('text/markdown; charset=utf-8')
    expect(response.body).toBe('# Example\n')
  })

  it('is 404 for an element without one', async () => {
    await using server = await aServer()

    const response = await server.app.inject({ url: `${base}/elements/examplecrm/readme` })

    expect(response.statusCode).toBe(404)
  })
})

describe('GET /elements/{keyOrId}/logo', () => {
  it("is the element's own, which runs nothing", async () => {
    const logo = { mediaType: 'image/png', bytes: Buffer.from([137, 80, 78, 71]) } as const
    await using server = await aServer({ pages: { logo } })

    const response = await server.app.inject({ url: `${base}/elements/examplecrm/logo` })

    expect(response.headers['content-type']).toBe('image/png')
    expect(response.headers['content-security-policy']).toContain('sandbox')
    expect(response.rawPayload).toEqual(logo.bytes)
  })

  it.each([
    ['Example CRM', 'EC'],
    ['Sales & Co. <b>Online</b>', 'SB'],
    ['hubs', 'HU'],
    ['Ägypten Éclair', 'ÄÉ'],
    ['<>', '?'],
  ])('shows the initials of %s where there is none', async (name, initials) => {
    await using server = await aServer({ elements: [anElement({ name })] })

    const response = await server.app.inject({ url: `${base}/elements/examplecrm/logo` })

    expect(response.headers['content-type']).toBe('image/svg+xml')
    expect(response.body).toContain(`>${initials}</text>`)
    expect(response.body).not.toMatch(/<b>|style=/)
  })
})
