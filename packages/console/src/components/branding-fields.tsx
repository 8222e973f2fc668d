import { Button, Checkbox, Group, Stack, Text, TextInput } from '@mantine/core'
import type { Branding } from '@valence/sdk'
import { useState } from 'react'
import classes from './branding-fields.module.css'
import { brandButton, ConnectFrame } from './connect-frame.tsx'

const firstColor = '#1c5fa8'

/** How the link's page looks, with a preview of it. */
export function BrandingFields({ organization }: { readonly organization: string }) {
  const [branding, setBranding] = useState<Branding>({ name: '' })
  const set = (change: Partial<Branding>) => setBranding((old) => ({ ...old, ...change }))
  const { name, logoUrl = '', color } = branding
  return (
    <div className={classes.columns}>
      <Stack>
        <TextInput
          name="branding.name"
          label="Name"
          description={`Without one the page says ${organization}, and has no logo and no colour.`}
          maxLength={100}
          autoComplete="off"
          value={name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <TextInput
          name="branding.logoUrl"
          label="Address of the logo"
          description="PNG, JPEG, GIF, WebP or SVG, at most 512 KiB, https"
          type="url"
          pattern="https://.*"
          disabled={name.trim() === ''}
          value={logoUrl}
          onChange={(event) => set({ logoUrl: event.currentTarget.value })}
        />
        <Checkbox
          label="Colour of its own"
          disabled={name.trim() === ''}
          checked={color !== undefined}
          onChange={({ currentTarget: { checked } }) =>
            setBranding(({ color: _, ...old }) => (checked ? { ...old, color: firstColor } : old))
          }
        />
        {color !== undefined && (
          <TextInput
            name="branding.color"
            label="Colour"
            type="color"
            maw={120}
            disabled={name.trim() === ''}
            value={color}
            onChange={(event) => set({ color: event.currentTarget.value })}
          />
        )}
      </Stack>
      <Preview branding={name.trim() === '' ? { name: organization } : branding} />
    </div>
  )
}

function Preview({ branding }: { readonly branding: Branding }) {
  return (
    <figure className={classes.preview}>
      <ConnectFrame branding={branding} title="Connect your account" isPreview>
        <Text size="sm" mb="md">
          {branding.name} asks for access to your account at the vendor. You sign in there, and
          allow it there.
        </Text>
        <Group>
          <Button component="span" style={brandButton(branding)} tabIndex={-1}>
            Continue to the vendor
          </Button>
        </Group>
      </ConnectFrame>
      <figcaption>
        <Text size="sm" c="dimmed" mt="xs">
          Preview{branding.logoUrl ? '; the logo shows on the page itself' : ''}
        </Text>
      </figcaption>
    </figure>
  )
}
