/** A Swagger 2.0 document made ready for the viewer. */

type Json = unknown
type JsonObject = Readonly<Record<string, Json>>

/** Members a path item may have beside its operations. */
const verbs = new Set(['get', 'put', 'post', 'delete', 'patch', 'head', 'options'])

/**
 * The document with this page's own address, so that a request is never sent elsewhere, and without the Authorization
 * header among its parameters: the console fills it in.
 *
 * @param page - Where the console was loaded from.
 */
export function prepareSwagger(
  swagger: object,
  page: { readonly host: string; readonly protocol: string },
): object {
  const { securityDefinitions: _, security: __, ...rest } = swagger as JsonObject
  const paths = Object.entries(asObject(rest['paths'])).map(([path, item]) => [
    path,
    withOperations(asObject(item)),
  ])
  return {
    ...rest,
    host: page.host,
    schemes: [page.protocol.replace(':', '')],
    paths: Object.fromEntries(paths),
  }
}

function withOperations(item: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(item).map(([name, value]) => [
      name,
      verbs.has(name) ? withoutAuthorization(asObject(value)) : value,
    ]),
  )
}

function withoutAuthorization({ security: _, ...operation }: JsonObject): JsonObject {
  const parameters = Array.isArray(operation['parameters']) ? operation['parameters'] : []
  return {
    ...operation,
    parameters: parameters.filter((one) => asObject(one)['name'] !== 'Authorization'),
  }
}

function asObject(value: Json): JsonObject {
  return typeof value === 'object' && value !== null ? (value as JsonObject) : {}
}
