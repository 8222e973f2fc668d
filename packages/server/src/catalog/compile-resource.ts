/** One resource of an element: every string of the format parsed, once. */
import type { Script } from '../script/script.ts'
import type { HookDefinition, ParameterDefinition, ResourceDefinition } from './format.ts'
import { parseNextPageKey } from './next-page-key.ts'
import type { CapturePlan, ObjectPlan, PaginationPlan, ResourcePlan } from './plan.ts'
import { parseRootKey, parseRootPath } from './root-path.ts'
import { segmentsOf, variableName } from './router.ts'

/** What a resource takes from its element. */
export interface ElementContext {
  readonly key: string
  readonly hub: string
  readonly parameters: readonly ParameterDefinition[]
  readonly objects: ReadonlyMap<string, ObjectPlan>
  readonly pagination: PaginationPlan
}

/** Types a caller may address; every other type runs at a moment of an instance's life. */
export function isCallableType(type: string): boolean {
  return type === 'api' || type === 'apiNoDocumentation'
}

/** Public query parameters that make a GET a list. */
const listParameters = new Set(['page', 'pageSize', 'nextPage', 'where'])
/** Stands in a value for the names of the tenant's custom fields. */
const CUSTOM = '{customFields}'
const cursorParameters = new Set(['page', 'nextPage'])

export function compileResource(
  definition: ResourceDefinition,
  element: ElementContext,
): ResourcePlan {
  const parameters = [...element.parameters, ...(definition.parameters ?? [])]
  const path = hubPath(definition.path, element.hub)
  const segments = segmentsOf(path)
  const root = parseRootKey(definition.rootKey)
  const name = `${element.key} ${definition.method} /${segments.join('/')}`
  return Object.freeze({
    definition,
    method: definition.method,
    path,
    segments: Object.freeze(segments),
    type: definition.type,
    callable: isCallableType(definition.type),
    vendorMethod: definition.vendorMethod,
    vendorPath: definition.vendorPath ?? '',
    parameters: Object.freeze(parameters.filter((parameter) => parameter.source !== 'response')),
    captures: Object.freeze(
      parameters.filter((parameter) => parameter.source === 'response').map(compileCapture),
    ),
    requestRoot: root.request,
    responseRoot: root.response,
    preHook: hookScript(name, definition.hooks, 'preRequest'),
    postHook: hookScript(name, definition.hooks, 'postRequest'),
    isList: isList(definition),
    hasCursorParameter: publicQueryNames(definition).includes('nextPage'),
    maxPageSize: maxPageSize(definition, segments, element.pagination),
    paginationType: paginationType(definition),
    nextPageKey: parseNextPageKey(definition.nextPageKey),
    nextResource: parseNextResource(definition.nextResource, element.hub),
    searchResource: parseNextResource(definition.searchResource, element.hub),
    asksCustomFields: parameters.some(
      ({ type, name }) => type === 'value' && name.includes(CUSTOM),
    ),
    objectName: definition.objectName || undefined,
    object: definition.model?.transform
      ? element.objects.get(definition.objectName ?? '')
      : undefined,
  })
}

/** Exports write the pair either way round: the side that is not `configuration` says where in the answer the value is. */
function compileCapture(parameter: ParameterDefinition): CapturePlan {
  const { type, name, vendorType, vendorName } = parameter
  const [key, from, place] =
    type === 'configuration' ? [name, vendorType, vendorName] : [vendorName, type, name]
  return Object.freeze(
    from === 'header'
      ? { key, from, path: [], header: place.toLowerCase() }
      : { key, from: 'body', path: parseRootPath(place), header: '' },
  )
}

/** `/contacts` and `contacts` stand for `/hubs/crm/contacts`. */
export function hubPath(path: string, hub: string): string {
  const rooted = path.startsWith('/') ? path : `/${path}`
  return rooted.startsWith('/hubs/') ? rooted : `/hubs/${hub}${rooted}`
}

/**
 * The first hook of a type that has a body.
 *
 * @param owner - Who the script belongs to, for errors and traces: `examplecrm GET /contacts`.
 */
export function hookScript(
  owner: string,
  hooks: readonly HookDefinition[] | undefined,
  type: HookDefinition['type'],
): Script | undefined {
  const source = hooks?.find((hook) => hook.type === type && hook.body)?.body
  return source ? Object.freeze({ name: `${owner} ${type}`, source }) : undefined
}

function publicQueryNames({ parameters }: ResourceDefinition): readonly string[] {
  return (parameters ?? []).filter((parameter) => parameter.type === 'query').map((p) => p.name)
}

function isList(definition: ResourceDefinition): boolean {
  if (definition.method !== 'GET') return false
  return publicQueryNames(definition).some((name) => listParameters.has(name))
}

/**
 * A resource that declares no way to ask for another page (a page size alone is none) can't be paged by its vendor,
 * whatever its paging type claims: asking again would give the same records forever. Exports make that claim, and the
 * platform never offered further pages there.
 */
function paginationType(definition: ResourceDefinition): ResourcePlan['paginationType'] {
  if (definition.paginationType === 'VENDOR_NOT_SUPPORTED') return 'engine'
  if (definition.paginationType === 'NO_PAGINATION') return 'none'
  return publicQueryNames(definition).some((name) => cursorParameters.has(name)) ? 'vendor' : 'none'
}

/** A size of its own for the object, by its name or as the path spells it: `usersComments` for `/users/{id}/comments`. */
function maxPageSize(
  { objectName }: ResourceDefinition,
  segments: readonly string[],
  { max, maxByObject }: PaginationPlan,
): number {
  const [first = '', ...others] = segments.filter((one) => variableName(one) === undefined)
  const spelled = first + others.map((one) => one.charAt(0).toUpperCase() + one.slice(1)).join('')
  return maxByObject.get(objectName ?? '') ?? maxByObject.get(spelled) ?? max
}

/** `POST:/hubs/crm/contacts`, the hub optional. Text of another form chains to nothing. */
export function parseNextResource(
  text: string | undefined,
  hub: string,
): ResourcePlan['nextResource'] {
  const match = /^\s*([A-Za-z]+)\s*:\s*(\S+)\s*$/.exec(text ?? '')
  if (!match?.[1] || !match[2]) return undefined
  return Object.freeze({ method: match[1].toUpperCase(), path: hubPath(match[2], hub) })
}
