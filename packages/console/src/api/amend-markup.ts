/** What Swagger UI writes, made fit to stand inside a page: it behaves as if it were the whole of one. */

/** Levels of its headings below the page's own, which is the first. */
const levels: Readonly<Record<string, string>> = { H3: '2', H4: '3', H5: '4' }

/** Call it whenever the viewer has changed; what was amended before is passed over. */
export function amendMarkup(viewer: HTMLElement): void {
  // What scrolls must scroll by keyboard.
  for (const block of viewer.querySelectorAll<HTMLElement>('pre:not([tabindex])'))
    block.tabIndex = 0
  for (const heading of viewer.querySelectorAll(
    'h3:not([aria-level]), h4:not([aria-level]), h5:not([aria-level])',
  )) {
    heading.setAttribute('role', 'heading')
    heading.setAttribute('aria-level', levels[heading.tagName] ?? '2')
  }
}
