import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** For `npm run dev -w packages/console`: where a server runs. */
const server = 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [react()],
  // The server puts a fresh nonce in its place, into every answer.
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    target: 'es2023',
    // tests/repository reads it to add up what a first visit loads.
    manifest: true,
    // Small pictures stay files: a strict Content-Security-Policy then needs no exception for them.
    assetsInlineLimit: 0,
    // The viewer of API documentation is one large file, and only its page loads it.
    chunkSizeWarningLimit: 2_000,
  },
  server: { proxy: { '/elements/api-v2': { target: server, changeOrigin: true } } },
})
