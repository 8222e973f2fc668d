/** An exported element without what an import may change (docs/reference/element-format.md, "What an import changes"). */

type Json = Readonly<Record<string, unknown>>

/** Members that mean something only where the export was made. */
const local = new Set([
  'id',
  'elementId',
  'resourceId',
  'ownerAccountId',
  'createdDate',
  'updatedDate',
])

/** Empty lists and nulls are the same as absent members; blanks round texts, and one old spelling, are unified. */
export function comparable(element: Json): unknown {
  const { private: _private, extended: _extended, ...rest } = element
  const hub = String(element.hub)
  const resources = objects(element.resources)
    .filter((resource) => !isEnginesOwn(resource))
    .map((resource) => {
      const { method, type = 'api' } = resource
      const vendorMethod = resource.vendorMethod ?? method
      const path = rooted(String(resource.path).trim(), hub)
      return { ...resource, type, path, method: upper(method), vendorMethod: upper(vendorMethod) }
    })
  const configuration = objects(element.configuration).map((entry) => ({
    ...entry,
    ...(entry.defaultValue === undefined || entry.defaultValue === null
      ? {}
      : { defaultValue: textOf(entry.defaultValue) }),
  }))
  return stripped({ ...rest, resources, configuration })
}

function rooted(path: string, hub: string): string {
  const below = path.startsWith('/') ? path : `/${path}`
  return below.startsWith('/hubs/') ? below : `/hubs/${hub}${below}`
}

/** Copies of the engine's generic resources: nothing of theirs reaches a vendor. */
function isEnginesOwn({ path, vendorPath, parameters }: Json): boolean {
  const isForm = objects(parameters).every(
    (one) => one.type === 'multipart' && one.vendorType === 'form',
  )
  return /^(\/hubs\/[^/]+)?\/\{objectName\}/.test(String(path)) && !vendorPath && isForm
}

function stripped(value: unknown, isVendors = false): unknown {
  if (value === 'webhook') return 'webhooks'
  if (typeof value === 'string') return value.trim()
  if (Array.isArray(value)) return value.map((member) => stripped(member, isVendors))
  if (value === null || typeof value !== 'object') return value
  const members = Object.entries(value).filter(([name, member]) => {
    const isEmpty = member === null || (Array.isArray(member) && member.length === 0)
    return !isEmpty && (isVendors || !local.has(name))
  })
  return Object.fromEntries(
    members.map(([name, member]) => [name, stripped(member, isVendors || name === 'model')]),
  )
}

function objects(list: unknown): readonly Json[] {
  return Array.isArray(list) ? (list as Json[]) : []
}

function upper(text: unknown): unknown {
  return typeof text === 'string' ? text.trim().toUpperCase() : text
}

function textOf(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
