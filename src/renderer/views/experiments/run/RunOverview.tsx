import { ActionIcon, Modal, ScrollArea, SimpleGrid, Stack, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { text } from '../../../../shared/messages/index.ts'
import { Chart } from '../../../chart/Chart.tsx'
import { useTRPC } from '../../../link.ts'
import { Icon } from '../../../parts/icons.tsx'
import { Queried } from '../../../parts/Queried.tsx'
import { Section } from '../../../parts/Section.tsx'
import { formatMetric } from '../runColumns.tsx'
import { paramWords, type Run } from '../runs.ts'
import { RunNote } from './RunNote.tsx'
import { RunTags } from './RunTags.tsx'

/** Parameters, metrics, note and tags of a run. */
export function RunOverview({ run }: { run: Run }) {
  const [metric, setMetric] = useState<string>()
  const metrics = Object.entries(run.metrics).sort(([a], [b]) => (a < b ? -1 : 1))
  const params = Object.entries(run.params).sort(([a], [b]) => (a < b ? -1 : 1))
  return (
    <SimpleGrid cols={{ base: 1, md: 2, xl: 3 }} spacing="md">
      <Section title={text('experiments.metrics')}>
        {metrics.length === 0 ? (
          <None />
        ) : (
          <ScrollArea.Autosize mah={520} type="auto" viewportProps={{ tabIndex: 0 }}>
            <Table className="numbers" aria-label={text('experiments.metrics')}>
              <Table.Tbody>
                {metrics.map(([name, value]) => (
                  <Table.Tr key={name}>
                    <Table.Th fw={400}>{name}</Table.Th>
                    <Table.Td ta="right">{value === null ? '–' : formatMetric(value)}</Table.Td>
                    <Table.Td w={34} p={0}>
                      <ActionIcon
                        size="sm"
                        aria-label={text('experiments.history', { metric: name })}
                        title={text('experiments.history', { metric: name })}
                        onClick={() => setMetric(name)}
                      >
                        <Icon name="chart" size={14} />
                      </ActionIcon>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </ScrollArea.Autosize>
        )}
      </Section>
      <Section title={text('experiments.params')}>
        {params.length === 0 ? (
          <None />
        ) : (
          <ScrollArea.Autosize mah={520} type="auto" viewportProps={{ tabIndex: 0 }}>
            <Table aria-label={text('experiments.params')} layout="fixed">
              <Table.Tbody>
                {params.map(([name, value]) => (
                  <Table.Tr key={name}>
                    <Table.Th fw={400}>{name}</Table.Th>
                    <Table.Td style={{ overflowWrap: 'anywhere' }}>{paramWords(value)}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </ScrollArea.Autosize>
        )}
      </Section>
      <Stack gap="md">
        <RunNote key={run.note} run={run} />
        <RunTags run={run} />
      </Stack>
      <Modal
        size="lg"
        opened={metric !== undefined}
        onClose={() => setMetric(undefined)}
        withCloseButton
        title={metric}
        closeButtonProps={{ 'aria-label': text('window.close') }}
      >
        {metric !== undefined && <MetricHistory runId={run.id} metric={metric} />}
      </Modal>
    </SimpleGrid>
  )
}

function None() {
  return (
    <Text c="dimmed" size="sm">
      {text('experiments.run.none')}
    </Text>
  )
}

/** Every value that a run logged for a metric. */
function MetricHistory({ runId, metric }: { runId: string; metric: string }) {
  const trpc = useTRPC()
  const history = useQuery(trpc.runs.history.queryOptions({ runId, metric }))
  return (
    <Queried query={history} height={358}>
      {(points) => (
        <Chart
          name={metric}
          title={text('experiments.history', { metric })}
          figure={{
            data: [
              {
                type: 'scatter',
                mode: points.length > 40 ? 'lines' : 'lines+markers',
                x: points.map(({ step }) => step),
                y: points.map(({ value }) => value),
              },
            ],
            layout: { xaxis: { title: { text: text('experiments.step') } }, yaxis: { title: { text: metric } } },
          }}
        />
      )}
    </Queried>
  )
}
