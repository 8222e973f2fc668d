/** The title of an HTML page, or the text itself. */
export function textMessage(text: string): string {
  const title = /<title[^>]*>([^<]*)<\/title>/i.exec(text.slice(0, 20_000))?.[1]
  if (title) return title.trim()
  const heading = /<h1[^>]*>([^<]*)<\/h1>/i.exec(text.slice(0, 20_000))?.[1]
  return (heading ?? text.replace(/<[^>]*>/g, ' ')).replace(/\s+/g, ' ').trim()
}
