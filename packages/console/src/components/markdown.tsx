import { Anchor, Code, Title } from '@mantine/core'
import MarkdownToJsx from 'markdown-to-jsx/react'
import type { ComponentProps } from 'react'
import classes from './markdown.module.css'
import { ScrolledTable } from './scrolled-table.tsx'

type Heading = ComponentProps<'h2'>

/** One level down: the page has the first heading. */
const overrides = {
  h1: () => null,
  h2: ({ children }: Heading) => <Title order={3}>{children}</Title>,
  h3: ({ children }: Heading) => <Title order={4}>{children}</Title>,
  h4: ({ children }: Heading) => <Title order={5}>{children}</Title>,
  a: ({ href, children }: ComponentProps<'a'>) => (
    <Anchor href={href} target="_blank" rel="noreferrer">
      {children}
    </Anchor>
  ),
  // Pictures would be requests to others.
  img: ({ alt }: ComponentProps<'img'>) => <span>{alt}</span>,
  table: ({ children }: ComponentProps<'table'>) => (
    <ScrolledTable label="Table" minWidth={480}>
      {children}
    </ScrolledTable>
  ),
  code: ({ children }: ComponentProps<'code'>) => <Code>{children}</Code>,
}

/** Notes written in Markdown. HTML in them is shown as it is written. */
export function Markdown({ text }: { readonly text: string }) {
  return (
    <div className={classes.prose}>
      <MarkdownToJsx options={{ overrides, disableParsingRawHTML: true, forceBlock: true }}>
        {text}
      </MarkdownToJsx>
    </div>
  )
}
