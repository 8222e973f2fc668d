const iso =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d+)?)?\s?(?:(Z|z)|([+-]\d{2}):?(\d{2}))?)?$/

/**
 * The moment an ISO 8601 date or date-time names, in milliseconds since the epoch; `NaN` for any other text.
 * A date is its midnight; a time without an offset is UTC; a space may stand for the T, and `+0000` for `+00:00`.
 */
export function instantOf(text: string): number {
  // Nearly every text is no date: look at one character before the expression.
  if (text.length < 10 || text.charCodeAt(4) !== 45) return Number.NaN
  const match = iso.exec(text)
  if (!match) return Number.NaN
  const [, date, time = '00:00', seconds = ':00', , hours, minutes] = match
  return Date.parse(`${date}T${time}${seconds}${hours ? `${hours}:${minutes}` : 'Z'}`)
}
