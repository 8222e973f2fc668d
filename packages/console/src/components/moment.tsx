/** Times as people say them, with the exact one at hand. */

const steps: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
]

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
const exact = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' })

/** `in 45 days`, `3 minutes ago`, `now`. */
export function relativeTime(at: string, now = Date.now()): string {
  const distance = new Date(at).getTime() - now
  const [unit, size] = steps.find(([, length]) => Math.abs(distance) >= length) ?? ['second', 1_000]
  return relative.format(Math.round(distance / size), unit)
}

export function exactTime(at: string): string {
  return exact.format(new Date(at))
}

export function Moment({ at }: { readonly at: string }) {
  return (
    <time dateTime={at} title={exactTime(at)}>
      {relativeTime(at)}
    </time>
  )
}
