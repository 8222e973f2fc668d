/** Conversion for tests: documents in, the draft and single parts of it out. */
import { compileElement } from '../compile.ts'
import type { ParameterDefinition, ResourceDefinition } from '../format.ts'
import { type Conversion, type ConvertRequest, convertDocument } from './convert.ts'

/** Convert text, or an object as JSON. The draft must compile. */
export function converted(
  type: ConvertRequest['type'],
  document: string | object,
  options: Partial<ConvertRequest> = {},
): Conversion {
  const text = typeof document === 'string' ? document : JSON.stringify(document)
  const conversion = convertDocument({ type, text, ...options })
  compileElement(conversion.element)
  return conversion
}

/** The resource `GET /contacts` of a draft, below its hub. @throws {Error} when there is none. */
export function resourceOf({ element }: Conversion, methodAndPath: string): ResourceDefinition {
  const [method, path] = methodAndPath.split(' ')
  const found = element.resources?.find(
    (one) => one.method === method && one.path === `/hubs/${element.hub}${path}`,
  )
  if (found) return found
  const known = element.resources?.map((one) => `${one.method} ${one.path}`).join(', ')
  throw new Error(`There is no ${methodAndPath} among ${known}.`)
}

/** Default value of a configuration key; `undefined` when the draft has no such key. */
export function defaultOf({ element }: Conversion, key: string): string | undefined {
  return element.configuration?.find((entry) => entry.key === key)?.defaultValue
}

/** `query status -> query status`: parameters as one line each. */
export function moves(parameters: readonly ParameterDefinition[] | undefined): readonly string[] {
  return (parameters ?? []).map(
    ({ type, name, vendorType, vendorName }) => `${type} ${name} -> ${vendorType} ${vendorName}`,
  )
}

/** Errors of the draft's lint: there should be none. */
export function lintErrors({ lint }: Conversion): readonly string[] {
  return lint
    .filter(({ severity }) => severity === 'error')
    .map(({ place, message }) => `${place}: ${message}`)
}

/** Words of the findings. */
export function messages({ findings }: Conversion): readonly string[] {
  return findings.map(({ place, message }) => `${place}: ${message}`)
}
