/** Conditions in the words of OData `$filter`, versions 3 and 4. @see OData 4.01 part 2, section 5.1.1; OData 3.0, section 10.2.3.1 */
import { type Condition, capabilitiesFor, type SearchCapabilities } from './capabilities.ts'
import type { Expression, Literal } from './expression.ts'
import { likePieces } from './like.ts'
import type { Pushed, ToVendorValue } from './pushed.ts'

/** What differs between the versions. */
interface Dialect {
  contains(field: string, text: string): string
  /** A moment as a literal. */
  moment(text: string): string
}

const dialects = {
  v4: {
    contains: (field, text) => `contains(${field},${text})`,
    moment: (text) => text,
  },
  v3: {
    contains: (field, text) => `substringof(${text},${field})`,
    moment: (text) => `datetime'${text.replace(/(?:Z|[+-]\d\d:?\d\d)$/, '')}'`,
  },
} satisfies Record<string, Dialect>

const operators: Readonly<Record<string, string>> = {
  '=': 'eq',
  '!=': 'ne',
  '<': 'lt',
  '<=': 'le',
  '>': 'gt',
  '>=': 'ge',
}

interface Context {
  readonly dialect: Dialect
  readonly fields: SearchCapabilities | undefined
  readonly toVendorValue: ToVendorValue
}

/**
 * A whole expression, OR and NOT included; `undefined` when some part of it can't be said. Without declared fields every
 * field goes out under its own name, `a.b` as `a/b`; with them only those that declare the operator.
 */
export function pushOData(
  version: keyof typeof dialects,
  expression: Expression,
  fields: SearchCapabilities | undefined,
  toVendorValue: ToVendorValue,
): Pushed | undefined {
  const text = say(expression, { dialect: dialects[version], fields, toVendorValue })
  // Every piece of a filter text counts: two conditions on one field are both sent.
  return text === undefined ? undefined : { name: text, text, isExact: true }
}

function say(expression: Expression, context: Context): string | undefined {
  switch (expression.kind) {
    case 'comparison':
      return sayComparison(expression, context)
    case 'in':
      return sayIn(expression, context)
    case 'null': {
      const field = fieldName(expression.field, '=', context)
      return field && `${field} ${expression.negated ? 'ne' : 'eq'} null`
    }
    case 'not': {
      const inner = say(expression.operand, context)
      return inner && `not (${inner})`
    }
    default:
      return sayAll(expression.operands, expression.kind, context)
  }
}

function sayAll(
  operands: readonly Expression[],
  joiner: 'and' | 'or',
  context: Context,
): string | undefined {
  const parts = operands.map((operand) => say(operand, context))
  return parts.some((part) => part === undefined) ? undefined : `(${parts.join(` ${joiner} `)})`
}

type Comparison = Extract<Condition, { kind: 'comparison' }>
type In = Extract<Condition, { kind: 'in' }>

function sayComparison(condition: Comparison, context: Context): string | undefined {
  const { operator, value } = condition
  if (operator.endsWith('LIKE')) return sayLike(condition, context)
  const field = fieldName(condition.field, operator, context)
  const literal = field && literalOf(condition.field, value, context)
  return literal && `${field} ${operators[operator]} ${literal}`
}

function sayIn({ field, values, negated }: In, context: Context): string | undefined {
  const name = fieldName(field, 'IN', context)
  const literals = values.map((value) => literalOf(field, value, context))
  if (!name || literals.some((literal) => literal === undefined)) return undefined
  const text = literals.map((literal) => `${name} eq ${literal}`).join(' or ')
  return negated ? `not (${text})` : `(${text})`
}

/** Patterns with a wildcard at their ends only; a text without one is `eq`. */
function sayLike({ field, operator, value }: Comparison, context: Context): string | undefined {
  const name = fieldName(field, 'LIKE', context)
  if (!name || value === null) return undefined
  const said = sayPattern(name, likePieces(String(value)), context.dialect)
  return said && operator === 'NOT LIKE' ? `not (${said})` : said
}

function sayPattern(
  field: string,
  pieces: ReturnType<typeof likePieces>,
  dialect: Dialect,
): string | undefined {
  const texts = pieces.flatMap((piece) => (piece.kind === 'text' ? [piece.text] : []))
  const text = texts[0]
  if (text === undefined || texts.length > 1 || pieces.some(({ kind }) => kind === 'one'))
    return undefined
  const [isOpenBefore, isOpenAfter] = [pieces[0]?.kind === 'run', pieces.at(-1)?.kind === 'run']
  if (isOpenBefore && isOpenAfter) return dialect.contains(field, quoted(text))
  if (isOpenAfter) return `startswith(${field},${quoted(text)})`
  return isOpenBefore ? `endswith(${field},${quoted(text)})` : `${field} eq ${quoted(text)}`
}

function fieldName(field: string, operator: string, { fields }: Context): string | undefined {
  if (!fields) return /^[\w.$-]+$/.test(field) ? field.replaceAll('.', '/') : undefined
  const capability = capabilitiesFor(field, operator, fields)[0]
  return capability && (capability.vendorName ?? field).replaceAll('.', '/')
}

function literalOf(field: string, value: Literal, context: Context): string | undefined {
  const translated = value === null ? null : context.toVendorValue(field, value)
  if (translated === undefined) return undefined
  if (typeof translated !== 'string') return String(translated)
  return isMoment(translated) ? context.dialect.moment(translated) : quoted(translated)
}

/** With a time of day: a date alone may be a text as well. */
function isMoment(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?$/.test(text)
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
