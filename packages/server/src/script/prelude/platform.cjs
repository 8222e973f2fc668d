// Evaluated once inside the isolate, before any script. What is captured here stays what it was even when a script
// replaces the built-ins. `bridge` holds the only ways out: every argument and answer is a string of JSON.
;(bridge) => {
  const { parse, stringify } = JSON
  const { apply } = Reflect
  const { keys, create, defineProperty, prototype: objectPrototype } = Object
  const { isArray } = Array
  const then = Promise.prototype.then
  const has = objectPrototype.hasOwnProperty

  // The engine's own generator is part of the saved memory: each run would draw the same numbers.
  Math.random = bridge.random

  const call = (operation, ...operands) => {
    const answer = bridge.call(operation, stringify(operands))
    return answer === undefined ? undefined : parse(answer)
  }

  const factories = create(null)
  const loaded = create(null)

  const load = (name) => {
    if (name in loaded) return loaded[name].exports
    const module = { exports: {} }
    loaded[name] = module
    apply(factories[name].body, module.exports, [
      module,
      module.exports,
      (request) => load(factories[name].aliases[request] ?? request),
      call,
    ])
    return module.exports
  }

  // Calls under way, by number. It is part of the memory that is saved while a run waits.
  const waiting = create(null)
  const network = {
    call: (request, settled) => {
      waiting[bridge.request(stringify(request))] = settled
    },
    base64: (text) => call('bytes.convert', `${text}`, 'utf8', 'base64'),
  }
  const clients = create(null)
  const client = (name) => {
    clients[name] ??= load('http-client')[name](network)
    return clients[name]
  }

  const offered = (name) => {
    if (name === 'http' || name === 'https') return client(name)
    if (name in factories && !factories[name].hidden) return load(name)
    if (name.startsWith('lodash/')) {
      const method = name.slice('lodash/'.length)
      if (apply(has, load('lodash'), [method])) return load('lodash')[method]
    }
    throw new Error(`Cannot find module '${name}'`)
  }
  const require = (name) => offered(`${name}`.replace(/^node:/, ''))

  const write = (...values) => {
    bridge.line(stringify(load('util').format(...values)))
  }
  const console = {
    log: write,
    info: write,
    warn: write,
    error: write,
    debug: write,
    trace: write,
    dir: (value) => write(value),
  }

  const hidden = (target, members) => {
    for (const name of keys(members)) {
      defineProperty(target, name, { value: members[name], writable: true, configurable: true })
    }
    return target
  }
  const getArray = () => {
    const list = []
    return hidden(list, {
      add: (value) => {
        list[list.length] = value
        return true
      },
    })
  }
  const getMap = () => {
    const map = {}
    return hidden(map, {
      put: (key, value) => {
        map[key] = value
      },
      get: (key) => (apply(has, map, [key]) ? map[key] : null),
    })
  }

  const isObject = (value) => typeof value === 'object' && value !== null
  const undefinedToNull = (_key, value) => (value === undefined ? null : value)

  const describe = (error) => {
    if (!(error instanceof Error)) {
      return { message: typeof error === 'string' ? error : `${stringify(error) ?? typeof error}` }
    }
    return { name: `${error.name}`, message: `${error.message}`, stack: `${error.stack}` }
  }

  const namesOfInjected = (value, injected) => {
    const names = []
    if (!isObject(value) || isArray(value)) return names
    for (const name of keys(value)) {
      for (let index = 0; index < injected.length; index += 1) {
        if (injected[index] === value[name]) {
          names[names.length] = name
          break
        }
      }
    }
    return names
  }

  let failCurrent

  const run = (body, json) => {
    const values = parse(json)
    const injected = values.filter(isObject)
    let ended = false
    const done = (value) => {
      if (ended) return
      const copy = value === undefined ? undefined : stringify(value, undefinedToNull)
      ended = true
      if (copy === undefined) bridge.done()
      else bridge.done(copy, stringify(namesOfInjected(value, injected)))
    }
    const fail = (error) => {
      if (ended) return
      ended = true
      bridge.fail(stringify(describe(error)))
    }
    failCurrent = fail
    try {
      const returned = apply(body, undefined, [...values, done, ...platform])
      if (returned instanceof Promise) apply(then, returned, [done, fail])
      else if (returned !== undefined) done(returned)
    } catch (error) {
      fail(error)
    }
  }

  /** Go on with a run that waited for a call of its own. */
  const resume = (json) => {
    const { id, error, answer } = parse(json)
    const settled = waiting[id]
    delete waiting[id]
    try {
      settled(error, answer)
    } catch (thrown) {
      failCurrent(thrown)
    }
  }

  // There is no mail here: what a script wants to tell its author is kept with its other lines.
  const notify = { email: (...values) => write('notify.email', ...values) }

  const CE = (() => {
    // A missing value is refused: a signature over the word "undefined" would fail far from here.
    const textOf = (value) => {
      if (value === undefined || value === null)
        throw new TypeError(`A text was expected, not ${value}`)
      return `${value}`
    }
    const hmac = (algorithm) => (encoding) => (secret, text) =>
      call('crypto.digest', algorithm, encoding, { text: textOf(secret) }, [{ text: textOf(text) }])
    const tools = {
      b64: (text) => call('bytes.convert', textOf(text), 'utf8', 'base64'),
      decode64: (text) => call('bytes.convert', textOf(text), 'base64', 'utf8'),
      md5: (text) => call('crypto.digest', 'md5', 'hex', null, [{ text: textOf(text) }]),
      randomString: () => call('crypto.randomString', 10),
      randomEmail: () => `${call('crypto.randomString', 10)}@example.com`,
      hmac,
    }
    for (const algorithm of ['Sha1', 'Sha256', 'Md5']) {
      for (const encoding of ['Hex', 'Base64', 'base64']) {
        tools[`hmac${algorithm}${encoding}`] = hmac(algorithm.toLowerCase())(encoding.toLowerCase())
      }
    }
    return tools
  })()

  // In the order of `platformNames`.
  const platform = [console, write, CE, require, CE.b64, getArray, getMap, notify]

  return {
    run,
    resume,
    /** Evaluate a library ahead of the scripts that ask for it. */
    load,
    define: (name, body, options) => {
      factories[name] = { body, ...parse(options) }
    },
  }
}
