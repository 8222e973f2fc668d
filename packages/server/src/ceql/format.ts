import type { Expression, Literal } from './expression.ts'

const bareName = /^[A-Za-z_$@][\w.:$@-]*(\[[\w*.=-]*\][\w.:$@-]*)*$/
const keywords = new Set(['and', 'or', 'not', 'where'])

/**
 * An expression as CEQL text. `parseCeql(formatCeql(e))` gives `e` again, for every expression that `parseCeql` gives.
 */
export function formatCeql(expression: Expression): string {
  switch (expression.kind) {
    case 'comparison':
      return `${formatName(expression.field)} ${expression.operator} ${formatLiteral(expression.value)}`
    case 'in': {
      const values = expression.values.map(formatLiteral).join(', ')
      return `${formatName(expression.field)} ${expression.negated ? 'NOT IN' : 'IN'} (${values})`
    }
    case 'null':
      return `${formatName(expression.field)} IS ${expression.negated ? 'NOT NULL' : 'NULL'}`
    case 'not':
      return `NOT ${formatOperand(expression.operand, 'not')}`
    default:
      return expression.operands
        .map((operand) => formatOperand(operand, expression.kind))
        .join(expression.kind === 'and' ? ' AND ' : ' OR ')
  }
}

function formatOperand(operand: Expression, parent: Expression['kind']): string {
  const isTighter = operand.kind === 'and' && parent === 'or'
  const isChain = operand.kind === 'and' || operand.kind === 'or'
  return isChain && !isTighter ? `(${formatCeql(operand)})` : formatCeql(operand)
}

/** A field name as CEQL writes it: bare where that is unambiguous, else in backticks. */
export function formatName(name: string): string {
  const isBare = bareName.test(name) && !keywords.has(name.toLowerCase())
  return isBare ? name : `\`${name.replaceAll('`', '``')}\``
}

function formatLiteral(value: Literal): string {
  if (typeof value !== 'string') return String(value)
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
}
