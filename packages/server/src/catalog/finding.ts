/** One remark on an element: the lines of its compatibility report. */
export interface Finding {
  /** `error`: the named part can't work. `warning`: it may not. `info`: worth knowing. */
  readonly severity: 'error' | 'warning' | 'info'
  /** JSON pointer (RFC 6901) into the normalised definition: `/resources/3/vendorPath`. */
  readonly place: string
  /** What is the matter and what to do, for the element's author. */
  readonly message: string
}

export function error(place: string, message: string): Finding {
  return { severity: 'error', place, message }
}

export function warning(place: string, message: string): Finding {
  return { severity: 'warning', place, message }
}

export function info(place: string, message: string): Finding {
  return { severity: 'info', place, message }
}
