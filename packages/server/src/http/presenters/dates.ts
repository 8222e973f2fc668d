/** Dates as clients of this API parse them: each kind of object has its own form. */

/** `2020-05-05T20:09:20Z`: RFC 3339 without fractions. */
export function dateTime(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`
}

/** `2020-05-05`, UTC; `1970-01-01` for what never happened. */
export function calendarDate(date: Date | null): string {
  return (date ?? new Date(0)).toISOString().slice(0, 10)
}
