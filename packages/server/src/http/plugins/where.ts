/**
 * `where` on platform lists. It is always evaluated or refused, never ignored: clients delete what a filtered list
 * gave them.
 */
import { compilePredicate } from '../../ceql/evaluate.ts'
import type { Expression } from '../../ceql/expression.ts'
import { parseCeql } from '../../ceql/parse.ts'
import { ValenceError } from '../../lib/errors.ts'

/** What a `where` asks of a list. */
export interface Where {
  /** `abridged='true'` was among the conditions: short forms are wanted. It filters nothing. */
  readonly abridged: boolean
  /** Does this row, as the wire shows it, meet the conditions? */
  matches(row: object): boolean
}

/**
 * Read the `where` of a platform list.
 *
 * @param text - CEQL; `undefined` or blank lets every row through.
 * @param fields - What rows of this list can be asked for.
 * @throws {ValenceError} `invalid_request` when the text is no CEQL or names an unknown field. A misspelt field would
 *   otherwise give an empty list that looks like an answer.
 */
export function readWhere(text: string | undefined, fields: ReadonlySet<string>): Where {
  if (text === undefined || text.trim() === '') return { abridged: false, matches: () => true }
  const conditions = conjuncts(parseCeql(text))
  const filters = conditions.filter((condition) => !isAbridged(condition))
  for (const field of filters.flatMap(fieldsOf)) assertKnown(field, fields)
  const predicates = filters.map((filter) => compilePredicate(filter))
  return {
    abridged: conditions.some((condition) => isAbridged(condition) && asksFor(condition)),
    matches: (row) => predicates.every((matches) => matches(row as Record<string, unknown>)),
  }
}

function conjuncts(expression: Expression): readonly Expression[] {
  return expression.kind === 'and' ? expression.operands.flatMap(conjuncts) : [expression]
}

function isAbridged(expression: Expression): boolean {
  return expression.kind === 'comparison' && expression.field === 'abridged'
}

function asksFor(expression: Expression): boolean {
  return expression.kind === 'comparison' && String(expression.value).toLowerCase() === 'true'
}

function fieldsOf(expression: Expression): readonly string[] {
  if ('operands' in expression) return expression.operands.flatMap(fieldsOf)
  return expression.kind === 'not' ? fieldsOf(expression.operand) : [expression.field]
}

function assertKnown(field: string, fields: ReadonlySet<string>): void {
  if (fields.has(field)) return
  throw new ValenceError(
    'invalid_request',
    `where names '${field}', which this list does not have. It has ${[...fields].join(', ')}.`,
  )
}
