import { describe, expect, it } from 'vitest'
import { createConverter } from './in-thread.ts'

const small = JSON.stringify({
  openapi: '3.0.3',
  info: { title: 'Small' },
  paths: { '/a': { get: { responses: {} } } },
})

describe('A conversion in its thread', () => {
  it('answers as it would here', async () => {
    const { element, findings } = await createConverter().convert({
      type: 'openapi',
      text: small,
      hub: 'crm',
    })

    expect(element).toMatchObject({ key: 'small', resources: [{ path: '/hubs/crm/a' }] })
    expect(findings).toHaveLength(1)
  })

  it('refuses in the same words', async () => {
    await expect(createConverter().convert({ type: 'openapi', text: '{}' })).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining("neither 'swagger' nor 'openapi'"),
    })
  })

  it('ends when it takes too long', async () => {
    await expect(
      createConverter({ timeoutMs: 1 }).convert({ type: 'openapi', text: small }),
    ).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('longer than 1 ms'),
    })
  })

  it('ends when it needs too much memory', async () => {
    const text = `{"openapi": "3.0.3", "paths": {"/a": ${'['.repeat(3)}${'{"a":[]},'.repeat(900_000)}{}]]]}}`

    await expect(
      createConverter({ memoryMb: 16 }).convert({ type: 'openapi', text }),
    ).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('too much memory'),
    })
  })

  it('refuses nesting that no parser survives', async () => {
    const text = `{"openapi": ${'['.repeat(300_000)}${']'.repeat(300_000)}}`

    await expect(createConverter().convert({ type: 'openapi', text })).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('nested too deeply'),
    })
  })

  it('runs as many at once as it may', async () => {
    const converter = createConverter({ parallel: 1 })
    const first = converter.convert({ type: 'openapi', text: small })

    await expect(converter.convert({ type: 'openapi', text: small })).rejects.toMatchObject({
      code: 'unavailable',
    })
    await first
    await expect(converter.convert({ type: 'openapi', text: small })).resolves.toBeDefined()
  })
})
