import { describe, expect, it } from 'vitest'
import { createProgramRegistry, valuesOf } from './program-registry.ts'

const scope = { request_path: '/a', response_body: { big: true }, configuration: undefined }
const aScript = (source: string) => ({ name: 'a script', source })

describe('A program', () => {
  it('is given the variables its source mentions, and no others', () => {
    const program = createProgramRegistry().program(aScript('done({ a: request_path })'), scope)

    expect(program.parameters).toEqual(['request_path'])
    expect(valuesOf(program, scope)).toBe('["/a"]')
  })

  it.each([
    ['eval("request" + "_path")'],
    ['done({ a: arguments[0] })'],
    ['done({ a: request\\u005fpath })'],
  ])('is given every variable when it could reach one without naming it: %s', (source) => {
    const program = createProgramRegistry().program(aScript(source), scope)

    expect(program.parameters).toEqual(['request_path', 'response_body', 'configuration'])
  })

  it('is given undefined variables as null', () => {
    const program = createProgramRegistry().program(aScript('done(configuration)'), scope)

    expect(valuesOf(program, scope)).toBe('[null]')
  })

  it('keeps the names of the platform to the platform', () => {
    const program = createProgramRegistry().program(aScript('console.log(1)'), { console: 'mine' })

    expect(program.parameters).toEqual([])
  })

  it('is the same for the same source and variables, whatever the script is called', () => {
    const registry = createProgramRegistry()

    const first = registry.program({ name: 'one', source: 'done(request_path)' }, scope)
    const second = registry.program({ name: 'two', source: 'done(request_path)' }, scope)
    const other = registry.program({ name: 'one', source: 'done(request_path)' }, {})

    expect(second).toBe(first)
    expect(other.id).not.toBe(first.id)
  })
})
