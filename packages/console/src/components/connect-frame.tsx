import { Text, Title } from '@mantine/core'
import { BASE_PATH, type Branding } from '@valence/sdk'
import { type CSSProperties, type ReactNode, useState } from 'react'
import { readableOn } from '../api/readable-on.ts'
import classes from './connect-frame.module.css'

interface FrameProps {
  readonly branding: Branding | undefined
  /** Of the link: it says whose logo is shown. Absent in previews, which show none. */
  readonly token?: string | undefined
  readonly title: string
  /** Inside another page: what is shown is no heading of it. */
  readonly isPreview?: boolean
  readonly children: ReactNode
}

/** What stands around the pages of a connect link: the operator's name, logo and colour. */
export function ConnectFrame({ branding, token, title, isPreview = false, children }: FrameProps) {
  return (
    <div className={classes.box} style={brandStyle(branding)}>
      {branding && (
        <div className={classes.brand}>
          {token && branding.logoUrl && <Logo token={token} />}
          <span>{branding.name}</span>
        </div>
      )}
      <Title order={1} mb="md" renderRoot={isPreview ? (props) => <p {...props} /> : undefined}>
        {title}
      </Title>
      {children}
    </div>
  )
}

/** The server fetches it, so that no third party hears of the visit. One that cannot be had is left out. */
function Logo({ token }: { readonly token: string }) {
  const [isMissing, setIsMissing] = useState(false)
  if (isMissing) return null
  return (
    <img
      className={classes.logo}
      src={`${BASE_PATH}/connect-sessions/${encodeURIComponent(token)}/logo`}
      width="40"
      height="40"
      alt=""
      onError={() => setIsMissing(true)}
    />
  )
}

/** The frame as a page of its own. */
export function ConnectPageFrame(props: FrameProps) {
  return (
    <main className={classes.main}>
      <ConnectFrame {...props} />
      <Text size="sm" c="dimmed">
        Connected with Valence
      </Text>
    </main>
  )
}

/** For buttons within the frame: the operator's colour, and text that can be read on it. */
export function brandButton({ color }: Partial<Branding> = {}): CSSProperties {
  if (!color) return {}
  return {
    '--button-bg': color,
    '--button-hover': color,
    '--button-color': readableOn(color),
  } as CSSProperties
}

function brandStyle({ color }: Partial<Branding> = {}): CSSProperties {
  return color ? ({ '--brand': color } as CSSProperties) : {}
}
