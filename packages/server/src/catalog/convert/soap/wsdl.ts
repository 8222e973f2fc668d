/**
 * WSDL 1.1 with SOAP 1.1 or 1.2 -> a description of the API: every operation a POST that fills an envelope.
 *
 * A SOAP client library was turned down for this: it fetches imports by itself, reads types only as far as it sends them, and
 * weighs more than what is here.
 * @see WSDL 1.1 (W3C Note, 15 March 2001)
 */
import { ValenceError } from '../../../lib/errors.ts'
import type { ConfigurationDefinition } from '../../format.ts'
import { chosenAuthentication } from '../authentication.ts'
import { personsEntry } from '../configuration.ts'
import type { ApiAuthentication, ApiDescription } from '../description.ts'
import { createNamer } from '../names.ts'
import type { Report } from '../report.ts'
import { childOf, childrenOf, descendantsOf, type XmlElement } from '../xml-tree.ts'
import { boundOperations } from './bindings.ts'
import { type Imports, readDocuments } from './documents.ts'
import { createXsdDefinitions } from './models.ts'
import { operationOf } from './operation.ts'
import { createXsdTypes } from './xsd.ts'

/** What the caller may choose. */
export interface WsdlOptions {
  readonly location?: string | undefined
  /** Documents the WSDL imports, by address. */
  readonly imports?: Imports | undefined
  readonly authentication?: string | undefined
}

const maxOperations = 3_000

/** @throws {ValenceError} `invalid_request`: it is no WSDL 1.1, or it has no operation over SOAP. */
export function readWsdl(text: string, options: WsdlOptions, report: Report): ApiDescription {
  const { definitions, schemas } = readDocuments(
    text,
    options.location,
    options.imports ?? {},
    report,
  )
  const bound = boundOperations(definitions, report)
  const [first] = bound
  if (!first)
    throw new ValenceError(
      'invalid_request',
      'This WSDL has no operation that is bound over SOAP at a port of a service.',
    )
  if (bound.length > maxOperations)
    throw new ValenceError('invalid_request', `The WSDL has more than ${maxOperations} operations.`)
  const types = createXsdTypes(schemas, report)
  const models = createXsdDefinitions(types)
  const keys = new Map<string, ConfigurationDefinition>()
  const paths = createNamer('-')
  const operations = bound.map((operation) =>
    operationOf(operation, `/${paths.unique(pathWordOf(operation.name))}`, {
      types,
      definitions: models,
      address: first.address,
      keys,
      report,
    }),
  )
  return {
    title: first.service || definitions[0]?.attributes.name || '',
    description: (childOf(serviceOf(definitions), 'documentation')?.text ?? '').replace(
      /\s+/g,
      ' ',
    ),
    protocolType: 'soap',
    address: { url: first.address, configuration: [] },
    authentication: authenticationOf(definitions, options.authentication, report),
    operations,
    definitions: models.definitions(),
    configuration: [...keys.values()],
  }
}

function serviceOf(definitions: readonly XmlElement[]): XmlElement | undefined {
  return definitions.flatMap((document) => childrenOf(document, 'service'))[0]
}

/** `AddContact` is reached as `/addContact`. */
function pathWordOf(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9_.-]+/g, '-') || 'operation'
  return /^[A-Z][a-z0-9]/.test(plain) ? `${plain[0]?.toLowerCase()}${plain.slice(1)}` : plain
}

/** A policy that asks for a UsernameToken says how to sign in; nothing else in a WSDL does. */
function authenticationOf(
  definitions: readonly XmlElement[],
  chosen: string | undefined,
  report: Report,
): ApiAuthentication {
  const asksForToken = definitions.some(
    (document) => descendantsOf(document, 'UsernameToken').length > 0,
  )
  if (chosen !== 'ws-security' && !(asksForToken && chosen === undefined))
    return chosenAuthentication(chosen, report)
  return {
    type: 'ws-security',
    configuration: [
      personsEntry('username', 'Username', { type: 'TEXTFIELD_128' }),
      personsEntry('password', 'Password', { type: 'PASSWORD' }),
    ],
    parameters: [],
  }
}
