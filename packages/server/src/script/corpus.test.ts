import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { isValenceError } from '../lib/errors.ts'
import { createScriptRunner } from './pool.ts'
import { ScriptFailure } from './script-failure.ts'

// Real exports are not ours to publish: the folder is named by the environment, or lies beside the checkout.
const beside = resolve(import.meta.dirname, '../../../../..', 'shared', 'exports')
const corpus = process.env.VALENCE_CORPUS ?? beside
const reason = existsSync(corpus) ? '' : ' (skipped: VALENCE_CORPUS names no folder of exports)'

interface Hook {
  readonly name: string
  /** Every key the element declares. */
  readonly configuration: Readonly<Record<string, string>>
  readonly type: string
  readonly body: string
}

describe.skipIf(reason !== '')(`Hooks of real elements${reason}`, () => {
  const runner = createScriptRunner({ timeoutMs: 2000 })
  afterAll(() => runner.close())

  it('all parse, and end with done or with an error of their own', async () => {
    const hooks = hooksBelow(corpus)

    const endings = await Promise.all(hooks.map(ending))

    expect(hooks.length).toBeGreaterThan(100)
    expect(endings.filter(({ kind }) => kind !== 'done' && kind !== 'threw')).toEqual([])
    // The variables below fit most hooks; a few want bodies of a shape of their own.
    const done = endings.filter(({ kind }) => kind === 'done')
    expect(done.length).toBeGreaterThan(hooks.length * 0.8)
  })

  async function ending({ name, type, body, configuration }: Hook) {
    const scope = type === 'preRequest' ? preRequest : postRequest
    try {
      await runner.run({ name, source: body }, { ...scope, configuration })
      return { name, kind: 'done' }
    } catch (error) {
      if (!isValenceError(error) || !(error.cause instanceof ScriptFailure)) throw error
      return { name, kind: error.cause.kind, message: error.message }
    }
  }
})

const preRequest = {
  request_body: '{"name":"Ann","id":1}',
  request_body_map: { name: 'Ann', id: 1 },
  request_headers: { 'content-type': 'application/json' },
  request_method: 'POST',
  request_path: '/contacts/1',
  request_path_variables: { id: '1' },
  request_parameters: { page: '1', pageSize: '10', where: null, fields: null },
  request_expression: [{ attribute: 'name', operator: '=', value: 'Ann' }],
  request_vendor_parameters: { page: '1' },
  request_vendor_headers: { accept: 'application/json' },
  request_vendor_path: '/v1/contacts/1',
  request_vendor_method: 'POST',
  request_vendor_url: 'https://api.example.com/v1/contacts/1',
  request_vendor_body: '{"name":"Ann","id":1}',
  request_vendor_body_map: { name: 'Ann', id: 1 },
  request_previous_response: '{"id":1}',
  request_previous_response_headers: {},
  request_root_key: null,
  response_root_key: null,
  meta_data: { objectName: 'contacts' },
  object_name: 'contacts',
  events: [{ objectId: '1', objectType: 'contacts', eventType: 'CREATED' }],
}

const postRequest = {
  ...preRequest,
  response_body: { id: 1, name: 'Ann', items: [{ id: 1 }], data: [{ id: 1 }] },
  response_body_raw: '{"id":1,"name":"Ann"}',
  response_body_raw_map: { id: 1, name: 'Ann' },
  response_body_map: { id: 1, name: 'Ann' },
  response_headers: { 'content-type': 'application/json' },
  response_status_code: 200,
  response_iserror: false,
}

function hooksBelow(folder: string): Hook[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /(element|import)\.json$/.test(file))
    .map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }))
    .filter(({ text }) => text !== '')
    .flatMap(({ file, text }) => {
      const element: Exported = JSON.parse(text)
      const configuration = configurationOf(element)
      return hooksOf(element, file).map((hook) => ({ ...hook, configuration }))
    })
}

interface Exported {
  readonly configuration?: readonly { readonly key: string; readonly defaultValue?: string }[]
}

function configurationOf({ configuration = [] }: Exported): Record<string, string> {
  return Object.fromEntries(
    configuration.map(({ key, defaultValue }) => [key, defaultValue ?? key]),
  )
}

function hooksOf(value: unknown, place: string): Omit<Hook, 'configuration'>[] {
  if (typeof value !== 'object' || value === null) return []
  const { hooks } = value as { hooks?: unknown }
  const own = Array.isArray(hooks) ? hooks.filter((hook) => typeof hook?.body === 'string') : []
  const named = own.map(({ type, body }) => ({ name: `${place} ${type}`, type, body }))
  const below = Object.entries(value).flatMap(([name, member]) =>
    hooksOf(member, `${place}/${name}`),
  )
  return [...named, ...below]
}
