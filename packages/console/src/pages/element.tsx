import { Button, Code, Group, Skeleton, Table, Tabs, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import {
  authenticationName,
  type ConfigurationField,
  type ElementResource,
  type ElementView,
} from '../api/element.ts'
import { elementQuery, readmeQuery } from '../api/queries.ts'
import { ElementLogo } from '../components/element-logo.tsx'
import { Markdown } from '../components/markdown.tsx'
import { Page } from '../components/page.tsx'
import { Problem } from '../components/problem.tsx'
import { ScrolledTable } from '../components/scrolled-table.tsx'

const route = getRouteApi('/shell/elements/$key')
const up = { label: 'Elements', link: { to: '/elements' } } as const

export function ElementPage() {
  const { key } = route.useParams()
  const element = useQuery(elementQuery(key))
  if (element.isError)
    return (
      <Page title={key} up={up}>
        <Problem error={element.error} title="This element cannot be shown" />
      </Page>
    )
  if (!element.data)
    return (
      <Page title={key} up={up}>
        <Skeleton h={320} />
      </Page>
    )
  return <Element element={element.data} />
}

function Element({ element }: { readonly element: ElementView }) {
  return (
    <Page
      title={element.name}
      up={up}
      intro={element.description}
      actions={
        <>
          <Button
            variant="default"
            renderRoot={(props) => (
              <Link {...props} to="/elements/$key/docs" params={{ key: element.key }} />
            )}
          >
            API docs
          </Button>
          <Button
            renderRoot={(props) => (
              <Link {...props} to="/elements/$key/authenticate" params={{ key: element.key }} />
            )}
          >
            Authenticate
          </Button>
        </>
      }
    >
      <Group gap="xs" mb="lg">
        <ElementLogo elementKey={element.key} size={24} />
        <Text size="sm" c="dimmed">
          Key <Code>{element.key}</Code> · hub <Code>{element.hub}</Code> ·{' '}
          {authenticationName(element.authentication)}
        </Text>
      </Group>
      <Tabs defaultValue="about" keepMounted={false}>
        <Tabs.List mb="lg">
          <Tabs.Tab value="about">About and setup</Tabs.Tab>
          <Tabs.Tab value="resources">Resources</Tabs.Tab>
          <Tabs.Tab value="configuration">Configuration</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="about">
          <About elementKey={element.key} />
        </Tabs.Panel>
        <Tabs.Panel value="resources">
          <Resources resources={element.resources} />
        </Tabs.Panel>
        <Tabs.Panel value="configuration">
          <Configuration fields={element.fields} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}

function About({ elementKey }: { readonly elementKey: string }) {
  const readme = useQuery(readmeQuery(elementKey))
  if (readme.isError) return <Problem error={readme.error} title="The notes cannot be shown" />
  if (readme.isPending) return <Skeleton h={320} />
  if (readme.data === '')
    return (
      <Text c="dimmed">
        This element has no notes. Its configuration says what it needs, its API documentation what
        it does.
      </Text>
    )
  return <Markdown text={readme.data} />
}

function Resources({ resources }: { readonly resources: readonly ElementResource[] }) {
  return (
    <ScrolledTable label="Resources">
      <Table.Thead>
        <Table.Tr>
          <Table.Th w={90}>Method</Table.Th>
          <Table.Th>Path</Table.Th>
          <Table.Th>What it does</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {resources.map(({ method, path, description }) => (
          <Table.Tr key={`${method} ${path}`}>
            <Table.Td>{method}</Table.Td>
            <Table.Td>
              <Code>{path}</Code>
            </Table.Td>
            <Table.Td>{description}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ScrolledTable>
  )
}

function Configuration({ fields }: { readonly fields: readonly ConfigurationField[] }) {
  return (
    <>
      <Title order={2} mb="xs">
        What an instance is asked for
      </Title>
      <ScrolledTable label="Configuration">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Name</Table.Th>
            <Table.Th>Key</Table.Th>
            <Table.Th>Needed</Table.Th>
            <Table.Th>What it is</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {fields.map(({ key, name, isRequired, description }) => (
            <Table.Tr key={key}>
              <Table.Td>{name}</Table.Td>
              <Table.Td>
                <Code>{key}</Code>
              </Table.Td>
              <Table.Td>{isRequired ? 'Yes' : 'No'}</Table.Td>
              <Table.Td>{description}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </ScrolledTable>
    </>
  )
}
