/**
 * Opens a Valence connect link in a popup and tells how it went.
 *
 *     <script src="https://valence.example.com/connect.js"></script>
 *     ValenceConnect.open({ url, onSuccess, onError, onClose })
 *
 * The link must have been made with `origin`: the origin of the page this runs in.
 */
;(() => {
  const CLOSED_CHECK_MS = 500

  /**
   * Call it from a click: browsers block popups that nobody asked for.
   *
   * @param options.url - The `url` of POST /connect-links.
   * @param options.onSuccess - Called once, with `{ instanceId, element }`.
   * @param options.onError - Called with `{ message }` for each attempt that failed; the person may try again.
   * @param options.onClose - Called once, when the person closed the popup without connecting.
   * @returns `{ close() }`: close the popup and hear no more of it.
   */
  function open({ url, onSuccess, onError, onClose }) {
    const { origin } = new URL(url)
    const popup = window.open(url, 'valence-connect', 'popup,width=520,height=720')
    if (!popup) {
      onError?.({ message: 'The browser blocked the popup. Open it from a click.' })
      return { close() {} }
    }
    let isOver = false
    const timer = setInterval(() => popup.closed && end(), CLOSED_CHECK_MS)
    window.addEventListener('message', hear)

    function stop() {
      isOver = true
      clearInterval(timer)
      window.removeEventListener('message', hear)
    }

    function succeed(detail) {
      if (isOver) return
      stop()
      popup.close()
      onSuccess?.(detail)
    }

    function hear({ origin: from, source, data }) {
      if (from !== origin || source !== popup || data?.source !== 'valence-connect') return
      if (data.status === 'connected') {
        succeed({ instanceId: data.instanceId, element: data.element })
      } else if (data.status === 'failed') onError?.({ message: data.message })
    }

    // The message may have been lost: vendors' pages can cut the popup's tie to this page. The server knows.
    async function end() {
      clearInterval(timer)
      const session = await askServer(url)
      if (session?.status === 'connected') succeed({ instanceId: session.instanceId })
      if (isOver) return
      stop()
      onClose?.()
    }

    return {
      close() {
        stop()
        popup.close()
      },
    }
  }

  async function askServer(url) {
    try {
      const token = new URL(url).pathname.split('/').pop()
      const response = await fetch(new URL(`../elements/api-v2/connect-sessions/${token}`, url))
      return response.ok ? await response.json() : undefined
    } catch {
      return undefined
    }
  }

  window.ValenceConnect = { open }
})()
