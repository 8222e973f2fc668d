/** `where`, `orderBy` and `fields` of a virtual data resource in the names of the element's object. */
import type { Expression, Literal } from '../../ceql/expression.ts'
import { parseFields } from '../../ceql/fields.ts'
import { formatCeql, formatName } from '../../ceql/format.ts'
import { type HookCondition, hookRest, toHookExpression } from '../../ceql/hook-expression.ts'
import { parseOrderBy } from '../../ceql/order-by.ts'
import { parseCeql } from '../../ceql/parse.ts'
import { ValenceError } from '../../lib/errors.ts'
import type { PlannedField, TransformationPlan } from '../../transform/compile-transformation.ts'
import { conversionOut } from '../../transform/conversion.ts'
import { type ScriptSurroundings, transformConditions } from '../../transform/transform-records.ts'
import { allOf } from '../bind-list.ts'
import { fromConditions } from './conditions.ts'

/**
 * Translate a `where`. With the rule `applyJSOnQueryFieldValue` the script has the last word on the conditions that are
 * joined by AND; what it leaves as the caller wrote it is translated like any other.
 *
 * @throws {ValenceError} `invalid_request` for a field that is neither mapped nor passed on.
 */
export async function translateWhere(
  vdr: TransformationPlan,
  text: string,
  around: ScriptSurroundings,
): Promise<string> {
  const expression = parseCeql(text)
  if (!vdr.script || !vdr.isScriptForWhere) return formatCeql(translate(vdr, expression, 'where'))
  const rest = hookRest(expression)
  const original = toHookExpression(expression)
  const names = new Set(original.map(({ attribute }) => attribute))
  const translated = original.map((condition) => translateCondition(vdr, condition))
  const scripted = await transformConditions(vdr, { original, translated }, around)
  const last = scripted.map((condition) =>
    names.has(condition.attribute) && isMapped(vdr, condition.attribute)
      ? translateCondition(vdr, condition)
      : condition,
  )
  const whole = allOf(...fromConditions(last), rest && translate(vdr, rest, 'where'))
  return whole ? formatCeql(whole) : ''
}

/** Translate an `orderBy`. @throws as `translateWhere`. */
export function translateOrderBy(vdr: TransformationPlan, text: string): string {
  return parseOrderBy(text)
    .map(({ field, descending }) => {
      const name = formatName(vendorName(vdr, field, 'orderBy'))
      return descending ? `${name} desc` : name
    })
    .join(', ')
}

/**
 * Translate `fields`: what the element has to give for them.
 *
 * @returns `undefined` when everything is needed: a script may look at any field.
 */
export function translateFields(vdr: TransformationPlan, text: string): string | undefined {
  const names = parseFields(text)
  if (vdr.script || names.length === 0 || names.includes('*')) return undefined
  const wanted = new Set<string>()
  for (const name of names) {
    const mapped = vdr.fields.filter(({ path }) => isSameOrBelow(path, name))
    for (const { vendorPath } of mapped) if (vendorPath) wanted.add(vendorPath)
    if (mapped.length === 0 && vdr.passes.fromVendor) wanted.add(name)
  }
  return wanted.size > 0 ? [...wanted].map(formatName).join(',') : undefined
}

function isSameOrBelow(path: string, name: string): boolean {
  const plain = (text: string) => `${text.replace(/\[[^\]]*\]/g, '')}.`
  return plain(path).startsWith(plain(name)) || plain(name).startsWith(plain(path))
}

function translate(vdr: TransformationPlan, expression: Expression, what: string): Expression {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return {
        ...expression,
        operands: expression.operands.map((operand) => translate(vdr, operand, what)),
      }
    case 'not':
      return { ...expression, operand: translate(vdr, expression.operand, what) }
    case 'null':
      return { ...expression, field: vendorName(vdr, expression.field, what) }
    case 'in': {
      const convert = literalOf(vdr, expression.field)
      const field = vendorName(vdr, expression.field, what)
      return { ...expression, field, values: expression.values.map(convert) }
    }
    default: {
      const convert = expression.operator.includes('LIKE')
        ? (value: Literal) => value
        : literalOf(vdr, expression.field)
      const field = vendorName(vdr, expression.field, what)
      return { ...expression, field, value: convert(expression.value) }
    }
  }
}

function translateCondition(vdr: TransformationPlan, condition: HookCondition): HookCondition {
  const convert = literalOf(vdr, condition.attribute)
  const { value, operator } = condition
  const isText = operator.includes('LIKE')
  return {
    ...condition,
    attribute: vendorName(vdr, condition.attribute, 'where'),
    value: isText ? value : Array.isArray(value) ? value.map(convert) : convert(value as Literal),
  }
}

function fieldAt(vdr: TransformationPlan, path: string): PlannedField | undefined {
  const plain = path.replaceAll('[*]', '')
  return vdr.fields.find(
    (field) =>
      field.vendorPath && (field.path === path || field.path.replaceAll('[*]', '') === plain),
  )
}

function isMapped(vdr: TransformationPlan, path: string): boolean {
  return fieldAt(vdr, path) !== undefined
}

function vendorName(vdr: TransformationPlan, path: string, what: string): string {
  const field = fieldAt(vdr, path)
  if (field?.vendorPath) return field.vendorPath
  if (vdr.passes.toVendor) return path
  const known = vdr.fields.flatMap((one) => (one.vendorPath ? [one.path] : [])).join(', ')
  throw new ValenceError(
    'invalid_request',
    `${what} names '${path}', which ${vdr.objectName} does not map here. It maps ${known || 'nothing'}.`,
  )
}

/** A value of ours as the vendor's type writes it. */
function literalOf(vdr: TransformationPlan, path: string): (value: Literal) => Literal {
  const field = fieldAt(vdr, path)
  if (!field || field.vendorType?.startsWith('array')) return (value) => value
  const { passes, convert } = conversionOut(field, {})
  return (value) =>
    value === null || !convert || typeof value === passes ? value : (convert(value) as Literal)
}
