import { Code, ScrollArea, Stack, Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { text } from '../../../shared/messages/index.ts'
import { type Outputs, useTRPC } from '../../link.ts'
import { Queried } from '../../parts/Queried.tsx'
import { Section } from '../../parts/Section.tsx'
import { formatBytes } from '../../words/formats.ts'

/** What the app is, what it runs on, and its licences. */
export function About() {
  const trpc = useTRPC()
  const info = useQuery(trpc.app.info.queryOptions())
  const licences = useQuery(trpc.app.licences.queryOptions(undefined, { staleTime: Number.POSITIVE_INFINITY }))
  return (
    <Stack gap="md">
      <Section title="Arrest Workbench">
        <Queried query={info} height={180}>
          {(known) => <Facts info={known} />}
        </Queried>
      </Section>
      <Queried query={licences} height={400}>
        {({ notice, licence }) => (
          <>
            <Document title={text('settings_view.about.notice')} content={notice} />
            <Document title={text('settings_view.about.licence')} content={licence} />
          </>
        )}
      </Queried>
    </Stack>
  )
}

function Facts({ info }: { info: Outputs['app']['info'] }) {
  const { threads, memoryBytes, platform, node, electron, chromium } = info
  const runtimes = [`Node ${node}`, electron && `Electron ${electron}`, chromium && `Chromium ${chromium}`]
  const facts = [
    [text('settings_view.about.version'), info.version],
    [text('settings_view.about.shell'), text(`settings_view.about.${info.shell}`)],
    [text('settings_view.about.workspace'), info.workspace],
    [text('settings_view.about.store'), info.store],
    [
      text('settings_view.about.machine'),
      text('settings_view.about.machine.what', { threads, memory: formatBytes(memoryBytes), platform }),
    ],
    [text('settings_view.about.runtime'), runtimes.filter(Boolean).join(', ')],
  ] as const
  return (
    <Table aria-label="Arrest Workbench" layout="fixed" verticalSpacing={4}>
      <Table.Tbody>
        {facts.map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th w={180} fw={400}>
              {name}
            </Table.Th>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>{value}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

function Document({ title, content }: { title: string; content: string }) {
  return (
    <Section title={title}>
      <ScrollArea h={240} type="auto" viewportProps={{ tabIndex: 0, 'aria-label': title }}>
        <Code block bg="transparent" p={0} style={{ whiteSpace: 'pre-wrap' }}>
          {content}
        </Code>
      </ScrollArea>
    </Section>
  )
}
