/** What can't be stored. Everything that can be stored but won't run well is `lint.ts`'s business. */
import { ValenceError } from '../lib/errors.ts'
import type { ElementDefinition } from './format.ts'
import { isJsonObject, type JsonObject, textOf } from './json.ts'

/** The most members any list of an element may have: the largest element known has 254 resources. */
const maxMembers = 5_000

type Report = (place: string, problem: string) => void
type Check = (member: JsonObject, place: string, report: Report) => void

/**
 * Check a normalised element.
 *
 * @returns Every problem as `place: problem`, with places as JSON pointers (RFC 6901); empty when it can be stored.
 */
export function elementProblems(element: JsonObject): readonly string[] {
  const problems: string[] = []
  const report: Report = (place, problem) => problems.push(`${place || '/'}: ${problem}`)
  for (const name of ['name', 'key', 'hub']) requireText(element, name, '', report)
  checkKey(element.key, '/key', report)
  checkKey(element.hub, '/hub', report)
  checkAuthentication(element.authentication, report)
  checkList(element, 'configuration', '', report, checkConfiguration)
  checkList(element, 'parameters', '', report, checkParameter)
  checkList(element, 'hooks', '', report, checkHook)
  checkList(element, 'resources', '', report, checkResource)
  checkList(element, 'objects', '', report, checkObject)
  checkValueTables(element.valueTables, report)
  return problems
}

/** @throws {ValenceError} `invalid_request` with every problem in its message. */
export function assertValidElement(
  element: JsonObject,
): asserts element is JsonObject & ElementDefinition {
  const problems = elementProblems(element)
  if (problems.length === 0) return
  const shown = problems.slice(0, 20).join('; ')
  const more = problems.length > 20 ? `; and ${problems.length - 20} more` : ''
  throw new ValenceError('invalid_request', `The element can't be stored. ${shown}${more}`)
}

function requireText(object: JsonObject, name: string, place: string, report: Report): void {
  if (textOf(object[name]) === undefined) report(`${place}/${name}`, 'must be text and not empty')
}

/** Keys and hubs are segments of paths. */
function checkKey(key: unknown, place: string, report: Report): void {
  if (typeof key === 'string' && /[\s/?#%\\]/.test(key)) {
    report(place, `'${key}' may not contain white space or any of / ? # % \\`)
  }
}

function checkAuthentication(authentication: unknown, report: Report): void {
  if (authentication === undefined) return
  if (!isJsonObject(authentication)) report('/authentication', 'must be an object with a type')
  else requireText(authentication, 'type', '/authentication', report)
}

function checkList(
  owner: JsonObject,
  name: string,
  ownerPlace: string,
  report: Report,
  check: Check,
): void {
  const list = owner[name]
  const place = `${ownerPlace}/${name}`
  if (list === undefined) return
  if (!Array.isArray(list)) report(place, 'must be a list')
  else if (list.length > maxMembers) report(place, `has more than ${maxMembers} members`)
  else checkMembers(list, place, report, check)
}

function checkMembers(list: readonly unknown[], place: string, report: Report, check: Check): void {
  list.forEach((member, index) => {
    if (isJsonObject(member)) check(member, `${place}/${index}`, report)
    else report(`${place}/${index}`, 'must be an object')
  })
}

function checkConfiguration(entry: JsonObject, place: string, report: Report): void {
  requireText(entry, 'key', place, report)
  requireText(entry, 'type', place, report)
}

function checkParameter(parameter: JsonObject, place: string, report: Report): void {
  // A `value` parameter's name is the value itself, and empty text is a value.
  for (const name of ['name', 'vendorName']) {
    if (typeof parameter[name] !== 'string') report(`${place}/${name}`, 'must be text')
  }
  for (const name of ['type', 'vendorType']) requireText(parameter, name, place, report)
}

function checkHook(hook: JsonObject, place: string, report: Report): void {
  requireText(hook, 'type', place, report)
  const { body } = hook
  if (body !== undefined && typeof body !== 'string') report(`${place}/body`, 'must be text')
}

function checkResource(resource: JsonObject, place: string, report: Report): void {
  for (const name of ['path', 'method', 'vendorMethod', 'type']) {
    requireText(resource, name, place, report)
  }
  for (const name of [
    'vendorPath',
    'rootKey',
    'nextPageKey',
    'nextResource',
    'searchResource',
    'objectName',
  ]) {
    const value = resource[name]
    if (value !== undefined && typeof value !== 'string') {
      report(`${place}/${name}`, 'must be text')
    }
  }
  const { model } = resource
  if (model !== undefined && !isJsonObject(model)) report(`${place}/model`, 'must be an object')
  checkList(resource, 'parameters', place, report, checkParameter)
  checkList(resource, 'hooks', place, report, checkHook)
}

function checkObject(object: JsonObject, place: string, report: Report): void {
  requireText(object, 'name', place, report)
  checkList(object, 'fields', place, report, checkField)
  checkCustomFieldModel(object.customFieldModel, `${place}/customFieldModel`, report)
  const { normalized } = object
  if (normalized === undefined) return
  if (isJsonObject(normalized)) {
    if (!Array.isArray(normalized.fields)) report(`${place}/normalized/fields`, 'must be a list')
    checkList(normalized, 'fields', `${place}/normalized`, report, checkField)
  } else report(`${place}/normalized`, 'must be an object')
}

function checkField(field: JsonObject, place: string, report: Report): void {
  requireText(field, 'path', place, report)
  checkList(field, 'search', place, report, (search, at) => {
    if (!Array.isArray(search.operators)) report(`${at}/operators`, 'must be a list')
  })
}

function checkCustomFieldModel(model: unknown, place: string, report: Report): void {
  if (model === undefined) return
  if (!isJsonObject(model)) {
    report(place, 'must be an object')
    return
  }
  const listed = ['recordKey', 'valueIdKey', 'valueKey']
  const isListed = listed.some((name) => model[name] !== undefined)
  const names = ['vendorPath', 'listKey', 'idKey', 'nameKey', ...(isListed ? listed : [])]
  for (const name of names) requireText(model, name, place, report)
  if (typeof model.prefix !== 'string') report(`${place}/prefix`, 'must be text')
}

function checkValueTables(tables: unknown, report: Report): void {
  if (tables === undefined) return
  if (!isJsonObject(tables)) {
    report('/valueTables', 'must be an object of tables')
    return
  }
  for (const [name, table] of Object.entries(tables)) {
    const isTable =
      isJsonObject(table) && Object.values(table).every((value) => typeof value === 'string')
    if (!isTable) report(`/valueTables/${name}`, 'must map vendor values to text')
  }
}
