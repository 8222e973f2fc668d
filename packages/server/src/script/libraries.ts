/**
 * What `require` finds inside the isolate. Everything is source text that the interpreter evaluates: lodash and moment
 * come from their packages as published, the counterparts of Node's modules from `prelude/`.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/** One CommonJS module of the isolate. */
export interface Library {
  readonly name: string
  readonly source: string
  /** What its own `require` calls stand for, where that is not the name of a library. */
  readonly aliases: Readonly<Record<string, string>>
  /** A part of another library; scripts cannot ask for it. */
  readonly hidden: boolean
  /** Evaluated before the first script. The others are evaluated on demand. */
  readonly preloaded: boolean
}

const resolve = createRequire(import.meta.url).resolve

/** Read every library. About 200 kB. */
export function readLibraries(): Library[] {
  return [
    library('util', ownSource('util'), { preloaded: true }),
    library('url', ownSource('url'), { preloaded: true }),
    library('querystring', ownSource('querystring'), { preloaded: true }),
    library('crypto', ownSource('crypto'), { preloaded: true }),
    library('http-client', ownSource('http'), { preloaded: true, hidden: true }),
    library('lodash', packaged('lodash/lodash.min.js'), { preloaded: true }),
    library('moment', packaged('moment/min/moment.min.js'), { preloaded: true }),
    library('lodash/fp', packaged('lodash/fp.js'), {
      aliases: { './lodash.min': 'lodash', './fp/_baseConvert': 'lodash/fp/_baseConvert' },
    }),
    library('lodash/fp/_baseConvert', packaged('lodash/fp/_baseConvert.js'), {
      aliases: { './_mapping': 'lodash/fp/_mapping', './placeholder': 'lodash/fp/placeholder' },
      hidden: true,
    }),
    library('lodash/fp/_mapping', packaged('lodash/fp/_mapping.js'), { hidden: true }),
    library('lodash/fp/placeholder', packaged('lodash/fp/placeholder.js')),
  ]
}

/** The program that runs scripts inside the isolate; see `prelude/platform.cjs`. */
export function readPlatform(): string {
  return ownSource('platform')
}

function library(
  name: string,
  source: string,
  options: Partial<Pick<Library, 'aliases' | 'hidden' | 'preloaded'>> = {},
): Library {
  return { name, source, aliases: {}, hidden: false, preloaded: false, ...options }
}

function ownSource(name: string): string {
  return readFileSync(new URL(`./prelude/${name}.cjs`, import.meta.url), 'utf8')
}

function packaged(file: string): string {
  return readFileSync(resolve(file), 'utf8')
}
