/** A neutral picture for what has no logo: its initials. */

/** At most two: of the first and the last word, or the first two letters of a single one. */
function initialsOf(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
  const letters =
    words.length > 1 ? [words[0], words.at(-1)].map((word) => [...(word ?? '')][0] ?? '') : []
  const initials =
    letters.length > 0 ? letters.join('') : [...(words[0] ?? '')].slice(0, 2).join('')
  return initials.toUpperCase() || '?'
}

/**
 * An SVG of 64 × 64 with the initials of a name. Letters and digits only, so nothing needs escaping, and presentation
 * attributes only, so that it shows under any content security policy.
 */
export function initialsLogo(name: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64" role="img"><rect width="64" height="64" rx="12" fill="#e9ecef"/><text x="32" y="33" text-anchor="middle" dominant-baseline="central" font-family="system-ui, sans-serif" font-size="26" font-weight="600" fill="#495057">${initialsOf(name)}</text></svg>\n`
}
