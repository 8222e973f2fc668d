/** Fields of an object, as its metadata tells them. */

export interface ObjectField {
  readonly path: string
  readonly name: string
  readonly type: string
  readonly vendorPath: string
  readonly isReadOnly: boolean
  readonly isCustom: boolean
}

/** @param metadata - The answer of `GET /objects/{name}/metadata`; what is no field in it is passed over. */
export function readObjectFields(metadata: unknown): readonly ObjectField[] {
  const fields =
    typeof metadata === 'object' && metadata !== null && 'fields' in metadata ? metadata.fields : []
  return (Array.isArray(fields) ? fields : []).flatMap((field: Record<string, unknown>) =>
    typeof field?.['path'] === 'string' ? [readField(field['path'], field)] : [],
  )
}

function readField(path: string, field: Record<string, unknown>): ObjectField {
  const text = (name: string) => (typeof field[name] === 'string' ? field[name] : '')
  return {
    path,
    name: text('displayName'),
    type: text('type'),
    vendorPath: text('vendorPath') || path,
    isReadOnly: field['vendorReadOnly'] === true,
    isCustom: field['custom'] === true,
  }
}
