/** What goes into the operator's own page, to open a connect link in a popup. */

/**
 * @param server - The server's address, such as `https://valence.example.com`.
 * @see docs/guides/connect-links.md
 */
export function embedSnippet(server: string): string {
  return `<button id="connect">Connect your account</button>

<script src="${server}/connect.js"></script>
<script>
  document.querySelector('#connect').onclick = async () => {
    // Your server makes the link, with the origin of this page: POST /connect-links needs secrets.
    const { url } = await (await fetch('/my-api/connect-link', { method: 'POST' })).json()

    ValenceConnect.open({
      url,
      onSuccess: ({ instanceId }) => console.log('connected', instanceId),
      onError: ({ message }) => console.log('not connected', message),
      onClose: () => console.log('closed'),
    })
  }
</script>`
}
