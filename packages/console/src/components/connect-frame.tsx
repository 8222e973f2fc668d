import { Text, Title, type TitleOrder } from '@mantine/core'
import type { Branding } from '@valence/sdk'
import type { CSSProperties, ReactNode } from 'react'
import { readableOn } from '../api/readable-on.ts'
import classes from './connect-frame.module.css'

interface FrameProps {
  readonly branding: Branding | undefined
  /** Where the logo is to be had from. */
  readonly logo?: string | undefined
  readonly title: string
  /** Level of the heading; a preview stands inside another page. */
  readonly order?: TitleOrder
  readonly children: ReactNode
}

/** What stands around the pages of a connect link: the operator's name, logo and colour. */
export function ConnectFrame({ branding, logo, title, order = 1, children }: FrameProps) {
  return (
    <div className={classes.box} style={brandStyle(branding)}>
      {branding && (
        <div className={classes.brand}>
          {logo && <img className={classes.logo} src={logo} width="40" height="40" alt="" />}
          <span>{branding.name}</span>
        </div>
      )}
      <Title order={order} mb="md">
        {title}
      </Title>
      {children}
    </div>
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
