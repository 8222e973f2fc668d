/** Envelopes as templates, and the headers they travel with. @see SOAP 1.1, section 4 and 6.1.1; SOAP 1.2 part 2, section 7 */
import type { ParameterDefinition } from '../../format.ts'
import { fixedHeader } from '../authentication.ts'
import type { BoundOperation } from './bindings.ts'

const namespaces: Readonly<Record<BoundOperation['version'], string>> = {
  '1.1': 'http://schemas.xmlsoap.org/soap/envelope/',
  '1.2': 'http://www.w3.org/2003/05/soap-envelope',
}

/** @param declarations - ` xmlns:…="…"` of the prefixes in header and body. */
export function envelopeOf(
  version: BoundOperation['version'],
  parts: { readonly declarations: string; readonly header: string; readonly body: string },
): string {
  const opening = `<soapenv:Envelope xmlns:soapenv="${namespaces[version]}"${parts.declarations}>`
  return `<?xml version="1.0" encoding="UTF-8"?>${opening}<soapenv:Header>${parts.header}</soapenv:Header><soapenv:Body>${parts.body}</soapenv:Body></soapenv:Envelope>`
}

/** The template as the parameter that makes it the body. */
export function templateParameter(template: string): ParameterDefinition {
  return {
    name: template,
    vendorName: 'body',
    type: 'value',
    vendorType: 'body',
    source: 'request',
    required: false,
    description: 'The SOAP envelope',
    dataType: 'string',
    vendorDataType: 'string',
  }
}

/** The action is a header in 1.1, in quotes, and a parameter of the media type in 1.2. */
export function soapHeaders({ version, action }: BoundOperation): readonly ParameterDefinition[] {
  if (version === '1.1') {
    return [
      fixedHeader('Content-Type', 'text/xml; charset=utf-8'),
      fixedHeader('Accept', 'text/xml'),
      fixedHeader('SOAPAction', `"${action}"`),
    ]
  }
  const suffix = action === '' ? '' : `; action="${action}"`
  return [
    fixedHeader('Content-Type', `application/soap+xml; charset=utf-8${suffix}`),
    fixedHeader('Accept', 'application/soap+xml'),
  ]
}
