import { Button, type MantineColorScheme, Menu, Text, useMantineColorScheme } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link, useRouter } from '@tanstack/react-router'
import type { BrowserSession } from '@valence/sdk'
import { signOut } from '../api/client.ts'
import { queryClient } from '../api/query-client.ts'
import { ChevronIcon } from '../components/icons.tsx'

/** Who is signed in, the way to their secrets, and the way out. */
export function ProfileMenu({ session }: { readonly session: BrowserSession }) {
  const router = useRouter()
  const leave = useMutation({
    mutationFn: signOut,
    onSuccess: async () => {
      await router.navigate({ to: '/sign-in' })
      queryClient.clear()
    },
  })
  const name = `${session.firstName} ${session.lastName}`.trim() || session.username
  return (
    <Menu
      position="bottom-end"
      width={260}
      // Within the header, and nothing in it but items: what else assistive technology would stumble over.
      withinPortal={false}
      withInitialFocusPlaceholder={false}
    >
      <Menu.Target>
        <Button variant="subtle" color="gray" c="inherit" rightSection={<ChevronIcon />}>
          {initials(name)}
          <span className="visually-hidden">: your profile, {name}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" c="var(--mantine-color-text)">
            {name}
          </Text>
          <Text size="sm">{session.username}</Text>
          <Text size="sm">{session.organizationName}</Text>
        </Menu.Label>
        <Menu.Divider />
        <SchemeChoice />
        <Menu.Divider />
        <Menu.Item renderRoot={(props) => <Link {...props} to="/organization" />}>
          Organization and secrets
        </Menu.Item>
        <Menu.Item onClick={() => leave.mutate()}>Sign out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

/** Light, dark, or as the system has it. Kept in this browser. */
function SchemeChoice() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Menu.RadioGroup
      value={colorScheme}
      onChange={(value) => setColorScheme(value as MantineColorScheme)}
    >
      <Menu.Label>Appearance</Menu.Label>
      <Menu.RadioItem value="auto">As the system</Menu.RadioItem>
      <Menu.RadioItem value="light">Light</Menu.RadioItem>
      <Menu.RadioItem value="dark">Dark</Menu.RadioItem>
    </Menu.RadioGroup>
  )
}

function initials(name: string): string {
  return name
    .split(/\s+/)
    .map((word) => word.charAt(0))
    .join('')
    .slice(0, 2)
    .toUpperCase()
}
