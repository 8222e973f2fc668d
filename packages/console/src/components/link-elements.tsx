import { Alert, Checkbox, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { applicationPrefix } from '../api/connect-link-form.ts'
import type { ElementView } from '../api/element.ts'
import { operatorAppQuery } from '../api/queries.ts'

interface Props {
  readonly elements: readonly ElementView[]
  readonly chosen: readonly string[]
  readonly onChange: (keys: string[]) => void
}

/** Which elements a link offers, and the operator's application at each vendor where the server has none. */
export function LinkElements({ elements, chosen, onChange }: Props) {
  return (
    <Stack>
      <Checkbox.Group
        label="What can be connected"
        description="One: the customer comes to it at once. Several: the customer chooses."
        value={[...chosen]}
        onChange={onChange}
      >
        <Stack gap="xs" mt="xs">
          {elements.map(({ key, name }) => (
            <Checkbox key={key} name="elements" value={key} label={name} />
          ))}
        </Stack>
      </Checkbox.Group>
      {elements
        .filter(({ key }) => chosen.includes(key))
        .map((element) => (
          <Application key={element.key} element={element} />
        ))}
    </Stack>
  )
}

/** Asked for only where the server has no application of its own. */
function Application({ element: { key, name } }: { readonly element: ElementView }) {
  const operatorApp = useQuery(operatorAppQuery(key))
  if (operatorApp.data !== false) return null
  const callback = `${location.origin}/oauth/callback`
  return (
    <Alert color="gray" variant="light" title={`Your application at ${name}`}>
      <Text size="sm" mb="xs">
        This server has none of its own there. Register the callback address {callback} with yours.
      </Text>
      <Stack gap="sm">
        <TextInput
          name={`${applicationPrefix}${key}:oauth.api.key`}
          label="Key"
          required
          autoComplete="off"
          spellCheck={false}
        />
        <PasswordInput
          name={`${applicationPrefix}${key}:oauth.api.secret`}
          label="Secret"
          required
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': 'Show the secret', tabIndex: 0 }}
        />
      </Stack>
    </Alert>
  )
}
