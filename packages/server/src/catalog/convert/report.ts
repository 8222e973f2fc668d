/** What a conversion could not carry over, and what a person should look at. */
import type { Finding } from '../finding.ts'

/** A document that is all faults must not make an answer of the size of a book. */
const maxFindings = 500

/** Collects findings. Places are JSON pointers (RFC 6901) into the source document; in XML, names of its elements. */
export interface Report {
  note(severity: Finding['severity'], place: string, message: string): void
  /** Everything noted, in order; the last entry says how many more there were when there were too many. */
  findings(): readonly Finding[]
}

/** An empty report. The same finding is kept once. */
export function createReport(): Report {
  const kept = new Map<string, Finding>()
  let dropped = 0
  return {
    note(severity, place, message) {
      const identity = `${place} ${message}`
      if (kept.has(identity)) return
      if (kept.size >= maxFindings) dropped += 1
      else kept.set(identity, { severity, place, message })
    },
    findings() {
      const findings = [...kept.values()]
      const rest: Finding = { severity: 'warning', place: '', message: `${dropped} more findings.` }
      return dropped > 0 ? [...findings, rest] : findings
    },
  }
}

/** A JSON pointer of these steps. @see RFC 6901 §3 */
export function pointer(...steps: readonly (string | number)[]): string {
  return steps
    .map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('')
}
