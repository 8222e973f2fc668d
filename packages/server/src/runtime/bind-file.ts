/** The part of bind that uploads need: where the files of a form go. */
import type { ParameterDefinition } from '../catalog/format.ts'
import { ValenceError } from '../lib/errors.ts'
import type { Exchange } from './exchange.ts'
import { Upload } from './upload.ts'

/** Does this parameter name a part of the upload that is not a text field read already: a file, or a field after one? */
export function takesFile({ inbound }: Exchange, { type, name }: ParameterDefinition): boolean {
  if (type !== 'multipart' && type !== 'form') return false
  const { body } = inbound
  return body instanceof Upload && body.firstFile !== undefined && !Object.hasOwn(body.fields, name)
}

/** Let a part go on to the vendor under the vendor's name, or become the body. */
export function bindFile(exchange: Exchange, parameter: ParameterDefinition): void {
  const { vendor, inbound } = exchange
  if (parameter.vendorType === 'no-op' || parameter.vendorType === 'value') return
  if (parameter.required && parameter.type === 'multipart') assertNamed(exchange, parameter)
  vendor.upload = inbound.body as Upload
  if (parameter.vendorType === 'body') vendor.fileAsBody = parameter.name
  else vendor.files.set(parameter.name, parameter.vendorName)
}

/** The only file of an upload must have the name that is asked for: sent on without it, the form would arrive empty. */
function assertNamed({ inbound, resource }: Exchange, { name }: ParameterDefinition): void {
  const { firstFile } = inbound.body as Upload
  const isWanted = resource.parameters.some(
    (parameter) => parameter.type === 'multipart' && parameter.name === firstFile,
  )
  if (isWanted) return
  throw new ValenceError(
    'invalid_request',
    `${inbound.method} ${resource.path} needs a file in the form field '${name}'; the first file came as '${firstFile}'.`,
  )
}
