import { Anchor, Table } from '@mantine/core'
import { text } from '../../../../shared/messages/index.ts'
import { href } from '../../../router.ts'
import { formatDuration, formatTime } from '../../../words/formats.ts'
import { RunStatus } from '../RunStatus.tsx'
import { elapsedMs, type Run } from '../runs.ts'

/** The runs that a run is made of, in the order they started. */
export function RunsWithin({ runs }: { runs: readonly Run[] }) {
  return (
    <Table className="numbers" aria-label={text('experiments.run.within')} bg="var(--wb-panel)" withTableBorder>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{text('experiments.name')}</Table.Th>
          <Table.Th>{text('experiments.status')}</Table.Th>
          <Table.Th>{text('experiments.start_time')}</Table.Th>
          <Table.Th ta="right">{text('experiments.duration')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {runs.map((run) => (
          <Table.Tr key={run.id}>
            <Table.Td>
              <Anchor href={href('experiments', [run.id])} size="sm">
                {run.name}
              </Anchor>
            </Table.Td>
            <Table.Td>
              <RunStatus status={run.status} />
            </Table.Td>
            <Table.Td>{formatTime(run.startTime)}</Table.Td>
            <Table.Td ta="right">{formatDuration(elapsedMs(run))}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
