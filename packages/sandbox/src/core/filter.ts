/** Operators of the vendor's `filter` parameter. */
export type FilterOperator = '==' | '!=' | '>=' | '<=' | '>' | '<'

/** One `field operator value` of a filter. */
export interface Condition {
  readonly field: string
  readonly operator: FilterOperator
  readonly value: string
}

/** How one field may be filtered: the operators it takes and the test they stand for. */
export interface FilterField<T> {
  readonly operators: readonly FilterOperator[]
  /** Make the test for one condition. Throws `FilterError` when the value makes no sense for the field. */
  test(operator: FilterOperator, value: string): (record: T) => boolean
}

/** Fields by name. */
export type FilterFields<T> = Readonly<Record<string, FilterField<T>>>

/** The filter cannot be applied; the message says what was wrong with it. */
export class FilterError extends Error {
  override readonly name = 'FilterError'
}

const condition = /^\s*([A-Za-z_]\w*)\s*(==|!=|>=|<=|>|<)(.*)$/s

/**
 * Parse `field==value;field>=value`: conditions joined by `;`, which means "and". A trailing `;` is allowed (the
 * vendor's own examples end with one). There is no "or" and no quoting.
 */
export function parseFilter(text: string): readonly Condition[] {
  return text
    .split(';')
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const [, field, operator, value] = condition.exec(part) ?? []
      if (field === undefined || value === undefined) {
        throw new FilterError(`Invalid filter expression: ${part.trim()}`)
      }
      return { field, operator: operator as FilterOperator, value: value.trim() }
    })
}

/** One predicate for the whole filter; undefined when the filter is empty. Unknown fields and operators are refused. */
export function compileFilter<T>(
  text: string,
  fields: FilterFields<T>,
): ((record: T) => boolean) | undefined {
  if (text.trim() === '') return undefined
  const tests = parseFilter(text).map(({ field, operator, value }) => {
    const rule = Object.hasOwn(fields, field) ? fields[field] : undefined
    if (rule === undefined) throw new FilterError(`Invalid filter field: ${field}`)
    if (!rule.operators.includes(operator)) {
      throw new FilterError(`Invalid operator ${operator} for filter field: ${field}`)
    }
    return rule.test(operator, value)
  })
  return (record) => tests.every((test) => test(record))
}

type Text = string | null | undefined

const sameText = (a: string, b: Text) => b?.toLowerCase() === a

/** Text fields: equality without regard to case (assumed: the vendor's database collates so), optionally `abc*`. */
export function textFilter<T>(
  read: (record: T) => Text | readonly Text[],
  options: { readonly prefix?: boolean; readonly contains?: boolean } = {},
): FilterField<T> {
  return {
    operators: ['=='],
    test: (_operator, value) => {
      const wanted = value.toLowerCase()
      const stem = options.prefix && wanted.endsWith('*') ? wanted.slice(0, -1) : undefined
      const matches = (text: Text) => {
        if (options.contains) return text?.toLowerCase().includes(wanted) ?? false
        if (stem !== undefined) return text?.toLowerCase().startsWith(stem) ?? false
        return sameText(wanted, text)
      }
      return (record) => {
        const found = read(record)
        return Array.isArray(found) ? found.some(matches) : matches(found as Text)
      }
    },
  }
}

/** Fields holding one id, or several; `none` is the word that asks for records without one. */
export function idFilter<T>(
  read: (record: T) => Text | readonly string[],
  options: { readonly none?: string; readonly operators?: readonly FilterOperator[] } = {},
): FilterField<T> {
  return {
    operators: options.operators ?? ['=='],
    test: (operator, value) => (record) => {
      const found = read(record)
      const same =
        value === options.none
          ? found === null || found === undefined
          : Array.isArray(found)
            ? found.includes(value)
            : found === value
      return operator === '!=' ? !same : same
    },
  }
}

/** Lists of ids: `ids==1,2,3`. `most` bounds the list where the vendor documents a bound. */
export function idListFilter<T extends { readonly id: string }>(most = Infinity): FilterField<T> {
  return {
    operators: ['=='],
    test: (_operator, value) => {
      const ids = new Set(value.split(',').map((id) => id.trim()))
      if (ids.size > most) throw new FilterError(`At most ${most} ids may be given`)
      return (record) => ids.has(record.id)
    },
  }
}

const comparisons: Readonly<Record<FilterOperator, (a: number, b: number) => boolean>> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '>=': (a, b) => a >= b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '<': (a, b) => a < b,
}

/** Fields that compare as numbers. Records without the number never match. */
export function numberFilter<T>(
  read: (record: T) => number | null | undefined,
  operators: readonly FilterOperator[] = ['==', '>', '<', '>=', '<='],
): FilterField<T> {
  return {
    operators,
    test: (operator, value) => {
      const wanted = Number(value)
      if (value === '' || Number.isNaN(wanted)) throw new FilterError(`Invalid number: ${value}`)
      const compare = comparisons[operator]
      return (record) => {
        const found = read(record)
        return found !== null && found !== undefined && compare(found, wanted)
      }
    },
  }
}

/** Bounds in time: `since_time==…` keeps what is at or after the moment, `until_time==…` at or before it. */
export function timeFilter<T>(read: (record: T) => Text, bound: 'since' | 'until'): FilterField<T> {
  return {
    operators: ['=='],
    test: (_operator, value) => {
      const moment = Date.parse(value)
      if (Number.isNaN(moment)) throw new FilterError(`Invalid date: ${value}`)
      return (record) => {
        const found = Date.parse(read(record) ?? '')
        return bound === 'since' ? found >= moment : found <= moment
      }
    },
  }
}

/** Fields that are true or false. */
export function booleanFilter<T>(test: (record: T, wanted: boolean) => boolean): FilterField<T> {
  return {
    operators: ['=='],
    test: (_operator, value) => {
      const word = value.toLowerCase()
      if (word !== 'true' && word !== 'false') throw new FilterError(`Invalid boolean: ${value}`)
      return (record) => test(record, word === 'true')
    },
  }
}
