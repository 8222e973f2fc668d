// The parts of Node's `util` that make sense without Node: formatting, comparison, inheritance, promises.
const maxItems = 100
const maxText = 10_000
const identifier = /^[A-Za-z_$][\w$]*$/
const tagOf = (value) => Object.prototype.toString.call(value).slice(8, -1)

function inspect(value, options) {
  const depth = options && typeof options === 'object' && 'depth' in options ? options.depth : 2
  return inspectValue(value, depth === null ? Number.POSITIVE_INFINITY : Number(depth), [])
}

function inspectValue(value, depth, parents) {
  if (typeof value === 'string') return quote(value)
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'symbol') return value.toString()
  if (typeof value === 'function') return `[Function: ${value.name || '(anonymous)'}]`
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : `${value}`
  return inspectObject(value, depth, parents)
}

function inspectObject(value, depth, parents) {
  if (value instanceof Error) return `${value.stack ? `${value}\n${value.stack}` : value}`
  if (value instanceof Date) return Number.isNaN(+value) ? 'Invalid Date' : value.toISOString()
  if (value instanceof RegExp) return `${value}`
  if (parents.includes(value)) return '[Circular *1]'
  if (depth < 0 && Object.keys(value).length > 0) {
    return Array.isArray(value) ? '[Array]' : `[${value.constructor?.name ?? 'Object'}]`
  }
  const below = (inner) => inspectValue(inner, depth - 1, [...parents, value])
  if (Array.isArray(value)) return enclose('[', listOf([...value], below), ']')
  if (value instanceof Map) {
    const entries = listOf([...value], ([key, inner]) => `${below(key)} => ${below(inner)}`)
    return `Map(${value.size}) ${enclose('{', entries, '}')}`
  }
  if (value instanceof Set) {
    return `Set(${value.size}) ${enclose('{', listOf([...value], below), '}')}`
  }
  const name = value.constructor?.name
  const members = listOf(Object.keys(value), (key) => {
    return `${identifier.test(key) ? key : quote(key)}: ${below(value[key])}`
  })
  return `${name && name !== 'Object' ? `${name} ` : ''}${enclose('{', members, '}')}`
}

function listOf(values, describe) {
  const shown = values.slice(0, maxItems).map(describe)
  const more = values.length - shown.length
  return more > 0 ? [...shown, `... ${more} more item${more > 1 ? 's' : ''}`] : shown
}

function enclose(open, parts, close) {
  if (parts.length === 0) return open + close
  const text = `${open} ${parts.join(', ')} ${close}`
  return text.length > maxText ? `${text.slice(0, maxText)}... ${close}` : text
}

function quote(text) {
  const escaped = text.replace(/\\/g, '\\\\').replace(/\n/g, '\\n').replace(/'/g, "\\'")
  return `'${escaped}'`
}

function format(template, ...values) {
  const shown = (value) => (typeof value === 'string' ? value : inspect(value))
  if (typeof template !== 'string') {
    return template === undefined && values.length === 0
      ? ''
      : [template, ...values].map(shown).join(' ')
  }
  let next = 0
  const text = template.replace(/%[sdifjoOc%]/g, (directive) => {
    if (directive === '%%') return values.length > 0 ? '%' : '%%'
    if (next >= values.length) return directive
    const value = values[next]
    next += 1
    return formatOne(directive[1], value)
  })
  return [text, ...values.slice(next).map(shown)].join(' ')
}

function formatOne(directive, value) {
  if (directive === 's') return typeof value === 'string' ? value : inspect(value, { depth: 0 })
  if (directive === 'd') return typeof value === 'object' ? 'NaN' : `${Number(value)}`
  if (directive === 'i') return typeof value === 'object' ? 'NaN' : `${Number.parseInt(value, 10)}`
  if (directive === 'f') return `${Number.parseFloat(value)}`
  if (directive === 'c') return ''
  if (directive !== 'j') return inspect(value, { depth: directive === 'o' ? 4 : 2 })
  try {
    return `${JSON.stringify(value)}`
  } catch {
    return '[Circular]'
  }
}

function inherits(child, parent) {
  Object.defineProperty(child, 'super_', {
    value: parent,
    writable: true,
    configurable: true,
  })
  Object.setPrototypeOf(child.prototype, parent.prototype)
}

function promisify(original) {
  return function (...values) {
    return new Promise((resolve, reject) => {
      original.call(this, ...values, (error, result) => (error ? reject(error) : resolve(result)))
    })
  }
}

function callbackify(original) {
  return function (...values) {
    const callback = values.pop()
    original.apply(this, values).then(
      (result) => callback(null, result),
      (error) => callback(error ?? new Error('The promise was rejected without a reason')),
    )
  }
}

module.exports = {
  format,
  inspect,
  inherits,
  promisify,
  callbackify,
  deprecate: (original) => original,
  isDeepStrictEqual: (left, right) => require('lodash').isEqual(left, right),
  isArray: Array.isArray,
  isBoolean: (value) => typeof value === 'boolean',
  isNull: (value) => value === null,
  isNullOrUndefined: (value) => value === null || value === undefined,
  isNumber: (value) => typeof value === 'number',
  isString: (value) => typeof value === 'string',
  isSymbol: (value) => typeof value === 'symbol',
  isUndefined: (value) => value === undefined,
  isRegExp: (value) => tagOf(value) === 'RegExp',
  isObject: (value) => typeof value === 'object' && value !== null,
  isDate: (value) => tagOf(value) === 'Date',
  isError: (value) => value instanceof Error,
  isFunction: (value) => typeof value === 'function',
  isPrimitive: (value) =>
    (typeof value !== 'object' && typeof value !== 'function') || value === null,
}
