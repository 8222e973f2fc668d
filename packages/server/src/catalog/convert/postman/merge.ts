/** Collections ask the same thing several times, to show how. */
import type { ApiOperation } from '../description.ts'
import { pathTemplateOf, slugOf } from '../names.ts'
import type { Report } from '../report.ts'

/**
 * Requests of one method and path: those that only read are one operation with the parameters of all; of the others each
 * keeps its own body, below the path by its name.
 */
export function mergeOperations(
  operations: readonly ApiOperation[],
  report: Report,
): readonly ApiOperation[] {
  const byShape = new Map<string, ApiOperation>()
  for (const operation of operations) {
    const shape = shapeOf(operation)
    const first = byShape.get(shape)
    if (!first) byShape.set(shape, operation)
    else if (operation.method === 'GET' || operation.method === 'DELETE') {
      report.note(
        'info',
        operation.place,
        `The same as ${first.place}: the two are one resource with the parameters of both.`,
      )
      byShape.set(shape, joined(first, operation))
    } else if (!isSame(first, operation)) {
      const template = first.publicPath ?? pathTemplateOf(operation.vendorPath).publicPath
      const publicPath = `${template}/${slugOf(operation.description.split('. ')[0] ?? '')}`
      const moved = { ...operation, publicPath }
      byShape.set(`${shape} ${operation.place}`, moved)
      report.note(
        'info',
        operation.place,
        `Another body of ${first.place}: this one is reached as ${publicPath}.`,
      )
    }
  }
  return [...byShape.values()]
}

function shapeOf({ method, vendorPath }: ApiOperation): string {
  return `${method} ${vendorPath.replace(/\{[^{}]*\}/g, '{}')}`
}

function isSame(a: ApiOperation, b: ApiOperation): boolean {
  return JSON.stringify(a.request ?? null) === JSON.stringify(b.request ?? null)
}

function joined(first: ApiOperation, other: ApiOperation): ApiOperation {
  const known = new Set(first.parameters.map(({ place, name }) => `${place} ${name}`))
  const more = other.parameters.filter(
    ({ place, name }) => place !== 'path' && !known.has(`${place} ${name}`),
  )
  const response = first.response ?? other.response
  return { ...first, parameters: [...first.parameters, ...more], ...(response ? { response } : {}) }
}
