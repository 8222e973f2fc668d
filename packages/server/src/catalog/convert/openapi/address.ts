/** Where an API is, by its OpenAPI document. */
import type { ConfigurationDefinition } from '../../format.ts'
import { isJsonObject, type JsonObject, objectsOf, textOf } from '../../json.ts'
import { personsEntry } from '../configuration.ts'
import type { ApiAddress } from '../description.ts'
import { tokenNameOf } from '../names.ts'
import type { OpenApiSource } from './openapi.ts'

/**
 * @param location - Where the document was fetched from.
 * @param pathVariables - Names that paths use: a server variable of such a name would be filled by the path's.
 */
export function addressOf(
  source: OpenApiSource,
  location: string | undefined,
  pathVariables: ReadonlySet<string>,
): ApiAddress {
  const address = source.version === 2 ? ofVersion2(source) : ofVersion3(source, pathVariables)
  const url = absolute(address.url, location)
  if (url === '') {
    const place = source.version === 2 ? '/host' : '/servers'
    source.report.note(
      'warning',
      place,
      'The document does not say where the API is: whoever connects gives the base URL.',
    )
  }
  return { ...address, url }
}

function ofVersion2({ document }: OpenApiSource): ApiAddress {
  const host = textOf(document.host)?.trim() ?? ''
  const basePath = textOf(document.basePath)?.trim() ?? ''
  const schemes = Array.isArray(document.schemes) ? document.schemes : []
  const scheme = schemes.includes('https') || !schemes.includes('http') ? 'https' : 'http'
  const path = basePath === '/' ? '' : basePath
  return { url: host === '' ? path : `${scheme}://${host}${path}`, configuration: [] }
}

function ofVersion3(source: OpenApiSource, pathVariables: ReadonlySet<string>): ApiAddress {
  const servers = objectsOf(source.document.servers)
  const [server] = servers
  const url = server && textOf(server.url)?.trim()
  if (!url) return { url: '', configuration: [] }
  if (servers.length > 1) {
    const others = servers
      .slice(1, 6)
      .map((one) => String(one.url))
      .join(', ')
    source.report.note(
      'info',
      '/servers',
      `The first server is the base URL. Others are ${others}.`,
    )
  }
  const variables = isJsonObject(server.variables) ? server.variables : {}
  const configuration: ConfigurationDefinition[] = []
  const withTokens = url.replace(/\{([^{}]*)\}/g, (_whole, name: string) => {
    const plain = tokenNameOf(name)
    const key = pathVariables.has(name) || reserved.test(plain) ? `server.${plain}` : plain
    configuration.push(entryOf(key, name, variables[name]))
    return `{${key}}`
  })
  return { url: withTokens, configuration }
}

/** Keys that mean something else to the engine. */
const reserved =
  /^(base\.url|pagination|username|password|token|key|expires_in|oauth\..*|event\..*|bulk\..*|pagination\..*|aws\..*)$/

function entryOf(key: string, name: string, value: unknown): ConfigurationDefinition {
  const variable: JsonObject = isJsonObject(value) ? value : {}
  const choices = Array.isArray(variable.enum) ? variable.enum.map(String) : []
  const standard = variable.default === undefined ? undefined : String(variable.default)
  return personsEntry(key, name, {
    description: textOf(variable.description) ?? `The ${name} in the address of the API`,
    type: choices.length > 0 ? 'COMBO' : 'TEXTFIELD_128',
    ...(standard === undefined ? {} : { defaultValue: standard }),
    ...(choices.length > 0
      ? { options: choices.map((choice) => ({ value: choice, description: choice })) }
      : {}),
  })
}

/** A server address may be relative to where the document is (OpenAPI 3.0, "Server Object"). */
function absolute(url: string, location: string | undefined): string {
  if (/^https?:\/\//i.test(url)) return url
  if (url.startsWith('//')) return `https:${url}`
  const base = location === undefined ? null : URL.parse(location)
  if (!base) return ''
  // URL would encode the braces of variables.
  return url.startsWith('/') || url === ''
    ? base.origin + url
    : (URL.parse(url, base.href)?.href ?? '')
}
