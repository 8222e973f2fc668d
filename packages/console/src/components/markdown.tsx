import { Anchor, Code, Table, Title } from '@mantine/core'
import MarkdownToJsx from 'markdown-to-jsx/react'
import { Children, type ComponentProps, type ReactNode } from 'react'
import classes from './markdown.module.css'

type Heading = ComponentProps<'h2'>

/** Without the first heading: the page has it. */
const overrides = {
  h1: () => null,
  h2: ({ children }: Heading) => <Title order={2}>{children}</Title>,
  h3: ({ children }: Heading) => <Title order={3}>{children}</Title>,
  h4: ({ children }: Heading) => <Title order={4}>{children}</Title>,
  a: ({ href, children }: ComponentProps<'a'>) => (
    <Anchor href={href} target="_blank" rel="noreferrer">
      {children}
    </Anchor>
  ),
  // Pictures would be requests to others.
  img: ({ alt }: ComponentProps<'img'>) => <span>{alt}</span>,
  table: ({ children }: ComponentProps<'table'>) => (
    <Table.ScrollContainer minWidth={480} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table>{children}</Table>
    </Table.ScrollContainer>
  ),
  // A header without words, above a column of names: nothing that a screen reader should read out.
  th: ({ children }: ComponentProps<'th'>) => (isEmpty(children) ? <td /> : <th>{children}</th>),
  code: ({ children }: ComponentProps<'code'>) => <Code>{children}</Code>,
}

function isEmpty(children: ReactNode): boolean {
  return Children.toArray(children).every((child) => child === '')
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
