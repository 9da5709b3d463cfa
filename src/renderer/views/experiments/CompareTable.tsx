import { ActionIcon, Anchor, Group, ScrollArea, Table, Text } from '@mantine/core'
import { text } from '../../../shared/messages/index.ts'
import { Icon } from '../../parts/icons.tsx'
import { href } from '../../router.ts'
import { formatTime } from '../../words/formats.ts'
import { formatMetric } from './runColumns.tsx'
import type { Run } from './runs.ts'

interface Row {
  name: string
  differs: boolean
  /** One a run. */
  values: readonly (string | number | null)[]
  /** The value to mark. */
  best?: number | undefined
}

interface CompareTableProps {
  label: string
  runs: readonly Run[]
  rows: readonly Row[]
  onLeaveOut?(id: string): void
}

/** Runs as columns, names as rows. */
export function CompareTable({ label, runs, rows, onLeaveOut }: CompareTableProps) {
  return (
    <ScrollArea type="auto" viewportProps={{ tabIndex: 0, 'aria-label': label }}>
      <Table className="numbers" aria-label={label} miw={220 + runs.length * 150} layout="fixed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={220}>
              <span className="visually-hidden">{label}</span>
            </Table.Th>
            {runs.map((run) => (
              <Table.Th key={run.id} ta="right">
                <Group gap={2} wrap="nowrap" justify="flex-end">
                  <Anchor href={href('experiments', [run.id])} size="sm" truncate title={run.name}>
                    {run.name}
                  </Anchor>
                  {onLeaveOut !== undefined && runs.length > 1 && (
                    <ActionIcon
                      size="xs"
                      aria-label={text('experiments.compare.remove', { run: run.name })}
                      onClick={() => onLeaveOut(run.id)}
                    >
                      <Icon name="cross" size={12} />
                    </ActionIcon>
                  )}
                </Group>
                <Text size="xs" c="dimmed" fw={400} truncate>
                  {formatTime(run.startTime)}
                </Text>
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ name, differs, values, best }) => (
            <Table.Tr key={name}>
              <Table.Th fw={differs ? 600 : 400} style={{ overflowWrap: 'anywhere' }}>
                {name}
              </Table.Th>
              {values.map((value, index) => {
                const isBest = best !== undefined && value === best
                return (
                  <Table.Td
                    key={runs[index]?.id}
                    ta="right"
                    fw={isBest ? 700 : undefined}
                    style={{ overflowWrap: 'anywhere' }}
                  >
                    {isBest && (
                      <Text span size="xs" c="var(--wb-ok)" mr={6}>
                        {text('experiments.compare.best')}
                      </Text>
                    )}
                    {typeof value === 'number' ? formatMetric(value) : (value ?? '–')}
                  </Table.Td>
                )
              })}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  )
}
