import { Anchor, Group, Text, Title } from '@mantine/core'
import { Link, type LinkProps } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import classes from './page.module.css'

interface PageProps {
  readonly title: string
  /** The page above this one. */
  readonly up?: { readonly label: string; readonly link: LinkProps }
  readonly intro?: ReactNode
  readonly actions?: ReactNode
  readonly isNarrow?: boolean
  readonly children: ReactNode
}

/** A page: one heading, what can be done, and the content. Its title is the browser's, too. */
export function Page({ title, up, intro, actions, isNarrow = false, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Valence`
  }, [title])
  return (
    <div className={isNarrow ? `${classes.page} ${classes.narrow}` : classes.page}>
      {up && (
        <Anchor size="sm" renderRoot={(props) => <Link {...props} {...up.link} />}>
          {up.label}
        </Anchor>
      )}
      <Group justify="space-between" align="flex-start" gap="sm" mt={up ? 4 : 0}>
        <div className={classes.heading}>
          <Title order={1}>{title}</Title>
          {intro && (
            <Text c="dimmed" mt={4} maw="44rem" component="div">
              {intro}
            </Text>
          )}
        </div>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
      <div className={classes.content}>{children}</div>
    </div>
  )
}
