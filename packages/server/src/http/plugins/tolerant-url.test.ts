import { describe, expect, it } from 'vitest'
import { tolerantUrl } from './tolerant-url.ts'

describe('tolerantUrl', () => {
  it.each([
    ['//elements/api-v2/vdrs', '/elements/api-v2/vdrs', 'a doubled slash at the start'],
    ['/elements/api-v2//vdrs///x/export', '/elements/api-v2/vdrs/x/export', 'runs of slashes'],
    ['/elements/api-v2/instances/', '/elements/api-v2/instances', 'a trailing slash'],
    ['/instances//?tags[]=a', '/instances?tags[]=a', 'a trailing slash before a query'],
    ['/formulas/7/instances&nextPage=T&x=1', '/formulas/7/instances?nextPage=T&x=1', 'a lost ?'],
    ['http://host:1/elements?x=1', '/elements?x=1', 'the absolute form that proxies send'],
    ['http://host:1', '/', 'an absolute form without a path'],
    ['/elements#top', '/elements', 'a fragment'],
    ['/', '/', 'the root'],
    ['//', '/', 'nothing but slashes'],
  ])('turns %s into %s (%s)', (target, expected) => {
    expect(tolerantUrl(target)).toBe(expected)
  })

  it.each([
    ['/oauth/url?callbackUrl=http://a//b/&x=1', 'slashes of the query'],
    ['/contacts/a%2Fb%2F%2Fc', 'encoded slashes of a segment'],
    ['/contacts?where=a=1&b=2', 'an ampersand after the ?'],
    ['/contacts?tags[]=x y&q=a+b', 'brackets, spaces and plus signs of the query'],
  ])('leaves %s as it is (%s)', (target) => {
    expect(tolerantUrl(target)).toBe(target)
  })
})
