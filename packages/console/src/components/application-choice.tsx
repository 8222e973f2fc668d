import { Radio, Stack } from '@mantine/core'

/** Whose application the vendor shows to the person who consents. */
export type WhoseApplication = 'operator' | 'own'

export function ApplicationChoice({
  value,
  onChange,
}: {
  readonly value: WhoseApplication
  readonly onChange: (value: WhoseApplication) => void
}) {
  return (
    <Radio.Group
      label="Application at the vendor"
      value={value}
      onChange={(chosen) => onChange(chosen === 'own' ? 'own' : 'operator')}
    >
      <Stack gap="xs" mt="xs">
        <Radio value="operator" label="The one this server has" />
        <Radio value="own" label="One of your own, with its key and secret" />
      </Stack>
    </Radio.Group>
  )
}
