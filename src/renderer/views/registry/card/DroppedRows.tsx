import { Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { text } from '../../../../shared/messages/index.ts'
import type { RunState } from '../../../../shared/pipeline/runState.ts'
import { useTRPC } from '../../../link.ts'
import { Queried } from '../../../parts/Queried.tsx'
import { ErrorState } from '../../../parts/states.tsx'
import { formatNumber } from '../../../words/formats.ts'

/** Which rows left on the way to a model, by step and reason, from the pipeline run that it is part of. */
export function DroppedRows({ runId }: { runId: string }) {
  const trpc = useTRPC()
  const run = useQuery(trpc.runs.get.queryOptions({ runId }))
  const parent = run.data?.parentId ?? undefined
  const pipeline = useQuery(trpc.pipeline.run.queryOptions({ runId: parent ?? '' }, { enabled: parent !== undefined }))
  if (run.data !== undefined && parent === undefined) return <NotKnown />
  if (run.error !== null) return <ErrorState error={run.error} />
  return (
    <Queried query={pipeline} height={120}>
      {({ steps }) => <Dropped steps={steps} />}
    </Queried>
  )
}

function NotKnown() {
  return (
    <Text size="sm" c="dimmed">
      {text('registry.card.dropped.none')}
    </Text>
  )
}

function Dropped({ steps }: { steps: RunState['steps'] }) {
  const rows = steps.flatMap(({ step, dropped }) =>
    Object.entries(dropped)
      .filter(([, count]) => count > 0)
      .map(([reason, count]) => ({ step, reason, count })),
  )
  if (rows.length === 0) return <NotKnown />
  return (
    <Table className="numbers" aria-label={text('registry.card.dropped')} verticalSpacing={4}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{text('registry.card.step')}</Table.Th>
          <Table.Th>{text('registry.card.why')}</Table.Th>
          <Table.Th ta="right">{text('registry.card.rows')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ step, reason, count }) => (
          <Table.Tr key={`${step} ${reason}`}>
            <Table.Td>{text(`step.${step}`)}</Table.Td>
            <Table.Td>{reason.replaceAll('_', ' ')}</Table.Td>
            <Table.Td ta="right">{formatNumber(count)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
