import { describe, expect, it } from 'vitest'
import { parseRootKey, parseRootPath } from './root-path.ts'

describe('A root path', () => {
  it.each([
    ['', []],
    ['data', ['data']],
    ['.workers[*]', ['workers', '*']],
    ['data[0].items[*]', ['data', 0, 'items', '*']],
    ['[0]', [0]],
    ['matrix[1][2]', ['matrix', 1, 2]],
    ['soap:Envelope.soap:Body', ['soap:Envelope', 'soap:Body']],
    ['odd[name', ['odd[name']],
  ])('reads %j', (text, path) => {
    expect(parseRootPath(text)).toEqual(path)
  })
})

describe('A root key', () => {
  it.each([
    [undefined, [], []],
    ['records', [], ['records']],
    ['|records', [], ['records']],
    ['contact|', ['contact'], []],
    ['data|data.rows', ['data'], ['data', 'rows']],
    ['|[0]', [], [0]],
  ])('reads %j', (text, request, response) => {
    expect(parseRootKey(text)).toEqual({ request, response })
  })
})
