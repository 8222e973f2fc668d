import { describe, expect, it } from 'vitest'
import { interpolate, replaceTokens } from './template.ts'

describe('interpolate', () => {
  const scope = {
    configuration: { 'api.key': 'k', user: 'u', unset: null },
    headers: { 'x-a': 'h' },
    body: { name: 'b' },
  }

  it('fills configuration, header and body members', () => {
    expect(interpolate('${configuration.api.key} ${header.X-A} ${body.name}', scope)).toBe('k h b')
  })
  it('takes a bare name for a configuration key', () =>
    expect(interpolate('${api.key}', scope)).toBe('k'))
  it('leaves what it cannot resolve as it is', () =>
    expect(interpolate('${configuration.unset}', scope)).toBe('${configuration.unset}'))
  it('evaluates CE.b64 after filling', () => {
    expect(interpolate('Basic CE.b64(${configuration.user}:${configuration.api.key})', scope)).toBe(
      'Basic dTpr',
    )
  })
})

describe('replaceTokens', () => {
  const lookup = (name: string) => ({ id: '42', 'a.b': 'x' })[name]

  it('replaces a token', () => expect(replaceTokens('/contacts/{id}', lookup)).toBe('/contacts/42'))
  it('replaces a doubled and a colon token', () =>
    expect(replaceTokens('/{{id}}/{:id}', lookup)).toBe('/42/42'))
  it('replaces a dotted name', () => expect(replaceTokens('{a.b}', lookup)).toBe('x'))
  it('leaves an unknown token standing', () =>
    expect(replaceTokens('/{other}', lookup)).toBe('/{other}'))
  it('leaves JSON alone', () =>
    expect(replaceTokens('{"id": {"n": 1}}', lookup)).toBe('{"id": {"n": 1}}'))
  it('keeps the brace that closes JSON after a token', () =>
    expect(replaceTokens('{"a":{id}}', lookup)).toBe('{"a":42}'))
})
