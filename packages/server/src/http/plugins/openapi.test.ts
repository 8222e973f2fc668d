import { readFile, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { aServer } from '../testing.ts'

const golden = new URL('../../../../../docs/reference/openapi.json', import.meta.url)

async function describedApi() {
  await using server = await aServer()
  const root = await server.app.inject({ url: '/openapi.json' })
  const below = await server.app.inject({ url: '/elements/api-v2/openapi.json' })
  expect(below.body).toBe(root.body)
  return root.json()
}

describe('The OpenAPI document', () => {
  // `UPDATE_GOLDEN=1 npm test && npm run format` writes the page anew; the change is then visible in the commit.
  it('is the one that docs/reference/openapi.json shows', async () => {
    const document = await describedApi()
    if (process.env.UPDATE_GOLDEN === '1') {
      await writeFile(golden, `${JSON.stringify(document, null, 2)}\n`)
    }

    expect(document).toEqual(JSON.parse(await readFile(golden, 'utf8')))
  })

  it('is OpenAPI 3.1 and describes every operation', async () => {
    const { openapi, paths } = await describedApi()

    expect(openapi).toMatch(/^3\.1\./)
    for (const [path, operations] of Object.entries<Record<string, object>>(paths)) {
      for (const [method, operation] of Object.entries(operations)) {
        expect(operation, `${method} ${path}`).toMatchObject({
          summary: expect.stringMatching(/\w/),
          tags: [expect.any(String)],
        })
      }
    }
  })

  it('declares every variable of a path', async () => {
    const { paths } = await describedApi()

    for (const [path, operations] of Object.entries<
      Record<string, { parameters?: { name: string; in: string }[] }>
    >(paths)) {
      const variables = [...path.matchAll(/\{([^}]+)\}/g)].map((match) => match[1])
      for (const { parameters = [] } of Object.values(operations)) {
        const declared = parameters.filter((one) => one.in === 'path').map((one) => one.name)
        expect(declared.sort(), path).toEqual(variables.sort())
      }
    }
  })

  it('asks for a secret where the server does', async () => {
    const { paths, security } = await describedApi()

    expect(security).toEqual([{ secrets: [] }, { session: [] }])
    expect(paths['/elements/api-v2/authentication'].post.security).toEqual([])
    // Not needed, but whoever sends them sees more.
    expect(paths['/elements/api-v2/elements'].get.security).toEqual([
      {},
      { secrets: [] },
      { session: [] },
    ])
    expect(paths['/elements/api-v2/instances'].get).not.toHaveProperty('security')
    expect(paths['/elements/api-v2/hubs/{hub}/{resource}'].get).not.toHaveProperty('security')
  })
})
