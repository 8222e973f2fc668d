/** Findings about parameters. */
import { error, type Finding, info, warning } from './finding.ts'
import type { ParameterDefinition } from './format.ts'

const sources = new Set(
  'value configuration path query header body bodyField form multipart prevBody prevBodyField'.split(
    ' ',
  ),
)

/** What a `source: response` parameter can read. */
const captured = new Set(['header', 'body', 'bodyField', 'bodyToken'])

const sinks = new Set(
  'query header path body bodyField bodyToken form multipart configuration value no-op url'.split(
    ' ',
  ),
)

/** The converters of `ceql/convert.ts`, which this layer may not import. */
const converters = new Set([
  'toQueryParameters',
  'toRsqlFilter',
  'toODataFilter',
  'toODataV3Filter',
  'toSoqlFilter',
  'toFilterObjects',
])

/** @param place - Of the owner: `` for the element, `/resources/3` for a resource. */
export function lintParameters(
  parameters: readonly ParameterDefinition[] | undefined,
  place: string,
  configurationKeys: ReadonlySet<string>,
): readonly Finding[] {
  return (parameters ?? []).flatMap((parameter, index) => {
    const at = `${place}/parameters/${index}`
    return parameter.source === 'response'
      ? lintCapture(parameter, at)
      : [...lintMove(parameter, at, configurationKeys), ...lintConverter(parameter, at)]
  })
}

function lintCapture(parameter: ParameterDefinition, at: string): readonly Finding[] {
  const { type, vendorType } = parameter
  // Authors fill in the pair either way round; the vendor's side is the one that isn't `configuration`.
  const sides = [type, vendorType] as readonly string[]
  if (!sides.includes('configuration')) {
    return [error(at, 'A response parameter writes to the configuration; this one does not.')]
  }
  const other = sides.find((side) => side !== 'configuration') ?? 'configuration'
  return captured.has(other)
    ? []
    : [error(at, `A response parameter reads header, body or bodyField, not '${other}'.`)]
}

function lintMove(
  parameter: ParameterDefinition,
  at: string,
  configurationKeys: ReadonlySet<string>,
): readonly Finding[] {
  const { type, vendorType, name } = parameter
  if (!sources.has(type)) return [error(`${at}/type`, `'${type}' is no source of parameters.`)]
  if (!sinks.has(vendorType)) {
    return [error(`${at}/vendorType`, `'${vendorType}' is no place a parameter can write to.`)]
  }
  if (vendorType === 'configuration') {
    return [error(at, 'Only response parameters write to the configuration.')]
  }
  if (vendorType === 'value') {
    return [info(`${at}/vendorType`, "The sink 'value' is nowhere: this parameter has no effect.")]
  }
  if (type === 'configuration' && !configurationKeys.has(name)) {
    return [warning(`${at}/name`, `The element declares no configuration key '${name}'.`)]
  }
  return []
}

function lintConverter(parameter: ParameterDefinition, at: string): readonly Finding[] {
  const named = parameter.vendorName.startsWith('converter:') ? parameter.vendorName : undefined
  const converter = (parameter.converter || named)?.replace(/^converter:/, '')
  if (!converter || parameter.vendorType === 'no-op' || converters.has(converter)) return []
  const message = `There is no converter '${converter}': what is asked for does not reach the vendor and is filtered here, within the bounds of lists.`
  return [warning(at, message)]
}
