/**
 * Turns a script and its scope into a program and its values. Only the variables a script mentions are handed over: a
 * hook that signs a header does not pay for copying a large body it never looks at.
 */
import { LRUCache } from 'lru-cache'
import { type Program, platformNames } from './protocol.ts'
import type { Script } from './script.ts'

/** Gives the same program for the same script and variables, for as long as it is in use. */
export interface ProgramRegistry {
  program(script: Script, scope: Readonly<Record<string, unknown>>): Program
}

interface KnownSource {
  readonly mentioned: ReadonlySet<string>
  /** A way to reach variables without writing their names. */
  readonly isOpaque: boolean
  readonly programs: Map<string, Program>
}

const maxCharacters = 32 * 1024 * 1024
const maxVariants = 50
const identifiers = /[A-Za-z_$][\w$]*/g
const isIdentifier = /^[A-Za-z_$][\w$]*$/
const opaque = /\beval\b|\barguments\b|\\u/

/** Create an empty registry. */
export function createProgramRegistry(): ProgramRegistry {
  let lastId = 0
  const sources = new LRUCache<string, KnownSource>({
    maxSize: maxCharacters,
    sizeCalculation: (_known, source) => source.length + 1,
  })

  function knownSource(source: string): KnownSource {
    const known = sources.get(source)
    if (known) return known
    const read = {
      mentioned: new Set(source.match(identifiers)),
      isOpaque: opaque.test(source),
      programs: new Map<string, Program>(),
    }
    sources.set(source, read)
    return read
  }

  return {
    program({ source }, scope) {
      const { mentioned, isOpaque, programs } = knownSource(source)
      const isVisible = (name: string) => (isOpaque ? isIdentifier.test(name) : mentioned.has(name))
      const parameters = Object.keys(scope).filter((name) => {
        return isVisible(name) && !platformNames.includes(name)
      })
      const key = parameters.join()
      const known = programs.get(key)
      if (known) return known
      // A source runs in few kinds of places; a caller that invents names must not fill the memory.
      if (programs.size >= maxVariants) programs.clear()
      lastId += 1
      const program = { id: lastId, source, parameters }
      programs.set(key, program)
      return program
    },
  }
}

/**
 * The values of a program's parameters as a JSON array. `undefined` becomes `null`.
 *
 * @throws {TypeError} a value cannot be expressed in JSON (a cycle, a bigint).
 */
export function valuesOf(program: Program, scope: Readonly<Record<string, unknown>>): string {
  return `[${program.parameters.map((name) => JSON.stringify(scope[name]) ?? 'null').join()}]`
}
