import { Anchor, ScrollArea, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { recordedText, text } from '../../../shared/messages/index.ts'
import { type Outputs, useTRPC } from '../../link.ts'
import { Queried } from '../../parts/Queried.tsx'
import { Section } from '../../parts/Section.tsx'
import { href } from '../../router.ts'
import { formatDay, formatDuration, formatTime } from '../../words/formats.ts'

type Run = Outputs['schedule']['history'][number]

const COLORS: Partial<Record<Run['status'], string>> = { done: 'var(--wb-ok)', failed: 'var(--wb-bad)' }

/** What the schedules have run, newest first, with what came of it. */
export function History({ refetchMs }: { refetchMs: number }) {
  const trpc = useTRPC()
  const history = useQuery(trpc.schedule.history.queryOptions({}, { refetchInterval: refetchMs }))
  return (
    <Section title={text('schedule_view.history')}>
      <Queried query={history} height={160}>
        {(runs) =>
          runs.length === 0 ? (
            <Text size="sm" c="dimmed">
              {text('schedule_view.history.empty')}
            </Text>
          ) : (
            <ScrollArea type="auto">
              <Table striped="even" aria-label={text('schedule_view.history')} className="numbers">
                <Table.Thead>
                  <Table.Tr>
                    {(['due', 'schedule', 'date', 'cause', 'status', 'elapsed', 'outcome', 'run'] as const).map(
                      (column) => (
                        <Table.Th key={column}>{text(`schedule_view.column.${column}`)}</Table.Th>
                      ),
                    )}
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {runs.map((run) => (
                    <Row key={run.id} run={run} />
                  ))}
                </Table.Tbody>
              </Table>
            </ScrollArea>
          )
        }
      </Queried>
    </Section>
  )
}

function Row({ run }: { run: Run }) {
  const { schedule, scheduledFor, date, cause, status, attempts, startedAt, endedAt, outcome, error, runId } = run
  const told = outcome ?? error
  return (
    <Table.Tr>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>{formatTime(scheduledFor)}</Table.Td>
      <Table.Td>{schedule}</Table.Td>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>{formatDay(date)}</Table.Td>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>{text(`schedule.cause.${cause}`)}</Table.Td>
      <Table.Td style={{ whiteSpace: 'nowrap' }} c={COLORS[status] ?? ''}>
        {text(`schedule.status.${status}`)}
        {attempts > 1 && ` (${text('schedule_view.attempts', { attempts })})`}
      </Table.Td>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        {startedAt !== null && endedAt !== null ? formatDuration(endedAt - startedAt) : ''}
      </Table.Td>
      <Table.Td miw={220}>{told === null ? '' : recordedText(told.code, told.params)}</Table.Td>
      <Table.Td>
        {runId !== null && (
          <Anchor
            size="sm"
            href={href('experiments', [runId])}
            aria-label={text('schedule_view.open_run', { run: runId.slice(0, 8) })}
          >
            {runId.slice(0, 8)}
          </Anchor>
        )}
      </Table.Td>
    </Table.Tr>
  )
}
