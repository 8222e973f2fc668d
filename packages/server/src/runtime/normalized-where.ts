/** Conditions and orders of the normalised view, in the names and values of the object itself. */
import type { NormalizedFieldDefinition } from '../catalog/format.ts'
import type { NormalizedPlan } from '../catalog/plan.ts'
import type { Expression, Literal } from '../ceql/expression.ts'
import { parseOrderBy } from '../ceql/order-by.ts'
import { ValenceError } from '../lib/errors.ts'

/** What translation needs to know. */
export interface NormalizedNames {
  /** For messages: `contacts of Example`. */
  readonly title: string
  readonly plan: NormalizedPlan
  readonly valueTables: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/** @throws {ValenceError} `invalid_request` for a field the view has not, `query_not_answerable` for one that can't be asked. */
export function ownWhere(names: NormalizedNames, where: Expression): Expression {
  switch (where.kind) {
    case 'and':
    case 'or':
      return { ...where, operands: where.operands.map((operand) => ownWhere(names, operand)) }
    case 'not':
      return { ...where, operand: ownWhere(names, where.operand) }
    default:
      return ownCondition(names, where)
  }
}

type Condition = Exclude<Expression, { kind: 'and' | 'or' | 'not' }>

function ownCondition(names: NormalizedNames, condition: Condition): Expression {
  const definition = fieldOf(names, condition.field)
  const field = ownName(names, definition, definition.whereField, 'where')
  if (condition.kind === 'null') return { ...condition, field }
  const values = (value: Literal) => vendorValues(names, definition, value)
  if (condition.kind === 'in')
    return { ...condition, field, values: condition.values.flatMap(values) }
  const [first = condition.value, ...others] = values(condition.value)
  const isEquality = condition.operator === '=' || condition.operator === '!='
  if (others.length === 0 || !isEquality) return { ...condition, field, value: first }
  // Several of the vendor's values are this one of ours.
  return { kind: 'in', field, values: [first, ...others], negated: condition.operator === '!=' }
}

function vendorValues(
  { valueTables }: NormalizedNames,
  { valueTable }: NormalizedFieldDefinition,
  value: Literal,
): readonly Literal[] {
  const table = valueTable ? valueTables[valueTable] : undefined
  if (!table || value === null) return [value]
  const wanted = String(value).toLowerCase()
  const found = Object.entries(table).filter(([, ours]) => ours.toLowerCase() === wanted)
  return found.length === 0 ? [value] : found.map(([theirs]) => theirs)
}

/** @throws {ValenceError} as `ownWhere`. */
export function ownOrderBy(names: NormalizedNames, orderBy: string): string {
  return parseOrderBy(orderBy)
    .map(({ field, descending }) => {
      const definition = fieldOf(names, field)
      const own = ownName(names, definition, definition.orderField, 'orderBy')
      return `${own} ${descending ? 'desc' : 'asc'}`
    })
    .join(', ')
}

function fieldOf({ plan, title }: NormalizedNames, name: string): NormalizedFieldDefinition {
  const found = plan.fields.get(name)
  if (found) return found
  throw new ValenceError(
    'invalid_request',
    `The normalised ${title} have no field '${name}'. They have: ${[...plan.fields.keys()].join(', ')}.`,
  )
}

function ownName(
  { title }: NormalizedNames,
  { path, vendorPath }: NormalizedFieldDefinition,
  declared: string | undefined,
  clause: string,
): string {
  const own = declared ?? vendorPath
  if (own) return own
  throw new ValenceError(
    'query_not_answerable',
    `${clause} can't use '${path}' of the normalised ${title}: it is only written.`,
  )
}
