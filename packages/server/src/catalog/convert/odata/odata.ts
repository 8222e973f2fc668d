/** OData metadata, versions 2, 3 and 4 -> a description of the API. */
import { ValenceError } from '../../../lib/errors.ts'
import type { ParameterDefinition } from '../../format.ts'
import { chosenAuthentication, fixedHeader } from '../authentication.ts'
import type { ApiDescription } from '../description.ts'
import type { Report } from '../report.ts'
import { type EdmModel, readEdmx } from './edmx.ts'
import { definitionsOf } from './models.ts'
import { setOperations } from './operations.ts'

/** What the caller may choose. */
export interface ODataOptions {
  /** Where the document came from: the service is above `$metadata`. */
  readonly location?: string | undefined
  readonly authentication?: string | undefined
}

const maxOperations = 3_000

/** @throws {ValenceError} `invalid_request`: it is no metadata document, or it has no entity set. */
export function readOData(text: string, options: ODataOptions, report: Report): ApiDescription {
  const model = readEdmx(text)
  const definitions = definitionsOf(model)
  const operations = model.sets.flatMap((set) => setOperations(set, model, definitions, report))
  if (operations.length === 0)
    throw new ValenceError(
      'invalid_request',
      'This OData metadata has no entity set to make resources of.',
    )
  if (operations.length > maxOperations) {
    throw new ValenceError(
      'invalid_request',
      `The metadata makes ${operations.length} resources, and an element has at most ${maxOperations}.`,
    )
  }
  noteFunctions(model, report)
  return {
    title: model.title,
    description: `OData ${model.version} service ${model.title}`,
    protocolType: 'odata',
    address: { url: serviceOf(options.location, report), configuration: [] },
    authentication: chosenAuthentication(options.authentication, report),
    operations,
    definitions: definitions.definitions,
    parameters: versionHeaders(model.version),
  }
}

function serviceOf(location: string | undefined, report: Report): string {
  const service = location?.replace(/[?#].*$/, '').replace(/\/?\$metadata\/?$/, '')
  if (service) return service
  report.note(
    'warning',
    '',
    'Metadata does not say where its service is: whoever connects gives the base URL.',
  )
  return ''
}

/**
 * What keeps the answers in one form: version 3 services disagree over what plain JSON is, so its verbose form, that of
 * version 2, is asked for.
 */
function versionHeaders(version: EdmModel['version']): readonly ParameterDefinition[] {
  if (version === 4) return [fixedHeader('OData-MaxVersion', '4.0')]
  const own = fixedHeader('MaxDataServiceVersion', `${version}.0`)
  return version === 3 ? [own, fixedHeader('Accept', 'application/json;odata=verbose')] : [own]
}

function noteFunctions({ functions }: EdmModel, report: Report): void {
  if (functions.length === 0) return
  const shown = functions.slice(0, 10).join(', ')
  report.note(
    'info',
    '/EntityContainer',
    `Functions and actions were left out (${functions.length}): ${shown}.`,
  )
}
