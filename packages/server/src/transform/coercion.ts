/** How values of one field are converted in one direction. */
export interface Conversion {
  /** Values of this JavaScript type need no conversion: the common case is one comparison. */
  readonly passes: 'string' | 'number' | 'boolean' | undefined
  /** Never sees null and undefined. `undefined`: values pass as they are. */
  readonly convert: ((value: unknown) => unknown) | undefined
}

type Convert = (value: unknown) => unknown

const passThrough: Conversion = { passes: undefined, convert: undefined }

const scalarTypes: Readonly<Record<string, Conversion>> = {
  string: { passes: 'string', convert: each(toText) },
  number: { passes: 'number', convert: each(toNumber) },
  int: { passes: 'number', convert: each(toInteger) },
  boolean: { passes: 'boolean', convert: each(toBoolean) },
  date: { passes: undefined, convert: each(toDate) },
}

/**
 * How a value becomes a value of a type: `string`, `number`, `int` (`integer`, `long`), `boolean`, `date`, `array`,
 * `array [type]`, `object`. What has no meaning in the type passes unchanged, so that nothing is lost: the other side
 * says what is wrong with it. Lists are converted element by element.
 *
 * @param type - The type wanted; unknown and missing types let everything pass.
 * @param from - The other side's type. A `date` that is wanted as a number becomes milliseconds since the epoch.
 */
export function coercionOf(type: string | undefined, from: string | undefined): Conversion {
  const name = canonicalType(type)
  if (name.startsWith('array')) return arrayCoercion(type)
  if (canonicalType(from) === 'date' && (name === 'number' || name === 'int')) {
    return { passes: 'number', convert: each(toEpoch) }
  }
  return Object.hasOwn(scalarTypes, name) ? (scalarTypes[name] ?? passThrough) : passThrough
}

/** The type of a list's elements: `array [number]` gives `number`, `array` nothing, another type itself. */
export function elementTypeOf(type: string | undefined): string | undefined {
  const match = /^array\s*(?:\[\s*(\w*)\s*\])?$/i.exec(type?.trim() ?? '')
  return match ? match[1] || undefined : type
}

function canonicalType(type: string | undefined): string {
  const name = type?.trim().toLowerCase() ?? ''
  return name === 'integer' || name === 'long' ? 'int' : name
}

function arrayCoercion(type: string | undefined): Conversion {
  const { convert } = coercionOf(elementTypeOf(type), undefined)
  return {
    passes: undefined,
    convert: (value) => {
      const list = Array.isArray(value) ? value : [value]
      return convert ? convert(list) : list
    },
  }
}

function each(convert: Convert): Convert {
  return (value) => eachElement(value, convert)
}

/** Apply to a value, or to every element of a list. Places without a value stay as they are. */
export function eachElement(value: unknown, apply: Convert): unknown {
  if (!Array.isArray(value)) return apply(value)
  return value.map((element) =>
    element === undefined || element === null ? element : eachElement(element, apply),
  )
}

function toText(value: unknown): unknown {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
}

// Digits beyond 2^53 would be lost: such an id stays text.
function toNumber(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?\s*$/i.test(value))
    return value
  const number = Number(value)
  return Number.isFinite(number) && Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : value
}

function toInteger(value: unknown): unknown {
  const number = toNumber(value)
  return Number.isInteger(number) ? number : value
}

function toBoolean(value: unknown): unknown {
  if (typeof value !== 'string') return value
  const text = value.trim().toLowerCase()
  return text === 'true' ? true : text === 'false' ? false : value
}

/** ISO 8601 out of milliseconds since the epoch; `+0000` gets its colon, which many parsers insist on. */
function toDate(value: unknown): unknown {
  if (typeof value === 'number') {
    const date = new Date(value)
    return Number.isNaN(date.getTime()) ? value : date.toISOString()
  }
  return typeof value === 'string' && value.charAt(10) === 'T'
    ? value.replace(
        /([+-]\d{2})(\d{2})$/,
        (_match, hours: string, minutes: string) => `${hours}:${minutes}`,
      )
    : value
}

function toEpoch(value: unknown): unknown {
  if (typeof value !== 'string') return value
  const number = toNumber(value)
  if (typeof number === 'number') return number
  if (!/^\d{4}-\d{2}-\d{2}(T|$)/.test(value)) return value
  // Without an offset JavaScript would read local time; vendors mean UTC.
  const zone = /T[\d:.]+$/.test(value) ? 'Z' : ''
  const milliseconds = Date.parse(`${toDate(value)}${zone}`)
  return Number.isNaN(milliseconds) ? value : milliseconds
}
