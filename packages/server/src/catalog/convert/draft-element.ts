/** A description of an API -> a draft element in the export format. */
import type { ElementDefinition } from '../format.ts'
import { baseUrlEntry, configurationEntry, distinctEntries } from './configuration.ts'
import type { ApiDescription } from './description.ts'
import { elementKeyOf } from './names.ts'
import { choosePaging, listPagingOf } from './paging.ts'
import type { Report } from './report.ts'
import { resourcesOf } from './resources.ts'

/** What the caller may settle of the draft. */
export interface DraftOptions {
  /** Default `general`. */
  readonly hub?: string | undefined
  /** Default: the title of the document. */
  readonly name?: string | undefined
  /** Default: made of the name. */
  readonly key?: string | undefined
}

/** Make the element. It is complete but for what only its author knows: the report says what that is. */
export function draftElement(
  api: ApiDescription,
  options: DraftOptions,
  report: Report,
): ElementDefinition {
  const name = options.name?.trim() || api.title.trim() || 'Converted API'
  const hub = options.hub?.trim() || 'general'
  const lists = api.operations.flatMap((one) => listPagingOf(one, api.definitions) ?? [])
  const paging = choosePaging(lists)
  return {
    key: options.key?.trim() || elementKeyOf(name),
    name,
    description: api.description || name,
    hub,
    active: true,
    deleted: false,
    private: true,
    beta: false,
    cloneable: true,
    extended: false,
    extendable: false,
    typeOauth: false,
    trialAccount: false,
    transformationsEnabled: true,
    bulkDownloadEnabled: false,
    bulkUploadEnabled: false,
    protocolType: api.protocolType,
    authentication: { type: api.authentication.type },
    configuration: distinctEntries([
      baseUrlEntry(api.address.url),
      ...api.address.configuration,
      ...api.authentication.configuration,
      ...(api.configuration ?? []),
      ...paging.configuration,
      configurationEntry('filter.response.nulls', 'Leave null members out of answers', {
        type: 'BOOLEAN',
        defaultValue: 'true',
      }),
    ]),
    parameters: [...(api.parameters ?? []), ...api.authentication.parameters],
    hooks: api.hooks ?? [],
    resources: resourcesOf(api.operations, {
      hub,
      definitions: api.definitions,
      paging: paging.kind,
      report,
    }),
    objects: api.objects ?? [],
  }
}
