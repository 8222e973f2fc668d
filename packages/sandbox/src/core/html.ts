const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text made safe to stand in HTML, in content and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => escapes[character] ?? character)
}

/** HTML that is already safe; only `html` makes it. */
export interface SafeHtml {
  readonly markup: string
}

type Insert = string | SafeHtml | readonly SafeHtml[]

function insertMarkup(value: Insert): string {
  if (typeof value === 'string') return escapeHtml(value)
  return 'markup' in value ? value.markup : value.map((part) => part.markup).join('')
}

/** Tagged template: inserted texts are escaped, inserted `html` parts are not. */
export function html(parts: TemplateStringsArray, ...values: readonly Insert[]): SafeHtml {
  const markup = parts.reduce((done, part, at) => {
    const value = values[at]
    return done + part + (value === undefined ? '' : insertMarkup(value))
  }, '')
  return { markup }
}
