import { describe, expect, it } from 'vitest'
import { Router } from './router.ts'

const router = new Router<string>()
  .add('GET', '/contacts', 'list')
  .add('GET', '/contacts/model', 'model')
  .add('GET', '/contacts/{contact_id}', 'get')
  .add('POST', '/tags/{tag_id}/contacts:applyTags', 'apply')
  .add('POST', '/products/{product_id}:adjustInventory', 'adjust')

const found = (method: string, path: string) => {
  const match = router.find(method, path)
  return match.kind === 'found' ? [match.handler, match.params] : match.kind
}

describe('A router', () => {
  it('reads parameters, and prefers fixed segments to them', () => {
    expect(found('GET', '/contacts/7')).toEqual(['get', { contact_id: '7' }])
    expect(found('GET', '/contacts/model')).toEqual(['model', {}])
  })

  it('reads custom verbs, behind a parameter and behind a word', () => {
    expect(found('POST', '/products/4:adjustInventory')).toEqual(['adjust', { product_id: '4' }])
    expect(found('POST', '/tags/91/contacts:applyTags')).toEqual(['apply', { tag_id: '91' }])
  })

  it('takes a trailing slash as none', () => {
    expect(found('GET', '/contacts/')).toEqual(['list', {}])
  })

  it('tells a wrong method from an unknown path', () => {
    expect(found('PUT', '/contacts/7')).toBe('wrong-method')
    expect(found('GET', '/tags')).toBe('not-found')
    expect(found('GET', '/contacts/7/unknown')).toBe('not-found')
    expect(found('POST', '/products/4:explode')).toBe('not-found')
  })
})
