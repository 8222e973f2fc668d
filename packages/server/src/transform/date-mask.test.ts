import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDateMask } from './date-mask.ts'

const moment = Date.UTC(2026, 2, 4, 15, 6, 7, 89)

describe('a date mask', () => {
  it.each([
    ['yyyy-MM-dd', '2026-03-04'],
    ["yyyy-MM-dd'T'HH:mm:ss.SSSZ", '2026-03-04T15:06:07.089+0000'],
    ["yyyy-MM-dd'T'HH:mm:ssX", '2026-03-04T15:06:07Z'],
    ['MM/dd/yy hh:mm a', '03/04/26 03:06 PM'],
    ['d MMM yyyy', '4 Mar 2026'],
    ['EEEE, d MMMM yyyy', 'Wednesday, 4 March 2026'],
    ["yyyyMMdd 'o''clock' H", "20260304 o'clock 15"],
    ['yyyy DDD', '2026 063'],
  ])('%s writes %s', (mask, text) => {
    expect(parseDateMask(mask).format(moment)).toBe(text)
  })

  it.each([
    ['dd/MM/yyyy', '19/06/2019', '2019-06-19T00:00:00.000Z'],
    ["yyyy-MM-dd'T'HH:mm:ssZ", '2026-03-04T15:06:07+0200', '2026-03-04T13:06:07.000Z'],
    ["yyyy-MM-dd'T'HH:mm:ssXXX", '2026-03-04T15:06:07-05:30', '2026-03-04T20:36:07.000Z'],
    ['hh:mm a, MMM d yyyy', '12:05 am, jan 2 2026', '2026-01-02T00:05:00.000Z'],
    ['M/d/yyyy', '3/4/2026', '2026-03-04T00:00:00.000Z'],
  ])('%s reads %s', (mask, text, iso) => {
    expect(new Date(parseDateMask(mask).parse(text) ?? 0).toISOString()).toBe(iso)
  })

  it('reads nothing out of a text written otherwise', () => {
    expect(parseDateMask('yyyy-MM-dd').parse('4 March')).toBeUndefined()
    expect(parseDateMask('dd/MM/yyyy').parse('31/04/2026')).toBeUndefined()
    expect(parseDateMask('dd/MM/yyyy').parse('01/13/2026')).toBeUndefined()
  })

  it('says which letter has no meaning, and which quote is open', () => {
    expect(() => parseDateMask('yyyy-MM-ddTHH')).toThrow(/the letter 'T' has no meaning/)
    expect(() => parseDateMask("yyyy'T")).toThrow(/the quote at character 5 is not closed/)
  })

  it('reads what it writes', () => {
    const mask = parseDateMask("EEE, dd MMM yyyy HH:mm:ss.SSS Z 'or' D")
    const date = fc.date({
      min: new Date('1900-01-01'),
      max: new Date('2199-12-31'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(date, (value) => mask.parse(mask.format(value.getTime())) === value.getTime()),
    )
  })
})
