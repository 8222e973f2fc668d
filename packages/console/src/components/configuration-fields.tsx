import { Checkbox, NativeSelect, PasswordInput, Stack, Textarea, TextInput } from '@mantine/core'

/** A key to be filled in, of an element's configuration or of a connect link. */
export interface FormField {
  readonly key: string
  readonly name: string
  readonly description: string
  readonly type: string
  readonly isRequired: boolean
  readonly defaultValue: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
}

/** Names of the form's members that are configuration begin so. */
const prefix = 'configuration:'

/** Inputs for configuration keys, in their order. Read them with `readConfiguration`. */
export function ConfigurationFields({ fields }: { readonly fields: readonly FormField[] }) {
  return (
    <Stack>
      {fields.map((field) => (
        <Field key={field.key} field={field} />
      ))}
    </Stack>
  )
}

/** What a form says about configuration. Empty values are left out. */
export function readConfiguration(form: FormData): Record<string, string> {
  const values = [...form].flatMap(([name, value]) =>
    name.startsWith(prefix) && typeof value === 'string' && value.trim() !== ''
      ? [[name.slice(prefix.length), value.trim()] as const]
      : [],
  )
  return Object.fromEntries(values)
}

function Field({ field }: { readonly field: FormField }) {
  const { key, name, description, type, isRequired, defaultValue, options } = field
  const shared = {
    name: prefix + key,
    label: name,
    description: description || undefined,
    required: isRequired,
    defaultValue,
    autoComplete: 'off',
    spellCheck: false,
  }
  if (options.length > 0)
    return (
      <NativeSelect
        {...shared}
        data={[...(isRequired ? [] : [{ value: '', label: '' }]), ...options]}
      />
    )
  if (type === 'PASSWORD')
    return (
      <PasswordInput
        {...shared}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': `Show ${name}`, tabIndex: 0 }}
      />
    )
  if (type.startsWith('BOOLEAN'))
    return (
      <>
        {/* A form leaves an unchecked box out: this stands for it, and a checked box comes after it. */}
        <input type="hidden" name={shared.name} value="false" />
        <Checkbox
          name={shared.name}
          label={name}
          description={shared.description}
          value="true"
          defaultChecked={defaultValue === 'true'}
        />
      </>
    )
  if (type === 'TEXTAREA' || type === 'CODE_EDITOR')
    return <Textarea {...shared} autosize minRows={3} />
  return <TextInput {...shared} />
}
