// `http` and `https` as scripts know them: request objects with events. Nothing is sent before `end`; what is sent then
// leaves the isolate as one call, and its answer comes back as one.
const makeModule = (network, defaultProtocol) => {
  const emitter = () => {
    const listeners = {}
    const self = {
      on(event, listener) {
        listeners[event] = [...(listeners[event] ?? []), listener]
        return self
      },
      emit(event, ...values) {
        const called = listeners[event] ?? []
        for (const listener of called) listener.apply(self, values)
        return called.length > 0
      },
      removeAllListeners() {
        for (const event of Object.keys(listeners)) delete listeners[event]
        return self
      },
    }
    self.once = self.addListener = self.on
    return self
  }

  const targetOf = (target, options) => {
    const named = typeof target === 'string' ? { url: target } : (target ?? {})
    const all = { ...named, ...options }
    const method = `${all.method ?? 'GET'}`.toUpperCase()
    if (all.url ?? all.href) return { method, url: `${all.url ?? all.href}`, all }
    const protocol = all.protocol ?? defaultProtocol
    const port = all.port ? `:${all.port}` : ''
    const host = all.hostname ? `${all.hostname}${port}` : `${all.host ?? 'localhost'}${port}`
    return { method, url: `${protocol}//${host}${all.path ?? '/'}`, all }
  }

  const answerOf = ({ status, headers, body }) => {
    const response = emitter()
    response.statusCode = status
    response.statusMessage = ''
    response.headers = headers
    response.setEncoding = () => response
    response.resume = () => response
    response.deliver = () => {
      if (body !== '') response.emit('data', body)
      response.complete = true
      response.emit('end')
      response.emit('close')
    }
    return response
  }

  const request = (target, ...rest) => {
    const callback = rest.find((value) => typeof value === 'function')
    const options = rest.find((value) => typeof value === 'object' && value !== null)
    const { method, url, all } = targetOf(target, options)
    const headers = { ...all.headers }
    const outgoing = emitter()
    let body = ''
    let isSent = false
    if (all.auth && !Object.keys(headers).some((name) => name.toLowerCase() === 'authorization'))
      headers.Authorization = `Basic ${network.base64(all.auth)}`
    const named = (name) =>
      Object.keys(headers).find((known) => known.toLowerCase() === name.toLowerCase()) ?? name
    if (callback) outgoing.on('response', callback)
    outgoing.setHeader = (name, value) => {
      headers[named(name)] = value
      return outgoing
    }
    outgoing.getHeader = (name) => headers[named(name)]
    outgoing.removeHeader = (name) => {
      delete headers[named(name)]
    }
    outgoing.setTimeout = () => outgoing
    outgoing.setNoDelay = () => outgoing
    outgoing.flushHeaders = () => {}
    outgoing.abort = outgoing.destroy = () => {
      isSent = true
      return outgoing
    }
    outgoing.write = (chunk) => {
      body += chunk
      return true
    }
    outgoing.end = (chunk) => {
      if (typeof chunk === 'string' || chunk instanceof Uint8Array) body += chunk
      if (isSent) return outgoing
      isSent = true
      network.call({ method, url, headers, body }, (error, answer) => {
        if (error) {
          if (!outgoing.emit('error', new Error(error))) throw new Error(error)
          return
        }
        const response = answerOf(answer)
        outgoing.emit('response', response)
        response.deliver()
      })
      return outgoing
    }
    return outgoing
  }

  const get = (...values) => request(...values).end()
  return { request, get, Agent: function Agent() {}, globalAgent: {} }
}

exports.http = (network) => makeModule(network, 'http:')
exports.https = (network) => makeModule(network, 'https:')
