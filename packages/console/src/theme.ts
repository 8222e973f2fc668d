/** What components do by default. Colours and sizes are in theme.css. */
import { Anchor, Button, createTheme, Loader, Modal, Table } from '@mantine/core'

export const theme = createTheme({
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Anchor: Anchor.extend({ defaultProps: { underline: 'always' } }),
    Button: Button.extend({ defaultProps: { size: 'sm' } }),
    Loader: Loader.extend({ defaultProps: { 'aria-label': 'Loading' } }),
    // Locking the page's scroll is done with a <style> element, which our Content-Security-Policy refuses.
    Modal: Modal.extend({
      defaultProps: {
        centered: true,
        lockScroll: false,
        closeButtonProps: { 'aria-label': 'Close' },
        // A <header> in a dialog would be a second banner of the page.
        attributes: { header: { role: 'none' } },
      },
    }),
    Table: Table.extend({ defaultProps: { verticalSpacing: 'sm' } }),
  },
})
