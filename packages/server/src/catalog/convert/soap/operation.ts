/** One operation of a WSDL as an operation of the description. */
import type { ConfigurationDefinition, HookDefinition, ParameterDefinition } from '../../format.ts'
import type { ApiOperation } from '../description.ts'
import type { Report } from '../report.ts'
import { localOf } from '../xml-tree.ts'
import type { BoundOperation } from './bindings.ts'
import { contentOf, elementOf } from './content.ts'
import { envelopeOf, soapHeaders, templateParameter } from './envelope.ts'
import { headerOf } from './headers.ts'
import type { XsdDefinitions } from './models.ts'
import { createPrefixes, flatMembers, outlineOf, type Prefixes } from './outline.ts'
import { contentToken, requestHook, responseHook } from './scripts.ts'
import type { XsdElement, XsdTypes } from './xsd.ts'

/** What operations share. */
export interface WsdlContext {
  readonly types: XsdTypes
  readonly definitions: XsdDefinitions
  /** The address of the element. */
  readonly address: string
  /** Collects configuration keys that headers need. */
  readonly keys: Map<string, ConfigurationDefinition>
  readonly report: Report
}

/** @param publicPath - Unique among the operations. */
export function operationOf(
  bound: BoundOperation,
  publicPath: string,
  context: WsdlContext,
): ApiOperation {
  const { types, definitions } = context
  const place = `/service/${bound.service}/${bound.name}`
  noteDoubts(bound, place, context.report)
  const input = contentOf(bound, bound.input, types)
  const output =
    bound.output && contentOf({ ...bound, name: `${bound.name}Response` }, bound.output, types)
  const request = requestOf(bound, input, context)
  const answer = output && outlineOf(output, types, createPrefixes())
  return {
    place,
    method: 'POST',
    vendorPath: bound.address === context.address ? '' : bound.address,
    publicPath,
    operationId: publicPath.slice(1),
    description: bound.documentation || bound.name,
    parameters: [],
    movers: [...soapHeaders(bound), templateParameter(request.template), ...request.movers],
    ...(request.hasBody && input
      ? {
          request: {
            schema: definitions.schemaOf(input.type),
            mediaType: 'text/xml',
            required: request.isRequired,
            sink: request.sink,
          },
        }
      : {}),
    ...(output
      ? {
          response: {
            schema: definitions.schemaOf(output.type),
            mediaType: 'application/json',
            required: false,
          },
        }
      : {}),
    rootKey: output
      ? `|soap:Envelope.soap:Body.${localOf(output.name)}`
      : '|soap:Envelope.soap:Body',
    hooks: [...request.hooks, ...(answer ? [responseHook(answer)] : [])],
  }
}

function noteDoubts({ input, output, style }: BoundOperation, place: string, report: Report): void {
  if (input.isEncoded || output?.isEncoded) {
    report.note(
      'warning',
      place,
      'The operation is SOAP encoded: values are sent as literals, without their types.',
    )
  }
  if (style === 'document' && input.parts.length > 1) {
    report.note(
      'warning',
      place,
      'The message has several parts, such as attachments: only the first is sent.',
    )
  }
}

interface RequestParts {
  readonly template: string
  readonly movers: readonly ParameterDefinition[]
  readonly hooks: readonly HookDefinition[]
  readonly hasBody: boolean
  readonly isRequired: boolean
  readonly sink: 'bodyToken' | 'no-op'
}

function requestOf(
  bound: BoundOperation,
  input: XsdElement | undefined,
  context: WsdlContext,
): RequestParts {
  const prefixes = createPrefixes()
  const header = bound.input.headers
    .map((part) => headerOf(elementOf(part, context.types), prefixes, context))
    .join('')
  const template = (body: string) =>
    envelopeOf(bound.version, { header, body, declarations: prefixes.declarations() })
  const without = {
    movers: [],
    hooks: [],
    hasBody: false,
    isRequired: false,
    sink: 'no-op' as const,
  }
  if (!input) return { ...without, template: template('') }
  const tag = prefixes.tag(input.name)
  const flat = flatMembers(input, context.types)
  if (!flat) return scripted(input, tag, prefixes, template, context)
  const fields = flat.map((member) => {
    const name = prefixes.tag(`{${member.namespace}}${member.name}`)
    return `<${name}>{${member.name}}</${name}>`
  })
  return {
    ...without,
    template: template(`<${tag}>${fields.join('')}</${tag}>`),
    movers: flat.map(({ name, description }) => fieldParameter(name, description)),
    hasBody: flat.length > 0,
    isRequired: true,
    sink: 'bodyToken',
  }
}

/** Asked for by name, so that a caller who leaves it out is told. */
function fieldParameter(name: string, description: string): ParameterDefinition {
  return {
    name,
    vendorName: name,
    type: 'bodyField',
    vendorType: 'bodyToken',
    source: 'request',
    required: true,
    description,
    dataType: 'string',
    vendorDataType: 'string',
  }
}

function scripted(
  input: XsdElement,
  tag: string,
  prefixes: Prefixes,
  template: (body: string) => string,
  { types }: WsdlContext,
): RequestParts {
  const outline = outlineOf(input, types, prefixes)
  const attributes = outline.types[0]?.members.some(([name]) => name.startsWith('@'))
    ? ` attributes="${contentToken}"`
    : ''
  return {
    template: template(`<${tag}${attributes}>${contentToken}</${tag}>`),
    movers: [],
    hooks: [requestHook(outline)],
    hasBody: true,
    isRequired:
      input.type.kind === 'simple' ||
      types.complex(input.type.id).members.some(({ isOptional }) => !isOptional),
    sink: 'no-op',
  }
}
