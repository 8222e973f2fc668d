/** Dates between a mask of ours and a mask of the vendor's. What is no date of either passes unchanged. */
import { type Conversion, coercionOf, eachElement } from './coercion.ts'
import { type DateMask, parseDateMask } from './date-mask.ts'
import type { FieldMapping } from './mapping.ts'

/** The vendor's dates as ours are written; `undefined` when the field has no mask. */
export function maskedIn(field: FieldMapping): Conversion | undefined {
  const { mask, vendorMask, type } = field
  return masked({ from: vendorMask, to: mask, type })
}

/** Our dates as the vendor's are written; `undefined` when the field has no mask. */
export function maskedOut(field: FieldMapping): Conversion | undefined {
  const { mask, vendorMask, vendorType } = field
  return masked({ from: mask, to: vendorMask, type: vendorType })
}

function masked(masks: {
  from: string | undefined
  to: string | undefined
  type: string | undefined
}): Conversion | undefined {
  if (!masks.from && !masks.to) return undefined
  const from = masks.from ? parseDateMask(masks.from) : undefined
  const to = masks.to ? parseDateMask(masks.to) : undefined
  const write = to ? to.format : writerOf(masks.type)
  const convert = (value: unknown) => {
    const milliseconds = momentOf(value, from)
    return milliseconds === undefined ? value : write(milliseconds)
  }
  return { passes: undefined, convert: (value) => eachElement(value, convert) }
}

/** Without a mask a date is ISO 8601, or milliseconds since the epoch where a number is wanted. */
function writerOf(type: string | undefined): (milliseconds: number) => unknown {
  const isNumber = /^(number|int|integer|long)$/i.test(type?.trim() ?? '')
  return isNumber ? (milliseconds) => milliseconds : (value) => new Date(value).toISOString()
}

const epoch = coercionOf('number', 'date')

function momentOf(value: unknown, mask: DateMask | undefined): number | undefined {
  if (typeof value === 'string') {
    const found = mask?.parse(value)
    if (found !== undefined) return found
  }
  const number = typeof value === 'string' ? epoch.convert?.(value) : value
  const isMoment = typeof number === 'number' && !Number.isNaN(new Date(number).getTime())
  return isMoment ? number : undefined
}
