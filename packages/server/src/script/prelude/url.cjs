// Node's own `url.parse`, `url.format` and `url.resolve`, reached over the bridge.
module.exports = {
  parse: (address, parseQuery, slashesDenoteHost) =>
    call('url.parse', `${address}`, Boolean(parseQuery), Boolean(slashesDenoteHost)),
  format: (address) =>
    typeof address === 'string' ? call('url.formatText', address) : call('url.format', address),
  resolve: (from, to) => call('url.resolve', `${from}`, `${to}`),
}
