/** SOAP headers: what a connection sends with every call, such as the vendor's own credentials. */
import { personsEntry } from '../configuration.ts'
import { localOf } from '../xml-tree.ts'
import type { WsdlContext } from './operation.ts'
import type { Prefixes } from './outline.ts'
import type { XsdElement } from './xsd.ts'

const telling = /pass(word|wd)?|secret|token|key|credential|session/i

/**
 * The header with `${configuration.…}` for its texts, each a configuration key: `AuthHeader.Username`.
 *
 * @returns Nothing, and a finding, for a header that is more than texts.
 */
export function headerOf(element: XsdElement, prefixes: Prefixes, context: WsdlContext): string {
  const { types, keys, report } = context
  const name = localOf(element.name)
  const members = element.type.kind === 'complex' ? types.complex(element.type.id).members : []
  if (
    members.length === 0 ||
    members.some(({ type, isMany }) => type.kind === 'complex' || isMany)
  ) {
    report.note(
      'warning',
      `/header/${name}`,
      `The SOAP header '${name}' is more than a few texts: add it to the template of the resources that need it.`,
    )
    return ''
  }
  const tag = prefixes.tag(element.name)
  const fields = members.map((member) => {
    const key = `${name}.${member.name}`
    keys.set(
      key,
      personsEntry(key, member.name, {
        description: `${member.name} of the SOAP header ${name}`,
        type: telling.test(member.name) ? 'PASSWORD' : 'TEXTFIELD_128',
      }),
    )
    const field = prefixes.tag(`{${member.namespace}}${member.name}`)
    return `<${field}>\${configuration.${key}}</${field}>`
  })
  return `<${tag}>${fields.join('')}</${tag}>`
}
