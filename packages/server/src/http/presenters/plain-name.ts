/**
 * A name without HTML: tags are removed, the text between them stays. Names are shown in browsers of other people,
 * so they are cleaned on the way in.
 *
 * One pass, linear: a `<` without a `>` behind it is no tag and stays (`a < b`).
 */
export function plainName(name: string): string {
  let text = ''
  let position = 0
  for (;;) {
    const opens = name.indexOf('<', position)
    const closes = opens < 0 ? -1 : name.indexOf('>', opens)
    if (closes < 0) return (text + name.slice(position)).trim()
    text += name.slice(position, opens)
    position = closes + 1
  }
}
