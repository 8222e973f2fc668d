// Node's own `querystring`, reached over the bridge. The options with functions in them cannot cross it.
const parse = (text, separator, equals, options) =>
  call('querystring.parse', `${text}`, separator ?? '&', equals ?? '=', options?.maxKeys ?? 1000)
const stringify = (values, separator, equals) =>
  call('querystring.stringify', values ?? {}, separator ?? '&', equals ?? '=')

module.exports = {
  parse,
  stringify,
  decode: parse,
  encode: stringify,
  escape: (text) => call('querystring.escape', `${text}`),
  unescape: (text) => call('querystring.unescape', `${text}`),
}
